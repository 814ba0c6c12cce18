"""Routines, ladders and the courses that come of them."""

from __future__ import annotations

from datetime import date
from typing import Any

from uncramp.facts import read_answers
from uncramp.kb import Knowledge
from uncramp.kb.entries import Ladder, Remedy, Routine
from uncramp.plan import plan
from uncramp.schedule import Course, schedule
from uncramp.triage import triage
from unit.small import FACTS, knowledge, number, prevention, remedy

TODAY = date(2026, 2, 27)
"""A Friday; the next day is the last of its month."""


HABITS = (*FACTS, number("walks", 0, 300), number("gap", 15, 600), number("cups", 0, 30))
WELL = {"swollen": False, "faint": False, "blue": False}
WALK = Ladder(unit="minutes", start_from="walks", start=10, lowest=5, percent=10, goal=30)


def daily(**more: Any) -> Routine:
    return Routine(**{"times": 1, "review_days": 14, "says": "Every day.", **more})


def made(*remedies: Remedy, today: date = TODAY, **answers: Any) -> dict[str, Course]:
    """The courses of a plan that holds these remedies, by remedy."""
    kb = knowledge(*remedies, facts=HABITS)
    person = read_answers(kb.facts, {**WELL, **answers})
    found = plan(kb, person, triage(kb, person), today=today)
    courses = {one.offer.remedy.id: one for one in schedule(kb, person, found.prevention, today=today)}
    for step in found.prevention:
        if step.offer.remedy.id in courses:
            assert (courses[step.offer.remedy.id].start, courses[step.offer.remedy.id].end) == (step.start, step.end)
    return courses


def one(routine: Routine, today: date = TODAY, **answers: Any) -> Course:
    return made(remedy("it", prevention(), routine=routine), today=today, **answers)["it"]


def amounts(found: Course) -> list[float | None]:
    return [week.amount for week in found.weeks]


NIGHT = {"site_calf": True, "kind": "painful_cramp", "night_or_rest": True}


def real(kb: Knowledge, named: dict[str, Any]) -> dict[str, Course]:
    from knowledge.people import person

    answers = person(kb, {**NIGHT, **named})
    steps = plan(kb, answers, triage(kb, answers), today=TODAY).prevention
    return {found.offer.remedy.id: found for found in schedule(kb, answers, steps, today=TODAY)}
