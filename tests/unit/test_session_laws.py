"""Guided relief: laws for every course of events and for every guided remedy there is."""

from __future__ import annotations

from typing import Any

from hypothesis import given

from uncramp.kb import Knowledge
from uncramp.session import (
    Session,
    advance,
    guided,
    prompt,
    start,
)
from unit.guided import KB, histories, limits, queues


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
