"""The dates of prevention: laws for every ladder and every day."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from uncramp.facts import Answers, read_answers
from uncramp.kb.entries import Ladder, Routine
from uncramp.plan import plan
from uncramp.schedule import WEEKDAYS, climb, course, end
from uncramp.triage import triage
from unit.routines import TODAY, WELL, daily
from unit.small import knowledge, prevention, remedy

LADDERS = st.one_of(
    st.builds(
        lambda start, lowest, percent, more: Ladder(
            unit="minutes",
            start_from="walks",
            start=start,
            lowest=min(start, lowest),
            percent=percent,
            goal=start + more,
        ),
        st.integers(5, 60),
        st.integers(5, 60),
        st.integers(10, 10),
        st.integers(0, 240),
    ),
    st.builds(
        lambda start, step, more: Ladder(
            unit="gap_minutes", start_from="walks", start=start, step=step, goal=start + more
        ),
        st.integers(1, 100),
        st.integers(1, 30),
        st.integers(0, 200),
    ),
)


@given(LADDERS, st.none() | st.integers(0, 600), st.integers(1, 52))
def test_no_ladder_ever_passes_its_goal_or_goes_back(ladder: Ladder, own: int | None, weeks: int) -> None:
    climbed = climb(ladder, own, weeks)
    assert ladder.goal is not None
    assert len(climbed) == weeks
    assert max(climbed) <= ladder.goal
    assert climbed == sorted(climbed)


@given(LADDERS, st.none() | st.integers(0, 600))
def test_no_week_grows_by_more_than_the_step_or_a_tenth_or_one_where_that_is_less(
    ladder: Ladder, own: int | None
) -> None:
    climbed = climb(ladder, own, 40)
    for before, then in pairwise(climbed):
        assert then <= before + ladder.step if ladder.step else then <= max(before + 1, before * 1.1)


@given(LADDERS, st.none() | st.integers(0, 600))
def test_a_tenth_a_week_is_never_passed_over_the_weeks(ladder: Ladder, own: int | None) -> None:
    if ladder.percent:
        climbed = climb(ladder, own, 40)
        assert all(amount <= climbed[0] * 1.1**week + 1e-9 for week, amount in enumerate(climbed))


@given(LADDERS, st.none() | st.integers(0, 600))
def test_nobody_is_told_half_a_minute(ladder: Ladder, own: int | None) -> None:
    assert all(amount == int(amount) for amount in climb(ladder, own, 40))


@given(st.integers(5, 60), st.integers(0, 600))
def test_a_walk_never_begins_above_this_persons_own_level(lowest: int, own: int) -> None:
    ladder = Ladder(unit="minutes", start_from="walks", start=60, lowest=lowest, percent=10, goal=60)
    assert climb(ladder, own, 1)[0] <= max(own, lowest)


@given(
    st.dates(date(2024, 1, 1), date(2040, 1, 1)),
    st.lists(st.sampled_from(WEEKDAYS), min_size=1, max_size=7, unique=True),
    st.integers(1, 20),
    st.integers(1, 100),
    st.integers(0, 7),
)
def test_every_week_has_each_of_its_days_once_and_the_review_comes_after_the_start(
    today: date, chosen: list[Any], weeks: int, review: int, diary: int
) -> None:
    routine = daily(
        times=len(chosen), per="week", days=tuple(chosen), weeks=weeks, review_days=review, diary_days=diary
    )
    found = course(Answers(), made_offer(routine), routine, today)
    assert found.review_on > found.start == today
    assert found.end == end(routine, today)
    assert found.end is not None
    for week in found.weeks:
        assert sorted(WEEKDAYS[day.weekday()] for day in week.days) == sorted(chosen)
        assert all(today <= day < found.end for day in week.days)


def made_offer(routine: Routine) -> Any:
    kb = knowledge(remedy("it", prevention(), routine=routine))
    person = read_answers(kb.facts, WELL)
    return plan(kb, person, triage(kb, person), today=TODAY).prevention[0].offer
