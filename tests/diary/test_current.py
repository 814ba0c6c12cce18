"""What a diary says now: the same for the same set of entries, whoever asks and in whatever order they came."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diary.conftest import Ask
from diary.strategies import PERSONS, agreeing, diaries
from uncramp.diary import current, read_entry, to_json

ROOT = "019c8f00-0000-7000-8000-000000000001"


def now(all: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [to_json(entry) for entry in current(map(read_entry, all))]


@settings(agreeing, max_examples=3 * agreeing.max_examples)
@given(all=diaries(), data=st.data())
def test_the_same_entries_say_the_same_in_any_order_in_python_and_on_the_phone(
    node: Ask, all: list[dict[str, Any]], data: st.DataObject
) -> None:
    other = data.draw(st.permutations(all))
    assert now(all) == now(other) == node("current", all=other)


@agreeing
@given(all=diaries())
def test_an_entry_that_came_twice_counts_once(node: Ask, all: list[dict[str, Any]]) -> None:
    assert now(all + all) == now(all) == node("current", all=all + all)


@agreeing
@given(all=diaries())
def test_nothing_is_shown_that_nobody_wrote(all: list[dict[str, Any]]) -> None:
    written = [entry["body"] for entry in all] + [entry["body"].get("body") for entry in all]
    ids = {entry["id"] for entry in all if entry["kind"] not in ("correction", "deletion")}
    for entry in now(all):
        assert entry["id"] in ids
        assert entry["body"] in written


@pytest.mark.parametrize(("one", "other"), [("a", "b"), ("a", "ab"), ("\ufffd", "😀"), ("é", "z")])
def test_of_two_entries_with_one_id_both_keep_the_same(node: Ask, one: str, other: str) -> None:
    both = [note(one), note(other)]
    assert now(both) == now(both[::-1]) == node("current", all=both) == node("current", all=both[::-1])
    assert len(now(both)) == 1


# ---- by example


def note(text: str, *, at: str = "10:00", id: str = ROOT, person: str = PERSONS[0]) -> dict[str, Any]:
    time = f"2026-02-27T{at}:00+00:00"
    body = {"text": text}
    return {"id": id, "person": person, "at": time, "recorded_at": time, "kind": "note", "version": 1, "body": body}


def corrected(text: str, *, at: str, nth: int, of: str = ROOT, **more: Any) -> dict[str, Any]:
    body = {"of": of, "kind": "note", "version": 1, "body": {"text": text}}
    return note("", at=at, id=id_of(nth)) | {"kind": "correction", "body": body} | more


def deleted(*, at: str, nth: int, of: str = ROOT) -> dict[str, Any]:
    return note("", at=at, id=id_of(nth)) | {"kind": "deletion", "body": {"of": of}}


def id_of(nth: int) -> str:
    return f"019c8f00-0000-7000-8000-{nth:012x}"


def texts(*all: dict[str, Any]) -> list[str]:
    return [entry["body"]["text"] for entry in now(list(all))]


def test_a_correction_is_shown_instead_and_moves_the_entry_in_time() -> None:
    (entry,) = now([note("left"), corrected("right", at="11:00", nth=2) | {"at": "2026-02-26T23:00:00+00:00"}])
    assert entry["body"] == {"text": "right"}
    assert entry["id"] == ROOT
    assert entry["at"] == "2026-02-26T23:00:00+00:00"


def test_of_two_corrections_the_later_counts_even_if_its_clock_shows_an_earlier_hour() -> None:
    early = corrected("early", at="11:00", nth=3)
    late = corrected("late", at="10:30", nth=2, recorded_at="2026-02-27T10:30:00-05:00")
    assert texts(note("first"), early, late) == ["late"]


def test_of_two_corrections_at_the_same_time_the_larger_id_counts() -> None:
    assert texts(note("first"), corrected("b", at="11:00", nth=3), corrected("a", at="11:00", nth=2)) == ["b"]


def test_a_deleted_entry_is_gone_until_a_later_correction_brings_it_back() -> None:
    gone = [note("first"), deleted(at="11:00", nth=2)]
    assert texts(*gone) == []
    assert texts(*gone, corrected("again", at="12:00", nth=3)) == ["again"]
    assert texts(*gone, corrected("before", at="10:30", nth=3)) == []


def test_a_correction_whose_entry_has_not_come_waits_and_is_not_shown() -> None:
    assert texts(corrected("right", at="11:00", nth=2)) == []


def test_nobody_corrects_another_persons_entry() -> None:
    assert texts(note("mine"), corrected("yours", at="11:00", nth=2, person=PERSONS[1])) == ["mine"]


def test_a_correction_of_a_correction_changes_nothing() -> None:
    first = corrected("right", at="11:00", nth=2)
    assert texts(note("left"), first, corrected("wrong", at="12:00", nth=3, of=id_of(2))) == ["right"]
    assert texts(note("left"), first, deleted(at="12:00", nth=3, of=id_of(2))) == ["right"]


def test_a_correction_by_a_newer_program_shows_that_the_entry_is_not_understood_any_more() -> None:
    body = {"of": ROOT, "kind": "note", "version": 9, "body": {"said": "new"}}
    (entry,) = current(map(read_entry, [note("old"), corrected("", at="11:00", nth=2, body=body)]))
    assert not entry.understood
    assert entry.body == {"said": "new"}


def test_the_phone_corrects_and_takes_out_what_it_shows(node: Ask) -> None:
    entry = note("left")
    change = {"body": {"text": "right"}}
    correction = node("correct", entry=entry, change=change, now="2026-02-27T12:00:00Z", byte=1)
    assert texts(entry, correction) == ["right"]
    (shown,) = now([entry, correction])
    removal = node("remove", entry=shown, now="2026-02-27T13:00:00Z", byte=2)
    assert texts(entry, correction, removal) == []
    restored = node("correct", entry=shown, change=change, now="2026-02-27T14:00:00Z", byte=3)
    assert texts(entry, correction, removal, restored) == ["right"]
