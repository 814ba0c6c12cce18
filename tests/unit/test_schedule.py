"""The dates of prevention: which days, how much, how it grows, when to look again."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from uncramp.facts import read_answers
from uncramp.kb import Knowledge, Texts
from uncramp.kb.entries import Ladder, Remedy
from uncramp.plan import plan
from uncramp.schedule import BY_DATE, Course, rows, schedule
from uncramp.triage import triage
from unit.routines import HABITS, TODAY, WALK, WELL, amounts, daily, made, one, real
from unit.small import knowledge, prevention, remedy

WORDS = Texts({}, {}, {})
GAP = Ladder(unit="gap_minutes", start_from="gap", start=60, lowest=15, step=15, goal=180)
SQUEEZE = Ladder(unit="hold_seconds", start=3, step=1, goal=10)
CUPS = Ladder(unit="cups", start_from="cups", shares=(75, 50))
TRAIN = Ladder(unit="minutes", start_from="walks", start=20, lowest=5, percent=10, goal_percent=150)


def days(*said: str) -> list[date]:
    return [date.fromisoformat(day) for day in said]


# ---- days


def test_a_daily_step_is_there_every_day_from_tomorrow_on() -> None:
    found = one(daily(weeks=2))
    assert [day for week in found.weeks for day in week.days] == [TODAY + timedelta(days=nth) for nth in range(1, 15)]
    assert (found.start, found.end, found.review_on) == tuple(days("2026-02-28", "2026-03-14", "2026-03-14"))


@pytest.mark.parametrize(
    ("today", "first_two_weeks"),
    [
        # Friday 27 February: the first day is a Saturday
        ("2026-02-27", ["2026-03-02", "2026-03-05", "2026-03-09", "2026-03-12"]),
        # Sunday 1 March: the first day is itself one of the days
        ("2026-03-01", ["2026-03-02", "2026-03-05", "2026-03-09", "2026-03-12"]),
        # over a leap day
        ("2028-02-27", ["2028-02-28", "2028-03-02", "2028-03-06", "2028-03-09"]),
        # over the end of a year
        ("2026-12-28", ["2026-12-31", "2027-01-04", "2027-01-07", "2027-01-11"]),
    ],
)
def test_a_step_on_mondays_and_thursdays_falls_on_them(today: str, first_two_weeks: list[str]) -> None:
    found = one(daily(times=2, per="week", days=("mon", "thu"), weeks=6), date.fromisoformat(today))
    assert [day for week in found.weeks[:BY_DATE] for day in week.days] == days(*first_two_weeks)
    assert len(found.weeks) == 6


def test_once_a_week_without_a_day_is_the_day_it_began_on() -> None:
    found = one(daily(per="week", weeks=3))
    assert [week.days for week in found.weeks] == [(day,) for day in days("2026-02-28", "2026-03-07", "2026-03-14")]


def test_without_an_end_the_weeks_reach_to_the_review() -> None:
    found = one(daily(review_days=30))
    assert found.end is None
    assert found.review_on == date(2026, 3, 30)
    assert len(found.weeks) == 5


@pytest.mark.parametrize(
    ("today", "review"),
    [("2028-02-14", "2028-02-29"), ("2027-02-14", "2027-03-01"), ("2026-01-17", "2026-02-01")],
)
def test_the_review_is_a_real_day_at_the_end_of_a_month(today: str, review: str) -> None:
    assert one(daily(), date.fromisoformat(today)).review_on == date.fromisoformat(review)


def test_the_days_of_diary_come_before_the_first_week() -> None:
    found = one(daily(diary_days=3, weeks=6, review_days=42))
    assert found.diary_until == date(2026, 3, 2)
    assert found.weeks[0].first == date(2026, 3, 3)
    assert found.end == date(2026, 4, 14)
    assert found.weeks[-1].days[-1] == date(2026, 4, 13)


# ---- ladders


@pytest.mark.parametrize(
    ("ladder", "answers", "weeks", "climbed"),
    [
        (WALK, {}, 7, [10, 11, 12, 13, 14, 15, 16]),
        (WALK, {"walks": 20}, 6, [20, 22, 24, 26, 28, 30]),
        (WALK, {"walks": 28}, 4, [28, 30, 30, 30]),
        (WALK, {"walks": 30}, 2, [30, 30]),
        (WALK, {"walks": 120}, 2, [30, 30]),
        # who walks less than a beginner begins there; a tenth is half a minute, so one comes every second week
        (WALK, {"walks": 6}, 5, [6, 6, 7, 7, 8]),
        (WALK, {"walks": 0}, 4, [5, 5, 6, 6]),
        (WALK, {"walks": "unsure"}, 2, [10, 11]),
        (GAP, {}, 10, [60, 75, 90, 105, 120, 135, 150, 165, 180, 180]),
        (GAP, {"gap": 100}, 7, [100, 115, 130, 145, 160, 175, 180]),
        (GAP, {"gap": 15}, 3, [15, 30, 45]),
        (GAP, {"gap": 240}, 2, [180, 180]),
        (SQUEEZE, {}, 9, [3, 4, 5, 6, 7, 8, 9, 10, 10]),
        # the rest is rounded up: nobody is asked to cut more than the share
        (CUPS, {"cups": 6}, 2, [5, 3]),
        (CUPS, {"cups": 8}, 3, [6, 4, 4]),
        (CUPS, {"cups": 1}, 2, [1, 1]),
        (CUPS, {"cups": 0}, 2, [0, 0]),
        (CUPS, {}, 2, [75, 50]),
        (TRAIN, {}, 6, [20, 22, 24, 26, 28, 30]),
        (TRAIN, {"walks": 60}, 7, [60, 66, 72, 79, 86, 90, 90]),
    ],
)
def test_a_ladder_climbs_from_this_persons_level_to_the_goal(
    ladder: Ladder, answers: dict[str, Any], weeks: int, climbed: list[float]
) -> None:
    assert amounts(one(daily(ladder=ladder, weeks=weeks), **answers)) == climbed


def test_the_goal_has_a_date() -> None:
    found = one(daily(ladder=GAP, weeks=12, diary_days=3))
    assert (found.goal, found.goal_on) == (180, date(2026, 4, 28))


def test_a_goal_out_of_reach_has_none() -> None:
    found = one(daily(ladder=WALK, weeks=6))
    assert (found.goal, found.goal_on) == (30, None)


@pytest.mark.parametrize(
    ("ladder", "answers", "already"),
    [
        (WALK, {"walks": 30}, True),
        (WALK, {"walks": 29}, False),
        (WALK, {}, False),
        (GAP, {"gap": 180}, True),
        (CUPS, {"cups": 1}, True),
        (CUPS, {"cups": 2}, False),
        (SQUEEZE, {}, False),
    ],
)
def test_who_stands_at_the_goal_is_told_so(ladder: Ladder, answers: dict[str, Any], already: bool) -> None:
    assert one(daily(ladder=ladder, weeks=2), **answers).already is already


@pytest.mark.parametrize(
    ("answers", "fit"),
    [({}, "walks"), ({"walks": 10}, ""), ({"walks": "unsure"}, "")],
    ids=["absent", "known", "unsure"],
)
def test_the_question_that_would_fit_it_better_is_named_unless_it_was_asked(answers: dict[str, Any], fit: str) -> None:
    assert one(daily(ladder=WALK), **answers).fit == fit


def test_what_nobody_knows_is_told_in_parts_of_it() -> None:
    assert one(daily(ladder=CUPS)).share
    assert not one(daily(ladder=CUPS), cups=4).share
    assert not one(daily(ladder=WALK)).share


# ---- one after the other


ONE_AT_A_TIME = remedy("diary", prevention(order=90), routine=daily(turn_days=14))


def turn(id: str, order: int, **more: Any) -> Remedy:
    return remedy(id, prevention(order=order), routine=daily(begins="in_turn", weeks=4, **more))


def began(courses: dict[str, Course]) -> dict[str, int]:
    """The days from tomorrow to each first day."""
    return {id: (found.start - TODAY).days - 1 for id, found in courses.items()}


def test_steps_in_turn_begin_two_weeks_apart_and_habits_at_once() -> None:
    habit = remedy("shoes", prevention(order=15), routine=daily())
    found = made(turn("stretch", 10), habit, turn("walk", 20), turn("bath", 30), ONE_AT_A_TIME)
    assert began(found) == {"stretch": 0, "shoes": 0, "walk": 14, "bath": 28, "diary": 0}


def test_where_nothing_asks_for_turns_all_begin_at_once() -> None:
    assert began(made(turn("stretch", 10), turn("walk", 20))) == {"stretch": 0, "walk": 0}


def test_the_shortest_turn_of_the_plan_holds() -> None:
    week = remedy("nights", prevention(order=5), routine=daily(turn_days=7))
    assert began(made(week, turn("stretch", 10), turn("walk", 20), ONE_AT_A_TIME))["walk"] == 7


def test_what_stands_in_for_another_begins_with_it_and_takes_no_turn() -> None:
    found = made(
        turn("stretch", 5), turn("bike", 10), turn("march", 20, instead_of="bike"), turn("bath", 30), ONE_AT_A_TIME
    )
    assert began(found) == {"stretch": 0, "bike": 14, "march": 14, "bath": 28, "diary": 0}


def test_what_stands_in_for_something_withheld_takes_its_own_turn() -> None:
    found = made(turn("stretch", 5), turn("march", 20, instead_of="bike"), ONE_AT_A_TIME)
    assert began(found) == {"stretch": 0, "march": 14, "diary": 0}


@pytest.mark.parametrize(("walks", "wait"), [(9, 14), (10, 0), (45, 0)])
def test_what_somebody_does_already_waits_for_nothing(walks: int, wait: int) -> None:
    found = made(turn("stretch", 5), turn("walk", 20, ladder=WALK), ONE_AT_A_TIME, walks=walks)
    assert began(found)["walk"] == wait


def test_what_begins_with_a_diary_is_new_to_everybody_and_takes_a_turn() -> None:
    training = remedy("train", prevention(order=5), routine=daily(begins="in_turn", diary_days=3, weeks=6, ladder=GAP))
    assert began(made(training, turn("squeeze", 10), ONE_AT_A_TIME, gap=90)) == {"train": 0, "squeeze": 14, "diary": 0}


def test_what_stands_in_for_something_done_already_begins_at_once() -> None:
    found = made(turn("walk", 5, ladder=WALK), turn("bike", 10, instead_of="walk"), ONE_AT_A_TIME, walks=20)
    assert began(found) == {"walk": 0, "bike": 0, "diary": 0}


def test_rest_comes_before_what_asks_for_it_and_shifts_nothing_else() -> None:
    found = made(turn("train", 5, rest_first=True), turn("bath", 10), ONE_AT_A_TIME)
    assert began(found) == {"train": 2, "bath": 14, "diary": 0}


def test_a_plan_of_an_earlier_day_does_not_begin_before_today() -> None:
    kb = knowledge(turn("stretch", 10), facts=HABITS)
    person = read_answers(kb.facts, WELL)
    old = plan(kb, person, triage(kb, person), today=TODAY).prevention
    assert [found.start for found in schedule(kb, person, old, today=date(2026, 4, 1))] == days("2026-04-01")


def test_a_step_without_a_routine_has_no_dates_and_says_why() -> None:
    kb = knowledge(remedy("food", prevention(), no_routine="On any day."), turn("walk", 20), facts=HABITS)
    person = read_answers(kb.facts, WELL)
    steps = plan(kb, person, triage(kb, person), today=TODAY).prevention
    courses = schedule(kb, person, steps, today=TODAY)
    assert [found.offer.remedy.id for found in courses] == ["walk"]
    assert rows(courses, steps, WORDS)[0] == {"remedy": "food", "no_dates": "On any day."}


def test_a_step_to_ask_about_first_has_dates_that_are_the_earliest(kb: Knowledge) -> None:
    asked = one(daily(), age=80)
    assert not asked.after_asking
    found = real(kb, {"site_calf": True, "night_or_rest": True, "cond_heart_failure": True})
    assert found["daily_walk"].after_asking
    assert not found["stretch_before_bed"].after_asking


# ---- the JSON


def test_the_first_two_weeks_are_told_by_date_and_the_rest_by_week() -> None:
    kb = knowledge(turn("walk", 20, ladder=WALK), facts=HABITS)
    person = read_answers(kb.facts, WELL)
    steps = plan(kb, person, triage(kb, person), today=TODAY).prevention
    (row,) = rows(schedule(kb, person, steps, today=TODAY), steps, WORDS)
    assert row["weeks"][0] == {
        "from": "2026-02-28",
        "amount": 10,
        "days": [f"2026-03-0{nth}" if nth else "2026-02-28" for nth in range(7)],
    }
    assert [sorted(week) for week in row["weeks"]] == [["amount", "days", "from"]] * 2 + [["amount", "from"]] * 2
    assert (row["start"], row["end"], row["review_on"]) == ("2026-02-28", "2026-03-28", "2026-03-14")
    assert (row["unit"], row["goal"], row["answer_to_fit"]) == ("minutes", 30, "walks")


def test_parts_of_now_are_named_as_such() -> None:
    kb = knowledge(turn("less", 20, ladder=CUPS), facts=HABITS)
    person = read_answers(kb.facts, WELL)
    steps = plan(kb, person, triage(kb, person), today=TODAY).prevention
    assert rows(schedule(kb, person, steps, today=TODAY), steps, WORDS)[0]["unit"] == "percent_of_now"
