"""The dates of the prevention steps: when each begins, on which days, how it grows week by week, when to look again.

Every number stands in the remedy's `[routine]`; an answer can put somebody higher or lower on its ladder.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Protocol, get_args

from uncramp.facts import Answers
from uncramp.kb import Knowledge, Texts
from uncramp.kb.entries import Ladder, Routine, Unit, Weekday
from uncramp.offer import Offer

DAY, WEEK = timedelta(days=1), timedelta(weeks=1)
BY_DATE = 2
"""The weeks that are told day by day; the later ones by their first day."""
WEEKDAYS: tuple[Weekday, ...] = get_args(Weekday)


class Step(Protocol):
    """A step of the plan that has its dates."""

    @property
    def offer(self) -> Offer: ...

    @property
    def start(self) -> date: ...

    @property
    def end(self) -> date | None: ...


@dataclass(frozen=True, slots=True)
class Week:
    """Seven days from `first`: those on which to do it, and where on the ladder (None: it stays the same)."""

    first: date
    days: tuple[date, ...]
    amount: float | None


@dataclass(frozen=True, slots=True)
class Course:
    """One remedy with its dates. `weeks` begin after the days of diary; `end` is the day after the last one.

    The amounts are in `unit`, or, where nobody knows this person's level, in percent of it (`share`). `fit` is the fact
    whose answer would fit the ladder to this person. `already`: the goal is where this person stands now.
    """

    offer: Offer
    start: date
    end: date | None
    review_on: date
    weeks: tuple[Week, ...]
    unit: Unit | None
    share: bool
    goal: float | None
    goal_on: date | None
    already: bool
    fit: str

    @property
    def routine(self) -> Routine:
        assert self.offer.remedy.routine, "a course is made of a routine"
        return self.offer.remedy.routine

    @property
    def diary_until(self) -> date | None:
        """The last day of the diary that comes first."""
        return self.start + (self.routine.diary_days - 1) * DAY if self.routine.diary_days else None

    @property
    def after_asking(self) -> bool:
        """Nothing begins before somebody has been asked: the dates are the earliest."""
        return bool(self.offer.ask_first)


def schedule(kb: Knowledge, answers: Answers, steps: Sequence[Step], *, today: date) -> tuple[Course, ...]:
    """The steps that have a routine, with their dates, in the order of the plan; none of them lies before today."""
    found = []
    for step in steps:
        routine = kb.remedies[step.offer.remedy.id].routine
        if routine and step.offer.phase == "prevention":
            found.append(course(answers, step.offer, routine, max(step.start, today)))
    return tuple(found)


def starts(answers: Answers, offers: Sequence[Offer], *, first: date, rested: date) -> Iterator[date]:
    """The day on which each begins: at once, or in turn, so that one can see what each of them does.

    How far the turns lie apart (`turn_days`, the fewest of the plan) is said by the remedy that advises one change at a
    time; without it all begin at once. What stands in for another remedy begins with that one, and what somebody does
    already takes no turn. What asks for rest first (`rest_first`) begins on the day `rested` or later.
    """
    routines = {offer.remedy.id: offer.remedy.routine for offer in offers if offer.remedy.routine}
    apart = min((routine.turn_days for routine in routines.values() if routine.turn_days), default=0)
    begun: dict[str, date] = {}
    turns = 0
    for offer in offers:
        routine = routines.get(offer.remedy.id)
        if routine is None:
            yield first
            continue
        earliest = max(first, rested) if routine.rest_first else first
        if routine.begins == "now" or _does_it(routine, answers):
            start = earliest
        elif routine.instead_of in begun:
            start = max(earliest, begun[routine.instead_of])
        else:
            start = max(earliest, first + turns * apart * DAY)
            turns += 1
        begun[offer.remedy.id] = start
        yield start


def end(routine: Routine | None, start: date) -> date | None:
    """The day after the last one; None where it goes on until the review."""
    if routine is None or routine.weeks is None:
        return None
    return start + routine.diary_days * DAY + routine.weeks * WEEK


def course(answers: Answers, offer: Offer, routine: Routine, start: date) -> Course:
    """One remedy with its dates, from `start`."""
    review = routine.review_days or 7 * (routine.weeks or 1)
    count = routine.weeks or -(-review // 7)
    ladder = routine.ladder
    own = _own_level(ladder, answers)
    rungs: list[float] | list[None] = climb(ladder, own, count) if ladder else [None] * count
    firsts = [start + routine.diary_days * DAY + nth * WEEK for nth in range(count)]
    weeks = tuple(Week(first, tuple(_days(routine, first)), rung) for first, rung in zip(firsts, rungs, strict=True))
    goal = _goal(ladder, own) if ladder else None
    on = next((week.first for week in weeks if goal is not None and week.amount == goal), None)
    return Course(
        offer=offer,
        start=start,
        end=end(routine, start),
        review_on=start + review * DAY,
        weeks=weeks,
        unit=ladder.unit if ladder else None,
        share=bool(ladder and ladder.shares and own is None),
        goal=goal,
        goal_on=on,
        already=_already(ladder, answers),
        fit=ladder.start_from if ladder and ladder.start_from and not answers.asked(ladder.start_from) else "",
    )


def climb(ladder: Ladder, own: int | None, weeks: int) -> list[float]:
    """Where on the ladder each week stands; never past the goal, never more than the step or the percent further.

    In whole numbers: where a tenth is less than one, the halves between are kept, and it goes up by one later.
    """
    if ladder.shares:
        shares = [ladder.shares[min(nth, len(ladder.shares) - 1)] for nth in range(weeks)]
        return [float(share) if own is None else float(-(-own * share // 100)) for share in shares]
    rung = min(_first_rung(ladder, own), _goal(ladder, own))
    rungs = []
    for _ in range(weeks):
        rungs.append(float(int(rung)))
        rung = min(_next_rung(ladder, rung), _goal(ladder, own))
    return rungs


def _next_rung(ladder: Ladder, rung: float) -> float:
    """By percent in whole units; in halves, which nobody is told, where a whole one would be too much."""
    if ladder.step:
        return rung + ladder.step
    halves = int(2 * rung) * (100 + (ladder.percent or 0)) // 100
    return float(halves // 2) if halves // 2 > rung else halves / 2


def _own_level(ladder: Ladder | None, answers: Answers) -> int | None:
    value = answers.known.get(ladder.start_from) if ladder and ladder.start_from else None
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _first_rung(ladder: Ladder, own: int | None) -> float:
    lowest = ladder.lowest or ladder.start or 1
    return float(ladder.start or lowest) if own is None else float(max(own, lowest))


def _goal(ladder: Ladder, own: int | None) -> float:
    if ladder.shares:
        return climb(ladder, own, len(ladder.shares))[-1]
    if ladder.goal_percent:
        return float(int(_first_rung(ladder, own) * ladder.goal_percent // 100))
    return float(ladder.goal or _first_rung(ladder, own))


def _already(ladder: Ladder | None, answers: Answers) -> bool:
    """Whether this person stands at the goal, or past it, before the first day."""
    own = _own_level(ladder, answers)
    if ladder is None or own is None:
        return False
    return own <= _goal(ladder, own) if ladder.shares else own >= _goal(ladder, own)


def _does_it(routine: Routine, answers: Answers) -> bool:
    """Whether this person does as much as a beginner, and so waits for nothing. A diary is new to everybody."""
    ladder, own = routine.ladder, _own_level(routine.ladder, answers)
    return bool(ladder and ladder.start and own is not None and own >= ladder.start and not routine.diary_days)


def _days(routine: Routine, first: date) -> Iterator[date]:
    """The days of the week from `first` on which it is done."""
    for day in (first + nth * DAY for nth in range(7)):
        if routine.per == "day" or WEEKDAYS[day.weekday()] in routine.days or (not routine.days and day == first):
            yield day


def rows(courses: Iterable[Course], steps: Sequence[Step], texts: Texts) -> list[dict[str, Any]]:
    """The dates as JSON, in the order of the plan; a remedy without dates says why."""
    found = {course.offer.remedy.id: course for course in courses}
    return [
        _row(found[remedy.id], texts)
        if remedy.id in found
        else {"remedy": remedy.id, "no_dates": texts.entry("remedy", remedy.id, "no_routine", remedy.no_routine)}
        for remedy in (step.offer.remedy for step in steps)
    ]


def _row(course: Course, texts: Texts) -> dict[str, Any]:
    routine = course.routine
    return {
        "remedy": course.offer.remedy.id,
        "start": course.start.isoformat(),
        "end": course.end and course.end.isoformat(),
        "review_on": course.review_on.isoformat(),
        "after_asking": course.after_asking,
        "instead_of": routine.instead_of or None,
        "diary_until": course.diary_until and course.diary_until.isoformat(),
        "at": routine.at,
        "times": routine.times,
        "per": routine.per,
        "every_minutes": routine.every_minutes,
        "minutes": routine.minutes,
        "hold_seconds": routine.hold_seconds,
        "repetitions": routine.repetitions,
        "finish_before_bed_minutes": routine.finish_before_bed_minutes,
        "finish_by_hour": routine.finish_by_hour,
        "unit": "percent_of_now" if course.share else course.unit,
        "goal": course.goal,
        "goal_on": course.goal_on and course.goal_on.isoformat(),
        "already": course.already,
        "answer_to_fit": course.fit or None,
        "weeks": [
            {"from": week.first.isoformat(), "amount": week.amount}
            | ({"days": [day.isoformat() for day in week.days]} if nth < BY_DATE else {})
            for nth, week in enumerate(course.weeks)
        ],
        "says": texts.entry("remedy", course.offer.remedy.id, "routine.says", routine.says),
        "stop_if": stop_rule(course, texts),
    }


def stop_rule(course: Course, texts: Texts) -> str:
    """The routine's own stop rule, else the remedy's."""
    remedy, routine = course.offer.remedy, course.routine
    if routine.stop_if:
        return texts.entry("remedy", remedy.id, "routine.stop_if", routine.stop_if)
    return texts.entry("remedy", remedy.id, "stop_if", remedy.stop_if)
