"""A trial as it runs, read from a diary: the turn of each night, what counts, what is missing, what was done beside."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from uncramp.diary import Entry, current, load
from uncramp.diary.making import correct, make
from uncramp.kb import Knowledge
from uncramp.trial_diary import Run, conduct_of, design_body, kept, running, runs, series_of
from uncramp.trials.design import Protocol, looks, nights, protocol
from uncramp.trials.series import TrialError

PERSON = "0190b8c0-0000-7000-8000-000000000001"
BEGAN = datetime(2026, 3, 1, 20, 0, tzinfo=UTC)
"""The evening on which it was written; its first night ends on 2 March."""
FIRST = "2026-03-02"


class Book:
    """Entries as somebody writes them, each at its own moment."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []
        self.chance = random.Random(7)

    def write(self, kind: str, body: dict[str, Any], now: datetime = BEGAN, at: datetime | None = None) -> Entry:
        written = at.isoformat(timespec="seconds") if at else None
        chance = self.chance.randbytes(10)
        made = make(load(), person=PERSON, kind=kind, body=body, now=now, chance=chance, at=written)
        self.entries.append(made)
        return made

    def cramp(self, at: datetime, **more: Any) -> None:
        self.write("episode", {"what": "painful_cramp", "site": "site_calf", **more}, now=at)

    def night(self, run: Run, number: int, did: str = "yes", complete: bool = True, **more: Any) -> None:
        night = run.night(number)
        body = {"trial": run.id, "night": night, "did": did, "complete": complete, **more}
        arm = run.plan[number - 1].arm
        self.write("trial_night", body | ({"arm": arm} if arm else {}), now=morning(night))


def morning(night: str) -> datetime:
    return datetime.fromisoformat(f"{night}T08:00:00+00:00")


def small_hours(night: str) -> datetime:
    return datetime.fromisoformat(f"{night}T03:00:00+00:00")


@pytest.fixture
def fixed(kb: Knowledge) -> Protocol:
    return protocol(kb, kb.remedies["stretch_before_bed"], None, seed=5, pairs=3)


@pytest.fixture
def book(fixed: Protocol) -> Book:
    found = Book()
    found.write("trial_design", design_body(fixed, FIRST))
    return found


def only(book: Book) -> Run:
    (run,) = runs(current(book.entries))
    return run


# ---- which night it is


def test_each_night_has_the_turn_that_was_drawn_for_it(book: Book, fixed: Protocol) -> None:
    run = only(book)
    assert run.stage("2026-03-01") == "not_yet"
    assert [run.stage(run.night(number)) for number in (1, 7, 8, 49)] == ["before", "before", "running", "running"]
    assert run.stage("2026-04-20") == "over"
    turns = [planned.arm for number in range(1, 50) if (planned := run.planned(run.night(number)))]
    assert turns == [planned.arm for planned in nights(fixed)]


def test_a_trial_that_was_ended_is_over_the_same_night(book: Book) -> None:
    run = only(book)
    book.write("trial_end", {"trial": run.id, "why": "own_wish"}, now=morning(run.night(3)))
    assert only(book).stage(run.night(4)) == "over"
    assert running(current(book.entries), run.night(4)) == []


def test_what_was_not_written_down_is_named_the_newest_first(book: Book) -> None:
    run = only(book)
    book.night(run, 2)
    assert only(book).missing(run.night(3)) == [run.night(3), run.night(1)]
    assert len(only(book).missing("2027-01-01")) == 48, "nothing is missing after the last night"


# ---- what counts


def test_a_night_counts_what_the_diary_holds_between_two_noons(book: Book) -> None:
    run = only(book)
    night = run.night(8)
    book.cramp(small_hours(night))
    book.cramp(small_hours(night) - timedelta(hours=4))
    book.cramp(small_hours(night) + timedelta(hours=10))
    book.night(run, 8)
    (counted,) = series_of(only(book), current(book.entries), night).nights
    assert (counted.date.isoformat(), counted.count) == (night, 2)
    assert counted.arm == run.plan[7].arm


def test_a_night_of_which_something_is_unknown_is_missing_and_never_a_zero(book: Book) -> None:
    run = only(book)
    book.night(run, 9, complete=False)
    book.cramp(small_hours(run.night(10)))
    counts = [night.count for night in series_of(only(book), current(book.entries), run.night(10)).nights]
    assert counts == [None, None, None], "not recorded, not complete, a cramp of a night nobody vouched for"


def test_a_number_that_was_only_counted_holds_the_cramps_of_the_diary_too(book: Book) -> None:
    run = only(book)
    book.cramp(small_hours(run.night(8)))
    book.night(run, 8, cramps=3)
    book.cramp(small_hours(run.night(9)))
    book.cramp(small_hours(run.night(9)))
    book.night(run, 9, cramps=1)
    counts = [night.count for night in series_of(only(book), current(book.entries), run.night(9)).nights]
    assert counts == [3, 2]


def test_only_cramps_that_woke_are_counted_where_that_was_fixed(kb: Knowledge) -> None:
    book = Book()
    woke = protocol(kb, kb.remedies["stretch_before_bed"], None, seed=5, pairs=3, outcome="woke_me")
    book.write("trial_design", design_body(woke, FIRST))
    run = only(book)
    book.cramp(small_hours(run.night(8)), woke_me=True)
    book.cramp(small_hours(run.night(8)), woke_me=False)
    book.cramp(small_hours(run.night(8)))
    book.night(run, 8)
    assert [night.count for night in series_of(only(book), current(book.entries), run.night(8)).nights] == [1]


