"""Guided relief: the state machine as tables of events, and laws for every guided remedy there is."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from uncramp.errors import UsageError
from uncramp.kb import Knowledge
from uncramp.session import (
    LATEST,
    SWITCH_SECONDS,
    Prompt,
    Session,
    Tried,
    advance,
    cramp_limit,
    from_json,
    guided,
    prompt,
    start,
    to_json,
    woken,
)
from unit.small import guide, knowledge, remedy

KB = knowledge(
    # two steps of 10 and 20 seconds, three rounds with a rest of 5, asked after each round
    remedy("calf", guide=guide(10, 20, sides="one", rounds=3, rest_seconds=5)),
    # both sides, two rounds each, asked only at the end
    remedy("neck", guide=guide(10, sides="each", rounds=2, rest_seconds=5)),
    # asked after every second round
    remedy("hand", guide=guide(10, rounds=4, check_after=2)),
    remedy("ice", guide=guide(20, 1200, cap_minutes=20, skin_check_minutes=5)),
    # many short steps with rests: the look at the skin can fall into a rest
    remedy("dab", guide=guide(100, rounds=6, rest_seconds=100, check_after=6, cap_minutes=20, skin_check_minutes=5)),
    remedy("slow", guide=guide(1800, cap_minutes=10)),
    remedy("slow_twice", guide=guide(1800, rounds=2, cap_minutes=10)),
    # two steps on each side
    remedy("hip", guide=guide(10, 20, sides="each", rounds=2, rest_seconds=5)),
    # done is done
    remedy("stop", guide=guide(8, 7, leads_on=True)),
    remedy("walk"),
)


def shown(session: Session) -> str:
    """The prompt in a few words: `step 2, round 1, until 30`."""
    found = prompt(KB, session)
    if found.ending:
        return found.ending
    words = [found.state if found.state != "step" else found.says]
    if found.state not in ("ready", "check"):
        words.append(f"round {found.round}/{found.rounds}")
        if found.sides == "each":
            words.append(f"side {found.side}")
    if session.paused and found.state != "skin_check":
        words.append("paused")
    if found.ends is not None:
        words.append(f"until {found.ends:g}")
    return ", ".join(words)


def walk(session: Session, rows: list[tuple[float, str, str]]) -> Session:
    """Each row is (time, event, what is shown after it)."""
    for at, event, said in rows:
        session = advance(KB, session, event, at=at)
        assert shown(session) == said, f"after {event} at {at}"
    return session


def begun(*remedies: str, limit_minutes: int | None = None) -> Session:
    return advance(KB, start(KB, remedies, at=0, limit_minutes=limit_minutes), "next", at=0)


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


# ---- kept and taken up again

EVENTS = ["time", "next", "gone", "better", "same", "worse", "new_sign", "pause", "resume", "skip", "stop"]
OFTEN = ["time", "next", "better", "same", "pause", "resume"]
GUIDED = ["calf", "neck", "hand", "ice", "dab", "slow"]
histories = st.lists(st.tuples(st.integers(0, 400), st.sampled_from(EVENTS + 4 * OFTEN)), max_size=40)
queues = st.lists(st.sampled_from(GUIDED), min_size=1, max_size=3)
limits = st.sampled_from([None, 10])


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


# ---- laws


def cap_of(kb: Knowledge, session: Session) -> float:
    found = kb.remedies[session.remedy].guide
    assert found
    return session.remedy_began + 60 * found.cap_minutes


def lawful(kb: Knowledge, session: Session, at: float) -> None:
    """What holds after every event: words to show, no step past its cap, no cold past its look at the skin."""
    found = prompt(kb, session)
    texts = kb.pack.texts["en"]
    if session.state == "over":
        assert found.ending
        assert not texts or texts[f"ending.{found.ending}"]
        return
    assert found.says or found.state in ("ready", "rest", "switch", "check")
    assert not texts or texts[f"session.{found.state}" if found.state != "step" else "session.step_keys"]
    assert 1 <= found.round <= found.rounds or found.state == "check"
    assert at < session.limit
    if session.state not in ("ready", "check"):
        assert at < cap_of(kb, session)
        assert found.ends is None or found.ends > at
        guide = kb.remedies[session.remedy].guide
        assert guide
        if guide.skin_check_minutes and at >= session.remedy_began + 60 * guide.skin_check_minutes:
            assert session.skin_checked or session.state == "switch"


@given(queues, limits, histories)
def test_whatever_happens_there_is_something_to_show_and_no_cap_is_passed(
    remedies: list[str], limit: int | None, history: Any
) -> None:
    at, session = 0.0, start(KB, remedies, at=0.0, limit_minutes=limit)
    for wait, event in history:
        at += wait
        before = session
        session = advance(KB, session, event, at=at)
        lawful(KB, session, at)
        assert session.index >= before.index
        assert session.tried[: len(before.tried)] == before.tried
        assert session.limit == before.limit
        if before.ending:
            assert session == before


@given(queues, limits, histories)
def test_looking_in_between_changes_nothing(remedies: list[str], limit: int | None, history: Any) -> None:
    """Deadlines, not ticks: a screen that asks every second comes to the same as one that slept."""
    at, seldom = 0.0, start(KB, remedies, at=0.0, limit_minutes=limit)
    often = seldom
    for wait, event in history:
        for _ in range(wait // 50):
            at += 50
            often = advance(KB, often, "time", at=at)
        at += wait % 50
        seldom, often = advance(KB, seldom, event, at=at), advance(KB, often, event, at=at)
        assert seldom == often


@given(queues, histories)
def test_it_always_ends(remedies: list[str], history: Any) -> None:
    """Once somebody only waits and answers "the same", the session is over soon."""
    at, session = 0.0, start(KB, remedies, at=0.0)
    for wait, event in history:
        at += wait
        session = advance(KB, session, event, at=at)
    for _ in range(200):
        if session.ending:
            break
        at += 60
        session = advance(KB, session, {"check": "same"}.get(session.state, "next"), at=at)
    assert session.ending


def test_every_guided_remedy_of_the_real_knowledge_can_be_walked_to_its_end(kb: Knowledge) -> None:
    queue = guided(kb, list(kb.remedies))
    assert len(queue) > 30
    for id in queue:
        at, session, held = 0.0, start(kb, [id], at=0.0), 0
        session = advance(kb, session, "next", at=at)
        while not session.ending:
            lawful(kb, session, at)
            match session.state:
                case "check":
                    session = advance(kb, session, "same", at=at)
                case "skin_check":
                    session = advance(kb, session, "next", at=at)
                case _:
                    assert session.ends is not None
                    at, held = session.ends, held + (session.state == "step")
                    session = advance(kb, session, "time", at=at)
        assert session.ending == "nothing_left"
        guide = kb.remedies[id].guide
        assert guide
        assert held >= len(guide.step) or at >= 60 * guide.cap_minutes, id


def test_no_guided_remedy_is_planned_longer_than_its_own_cap(kb: Knowledge) -> None:
    """Otherwise its last steps would never be reached."""
    for entry in kb.remedies.values():
        if steps := entry.guide:
            once = sum(step.seconds for step in steps.step)
            sides = 2 if steps.sides == "each" else 1
            whole = sides * (steps.rounds * once + (steps.rounds - 1) * steps.rest_seconds)
            assert whole <= 60 * steps.cap_minutes, entry.id
