"""What is shown of a diary: nothing written is never "none", a night is one night, and counts only count."""

from __future__ import annotations

from typing import Any

import pytest

from diary.conftest import Ask
from diary.test_out_and_in import row


def episode(id: int, at: str, **body: Any) -> dict[str, Any]:
    return row(id, "episode", {"what": "painful_cramp", "site": "site_calf", **body}, at=at)


def none(id: int, night: str) -> dict[str, Any]:
    return row(id, "none_last_night", {"night": night}, at=f"{night}T08:00:00+01:00")


DIARY = [
    episode(1, "2026-02-03T03:10:00+01:00", side="left"),
    episode(2, "2026-02-03T23:30:00+01:00", side="left", time_guessed=True),
    episode(3, "2026-02-05T04:00:00-05:00", side="right"),
    none(4, "2026-02-04"),
    none(5, "2026-02-05"),
    row(6, "note", {"text": "Crème for the legs"}, at="2026-02-06T10:00:00+01:00"),
]


def test_a_month_shows_cramps_none_and_nothing_written_apart(node: Ask) -> None:
    weeks = node("shown", what="monthGrid", all=DIARY, args=["2026-02", "2026-02-10"])
    cells = {cell["day"]: (cell["state"], cell["episodes"]) for week in weeks for cell in week if cell}
    assert cells["2026-02-03"] == ("cramp", 2)
    assert cells["2026-02-04"] == ("none", 0)
    assert cells["2026-02-05"] == ("cramp", 1), "a cramp outweighs a `none` of the same day"
    assert cells["2026-02-06"] == ("unwritten", 0), "a note is no answer about cramps"
    assert cells["2026-02-11"] == ("later", 0)
    assert len(cells) == 28


@pytest.mark.parametrize(
    ("month", "weeks", "days"), [("2026-02", 5, 28), ("2027-02", 4, 28), ("2026-03", 6, 31), ("2028-02", 5, 29)]
)
def test_a_month_has_all_its_days_in_weeks_from_monday(node: Ask, month: str, weeks: int, days: int) -> None:
    grid = node("shown", what="monthGrid", all=[], args=[month, "2030-01-01"])
    assert len(grid) == weeks
    assert all(len(week) == 7 for week in grid)
    assert [cell["day"][8:] for week in grid for cell in week if cell] == [f"{nth:02}" for nth in range(1, days + 1)]


@pytest.mark.parametrize(
    ("at", "night"),
    [
        ("2026-02-03T23:30:00+01:00", "2026-02-04"),
        ("2026-02-04T03:00:00+01:00", "2026-02-04"),
        ("2026-02-04T12:00:00-05:00", "2026-02-05"),
        ("2026-02-28T22:00:00+01:00", "2026-03-01"),
    ],
)
def test_before_and_after_midnight_is_one_night_named_by_its_morning(node: Ask, at: str, night: str) -> None:
    assert node("night", at=at) == night


def test_a_week_says_how_many_days_are_missing(node: Ask) -> None:
    before, this = node("shown", what="perWeek", all=DIARY, args=["2026-02-10", 2])
    assert before == {"from": "2026-02-02", "episodes": 3, "with": 2, "without": 1, "unwritten": 4}
    assert this == {"from": "2026-02-09", "episodes": 0, "with": 0, "without": 0, "unwritten": 2}


def test_places_are_counted_by_side(node: Ask) -> None:
    left, right = node("shown", what="perSite", all=DIARY)
    assert left == {"site": "site_calf", "side": "left", "episodes": 2}
    assert right == {"site": "site_calf", "side": "right", "episodes": 1}


def test_times_of_day_are_those_of_the_place_and_guesses_stand_apart(node: Ask) -> None:
    found = node("shown", what="timesOfDay", all=DIARY)
    assert {hour: count for hour, count in enumerate(found["hours"]) if count} == {3: 1, 4: 1}
    assert found["guessed"] == 1


def test_seconds_are_those_until_gone_alone(node: Ask) -> None:
    tries = [("gone", 40), ("gone", 90), ("same", 300), ("gone", None)]
    all = [
        episode(
            nth,
            "2026-02-03T03:10:00+01:00",
            tried=[{"remedy": "calf_stretch_wall", "outcome": outcome} | ({"seconds": seconds} if seconds else {})],
        )
        for nth, (outcome, seconds) in enumerate(tries)
    ]
    (found,) = node("shown", what="perRemedy", all=all)
    assert found["seconds"] == [40, 90]
    assert (found["tried"], found["outcomes"], found["median"]) == (4, {"gone": 3, "same": 1}, 40)


def test_what_was_done_is_counted_by_days_and_a_missed_day_costs_nothing(node: Ask) -> None:
    hours = ["02-01T08:00", "02-01T20:00", "02-04T08:00", "02-09T08:00"]
    all = [row(nth, "measure_done", {"remedy": "rest"}, at=f"2026-{hour}:00+01:00") for nth, hour in enumerate(hours)]
    found = node("shown", what="doneBetween", all=all, args=[{"from": "2026-02-01", "to": "2026-02-07"}])
    assert found == [{"remedy": "rest", "times": 3, "days": 2}]


def test_a_search_minds_neither_accents_nor_capitals_and_wants_every_word(node: Ask) -> None:
    assert [one["id"] for one in node("shown", what="search", all=DIARY, args=["creme LEGS"])] == [DIARY[5]["id"]]
    assert node("shown", what="search", all=DIARY, args=["creme arms"]) == []
    assert [one["at"][:10] for one in node("shown", what="search", all=DIARY, args=["calf"])] == [
        "2026-02-05",
        "2026-02-03",
        "2026-02-03",
    ]


def test_days_and_their_entries_come_newest_first(node: Ask) -> None:
    found = node("shown", what="byDay", all=DIARY)
    assert [one["day"] for one in found] == ["2026-02-06", "2026-02-05", "2026-02-04", "2026-02-03"]
    assert [one["at"][11:13] for one in found[-1]["entries"]] == ["23", "03"]


def test_the_profile_is_what_the_latest_change_of_each_answer_says(node: Ask) -> None:
    changes = [("2026-02-03", {"a": 1, "b": True}), ("2026-02-01", {"a": 2, "c": "x"}), ("2026-02-04", {"b": None})]
    all = [
        row(nth, "profile_change", {"facts": facts}, at=f"{day}T08:00:00Z") for nth, (day, facts) in enumerate(changes)
    ]
    assert node("shown", what="profile", all=all) == {"a": 1, "c": "x"}
