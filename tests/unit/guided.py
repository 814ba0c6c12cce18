"""A small knowledge with a guided remedy of each sort, and sessions led through tables of events."""

from __future__ import annotations

from hypothesis import strategies as st

from uncramp.session import (
    Session,
    advance,
    prompt,
    start,
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


EVENTS = ["time", "next", "gone", "better", "same", "worse", "new_sign", "pause", "resume", "skip", "stop"]
OFTEN = ["time", "next", "better", "same", "pause", "resume"]
GUIDED = ["calf", "neck", "hand", "ice", "dab", "slow"]


histories = st.lists(st.tuples(st.integers(0, 400), st.sampled_from(EVENTS + 4 * OFTEN)), max_size=40)


queues = st.lists(st.sampled_from(GUIDED), min_size=1, max_size=3)


limits = st.sampled_from([None, 10])
