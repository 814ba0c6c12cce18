"""The decision about one person as JSON: level, reasons, what to ask, what is offered and what is held back."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from uncramp.contributors import rows as contributor_rows
from uncramp.facts import UNSURE, Answers
from uncramp.kb import Knowledge, Texts
from uncramp.kb.entries import Rule
from uncramp.logic import Fact as Value
from uncramp.logic import evaluate
from uncramp.logic.explain import because
from uncramp.offer import Offer, Reason, Withheld
from uncramp.plan import Plan, Visit, plan, review_days
from uncramp.schedule import rows as schedule_rows
from uncramp.schedule import schedule
from uncramp.triage import Level, Triage, level_of, triage

ANY_DAY = date(2000, 1, 1)
"""A decision has no dates; the plan it is read from needs one."""


def decide(kb: Knowledge, answers: Answers, texts: Texts, *, id: str | int | None = None) -> dict[str, Any]:
    """Everything uncramp concludes about one person's settled answers; the keys are in docs/reference/decision.md."""
    found = triage(kb, answers)
    made = plan(kb, answers, found, today=ANY_DAY)
    decision: dict[str, Any] = {} if id is None else {"id": id}
    decision |= {
        "level": found.level.name,
        "complete": found.complete,
        "certain": found.certain.name,
        "possible": found.possible.name,
    }
    decision |= _visit(made.visit, texts)
    days = review_days(kb, answers, found.level)
    if days is not None:
        decision["review_days"] = days
    return decision | {
        "action": action(found, made.visit, texts),
        "safety_net": safety_net_texts(made, texts),
        "because": [rule_reason(kb, answers, found, rule, texts) for rule in found.fired],
        "ask": list(dict.fromkeys((*found.ask, *made.ask))),
        "offer": [_offer(step.offer, texts) for step in made.steps],
        "withhold": [_withheld(one, texts) for one in made.withheld],
        "medicines": medicines(kb, answers, found.level, texts),
        "reviewed": False,
        "knowledge": kb.name,
    }


def decide_whole(
    kb: Knowledge, answers: Answers, texts: Texts, *, today: date, id: str | int | None = None
) -> dict[str, Any]:
    """The decision with the whole plan: its dated steps, and what may be behind the cramps."""
    decision = decide(kb, answers, texts, id=id) | dates(kb, answers, texts, today=today)
    return decision | {"contributors": contributor_rows(kb, answers, texts)}


def dates(kb: Knowledge, answers: Answers, texts: Texts, *, today: date) -> dict[str, Any]:
    """The dated steps of the plan, by part, and the schedule of those that prevent."""
    made = plan(kb, answers, triage(kb, answers), today=today)
    parts = {"now": made.now, "next_days": made.next_days, "prevention": made.prevention}
    steps = {
        "review_on": made.review_on and made.review_on.isoformat(),
        "visit_by": made.visit.by and made.visit.by.isoformat(),
    } | {
        part: [
            {"remedy": step.offer.remedy.id, "start": step.start.isoformat(), "end": step.end and step.end.isoformat()}
            for step in steps
        ]
        for part, steps in parts.items()
    }
    courses = schedule(kb, answers, made.prevention, today=today)
    return {"plan": steps, "schedule": schedule_rows(courses, made.prevention, texts)}


def action(found: Triage, visit: Visit, texts: Texts) -> str:
    """What to do, as one sentence: the first line of every answer."""
    rule = visit.rule
    match found.level:
        case Level.emergency:
            return texts(f"action.emergency.{rule.route if rule else 'ambulance'}")
        case Level.urgent:
            return texts(f"action.urgent.{rule.contact}") if rule else texts("action.urgent.unknown")
        case Level.routine:
            key = f"action.routine.{rule.contact}" if rule else "action.routine.unsure"
            return texts(key, days=visit.within_days)
        case Level.self_care:
            return texts("action.self_care.complete" if found.complete else "action.self_care.so_far")


def rule_reason(kb: Knowledge, answers: Answers, found: Triage, rule: Rule, texts: Texts) -> dict[str, Any]:
    """Why a rule fired: what the person reads, and the facts that settle it."""
    return {
        "rule": rule.id,
        "code": rule.code,
        "level": level_of(rule).name,
        "says": texts.entry("rule", rule.id, "says", rule.says),
        "facts": because(kb.when("rule", rule.id), answers.known, found.supposed.get(rule.id, frozenset())),
        "sources": list(rule.sources),
    }


def safety_net_texts(made: Plan, texts: Texts) -> list[str]:
    return [texts.entry("safety_net", net.id, "says", net.says) for net in made.safety_net]


def reasons(found: Iterable[Reason], texts: Texts, *, certain: bool = False) -> list[dict[str, Any]]:
    """Contraindications and pairs as JSON; unknown facts stand as null."""
    rows = []
    for reason in found:
        row = {"contraindication": reason.entry.id, "says": reason.said(texts), "facts": reason.facts}
        rows.append(row | {"certain": reason.certain} if certain else row)
    return rows


def medicines(kb: Knowledge, answers: Answers, level: Level, texts: Texts) -> list[dict[str, str]]:
    """The person's medicines that can cause cramps, spasms or twitches: something to ask about, never to stop."""
    if level is Level.emergency:
        return []
    return [
        {"medicine": medicine.id, "says": texts.entry("medicine", medicine.id, "says", medicine.says)}
        for medicine in kb.pack.medicine
        if medicine.when and evaluate(kb.when("medicine", medicine.id), answers.known) is True
    ]


def _visit(visit: Visit, texts: Texts) -> dict[str, Any]:
    rule = visit.rule
    found: dict[str, Any] = {}
    if rule and rule.route:
        found["route"] = rule.route
    found["number"] = texts.numbers["N"]
    match visit.level:
        case Level.urgent:
            found["contact"] = (rule.contact if rule else None) or "urgent_line"
        case Level.routine:
            found["contact"] = (rule.contact if rule else None) or "gp"
            found["within_days"] = visit.within_days
    return found


def _offer(offer: Offer, texts: Texts) -> dict[str, Any]:
    remedy = offer.remedy
    return {
        "remedy": remedy.id,
        "phase": offer.phase,
        "groups": list(remedy.groups),
        "grade": remedy.certainty,
        "verdict": remedy.verdict,
        "sources": list(remedy.sources),
        "ask_first": reasons(offer.ask_first, texts),
        "modify": reasons(offer.modify, texts),
    }


def _withheld(one: Withheld, texts: Texts) -> dict[str, Any]:
    return {"remedy": one.remedy.id, "because": reasons(one.because, texts, certain=True)}


def answers_json(answers: Answers) -> dict[str, Value]:
    """The answers as `facts` of a person file: what would be read back as the same person."""
    return {**answers.known, **dict.fromkeys(sorted(answers.unsure), UNSURE)}
