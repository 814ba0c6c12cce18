"""On how many days a week the plan asks for each step, for what the diary says about the person."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from uncramp.diary import Entry
from uncramp.kb import Knowledge
from uncramp.lasting import known_answers
from uncramp.plan import plan
from uncramp.schedule import schedule
from uncramp.triage import triage


def planned(kb: Knowledge, entries: Sequence[Entry], today: str) -> dict[str, int]:
    """Per remedy of the prevention plan; nothing where the diary has no answers that a plan can be made from."""
    answers = kb.settled(known_answers(kb, entries))
    if not answers.known:
        return {}
    day = date.fromisoformat(today)
    steps = plan(kb, answers, triage(kb, answers), today=day).prevention
    return {
        course.offer.remedy.id: max(len(week.days) for week in course.weeks)
        for course in schedule(kb, answers, steps, today=day)
        if any(week.days for week in course.weeks)
    }
