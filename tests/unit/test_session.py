"""Guided relief: the state machine as tables of events, and what it shows."""

from __future__ import annotations

import pytest

from uncramp.session import (
    SWITCH_SECONDS,
    Prompt,
    Session,
    Tried,
    advance,
    prompt,
    start,
)
from unit.guided import KB, begun, shown, walk

# ---- tables


def test_one_side_is_stretched_asked_about_and_stretched_again() -> None:
    session = start(KB, ["calf"], at=0)
    assert shown(session) == "ready"
    session = walk(
        session,
        [
            (0, "time", "ready"),
            (5, "next", "step 1, round 1/3, until 15"),
            (14, "time", "step 1, round 1/3, until 15"),
            (15, "time", "step 2, round 1/3, until 35"),
            (35, "time", "check"),
            (40, "time", "check"),
            (42, "same", "step 1, round 2/3, until 52"),
            (52, "time", "step 2, round 2/3, until 72"),
            (60, "next", "check"),
            (61, "better", "step 1, round 3/3, until 71"),
            (91, "time", "check"),
            (92, "better", "relieved"),
        ],
    )
    assert session.tried == (Tried("calf", "better", 87),)


def test_both_sides_are_done_one_after_the_other() -> None:
    session = walk(
        start(KB, ["neck"], at=0),
        [
            (0, "next", "step 1, round 1/2, side 0, until 10"),
            (10, "time", "rest, round 2/2, side 0, until 15"),
            (15, "time", "step 1, round 2/2, side 0, until 25"),
            (25, "time", f"switch, round 1/2, side 1, until {25 + SWITCH_SECONDS}"),
            (33, "time", "step 1, round 1/2, side 1, until 43"),
            (43, "time", "rest, round 2/2, side 1, until 48"),
            (48, "time", "step 1, round 2/2, side 1, until 58"),
            (58, "time", "check"),
            (60, "same", "nothing_left"),
        ],
    )
    assert session.tried == (Tried("neck", "same", 60),)


def test_a_check_comes_only_after_as_many_rounds_as_the_guide_says() -> None:
    walk(
        begun("hand"),
        [
            (10, "time", "step 1, round 2/4, until 20"),
            (20, "time", "check"),
            (20, "same", "step 1, round 3/4, until 30"),
            (40, "time", "check"),
            (40, "same", "nothing_left"),
        ],
    )


def test_what_leads_on_is_followed_by_the_next_remedy_without_a_question() -> None:
    led = walk(start(KB, ["stop", "calf"], at=0), [(0, "next", "step 1, round 1/1, until 8"), (15, "time", "ready")])
    assert (led.remedy, led.tried) == ("calf", ()), "getting safe is nothing that helped or did not"


def test_what_leads_on_to_nothing_is_asked_about() -> None:
    walk(start(KB, ["stop"], at=0), [(0, "next", "step 1, round 1/1, until 8"), (15, "time", "check")])


def test_cold_has_a_look_at_the_skin_and_a_stop_at_twenty_minutes() -> None:
    session = walk(
        begun("ice"),
        [
            (20, "time", "step 2, round 1/1, until 1220"),
            (299, "time", "step 2, round 1/1, until 1220"),
            (300, "time", "skin_check, round 1/1"),
            (310, "time", "skin_check, round 1/1"),
            (330, "next", "step 2, round 1/1, until 1250"),
            (1199, "time", "step 2, round 1/1, until 1250"),
            (1200, "time", "check"),
            (1210, "same", "nothing_left"),
        ],
    )
    assert session.tried == (Tried("ice", "same", 1210),)


def test_the_look_at_the_skin_waits_for_an_answer_until_the_cap() -> None:
    walk(
        begun("ice"),
        [(310, "time", "skin_check, round 1/1"), (1199, "time", "skin_check, round 1/1"), (1200, "time", "check")],
    )


def test_skin_that_looks_wrong_ends_the_cold() -> None:
    session = walk(begun("ice", "calf"), [(300, "time", "skin_check, round 1/1"), (305, "worse", "ready")])
    assert session.remedy == "calf"
    assert session.tried == (Tried("ice", "worse", 305),)


@pytest.mark.parametrize("event", ["resume", "pause", "better", "same"])
def test_only_an_answer_ends_the_look_at_the_skin(event: str) -> None:
    walk(
        begun("ice"),
        [
            (300, "time", "skin_check, round 1/1"),
            (310, event, "skin_check, round 1/1"),
            (1199, "time", "skin_check, round 1/1"),
        ],
    )


