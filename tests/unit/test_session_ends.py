"""Guided relief when it is paused, late, or comes to an end."""

from __future__ import annotations

from typing import Any

import pytest

from uncramp.errors import UsageError
from uncramp.kb import Knowledge
from uncramp.session import (
    SWITCH_SECONDS,
    Session,
    Tried,
    advance,
    cramp_limit,
    guided,
    start,
)
from unit.guided import KB, begun, shown, walk

# ---- pause, late events


def test_a_pause_keeps_what_was_left_of_the_step() -> None:
    walk(
        begun("calf"),
        [
            (4, "pause", "step 1, round 1/3, paused"),
            (60, "time", "step 1, round 1/3, paused"),
            (61, "pause", "step 1, round 1/3, paused"),
            (100, "resume", "step 1, round 1/3, until 106"),
            (101, "resume", "step 1, round 1/3, until 106"),
        ],
    )


def test_a_pause_never_moves_the_cap() -> None:
    walk(
        begun("slow"),
        [
            (10, "pause", "step 1, round 1/1, paused"),
            (599, "time", "step 1, round 1/1, paused"),
            (600, "time", "check"),
        ],
    )


def test_next_ends_a_pause() -> None:
    walk(begun("calf"), [(4, "pause", "step 1, round 1/3, paused"), (9, "next", "step 2, round 1/3, until 29")])


def test_next_ends_a_pause_in_the_last_step_of_a_round_too() -> None:
    walk(begun("calf"), [(4, "pause", "step 1, round 1/3, paused"), (5, "next", "step 2, round 1/3, until 25")])
    walk(
        begun("hip"),
        [
            (10, "time", "step 2, round 1/2, side 0, until 30"),
            (20, "pause", "step 2, round 1/2, side 0, paused"),
            (40, "next", "rest, round 2/2, side 0, until 45"),
            (55, "time", "step 2, round 2/2, side 0, until 75"),
            (60, "pause", "step 2, round 2/2, side 0, paused"),
            (90, "next", f"switch, round 1/2, side 1, until {90 + SWITCH_SECONDS}"),
        ],
    )


def test_there_is_nothing_to_pause_before_the_start_and_at_a_check() -> None:
    walk(
        start(KB, ["calf"], at=0),
        [
            (1, "pause", "ready"),
            (2, "next", "step 1, round 1/3, until 12"),
            (32, "pause", "check"),
            (33, "same", "step 1, round 2/3, until 43"),
        ],
    )


def test_a_late_event_finds_all_that_ran_out_before_it() -> None:
    walk(begun("neck"), [(57, "time", "step 1, round 2/2, side 1, until 58")])
    walk(begun("neck"), [(5000, "time", "check")])
    walk(begun("neck"), [(5000, "same", "nothing_left")])


def test_each_event_sees_the_session_as_it_is_by_then() -> None:
    session = advance(KB, begun("calf"), "better", at=30)
    assert shown(session) == "step 1, round 2/3, until 40"


@pytest.mark.parametrize("event", ["better", "same"])
def test_an_answer_before_anybody_asked_changes_nothing(event: str) -> None:
    walk(begun("calf"), [(5, event, "step 1, round 1/3, until 10")])


# ---- how it ends


def test_a_cramp_that_lasts_ten_minutes_needs_advice(kb: Knowledge) -> None:
    assert cramp_limit(kb) == 10
    session = walk(
        begun("calf", limit_minutes=10), [(599, "time", "check"), (600, "time", "too_long"), (601, "next", "too_long")]
    )
    assert session.tried == (Tried("calf", "time_over", 600),)


def test_the_limit_counts_from_the_beginning_of_the_session_whatever_is_tried() -> None:
    walk(
        start(KB, ["calf", "neck"], at=100, limit_minutes=10),
        [(400, "skip", "ready"), (650, "next", "step 1, round 1/2, side 0, until 660"), (700, "time", "too_long")],
    )


def test_the_limit_stops_a_pause_too() -> None:
    walk(begun("slow", limit_minutes=5), [(10, "pause", "step 1, round 1/1, paused"), (300, "resume", "too_long")])


