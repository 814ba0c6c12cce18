"""Guided relief as a state machine: get ready, step, hold, rest, switch sides, check, next remedy, stop.

Pure: the clock is the `at` of each event, in seconds on any clock that goes on while the program sleeps. Deadlines, not
ticks: an event that comes late finds everything that ran out in between, so a broken session resumes where it stands.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from typing import Any, Literal, assert_never

import msgspec

from uncramp.errors import UsageError
from uncramp.kb import Knowledge
from uncramp.kb.entries import Guide, Remedy
from uncramp.kb.needed import CRAMP_LIMIT, WORSE_LIMIT

State = Literal["ready", "step", "rest", "switch", "skin_check", "check", "over"]
Event = Literal["time", "next", "gone", "better", "same", "worse", "new_sign", "pause", "resume", "skip", "stop"]
Ending = Literal["relieved", "stopped", "new_sign", "too_long", "worse", "nothing_left"]
Outcome = Literal["gone", "better", "same", "worse", "skipped", "time_over"]

SWITCH_SECONDS = 8
"""Time to change sides; nothing medical hangs on it."""

LATEST = 1e12
"""Seconds, 30,000 years: a kept time beyond it is a broken one (as is one that is not a number at all)."""


@dataclass(frozen=True, slots=True)
class Tried:
    """How one remedy went; `seconds` from its first step to the answer."""

    remedy: str
    outcome: Outcome
    seconds: int


@dataclass(frozen=True, slots=True)
class Session:
    """Where a person stands in a session. All times are seconds on the caller's clock.

    `remedies` is the queue and `index` the one being done; `side` 0 is the side that hurts. `ends` is when the present
    prompt runs out (None: it waits for an answer); `left` is what a pause, or a look at the skin, has kept of it.
    `resting` says that the look at the skin came during a rest.
    """

    remedies: tuple[str, ...]
    began: float
    limit: float
    index: int = 0
    state: State = "ready"
    side: int = 0
    round: int = 0
    step: int = 0
    remedy_began: float = 0.0
    ends: float | None = None
    left: float | None = None
    skin_checked: bool = False
    resting: bool = False
    tried: tuple[Tried, ...] = ()
    ending: Ending | None = None

    @property
    def remedy(self) -> str:
        return self.remedies[self.index]

    @property
    def paused(self) -> bool:
        return self.left is not None


@dataclass(frozen=True, slots=True)
class Prompt:
    """What to show now: the state, the words of the step where there are any, and when it runs out."""

    state: State
    remedy: Remedy | None
    says: str
    field: str
    kind: str
    side: int
    sides: Literal["one", "each", "none"]
    round: int
    rounds: int
    ends: float | None
    ending: Ending | None


def guided(kb: Knowledge, remedies: Sequence[str]) -> tuple[str, ...]:
    """Those of `remedies` that can be done step by step, each once, in their order."""
    return tuple(dict.fromkeys(id for id in remedies if kb.remedies[id].guide))


def start(kb: Knowledge, remedies: Sequence[str], *, at: float, limit_minutes: int | None = None) -> Session:
    """A session over what was offered, in that order; `limit_minutes` is for a cramp that is on (`cramp_limit`)."""
    queue = guided(kb, remedies)
    if not queue:
        raise UsageError(
            "none of these can be done step by step", hint="`uncramp explain REMEDY` says how each is used"
        )
    limit = at + 60 * limit_minutes if limit_minutes is not None else float("inf")
    return Session(remedies=queue, began=at, limit=limit, remedy_began=at)


def cramp_limit(kb: Knowledge) -> int:
    """After how many minutes a cramp that goes on needs advice."""
    return kb.number(CRAMP_LIMIT)


def advance(kb: Knowledge, session: Session, event: Event, *, at: float) -> Session:
    """The session after `event`; what ran out before `at` is taken first. What does not fit changes nothing."""
    session = _caught_up(kb, session, at)
    if session.ending:
        return session
    return _caught_up(kb, _after(kb, session, event, at), at)


def _after(kb: Knowledge, session: Session, event: Event, at: float) -> Session:
    match event:
        case "stop":
            return _end(session, "stopped")
        case "new_sign":
            return _end(session, "new_sign")
        case "gone":
            return _end(_noted(session, "gone", at), "relieved")
        case "skip":
            return _next_remedy(_noted(session, "skipped", at), at)
        case "pause":
            if session.paused or session.ends is None:
                return session
            return replace(session, left=session.ends - at, ends=None)
        case "resume":
            if session.left is None or session.state == "skin_check":
                return session
            return replace(session, ends=at + session.left, left=None)
        case "next":
            return _go_on(kb, session, at)
        case "better" | "same" | "worse":
            return _answered(kb, session, event, at)
        case "time":
            return session
        case _:
            assert_never(event)


def prompt(kb: Knowledge, session: Session) -> Prompt:
    """What to show now."""
    if session.state == "over":
        return Prompt("over", None, "", "", "", 0, "none", 0, 0, None, session.ending)
    remedy, guide = kb.remedies[session.remedy], _guide(kb, session)
    on_step = session.state in ("step", "skin_check")
    step = guide.step[session.step]
    return Prompt(
        state=session.state,
        remedy=remedy,
        says=step.says if on_step else "",
        field=f"guide.step.{session.step}.says" if on_step else "",
        kind=step.kind if on_step else session.state,
        side=session.side,
        sides=guide.sides,
        round=min(session.round + 1, guide.rounds),
        rounds=guide.rounds,
        ends=session.ends,
        ending=None,
    )


def woken(session: Session, *, kept_at: float, at: float) -> Session:
    """A kept session taken up again: the step goes on where it stood, caps and limits have gone on all the while."""
    return session if session.ends is None else replace(session, ends=session.ends + max(0.0, at - kept_at))


def to_json(session: Session) -> dict[str, Any]:
    """The session as plain data, to be kept while the program is not running."""
    return asdict(session) | {"limit": None if session.limit == float("inf") else session.limit}


def from_json(kb: Knowledge, data: Mapping[str, Any]) -> Session:
    """A kept session; UsageError if it does not fit the knowledge any more."""
    try:
        limit = float("inf") if data["limit"] is None else data["limit"]
        session = msgspec.convert({**data, "limit": limit}, Session)
        fits = data.keys() == {field.name for field in fields(Session)}
        fits = fits and all(kb.remedies[id].guide for id in session.remedies) and _stands(_guide(kb, session), session)
    except (KeyError, IndexError, TypeError, OverflowError, RecursionError, msgspec.ValidationError):
        fits = False
    if not fits:
        raise UsageError("the kept session does not fit any more", hint="start a new one")
    return session


def _stands(guide: Guide, session: Session) -> bool:
    """Whether the place where a session stands is one that its guide has, with times that can be reckoned with."""
    done = session.state in ("check", "over")  # all rounds can be behind it; in every other state one is under way
    there = 0 <= session.step < len(guide.step) and 0 <= session.round <= guide.rounds - (not done)
    return there and session.index >= 0 and session.side in (0, 1) and _timed(session)


def _timed(session: Session) -> bool:
    """Whether the prompt runs out where it does in a session that was led here: a question that ran out would be asked
    for ever."""
    runs, waits = session.ends is not None, session.left is not None
    match session.state:
        case "ready" | "check" | "over":
            fits = not runs and not waits
        case "skin_check":
            fits = waits and not runs
        case "step" | "rest" | "switch":
            fits = runs != waits
        case _:
            assert_never(session.state)
    limit = 0 if session.limit == float("inf") else session.limit
    times = (session.began, session.remedy_began, limit, session.ends or 0, session.left or 0)
    possible = all(abs(time) <= LATEST for time in times)
    return fits and possible and (session.state == "over") == (session.ending is not None)


def _guide(kb: Knowledge, session: Session) -> Guide:
    guide = kb.remedies[session.remedy].guide
    assert guide, "only guided remedies are queued"
    return guide


def _caught_up(kb: Knowledge, session: Session, at: float) -> Session:
    """Everything that ran out up to `at`, in its order: the cap of the remedy, the limit of the cramp, the prompts.

    INVARIANT: a pause never moves a cap. A cold pack goes on cooling while the clock of its step stands still.
    """
    while not session.ending:
        cap = session.remedy_began + 60 * _guide(kb, session).cap_minutes if session.state != "ready" else float("inf")
        ends = float("inf") if session.ends is None else session.ends
        due = min(cap if session.state != "check" else float("inf"), session.limit, ends)
        skin = _skin_check_at(kb, session)
        due = min(due, skin)
        if due > at:
            return session
        if due == session.limit:
            session = _end(_noted(session, "time_over", due), "too_long")
        elif due == cap:
            session = _to_check(session)
        elif due == skin:
            left = None if session.ends is None else session.ends - due
            session = replace(
                session,
                state="skin_check",
                skin_checked=True,
                resting=session.state == "rest",
                left=left if session.left is None else session.left,
                ends=None,
            )
        else:
            session = _go_on(kb, session, due)
    return session


def _skin_check_at(kb: Knowledge, session: Session) -> float:
    minutes = _guide(kb, session).skin_check_minutes
    if minutes is None or session.skin_checked or session.state not in ("step", "rest"):
        return float("inf")
    return session.remedy_began + 60 * minutes


def _go_on(kb: Knowledge, session: Session, at: float) -> Session:
    guide = _guide(kb, session)
    match session.state:
        case "ready":
            return _step(kb, replace(session, remedy_began=at), 0, at)
        case "step" if session.step + 1 < len(guide.step):
            return _step(kb, session, session.step + 1, at)
        case "step":
            return _round_done(kb, session, at)
        case "rest" | "switch":
            return _step(kb, session, 0, at)
        case "skin_check":
            state: State = "rest" if session.resting else "step"
            return replace(session, state=state, ends=at + (session.left or 0), left=None)
        case "check" | "over":
            return session
        case _:
            assert_never(session.state)


def _step(kb: Knowledge, session: Session, step: int, at: float) -> Session:
    seconds = _guide(kb, session).step[step].seconds
    return replace(session, state="step", step=step, ends=at + seconds, left=None)


def _round_done(kb: Knowledge, session: Session, at: float) -> Session:
    """After the last step of a round: check, rest, switch sides; at the end check, or lead on to the next remedy."""
    guide = _guide(kb, session)
    session = replace(session, round=session.round + 1)
    if session.round >= guide.rounds:
        if guide.sides == "each" and session.side == 0:
            return replace(session, state="switch", side=1, round=0, step=0, ends=at + SWITCH_SECONDS, left=None)
        if guide.leads_on and session.index + 1 < len(session.remedies):
            return _next_remedy(session, at)
        return _to_check(session)
    if guide.sides != "each" and session.round % guide.check_after == 0:
        return _to_check(session)
    if guide.rest_seconds:
        return replace(session, state="rest", step=0, ends=at + guide.rest_seconds, left=None)
    return _step(kb, session, 0, at)


def _to_check(session: Session) -> Session:
    return replace(session, state="check", ends=None, left=None)


def _answered(kb: Knowledge, session: Session, answer: Literal["better", "same", "worse"], at: float) -> Session:
    """Better or the same: the rounds that are left, then the next remedy. Worse: never more of it."""
    guide = _guide(kb, session)
    over = at >= session.remedy_began + 60 * guide.cap_minutes
    done = over or session.round >= guide.rounds
    if answer == "worse":
        session = _noted(session, "worse", at)
        if sum(one.outcome == "worse" for one in session.tried) >= kb.number(WORSE_LIMIT):
            return _end(session, "worse")
        return _next_remedy(session, at)
    if session.state != "check":
        return session
    if not done:
        return _step(kb, session, 0, at)
    session = _noted(session, answer, at)
    return _end(session, "relieved") if answer == "better" else _next_remedy(session, at)


def _noted(session: Session, outcome: Outcome, at: float) -> Session:
    row = Tried(session.remedy, outcome, max(0, round(at - session.remedy_began)))
    return replace(session, tried=(*session.tried, row))


def _next_remedy(session: Session, at: float) -> Session:
    if session.index + 1 >= len(session.remedies):
        return _end(session, "nothing_left")
    return Session(
        remedies=session.remedies,
        began=session.began,
        limit=session.limit,
        index=session.index + 1,
        remedy_began=at,
        tried=session.tried,
    )


def _end(session: Session, ending: Ending) -> Session:
    return replace(session, state="over", ends=None, left=None, ending=ending)