def test_the_skin_is_looked_at_once_per_remedy() -> None:
    walk(
        begun("ice"),
        [
            (300, "time", "skin_check, round 1/1"),
            (300, "next", "step 2, round 1/1, until 1220"),
            (700, "time", "step 2, round 1/1, until 1220"),
        ],
    )


def test_a_look_at_the_skin_in_a_rest_goes_back_to_the_rest() -> None:
    walk(
        begun("dab"),
        [
            (100, "time", "rest, round 2/6, until 200"),
            (200, "time", "step 1, round 2/6, until 300"),
            (250, "pause", "step 1, round 2/6, paused"),
            (260, "resume", "step 1, round 2/6, until 310"),
            (270, "next", "rest, round 3/6, until 370"),
            (300, "time", "skin_check, round 3/6"),
            (305, "next", "rest, round 3/6, until 375"),
        ],
    )


def test_a_look_at_the_skin_is_due_while_the_clock_stands_still() -> None:
    walk(
        begun("ice"),
        [
            (30, "pause", "step 2, round 1/1, paused"),
            (300, "time", "skin_check, round 1/1"),
            (310, "next", "step 2, round 1/1, until 1500"),
            (1200, "time", "check"),
        ],
    )


def test_a_look_at_the_skin_in_the_last_moment_of_a_step_leaves_nothing_of_it() -> None:
    walk(
        begun("dab"),
        [
            (299, "time", "step 1, round 2/6, until 300"),
            (300, "time", "skin_check, round 2/6"),
            (305, "next", "rest, round 3/6, until 405"),
        ],
    )


def test_nobody_is_hurried_before_the_first_step() -> None:
    """The cap counts from the first step, not from the moment at which the remedy was shown."""
    walk(start(KB, ["slow"], at=0), [(700, "time", "ready"), (700, "next", "step 1, round 1/1, until 2500")])
    walk(start(KB, ["slow"], at=0), [(700, "next", "step 1, round 1/1, until 2500"), (1300, "time", "check")])


@pytest.mark.parametrize(("seconds", "state"), [(30, "rest"), (65, "switch")])
def test_a_rest_and_a_change_of_sides_stand_before_the_first_step(seconds: float, state: str) -> None:
    session = advance(KB, begun("hip"), "time", at=seconds)
    assert (session.state, session.step) == (state, 0)


# ---- what is shown


def prompted(session: Session) -> Prompt:
    return prompt(KB, session)


def test_a_step_is_shown_with_its_words_and_where_they_come_from() -> None:
    assert prompted(advance(KB, begun("hip"), "time", at=10)) == Prompt(
        state="step",
        remedy=KB.remedies["hip"],
        says="step 2",
        field="guide.step.1.says",
        kind="hold",
        side=0,
        sides="each",
        round=1,
        rounds=2,
        ends=30,
        ending=None,
    )


@pytest.mark.parametrize(
    ("remedy_id", "seconds", "state", "side", "round"),
    [("hip", 30, "rest", 0, 2), ("hip", 65, "switch", 1, 1), ("hip", 1000, "check", 1, 2), ("calf", 30, "check", 0, 2)],
)
def test_between_the_steps_no_words_of_a_step_are_shown(
    remedy_id: str, seconds: float, state: str, side: int, round: int
) -> None:
    found = prompted(advance(KB, begun(remedy_id), "time", at=seconds))
    assert (found.state, found.kind, found.says, found.field) == (state, state, "", "")
    assert (found.remedy, found.side, found.round) == (KB.remedies[remedy_id], side, round)


def test_a_look_at_the_skin_is_shown_with_the_step_that_it_breaks_into() -> None:
    found = prompted(advance(KB, begun("ice"), "time", at=300))
    assert (found.state, found.kind, found.says, found.field) == ("skin_check", "hold", "step 2", "guide.step.1.says")


def test_when_it_is_over_nothing_is_shown_but_how_it_ended() -> None:
    assert prompted(advance(KB, begun("hip"), "stop", at=50)) == Prompt(
        state="over",
        remedy=None,
        says="",
        field="",
        kind="",
        side=0,
        sides="none",
        round=0,
        rounds=0,
        ends=None,
        ending="stopped",
    )