def test_after_the_limit_nothing_counts_as_relief() -> None:
    assert shown(advance(KB, begun("calf", limit_minutes=10), "gone", at=601)) == "too_long"


def test_an_answer_in_the_very_moment_of_the_cap_is_the_last_of_this_remedy() -> None:
    walk(begun("slow_twice"), [(600, "time", "check"), (600, "same", "nothing_left")])


@pytest.mark.parametrize("event", ["stop", "new_sign", "gone"])
def test_nothing_runs_on_and_nothing_is_paused_once_it_is_over(event: Any) -> None:
    running = begun("calf")
    for session in (running, advance(KB, running, "pause", at=4)):
        ended = advance(KB, session, event, at=5)
        assert ended.ends is None
        assert not ended.paused


@pytest.mark.parametrize(
    ("at", "clock", "seconds"), [(0, 0, 0), (0.4, 0, 0), (0.6, 0, 1), (7, 0, 7), (107, 100, 7), (90, 100, 0)]
)
def test_how_long_a_remedy_was_tried_is_told_in_whole_seconds_and_never_less_than_none(
    at: float, clock: float, seconds: int
) -> None:
    """Skipped before its first step as well: then it counts from the moment at which it was shown."""
    assert advance(KB, start(KB, ["calf"], at=clock), "skip", at=at).tried == (Tried("calf", "skipped", seconds),)


@pytest.mark.parametrize("answer", ["same", "worse", "skip"])
def test_the_time_of_the_next_remedy_counts_from_the_answer_to_the_one_before(answer: Any) -> None:
    first = advance(KB, begun("slow", "neck"), answer, at=600)
    assert advance(KB, first, "skip", at=612).tried[-1] == Tried("neck", "skipped", 12)


def test_worse_goes_on_to_the_next_remedy_and_worse_twice_ends() -> None:
    session = walk(
        begun("calf", "neck", "hand"),
        [(3, "worse", "ready"), (3, "next", "step 1, round 1/2, side 0, until 13"), (5, "worse", "worse")],
    )
    assert [(one.remedy, one.outcome) for one in session.tried] == [("calf", "worse"), ("neck", "worse")]


def test_skipping_everything_leaves_nothing() -> None:
    session = walk(
        begun("calf", "neck", "hand"), [(1, "skip", "ready"), (2, "skip", "ready"), (3, "skip", "nothing_left")]
    )
    assert [one.outcome for one in session.tried] == ["skipped"] * 3


@pytest.mark.parametrize(
    ("event", "ending", "outcomes"),
    [("stop", "stopped", []), ("new_sign", "new_sign", []), ("gone", "relieved", ["gone"])],
)
@pytest.mark.parametrize("at", [0, 5, 12, 31])
def test_some_events_end_it_at_any_time(event: Any, ending: str, outcomes: list[str], at: float) -> None:
    session = advance(KB, begun("calf", "neck"), event, at=at)
    assert shown(session) == ending
    assert [one.outcome for one in session.tried] == outcomes
    assert advance(KB, session, "next", at=at + 1) == session


def test_the_next_remedy_starts_afresh() -> None:
    session = walk(
        begun("ice", "neck"),
        [
            (301, "time", "skin_check, round 1/1"),
            (302, "skip", "ready"),
            (310, "next", "step 1, round 1/2, side 0, until 320"),
        ],
    )
    assert session == Session(
        remedies=("ice", "neck"),
        began=0,
        limit=float("inf"),
        index=1,
        state="step",
        remedy_began=310,
        ends=320,
        tried=(Tried("ice", "skipped", 302),),
    )


def test_only_what_can_be_guided_is_queued_and_each_once() -> None:
    assert guided(KB, ["walk", "neck", "calf", "neck"]) == ("neck", "calf")
    with pytest.raises(UsageError) as caught:
        start(KB, ["walk"], at=0)
    assert str(caught.value) == (
        "none of these can be done step by step; `uncramp explain REMEDY` says how each is used"
    )
