"""A session of guided relief that is kept and taken up again, and what is no session."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given

from uncramp.errors import UsageError
from uncramp.session import (
    LATEST,
    advance,
    from_json,
    start,
    to_json,
    woken,
)
from unit.guided import KB, begun, histories, limits, queues, shown


@given(queues, limits, histories)
def test_a_session_comes_back_as_it_was_kept(remedies: list[str], limit: int | None, history: Any) -> None:
    at, session = 1000.0, start(KB, remedies, at=1000.0, limit_minutes=limit)
    for wait, event in history:
        at += wait
        session = advance(KB, session, event, at=at)
        again = from_json(KB, json.loads(json.dumps(to_json(session), allow_nan=False)))
        assert again == session


@pytest.mark.parametrize("seconds", [30, 65, 73, 1000])
def test_a_session_comes_back_from_its_second_side_and_its_last_check(seconds: float) -> None:
    session = advance(KB, begun("hip"), "time", at=seconds)
    assert from_json(KB, to_json(session)) == session


def test_a_step_goes_on_where_it_stood_but_caps_and_limits_went_on() -> None:
    kept = advance(KB, begun("slow", limit_minutes=20), "time", at=100)
    session = woken(kept, kept_at=100, at=400)
    assert session.ends == 2100
    assert shown(advance(KB, session, "time", at=600)) == "check"
    assert shown(advance(KB, session, "time", at=1200)) == "too_long"


def test_what_waits_for_an_answer_still_waits_when_taken_up_again() -> None:
    paused = advance(KB, begun("calf"), "pause", at=4)
    assert woken(paused, kept_at=4, at=9999) == paused


def test_a_clock_that_went_backwards_moves_nothing() -> None:
    session = begun("calf")
    assert woken(session, kept_at=100, at=50) == session


def kept(**changes: Any) -> dict[str, Any]:
    return {**to_json(advance(KB, begun("calf", "neck"), "skip", at=3)), **changes}


@pytest.mark.parametrize(
    "changes",
    [
        {"remedies": ["gone"]},
        {"remedies": ["walk"]},
        {"remedies": []},
        {"remedies": None},
        {"index": 2},
        {"index": -1},
        {"index": -9},
        {"index": "1"},
        {"step": 1},
        {"step": -7},
        {"state": "asleep"},
        {"ending": "bored"},
        {"ends": "soon"},
        {"remedy_began": None},
        {"began": "then"},
        {"limit": "x"},
        {"side": "left"},
        {"side": 2},
        {"round": 4},
        {"tried": [{"remedy": "calf"}]},
        {"tried": 3},
        {"tried": [["calf", "gone", 3]]},
        {"extra": 1},
    ],
    ids=str,
)
def test_a_kept_session_that_does_not_fit_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(UsageError, match="the kept session does not fit any more; start a new one"):
        from_json(KB, kept(**changes))


NONE, RUNS, WAITS, BOTH = (
    {"ends": None, "left": None},
    {"ends": 9.0, "left": None},
    {"ends": None, "left": 9.0},
    {"ends": 9.0, "left": 9.0},
)


@pytest.mark.parametrize(
    ("state", "clocks"),
    [
        # a question waits for an answer; a look at the skin keeps what was left of the step
        *((state, [NONE]) for state in ("ready", "check")),
        ("skin_check", [WAITS]),
        # these run out, or stand still in a pause
        *((state, [RUNS, WAITS]) for state in ("step", "rest", "switch")),
    ],
)
def test_a_kept_session_runs_out_only_where_one_that_was_led_there_does(state: str, clocks: Any) -> None:
    for clock in (NONE, RUNS, WAITS, BOTH):
        data = kept(state=state, **clock)
        if clock in clocks:
            assert from_json(KB, data).state == state
        else:
            with pytest.raises(UsageError, match="does not fit"):
                from_json(KB, data)


@pytest.mark.parametrize(
    ("state", "ending", "fits"), [("over", "stopped", True), ("over", None, False), ("ready", "stopped", False)]
)
def test_a_kept_session_has_an_ending_when_it_is_over_and_not_before(state: str, ending: Any, fits: bool) -> None:
    data = kept(state=state, ending=ending)
    if fits:
        assert from_json(KB, data).ending == ending
    else:
        with pytest.raises(UsageError, match="does not fit"):
            from_json(KB, data)


@pytest.mark.parametrize(
    ("changes", "rounds"),
    [
        ({"state": "ready"}, 1),
        ({"state": "step", "ends": 9.0}, 1),
        ({"state": "check"}, 2),
        ({"state": "over", "ending": "stopped"}, 2),
    ],
)
def test_all_rounds_of_a_kept_session_can_be_behind_it_only_at_a_check_and_at_the_end(
    changes: dict[str, Any], rounds: int
) -> None:
    """Of the two there are."""
    assert from_json(KB, kept(**changes, round=rounds)).round == rounds
    with pytest.raises(UsageError, match="does not fit"):
        from_json(KB, kept(**changes, round=rounds + 1))


@pytest.mark.parametrize("field", ["began", "remedy_began", "limit"])
def test_a_kept_time_that_no_clock_shows_is_refused(field: str) -> None:
    for time in (LATEST, -LATEST):
        assert to_json(from_json(KB, kept(**{field: time})))[field] == time
        with pytest.raises(UsageError, match="does not fit"):
            from_json(KB, kept(**{field: 2 * time}))


def test_a_kept_time_that_a_second_more_would_not_change_is_refused() -> None:
    far = 1e18
    assert far + 1 == far
    with pytest.raises(UsageError, match="does not fit"):
        from_json(KB, kept(began=far))


@pytest.mark.parametrize("data", [{}, [], None, "x", 3])
def test_what_is_no_session_is_refused(data: Any) -> None:
    with pytest.raises(UsageError, match="does not fit"):
        from_json(KB, data)
