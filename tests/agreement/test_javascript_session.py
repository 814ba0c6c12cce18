"""The guided session of the phone app against Python: the same state and the same prompt after every event.

The long run: `UNCRAMP_PEOPLE=20000 python -m pytest tests/agreement/test_javascript_session.py`.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from random import Random
from typing import Any, get_args

import pytest

from agreement.scripts import Ask, difference
from uncramp.errors import UsageError
from uncramp.kb import Knowledge
from uncramp.kb.entries import Guide
from uncramp.session import (
    SWITCH_SECONDS,
    Ending,
    Event,
    Session,
    State,
    advance,
    cramp_limit,
    from_json,
    guided,
    prompt,
    start,
    to_json,
    woken,
)

Move = tuple[Event | None, float, float]
"""An event at a time; without one, being kept (the third number says when) and taken up again at that time."""

SESSIONS = int(os.environ.get("UNCRAMP_PEOPLE", "2000"))
GROUPS = 4
MOVES = 30
EVENTS: tuple[Event, ...] = get_args(Event)
OFTEN: tuple[Event, ...] = (
    "time",
    "time",
    "next",
    "next",
    "next",
    "pause",
    "resume",
    "same",
    "same",
    "better",
    "worse",
)
BROKEN: tuple[Any, ...] = (
    None, True, False, -1, 0, 1, 2, 3, 99, 10**13, -(10**13), 0.5, "", "x", "1", [], ["x"], {}, *get_args(State),
    *get_args(Ending), [{"remedy": "heat_pack", "outcome": "gone", "seconds": 1}], [{"remedy": "heat_pack"}],
    [{"remedy": "heat_pack", "outcome": "cured", "seconds": 1}], [{"remedy": 1, "outcome": "gone", "seconds": 1}],
    [{"remedy": "x", "outcome": "gone", "seconds": 0.5}], [["heat_pack", "gone", 1]], ["heat_pack", "rest"], [3],
    "heat_pack", ["ice_pack", "heat_pack", "calf_stretch_wall"], ["balanced_food"],
)  # fmt: skip
"""What can stand where a field of a kept session belongs; some of it fits."""


def shown(kb: Knowledge, session: Session) -> dict[str, Any]:
    now = prompt(kb, session)
    row = {key: getattr(now, key) for key in now.__slots__} | {"remedy": now.remedy and now.remedy.id}
    found: dict[str, Any] = json.loads(json.dumps({"session": to_json(session), "prompt": row}))
    return found


def soon(kb: Knowledge, session: Session, at: float, rng: Random) -> float:
    """A time at, shortly before or after something that runs out, or any other; once in a while the clock goes back."""
    guide = guide_of(kb, session.remedy)
    due = [session.ends, session.limit if session.limit < float("inf") else None, at]
    due += [session.remedy_began + 60 * minutes for minutes in (guide.cap_minutes, guide.skin_check_minutes) if minutes]
    close = rng.choice([time for time in due if time is not None]) + rng.choice((-0.5, -0.25, 0, 0, 0, 0.25, 0.5, 1))
    anywhere = at + rng.choice((0, 0.5, 2.5, *(rng.random() * most for most in (10, 20, 40, 40, 400))))
    time = close if rng.random() < 0.3 else anywhere
    return time if time >= at or rng.random() < 0.02 else at + rng.random()


def guide_of(kb: Knowledge, id: str) -> Guide:
    guide = kb.remedies[id].guide
    assert guide
    return guide


def is_special(guide: Guide) -> bool:
    """With a look at the skin, a change of sides or a rest: most remedies have none of them."""
    return bool(guide.skin_check_minutes) or guide.sides == "each" or guide.check_after > 1


def led(kb: Knowledge, rng: Random) -> tuple[list[str], float, int | None, list[Move], list[Session]]:
    """A random session: its remedies, its start, its limit, its moves, and where it stood after each."""
    every = [*guided(kb, list(kb.remedies))]
    remedies = rng.sample(every, rng.randint(1, 5))
    if rng.random() < 0.7:
        remedies.insert(0, rng.choice([id for id in every if is_special(guide_of(kb, id))]))
    at = rng.choice((0.0, 1_700_000_000.25, rng.random() * 1000))
    limit = rng.choice((None, None, None, cramp_limit(kb), 45))
    session = start(kb, remedies, at=at, limit_minutes=limit)
    moves: list[Move] = []
    seen = [session]
    patient = rng.random() < 0.7
    while not session.ending and len(moves) < MOVES:
        before, at = at, soon(kb, session, at, rng)
        event = rng.choice(OFTEN if rng.random() < (0.98 if patient else 0.8) else EVENTS)
        if session.state == "ready" and rng.random() < 0.7:
            event = "next"
        if rng.random() < 0.1:
            moves.append((None, at, before))
            session = woken(from_json(kb, json.loads(json.dumps(to_json(session)))), kept_at=before, at=at)
        else:
            moves.append((event, at, before))
            session = advance(kb, session, event, at=at)
        seen.append(session)
    return remedies, seen[0].began, limit, moves, seen


@pytest.mark.parametrize("group", range(GROUPS))
def test_a_session_stands_where_it_stands_in_python_after_every_event(kb: Knowledge, node: Ask, group: int) -> None:
    states: Counter[str] = Counter()
    for nth in range(SESSIONS // GROUPS):
        remedies, at, limit, moves, seen = led(kb, Random(f"{group}:{nth}"))
        theirs = node("session", remedies=remedies, at=at, limit=limit, moves=moves)
        ours = [shown(kb, session) for session in seen]
        differs = difference(ours, theirs)
        assert not differs, f"{differs}\n{remedies}, {at}, {limit}: {moves}"
        states.update(session.ending or ("paused " * session.paused + session.state) for session in seen)
        states.update(f"{one.outcome} noted" for one in seen[-1].tried)
    assert states.total() > 10 * (SESSIONS // GROUPS)
    wanted = {"ready", "step", "rest", "switch", "check", "paused step", "paused skin_check", *get_args(Ending)}
    assert wanted <= states.keys(), wanted - states.keys()
    assert {
        f"{outcome} noted" for outcome in ("gone", "better", "same", "worse", "skipped", "time_over")
    } <= states.keys()


def test_a_remedy_for_each_side_changes_sides_at_the_same_time(kb: Knowledge, node: Ask) -> None:
    both = [id for id in guided(kb, list(kb.remedies)) if guide_of(kb, id).sides == "each"]
    moves: list[Move] = [("next", 0.0, 0.0), *(("time", 0.5 * nth, 0.0) for nth in range(1, 400))]
    for id in both:
        session = start(kb, [id], at=0.0)
        seen = [session, *(session := advance(kb, session, event or "time", at=at) for event, at, _ in moves)]
        assert not difference(
            [shown(kb, one) for one in seen], node("session", remedies=[id], at=0, limit=None, moves=moves)
        )
        assert {"switch"} < {one.state for one in seen}
    assert both


def test_the_queue_and_the_numbers_are_the_same(kb: Knowledge, node: Ask) -> None:
    remedies = [*kb.remedies, "heat_pack", "ice_pack"]
    theirs = node("guided", remedies=remedies)
    assert theirs == {"guided": [*guided(kb, remedies)], "limit": cramp_limit(kb), "switch": SWITCH_SECONDS}


# ---- sessions that were kept


def broken(data: dict[str, Any], other: dict[str, Any], rng: Random) -> dict[str, Any]:
    """A kept session with one or two fields of another one, or with something else; one missing, or one too many."""
    changed = dict(data)
    for field in rng.sample([*data], rng.choice((1, 1, 2))):
        changed[field] = rng.choice(BROKEN) if rng.random() < 0.4 else other[field]
    if rng.random() < 0.05:
        del changed[rng.choice([*changed])]
    if rng.random() < 0.03:
        changed["mood"] = "good"
    return changed


def read_back(kb: Knowledge, data: Any, moves: Sequence[tuple[Event, float]]) -> Any:
    try:
        session = later = from_json(kb, data)
    except UsageError:
        return None
    for event, at in moves:
        later = advance(kb, later, event, at=at)
    return json.loads(json.dumps([to_json(session), to_json(later)]))


@pytest.mark.parametrize("group", range(GROUPS))
def test_a_broken_session_is_refused_by_both_and_what_is_not_goes_on_the_same(
    kb: Knowledge, node: Ask, group: int
) -> None:
    rng = Random(group)
    moves: list[tuple[Event, float]] = [("next", 3.5), ("resume", 60.0), ("time", 61.5), ("same", 1e6)]
    refused = fine = 0
    for _ in range(SESSIONS // GROUPS // 8):
        *_, seen = led(kb, rng)
        kept = [to_json(rng.choice(seen)) for _ in range(10)]
        sessions = json.loads(json.dumps([*kept, *(broken(one, rng.choice(kept), rng) for one in kept)]))
        ours = [read_back(kb, data, moves) for data in sessions]
        theirs = node("kept", sessions=sessions, moves=moves)
        for data, one, other in zip(sessions, ours, theirs, strict=True):
            canonical = other and [{key: each[key] for key in to_json(seen[0])} for each in other]
            assert one == canonical, f"{data}\n{difference(one, other)}"
        assert None not in ours[: len(kept)]
        refused += ours.count(None)
        fine += len(kept) - ours.count(None)
    assert min(refused, fine) > SESSIONS // GROUPS // 4


@pytest.mark.parametrize("data", [None, [], "session", 5, {}, {"remedies": ["heat_pack"]}], ids=str)
def test_what_is_no_session_is_refused(node: Ask, data: Any) -> None:
    assert node("kept", sessions=[data], moves=[]) == [None]


def test_a_session_has_the_same_fields_in_both(kb: Knowledge, node: Ask) -> None:
    session = start(kb, ["heat_pack"], at=0.0)
    (theirs,) = node("session", remedies=["heat_pack"], at=0, limit=None, moves=[])
    assert [*theirs["session"]] == [*asdict(session)]