def test_the_nights_before_the_first_period_are_not_compared(book: Book) -> None:
    run = only(book)
    for number in range(1, 8):
        book.night(run, number, cramps=2)
    assert series_of(only(book), current(book.entries), run.night(7)).nights == ()


def test_what_was_drawn_is_compared_whatever_was_done_and_that_is_told(book: Book) -> None:
    run = only(book)
    arm = run.plan[7].arm
    book.night(run, 8, did="other_arm", cramps=1)
    book.night(run, 9, did="yes", cramps=0)
    nights_ = series_of(only(book), current(book.entries), run.night(9)).nights
    assert {night.arm for night in nights_} == {arm}
    found = kept(only(book), str(arm))
    assert (found.nights, found.kept) == (2, 1)


def test_the_later_record_of_a_night_is_the_one_that_counts(book: Book) -> None:
    run = only(book)
    book.night(run, 8, cramps=1)
    body = {"trial": run.id, "night": run.night(8), "arm": run.plan[7].arm, "did": "no", "complete": True, "cramps": 4}
    book.write("trial_night", body, now=morning(run.night(9)))
    assert [night.count for night in series_of(only(book), current(book.entries), run.night(8)).nights] == [4]


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 2**32), number=st.integers(1, 30))
def test_the_order_in_which_entries_arrive_changes_nothing(kb: Knowledge, seed: int, number: int) -> None:
    book, chance = Book(), random.Random(seed)
    fixed = protocol(kb, kb.remedies["stretch_before_bed"], None, seed=seed, pairs=3)
    book.write("trial_design", design_body(fixed, FIRST))
    run = only(book)
    for one in range(1, number):
        if chance.random() < 0.5:
            book.cramp(small_hours(run.night(one)))
        if chance.random() < 0.8:
            book.night(run, one, complete=chance.random() < 0.9)
    before = series_of(only(book), current(book.entries), run.night(number))
    chance.shuffle(book.entries)
    assert series_of(only(book), current(book.entries), run.night(number)) == before


# ---- looking


def test_a_planned_look_is_due_until_it_is_taken(book: Book, fixed: Protocol) -> None:
    run, first = only(book), looks(fixed)[0]
    assert run.due_look(run.night(first - 1)) is None
    assert run.next_look(run.night(first - 1)) == run.night(first)
    assert run.may_look(run.night(first))
    book.write("trial_look", {"trial": run.id, "night": run.night(first)}, now=morning(run.night(first)))
    assert only(book).due_look(run.night(first)) is None


def test_a_look_beside_the_plan_is_counted_once_a_night(book: Book, fixed: Protocol) -> None:
    run = only(book)
    for number in (10, 10, 20, looks(fixed)[0]):
        book.write("trial_look", {"trial": run.id, "night": run.night(number)}, now=morning(run.night(number)))
    conduct = conduct_of(only(book), runs(current(book.entries)))
    assert (conduct.extra_looks, conduct.restarts, conduct.changes) == (2, 0, 0)


def test_beginning_again_and_changing_are_counted_through_all_that_came_before(kb: Knowledge, fixed: Protocol) -> None:
    book = Book()
    first = book.write("trial_design", design_body(fixed, FIRST))
    again = replace(fixed, seed=6)
    second = book.write("trial_design", design_body(again, FIRST, first.id), now=BEGAN + timedelta(minutes=1))
    changed = protocol(kb, kb.remedies["stretch_before_bed"], None, seed=6, pairs=4)
    book.write("trial_design", design_body(changed, FIRST, second.id), now=BEGAN + timedelta(minutes=2))
    found = runs(current(book.entries))
    assert [(one.restarts, one.changes) for one in (conduct_of(run, found) for run in found)] == [
        (0, 0),
        (1, 0),
        (1, 1),
    ]


# ---- nothing is changed after the first night


@pytest.mark.parametrize(
    ("field", "value"), [("nights", 3), ("order", ["ab", "ab", "ab"]), ("first_look", 1), ("counts", "woke_me")]
)
def test_an_entry_that_says_something_else_than_its_protocol_is_refused(
    fixed: Protocol, field: str, value: object
) -> None:
    body = design_body(fixed, FIRST)
    assert body[field] != value
    book = Book()
    book.write("trial_design", body | {field: value})
    with pytest.raises(TrialError, match="was changed after it was fixed"):
        only(book)


def test_a_protocol_whose_mark_does_not_fit_is_refused(fixed: Protocol) -> None:
    book = Book()
    other = design_body(replace(fixed, seed=fixed.seed + 1), FIRST)
    book.write("trial_design", design_body(fixed, FIRST) | {"protocol": other["protocol"]})
    with pytest.raises(TrialError, match="not the one that was marked"):
        only(book)


def test_a_trial_that_was_written_or_corrected_after_its_first_night_is_refused(book: Book, fixed: Protocol) -> None:
    (design,) = current(book.entries)
    later = BEGAN + timedelta(days=20)
    body = design_body(replace(fixed, seed=9), FIRST)
    book.entries.append(correct(load(), design, body, now=later, chance=random.Random(1).randbytes(10)))
    with pytest.raises(TrialError, match="after its first night"):
        only(book)
