"""The plan: what to do now, in the next days, and to keep the next one away; dated, with what was held back and why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from uncramp.facts import Answers
from uncramp.kb import Knowledge
from uncramp.kb.entries import Phase, Rule, SafetyNet
from uncramp.kb.needed import CONTACTS, LATEST_VISIT, NEXT_DAYS
from uncramp.logic import evaluate
from uncramp.offer import Offer, Withheld, offers
from uncramp.schedule import end, starts
from uncramp.triage import Level, Triage, level_of

Part = Literal["now", "next_days", "prevention"]
PARTS: dict[Phase, Part] = {"during": "now", "after": "next_days", "prevention": "prevention"}


@dataclass(frozen=True, slots=True)
class Visit:
    """Where to go and how soon. `rule` is the one that decided; None when only unanswered questions did."""

    level: Level
    rule: Rule | None
    within_days: int | None
    by: date | None


@dataclass(frozen=True, slots=True)
class Step:
    """One dated step: from `start` until `end` (None: until the review)."""

    offer: Offer
    start: date
    end: date | None


@dataclass(frozen=True, slots=True)
class Plan:
    """Three parts of dated steps. At emergency and urgent there is the visit, and no part but comfort now."""

    visit: Visit
    now: tuple[Step, ...]
    next_days: tuple[Step, ...]
    prevention: tuple[Step, ...]
    withheld: tuple[Withheld, ...]
    ask: tuple[str, ...]
    safety_net: tuple[SafetyNet, ...]
    review_on: date | None

    @property
    def steps(self) -> tuple[Step, ...]:
        return (*self.now, *self.next_days, *self.prevention)


def plan(kb: Knowledge, answers: Answers, triage: Triage, *, today: date, preference: Sequence[str] = ()) -> Plan:
    """The plan for settled answers and their triage; `preference` are remedies that worked for this person before."""
    found = offers(kb, answers, triage.level, preference)
    parts: dict[Part, list[Step]] = {"now": [], "next_days": [], "prevention": []}
    for step in _dated(kb, answers, found.offered, today):
        parts[PARTS[step.offer.phase]].append(step)
    days = review_days(kb, answers, triage.level)
    return Plan(
        visit=visit(kb, triage, today),
        now=tuple(parts["now"]),
        next_days=tuple(parts["next_days"]),
        prevention=tuple(parts["prevention"]),
        withheld=found.withheld,
        ask=found.ask,
        safety_net=safety_net(kb, answers, triage.level),
        review_on=None if days is None else today + timedelta(days=days),
    )


def visit(kb: Knowledge, triage: Triage, today: date) -> Visit:
    """The rule that decides whom to see, and the latest day."""
    rules = [rule for rule in triage.fired if level_of(rule) is triage.level]
    match triage.level:
        case Level.emergency:
            rule = min(rules, key=lambda rule: rule.route != "ambulance")
            return Visit(triage.level, rule, 0, today)
        case Level.urgent:
            rules.sort(key=lambda rule: CONTACTS["urgent"].index(rule.contact or "urgent_line"))
            return Visit(triage.level, rules[0] if rules else None, 0, today)
        case Level.routine:
            rules = rules or [*triage.by_gate, *triage.by_unsure]
            latest = kb.number(LATEST_VISIT)
            rule = min(rules, key=lambda rule: rule.within_days or latest)
            days = rule.within_days or latest
            return Visit(triage.level, rule if rule in triage.fired else None, days, today + timedelta(days=days))
        case Level.self_care:
            return Visit(triage.level, None, None, None)


def safety_net(kb: Knowledge, answers: Answers, level: Level) -> tuple[SafetyNet, ...]:
    """What this person should watch for: never empty, because every level has one net that always holds.

    Of those that say when to look again only the soonest is said: two different days on one card help nobody.
    """
    soonest = review_days(kb, answers, level)
    return tuple(net for net in _nets(kb, answers, level) if net.says and net.review_days in (None, soonest))


def review_days(kb: Knowledge, answers: Answers, level: Level) -> int | None:
    """In how many days to look again at self-care: the shortest that surely applies; None at other levels."""
    if level is not Level.self_care:
        return None
    return min(net.review_days for net in _nets(kb, answers, level) if net.review_days is not None)


def _nets(kb: Knowledge, answers: Answers, level: Level) -> Iterator[SafetyNet]:
    for net in kb.pack.safety_net:
        if level.name in net.levels and evaluate(kb.when("safety_net", net.id), answers.known) is True:
            yield net


def _dated(kb: Knowledge, answers: Answers, found: Sequence[Offer], today: date) -> Iterator[Step]:
    """The steps with their days, each part in its order; to prevent the next one, what begins first comes first."""
    over = today + timedelta(days=kb.number(NEXT_DAYS))
    later = [offer for offer in found if offer.phase == "prevention"]
    for offer in found:
        match offer.phase:
            case "during":
                yield Step(offer, today, today)
            case "after":
                yield Step(offer, today, over)
    begun = starts(answers, later, first=today + timedelta(days=1), rested=over)
    dated = [Step(offer, start, end(offer.remedy.routine, start)) for offer, start in zip(later, begun, strict=True)]
    yield from sorted(dated, key=lambda step: step.start)
