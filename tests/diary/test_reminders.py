"""The plan's reminders as a calendar file: the days of the plan and no others, in a form that calendars take."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given
from hypothesis import strategies as st

from diary.conftest import Ask
from diary.strategies import KINDS, PERSONS, agreeing
from knowledge.people import person
from uncramp import schedule
from uncramp.diary import to_json
from uncramp.diary.making import make
from uncramp.exchange.ics import calendar
from uncramp.kb import Knowledge
from uncramp.plan import plan
from uncramp.reminding import Hours, Reminder, paused
from uncramp.triage import triage

TODAY = date(2026, 2, 27)
HOURS = {part: list(hours) for part, hours in KINDS.reminders.items()}
HOW: dict[str, Any] = {
    "name": "Plan",
    "titles": {},
    "diaryTitle": "Diary",
    "hours": HOURS,
    "asked": [],
    "plan": "7c9e6679",
    "sequence": 3,
    "changed": "2026-02-27T12:00:00.000Z",
}
SIMPLE = {
    "remedy": "calf_stretch_wall",
    "start": "2026-02-27",
    "end": "2026-04-10",
    "review_on": "2026-04-10",
    "after_asking": False,
    "diary_until": None,
    "at": "bedtime",
    "times": 1,
    "per": "day",
    "minutes": 5,
    "weeks": [{"from": "2026-02-27", "days": [f"2026-{day}" for day in ("02-27", "02-28", "03-01", "03-02")]}],
    "says": "Stretch; then rest, both sides.",
    "stop_if": "Stop if it hurts.",
}
GOLDEN = sorted((Path(__file__).parents[1] / "golden").glob("*.toml"))


def unfolded(text: str) -> list[str]:
    assert text.endswith("\r\n")
    assert "\n" not in text.replace("\r\n", "")
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    return re.sub("\r\n[ \t]", "", text).split("\r\n")[:-1]


def events(text: str) -> list[dict[str, str]]:
    """Each event of a calendar by the name of its lines, parameters and all; `ALARM.` before those of an alarm."""
    lines = unfolded(text)
    assert lines[0] == "BEGIN:VCALENDAR"
    assert lines[-1] == "END:VCALENDAR"
    found: list[dict[str, str]] = []
    inside: list[str] = []
    for line in lines:
        name, _, value = line.partition(":")
        if name == "BEGIN":
            inside.append(value)
            found += [{}] if value == "VEVENT" else []
        elif name == "END":
            assert inside.pop() == value
        elif "VEVENT" in inside:
            key = f"ALARM.{name}" if inside[-1] == "VALARM" else name
            assert key not in found[-1], f"{key} stands there twice"
            found[-1][key] = value
    assert not inside
    return found


def said(text: str) -> str:
    """A text of a calendar as people see it."""
    return re.sub(r"\\(.)", lambda found: "\n" if found[1] == "n" else found[1], text)


def days(event: dict[str, str]) -> Iterator[date]:
    """The days of an event, by the rule as any calendar takes it."""
    begins = datetime.strptime(event["DTSTART"], "%Y%m%dT%H%M%S")
    for one in rrulestr(event["RRULE"], dtstart=begins):
        assert one.time() == begins.time()
        yield one.date()


def rows(kb: Knowledge, golden: Path) -> list[dict[str, Any]]:
    """The dates of the plan of one of the golden people."""
    answers, texts = person(kb, tomllib.loads(golden.read_text(encoding="utf-8"))["facts"]), kb.texts()
    made = plan(kb, answers, triage(kb, answers), today=TODAY)
    courses = schedule.schedule(kb, answers, made.prevention, today=TODAY)
    return schedule.rows(courses, made.prevention, texts)


def how(**more: Any) -> dict[str, Any]:
    return HOW | more


def test_the_golden_people_have_reminders_of_many_kinds(kb: Knowledge) -> None:
    dated = [row for golden in GOLDEN for row in rows(kb, golden) if "start" in row]
    assert {row["per"] for row in dated} == {"day", "week"}
    assert len({row["remedy"] for row in dated}) > 10
    assert any(row["diary_until"] for row in dated)


@pytest.mark.parametrize("golden", GOLDEN, ids=lambda file: file.stem)
def test_the_reminders_of_a_plan_come_on_the_days_of_the_plan(node: Ask, kb: Knowledge, golden: Path) -> None:
    found = rows(kb, golden)
    dated = {one["remedy"]: one for one in found if "start" in one}
    everybody = how(asked=list(dated))
    made = node("reminders", rows=found, how=everybody)
    left_out = {one["remedy"] for one in made["leftOut"]}
    by_uid = {one["UID"]: one for one in events(node("calendar", rows=found, how=everybody))}
    assert len(by_uid) == len(made["reminders"])
    for remedy, row in dated.items():
        if remedy in left_out:
            continue
        of_row = [one for uid, one in by_uid.items() if re.match(rf"{remedy}-\d+\.", uid)]
        wanted = 1 if row["per"] == "week" else (row["times"] or 1)
        assert 1 <= len(of_row) <= wanted
        for one in of_row:
            on = list(days(one))
            first = [date.fromisoformat(day) for week in row["weeks"] for day in week.get("days", [])]
            told_until = date.fromisoformat(row["weeks"][0]["from"]) + timedelta(days=7 * min(2, len(row["weeks"])))
            assert [day for day in on if day < told_until] == first, remedy
            last = (
                date.fromisoformat(row["end"]) - timedelta(days=1)
                if row["end"]
                else date.fromisoformat(row["review_on"])
            )
            assert max(on) <= last
            assert min(on) >= date.fromisoformat(row["start"])


def test_what_has_no_hour_of_its_own_is_left_out_and_named(node: Ask) -> None:
    odd = [
        SIMPLE | {"remedy": "breaks", "every_minutes": 45},
        SIMPLE | {"remedy": "after_sport", "at": "sport"},
        {"remedy": "salt", "no_dates": "Ask first."},
    ]
    found = node("reminders", rows=odd, how=HOW)
    assert found["reminders"] == []
    assert [(one["remedy"], one["why"]) for one in found["leftOut"]] == [
        ("breaks", "no_hour"),
        ("after_sport", "no_hour"),
        ("salt", "no_dates"),
    ]


def test_what_must_be_asked_about_gets_no_reminder_before_somebody_was_asked(node: Ask) -> None:
    row = SIMPLE | {"after_asking": True}
    assert node("reminders", rows=[row], how=HOW)["leftOut"] == [{"remedy": row["remedy"], "why": "ask_first"}]
    assert node("reminders", rows=[row], how=how(asked=[row["remedy"]]))["reminders"]


def test_a_reminder_has_all_that_a_calendar_needs(node: Ask) -> None:
    text = node("calendar", rows=[SIMPLE], how=how(titles={"calf_stretch_wall": "Stretch"}))
    stretch, again = events(text)
    assert "METHOD:PUBLISH" in unfolded(text)
    assert stretch["UID"] == "calf_stretch_wall-1.7c9e6679@uncramp"
    assert (stretch["SEQUENCE"], stretch["STATUS"], stretch["DTSTAMP"]) == ("3", "CONFIRMED", "20260227T120000Z")
    assert stretch["DTSTART"] == "20260227T213000", "local time wherever the traveller is: neither Z nor TZID"
    assert stretch["RRULE"] == "FREQ=DAILY;UNTIL=20260409T213000"
    assert (stretch["ALARM.ACTION"], stretch["ALARM.TRIGGER"]) == ("DISPLAY", "PT0S")
    assert said(stretch["DESCRIPTION"]) == "Stretch; then rest, both sides.\n\nStop if it hurts."
    assert again["DTSTART;VALUE=DATE"] == "20260410"
    assert said(again["SUMMARY"]) == "Look again: Stretch"


def test_the_diary_that_comes_first_has_a_reminder_of_its_own(node: Ask) -> None:
    row = SIMPLE | {"diary_until": "2026-03-01", "weeks": [{"from": "2026-03-02", "days": ["2026-03-02"]}]}
    diary, stretch, _ = events(node("calendar", rows=[row], how=HOW))
    assert list(days(diary)) == [date(2026, 2, 27), date(2026, 2, 28), date(2026, 3, 1)]
    assert min(days(stretch)) == date(2026, 3, 2)


def test_a_remedy_several_times_a_day_has_as_many_reminders_at_different_hours(node: Ask) -> None:
    found = events(node("calendar", rows=[SIMPLE | {"at": "meals", "times": 3}], how=HOW))
    assert [one["DTSTART"][-6:] for one in found if "RRULE" in one] == ["080000", "123000", "183000"]


@pytest.mark.parametrize(
    ("limit", "hour"),
    [
        ({"finish_before_bed_minutes": 60}, "202500"),
        ({"finish_by_hour": 20}, "195500"),
        ({"finish_by_hour": 20, "finish_before_bed_minutes": 120}, "192500"),
    ],
)
def test_a_reminder_leaves_time_to_finish_before_bed(node: Ask, limit: dict[str, int], hour: str) -> None:
    (found, _) = events(node("calendar", rows=[SIMPLE | limit], how=HOW))
    assert found["DTSTART"] == f"20260227T{hour}"


def test_the_same_plan_made_again_has_the_same_reminders(node: Ask) -> None:
    later = how(sequence=4, changed="2026-03-05T12:00:00.000Z")
    first, second = (events(node("calendar", rows=[SIMPLE], how=one)) for one in (HOW, later))
    assert [one["UID"] for one in first] == [one["UID"] for one in second]
    assert [one["SEQUENCE"] for one in second] == ["4", "4"]


def test_what_is_no_longer_of_the_plan_is_taken_back_and_nothing_else(node: Ask) -> None:
    other = SIMPLE | {"remedy": "heat_pack"}
    before = node("reminders", rows=[SIMPLE, other], how=HOW)["reminders"]
    now = node("reminders", rows=[other], how=HOW)["reminders"]
    text = node("cancellation", before=before, now=now, how=how(sequence=4))
    assert "METHOD:CANCEL" in unfolded(text)
    found = events(text)
    assert {one["UID"] for one in found} == {one["uid"] for one in before if one["uid"].startswith("calf_stretch_wall")}
    assert {(one["STATUS"], one["SEQUENCE"]) for one in found} == {("CANCELLED", "4")}
    assert not any(name.startswith("ALARM") for one in found for name in one)


@agreeing
@given(
    text=st.text(st.one_of(st.characters(exclude_categories=["Cs", "Cc"]), st.sampled_from("\\;,:\n😀é")), min_size=1)
)
def test_any_text_comes_through_a_calendar_unchanged(node: Ask, text: str) -> None:
    row = SIMPLE | {"says": text, "stop_if": ""}
    (found, _) = events(node("calendar", rows=[row], how=how(titles={"calf_stretch_wall": text})))
    assert said(found["DESCRIPTION"]) == said(found["SUMMARY"]) == text


# ---- hours of one's own


def test_an_hour_that_somebody_set_is_the_hour_of_the_reminder(node: Ask) -> None:
    hours = node("hours", rows=[SIMPLE], hours=HOURS, changed={"bedtime": ["20:15"]})
    assert hours["used"] == {"bedtime": 1}
    assert hours["now"] == HOURS | {"bedtime": ["20:15"]}
    found = node("reminders", rows=[SIMPLE], how=HOW | {"hours": hours["now"]})["reminders"]
    assert [one["time"] for one in found if one["uid"].startswith("calf_stretch_wall-1.")] == ["20:15"]


@pytest.mark.parametrize("changed", [None, 7, {"bedtime": "late"}, {"bedtime": ["25:00"]}, {"nowhere": ["20:00"]}])
def test_what_is_no_hour_leaves_the_hours_as_they_were(node: Ask, changed: Any) -> None:
    assert node("hours", rows=[], hours=HOURS, changed=changed)["now"] == HOURS


# ---- quiet hours


HOUR = st.times().map(lambda time: f"{time:%H:%M}")


@agreeing
@given(quiet=st.tuples(HOUR, HOUR), time=HOUR)
def test_the_phone_and_the_feed_are_quiet_in_the_same_hours(node: Ask, quiet: tuple[str, str], time: str) -> None:
    assert node("quiet", hours=quiet, time=time) == Hours("21:30", quiet).silent(time)


@pytest.mark.parametrize(("quiet", "rings"), [(["21:00", "07:00"], False), (["22:00", "07:00"], True)])
def test_a_reminder_in_quiet_hours_keeps_its_hour_and_has_no_alarm(node: Ask, quiet: list[str], rings: bool) -> None:
    stretch, _ = events(node("calendar", rows=[SIMPLE], how=how(hours=HOURS | {"quiet": quiet})))
    assert stretch["DTSTART"] == "20260227T213000"
    assert ("ALARM.ACTION" in stretch) is rings


# ---- the feed of the local app


@pytest.mark.parametrize("golden", GOLDEN, ids=lambda file: file.stem)
def test_the_feed_has_what_the_file_has_to_the_letter(node: Ask, kb: Knowledge, golden: Path) -> None:
    found = rows(kb, golden)
    everybody = how(asked=[one["remedy"] for one in found], hours=HOURS | {"quiet": ["19:00", "20:00"]})
    file = unfolded(node("calendar", rows=found, how=everybody))
    changed, quiet = datetime.fromisoformat(everybody["changed"]), Hours("21:30", ("19:00", "20:00"))
    handed = [
        one | {"silent": quiet.silent(one["time"])} for one in node("reminders", rows=found, how=everybody)["reminders"]
    ]
    made = [Reminder(**one, sequence=everybody["sequence"], changed=changed) for one in handed]
    feed = unfolded(calendar(everybody["name"], made))
    assert [line for line in feed if not line.startswith(("REFRESH-INTERVAL", "X-PUBLISHED-TTL"))] == file


CHECK = st.tuples(
    st.sampled_from(["self_care", "routine", "urgent", "emergency"]),
    st.sampled_from(["check", "quick", "session"]),
    st.integers(0, 9),
)


@agreeing
@given(checks=st.lists(CHECK, max_size=6))
def test_the_phone_and_the_feed_pause_after_the_same_checks(
    node: Ask, kb: Knowledge, checks: list[tuple[str, str, int]]
) -> None:
    begin = datetime(2026, 2, 27, 12, tzinfo=UTC)
    entries = [
        make(
            KINDS, person=PERSONS[0], kind="check_done", body={"level": level, "where": where, "knowledge": "x"},
            now=begin + timedelta(hours=hour, seconds=nth), chance=nth.to_bytes(10, "big"),
        )
        for nth, (level, where, hour) in enumerate(checks)
    ]  # fmt: skip
    phone = node("helpFirst", all=[to_json(one) for one in entries])
    assert phone == paused(kb, entries, PERSONS[0], None)
