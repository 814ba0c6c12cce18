"""The dates of one prevention step as lines of text: two weeks day by day, then week by week."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from uncramp.kb import Knowledge, Texts
from uncramp.kb.dates import full_day, short_day, weekday_day
from uncramp.schedule import BY_DATE, Course, Week, stop_rule

DAY = timedelta(days=1)


def dated_lines(kb: Knowledge, course: Course, first: date, others: frozenset[str], texts: Texts) -> Iterator[str]:
    """What a person reads of a course; `first` is when the plan begins, `others` are the remedies beside this one."""
    remedy, routine = course.offer.remedy, course.routine
    says = [texts.entry("remedy", remedy.id, "routine.says", routine.says)]
    if routine.progression:
        says.append(texts.entry("remedy", remedy.id, "routine.progression", routine.progression))
    if routine.instead_of in others:
        instead = kb.remedies[routine.instead_of]
        says.append(texts("schedule.instead", title=texts.entry("remedy", instead.id, "title", instead.title)))
    yield " ".join(says)
    if course.after_asking:
        yield texts("schedule.after_asking")
    elif course.start > first:
        waits = "schedule.rested" if routine.rest_first else "schedule.turn"
        yield texts(waits, date=full_day(course.start, texts))
    if course.already and course.goal is not None:
        yield texts("schedule.already", amount=_amount(course, course.goal, texts))
    yield from _weeks(course, texts)
    yield from _limits(kb, course, texts)
    if course.end == course.review_on:
        yield texts("schedule.until_review", date=full_day(course.review_on, texts))
    else:
        until = f" {texts('show.end', date=full_day(course.end, texts))}" if course.end else ""
        yield texts("schedule.review", date=full_day(course.review_on, texts)) + until
    yield texts("schedule.stop", says=stop_rule(course, texts))


def _weeks(course: Course, texts: Texts) -> Iterator[str]:
    """The diary, the first two weeks by date, and from which day on the later ones ask for more."""
    if course.diary_until:
        yield texts("schedule.diary", first=short_day(course.start, texts), last=short_day(course.diary_until, texts))
    near, later = course.weeks[:BY_DATE], course.weeks[BY_DATE:]
    if len({week.amount for week in near}) == 1 and course.routine.per == "day":
        near = (Week(near[0].first, tuple(day for week in near for day in week.days), near[0].amount),)
    for week in near:
        yield _week(course, week, texts)
    rungs, at = [], near[-1].amount
    for week in later:
        if week.amount is not None and week.amount != at:
            at = week.amount
            rungs.append(texts("schedule.rung", date=short_day(week.first, texts), amount=_number(at)))
    if rungs:
        yield texts("schedule.rungs", rungs=", ".join(rungs))


def _week(course: Course, week: Week, texts: Texts) -> str:
    if course.routine.per == "day":
        when = texts("schedule.each_day", first=short_day(week.days[0], texts), last=short_day(week.days[-1], texts))
    else:
        when = ", ".join(weekday_day(day, texts) for day in week.days)
    return when if week.amount is None else f"{when}: {_amount(course, week.amount, texts)}"


def _limits(kb: Knowledge, course: Course, texts: Texts) -> Iterator[str]:
    """How far it goes and when it may grow; the question that would fit it better."""
    ladder = course.routine.ladder
    told: list[str] = []
    if ladder and not ladder.shares and not course.already and course.goal is not None:
        amount = _amount(course, course.goal, texts)
        if course.goal_on:
            told.append(texts("schedule.goal_on", amount=amount, date=full_day(course.goal_on, texts)))
        else:
            told.append(texts("schedule.goal", amount=amount))
    if ladder and ladder.step_when and not course.already:
        told.append(texts.entry("remedy", course.offer.remedy.id, "routine.ladder.step_when", ladder.step_when))
    if told:
        yield " ".join(told)
    if course.fit:
        question = texts.entry("fact", course.fit, "ask", kb.facts[course.fit].ask)
        yield texts("schedule.fit_share" if course.share else "schedule.fit", question=question)


def _amount(course: Course, amount: float, texts: Texts) -> str:
    unit = "percent_of_now" if course.share else course.unit
    return texts(f"amount.{unit}", amount=_number(amount))


def _number(amount: float) -> str:
    return f"{amount:g}"
