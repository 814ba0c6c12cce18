"""What to ask a person next: who it is and the danger lines first, then whatever could change the most.

Pure: a screen shows the question, takes the answer and comes back for the next one; `Progress` is all that has to be
kept in between.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal, assert_never

from uncramp.contributors import could_contribute
from uncramp.facts import Answers
from uncramp.kb import Knowledge
from uncramp.kb.needed import KIND
from uncramp.logic import Fact as Value
from uncramp.logic import FlagType
from uncramp.plan import plan
from uncramp.schedule import schedule
from uncramp.triage import Level, triage

Stage = Literal["level", "remedies", "causes", "schedule"]
BRIEF: tuple[Stage, ...] = ("level", "remedies")
"""What could change the level, then what could free a remedy."""
WHOLE: tuple[Stage, ...] = (*BRIEF, "causes", "schedule")
"""Also what could play a part, and where somebody stands now, as far as the dates of the plan depend on it."""

MANY = ("site", "condition", "medicine", "allergy")
"""Groups that are asked as one list to pick from, however long."""
AT_ONCE = 6
"""How many yes/no questions of the other groups stand in one list: as many as fit a glance."""
OPENING = ("age_years", "sex_at_birth", "pregnancy_status")


@dataclass(frozen=True, slots=True)
class Question:
    """What to ask at once. "No" to a `line` answers all its facts, anything else asks each (`behind`).

    Of `many`, what is picked is yes and the rest no; "not sure" leaves them all unsure.
    """

    stage: Stage
    kind: Literal["line", "many", "one"]
    facts: tuple[str, ...]
    line: str = ""


@dataclass(frozen=True, slots=True)
class More:
    """Whether to go on with a stage on which nothing urgent hangs: `count` facts could still change something."""

    stage: Stage
    count: int


@dataclass(frozen=True, slots=True)
class Progress:
    """How far somebody has come: what they said (`given`, not settled), what they wanted to be asked, and the way back.

    `stages` are those still to come, the present one first.
    """

    given: Answers
    stages: tuple[Stage, ...] = BRIEF
    wanted: Mapping[Stage, bool] = field(default_factory=dict)
    before: Progress | None = None


def next_question(kb: Knowledge, progress: Progress, *, today: date) -> Question | More | None:
    """The question to ask now, or whether to ask on; None at the end."""
    now = kb.settled(progress.given)
    for stage in progress.stages:
        question, optional = _next(kb, now, stage, today)
        if question is None:
            continue
        if not optional or progress.wanted.get(stage):
            return question
        if stage not in progress.wanted:
            return More(stage, optional)
    return None


def answered(progress: Progress, question: Question, known: Mapping[str, Value], unsure: Iterable[str]) -> Progress:
    """After an answer; no stage before that of the question comes again."""
    stages = progress.stages[progress.stages.index(question.stage) :]
    return replace(progress, given=progress.given.given(known, unsure), stages=stages, before=progress)


def wanted(progress: Progress, more: More, yes: bool) -> Progress:
    """After the person has said whether to go on; asked once for each stage."""
    return replace(progress, wanted={**progress.wanted, more.stage: yes})


def back(progress: Progress) -> Progress:
    """At the question before; what was wanted stays. At the first question nothing changes."""
    return progress if progress.before is None else replace(progress.before, wanted=progress.wanted)


def behind(
    kb: Knowledge, progress: Progress, question: Question, known: Mapping[str, Value], unsure: Iterable[str]
) -> str | None:
    """The next fact to ask behind a danger line that was not answered with no; None when `known` and `unsure` settle
    all of them."""
    now = kb.settled(progress.given.given(known, unsure))
    return next((fact for fact in question.facts if not now.asked(fact)), None)


def together(kb: Knowledge, stage: Stage, facts: Sequence[str]) -> Question:
    """One question about these facts."""
    many = len(facts) > 1 or kb.facts[facts[0]].group in MANY
    return Question(stage, "many" if many else "one", tuple(facts))


def _next(kb: Knowledge, now: Answers, stage: Stage, today: date) -> tuple[Question | None, int]:
    """The next question of a stage and, where nothing urgent hangs on it, how many there could be (else 0)."""
    match stage:
        case "level":
            return _for_level(kb, now)
        case "remedies":
            return _of(kb, stage, _for_remedies(kb, now, today))
        case "causes":
            return _of(kb, stage, could_contribute(kb, now))
        case "schedule":
            ask = _for_schedule(kb, now, today)
            return (together(kb, stage, ask[:1]), len(ask)) if ask else (None, 0)
        case _:
            assert_never(stage)


def _for_level(kb: Knowledge, now: Answers) -> tuple[Question | None, int]:
    """Who it is, the danger lines, where and what it is like; then whatever could raise the level most."""
    found = triage(kb, now)
    if found.certain is Level.emergency:
        return None, 0
    first = _opening(kb, now)
    if first:
        return first, 0
    question, count = _of(kb, "level", found.ask)
    return question, count if found.complete else 0


def _opening(kb: Knowledge, now: Answers) -> Question | None:
    for fact in OPENING:
        if not now.asked(fact):
            return together(kb, "level", [fact])
    for line in kb.pack.line:
        left = tuple(fact for fact in line.facts if not now.asked(fact))
        if left:
            return Question("level", "line", left, line.id)
    sites = [id for id, fact in kb.facts.items() if fact.group == "site"]
    if any(not now.asked(site) for site in sites):
        return together(kb, "level", sites)
    return None if now.asked(KIND) else together(kb, "level", [KIND])


def _for_remedies(kb: Knowledge, now: Answers, today: date) -> tuple[str, ...]:
    found = triage(kb, now)
    return () if found.level > Level.routine else plan(kb, now, found, today=today).ask


def _for_schedule(kb: Knowledge, now: Answers, today: date) -> list[str]:
    steps = plan(kb, now, triage(kb, now), today=today).prevention
    return [course.fit for course in schedule(kb, now, steps, today=today) if course.fit]


def _of(kb: Knowledge, stage: Stage, ask: Sequence[str]) -> tuple[Question | None, int]:
    """The most useful fact, with the others of its list, or the next yes/no questions, where it has any."""
    if not ask:
        return None, 0
    group = kb.facts[ask[0]].group
    if group in MANY:
        facts = [fact for fact in kb.facts if fact in ask and kb.facts[fact].group == group]
    else:
        flags = [fact for fact in ask if _is_flag(kb, fact) and kb.facts[fact].group not in MANY]
        facts = flags[:AT_ONCE] if ask[0] in flags else [ask[0]]
    return together(kb, stage, facts), len(ask)


def _is_flag(kb: Knowledge, fact: str) -> bool:
    return isinstance(kb.facts[fact].type, FlagType)
