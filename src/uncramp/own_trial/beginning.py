"""Before a trial begins: what may be tried, what is still to be asked, and how many cramps a week there are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from uncramp.diary import Entry
from uncramp.diary.projections import per_week
from uncramp.facts import Answers
from uncramp.interview import Progress, Question, next_question, together
from uncramp.kb import Knowledge, Texts
from uncramp.kb.entries import Remedy
from uncramp.logic import Expr
from uncramp.offer import Reason, Weighing
from uncramp.own_trial.people import DAY, title_of
from uncramp.triage import Level, to_ask, triage
from uncramp.trial_diary import Run, running
from uncramp.trials.design import Protocol, Refusal, mark, may_be_tried, order, refusals
from uncramp.trials.numbers import numbers

WEEKS = 8
"""How many weeks of the diary say how many cramps a week there are."""
WELL_KEPT = 5
"""Days of a week of which the diary knows something, before the week counts."""
LATEST_START = 30
"""Days from now: nobody knows what holds later than that."""
OPEN = ("adult", "pregnancy", "level", "held_back", "ask_first")
"""Refusals that an answer could still lift."""


@dataclass(frozen=True)
class Wanted:
    """A trial that somebody wants: what is tried, against what, and for whom."""

    remedy: Remedy
    against: Remedy | None
    answers: Answers
    refused: Sequence[Refusal]


def wanted_of(kb: Knowledge, answers: Answers, remedy: Remedy, against: Remedy | None) -> Wanted:
    """`answers` are settled."""
    return Wanted(remedy, against, answers, refusals(kb, answers, remedy, against))


@dataclass(frozen=True, slots=True)
class Choice:
    """Something that may be tried by this person, or why not: `held` surely speak against it."""

    remedy: Remedy
    held: tuple[Reason, ...]


def choices(kb: Knowledge, answers: Answers) -> list[Choice]:
    """Everything that a trial may have as an arm, what is held back last."""
    weighing = Weighing(kb, answers)
    found = [
        Choice(remedy, tuple(one for one in weighing.suits(remedy.id).withhold if one.certain))
        for remedy in kb.remedies.values()
        if may_be_tried(remedy)
    ]
    return sorted(found, key=lambda one: bool(one.held))


def open_question(
    kb: Knowledge, given: Answers, remedy: Remedy | None, against: Remedy | None, *, today: date
) -> Question | None:
    """What to ask next before it is known whether the trial may begin; None when nothing could change that any more.

    Without a remedy: what to ask before anything may be offered for a cramp now.
    """
    now = kb.settled(given)
    if triage(kb, now).certain > Level.routine:
        return None
    asked = next_question(kb, Progress(given, ("level",)), today=today)
    if isinstance(asked, Question):
        return asked
    if remedy is None:
        return None
    refused = refusals(kb, now, remedy, against)
    if not refused or any(one.why not in OPEN for one in refused):
        return None
    for fact in ("age_years", "pregnancy_status"):
        if not now.asked(fact):
            return together(kb, "level", [fact])
    arms = [one.remedy for one in refused if one.remedy]
    facts = to_ask(kb, now, [question for arm in arms for question in _speaking(kb, now, arm)])
    return together(kb, "remedies", facts[:1]) if facts else None


def _speaking(kb: Knowledge, now: Answers, arm: Remedy) -> Iterable[tuple[Expr, float]]:
    """What an answer could change of an arm: what only may speak against it, or whether it is meant for this."""
    suits = Weighing(kb, now).suits(arm.id)
    reasons = (*suits.withhold, *suits.ask)
    if any(one.certain for one in reasons):
        return
    for reason in reasons:
        yield kb.when("contraindication", reason.entry.id), 2.0
    for remedy, indication, when in kb.indications:
        if remedy.id == arm.id and indication.phase == "prevention":
            yield when, 1.0


def weekly(entries: Sequence[Entry], today: date) -> float | None:
    """Cramps a week: the mean of the weeks in which the diary knows every day, or nearly; None if there are none."""
    weeks = per_week(entries, today.isoformat(), WEEKS)
    known = [week for week in weeks if week.with_episodes + week.without >= WELL_KEPT]
    if not known:
        return None
    nights = sum(week.with_episodes + week.without for week in known)
    return max(0.1, 7 * sum(week.episodes for week in known) / nights)


def first_nights(today: date) -> tuple[date, date]:
    """Between which mornings a first night may end that is fixed today: never one that has begun."""
    return today + DAY, today + timedelta(days=1 + LATEST_START)


def others_running(entries: Sequence[Entry], today: date, before: Run | None) -> list[Run]:
    """The trials that would run at the same time: two in the same nights hide each other's effect."""
    return [run for run in running(entries, today.isoformat()) if before is None or run.id != before.id]


def protocol_says(made: Protocol, what: Wanted, texts: Texts, *, shown: bool = True) -> list[str]:
    """What is compared, in which order (unless it is to stay hidden), when one may look, and the mark of it all."""
    a = title_of(what.against, texts) or texts("trials.nothing_extra")
    lasting = {"before": made.run_in_nights, "nights": made.block_nights, "pairs": made.pairs}
    return [
        f"A: {a}\nB: {title_of(what.remedy, texts)}",
        *([" ".join(order(made))] if shown else []),
        texts("trials.lasts", **lasting, all=made.run_in_nights + 2 * made.block_nights * made.pairs),
        texts("trials.looks", first=made.first_look),
        texts("trials.protocol", hash=mark(made)),
    ]


def cut_hoped_for() -> float:
    """The part of the cramps that a trial is hoped to spare, unless somebody says another."""
    return numbers().planning.cut_percent / 100
