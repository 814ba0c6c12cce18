"""The calendar feed: a secret address, and behind it only what holds now."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient
from icalendar import Calendar

from server.conftest import HOME, PERSON, SAME, Clock, Serve, let_in, local
from uncramp.diary import load
from uncramp.diary.making import make, remove
from uncramp.diary.scope import Scope
from uncramp.exchange.ics import calendar
from uncramp.kb import Knowledge
from uncramp.reminding import Hours
from uncramp.server.feed import FEED, key_of
from uncramp.server.sessions import hashed
from uncramp.trial_diary import design_body
from uncramp.trials.design import protocol

PLAN = "7c9e6679-7425-40de-944b-e07fc1f90ae7"
STRETCH, TWICE = "stretch_before_bed", "calf_stretch_wall"
TITLE = "Stretches just before bed"


def reminder(remedy: str = STRETCH, part: str = "1", **more: Any) -> dict[str, Any]:
    usual = {"title": TITLE, "text": "Both sides.\n\nStop if it hurts.", "day": "2026-11-18", "time": "21:30"}
    rule = "FREQ=DAILY;UNTIL=20261230T213000"
    return {"uid": f"{remedy}-{part}.{PLAN}@uncramp", **usual, "minutes": 5, "rule": rule, **more}


def taken(*reminders: dict[str, Any], **more: Any) -> dict[str, Any]:
    usual = {"person": PERSON, "sequence": 2, "changed": "2026-11-18T12:00:00.000Z", "bedtime": "21:30"}
    return {**usual, "quiet": ["22:00", "07:00"], "reminders": list(reminders or [reminder()]), **more}


def switched_on(browser: TestClient, path: str = "/app/settings/feed") -> str:
    """The address of the feed, as the page shows it once."""
    shown = re.search(r"data-address>([^<]+)<", browser.post(path).text)
    assert shown
    return shown[1]


def read(client: TestClient, address: str) -> Calendar:
    answer = client.get(address.removeprefix(HOME))
    assert answer.status_code == 200, answer.text
    return Calendar.from_ical(answer.content)


def events(client: TestClient, address: str) -> dict[str, Any]:
    return {str(one["UID"]): one for one in read(client, address).walk("VEVENT")}


def alarms(event: Any) -> int:
    return len(event.walk("VALARM"))


def write(client: TestClient, kind: str, at: str | None = None, **body: Any) -> None:
    here = local(client)
    chance = (here.store.count() + 1).to_bytes(10, "big")
    here.store.append([make(load(), person=PERSON, kind=kind, body=body, at=at, now=here.now(), chance=chance)])


def checked(client: TestClient, level: str, where: str = "check") -> None:
    write(client, "check_done", level=level, where=where, knowledge="test")


@pytest.fixture
def told(browser: TestClient) -> str:
    """The address of a feed to which somebody has sent one reminder of their plan."""
    address = switched_on(browser)
    write(browser, "note", text="the first entry makes it somebody's diary")
    assert browser.post("/api/v1/reminders", json=taken()).json() == {"on": True}
    return address


# ---- the secret


def test_there_is_no_feed_until_somebody_wants_one(browser: TestClient, serve: Serve) -> None:
    assert "follow your plan" in browser.get("/app/settings").text
    for secret in ("", "x", "None", "null", "%00", "../settings", "x" * 5000):
        assert serve().get(f"/app/calendar/{secret}.ics").status_code == 404
    write(browser, "note", text="something")
    assert browser.post("/api/v1/reminders", json=taken()).json() == {"on": False}
    assert local(browser).store.kept(key_of(PERSON)) is None, "nothing is kept for a feed that is not there"


def test_a_program_without_a_cookie_reads_it_by_its_address_alone(told: str, serve: Serve) -> None:
    program = serve()
    answer = program.get(told.removeprefix(HOME))
    assert answer.headers["content-type"].startswith("text/calendar")
    assert answer.headers["cache-control"] == "no-store"
    assert "set-cookie" not in answer.headers
    assert [one["SUMMARY"] for one in events(program, told).values()] == [TITLE]
    assert program.get("/app/settings").status_code == 401, "the address opens nothing else"
    for method in ("POST", "PUT", "DELETE", "PATCH"):
        assert program.request(method, told.removeprefix(HOME)).status_code == 405


def test_a_wrong_secret_is_like_an_address_that_is_not_there(told: str, stranger: TestClient) -> None:
    secret = told.rsplit("/", 1)[1].removesuffix(".ics")
    assert len(secret) >= 43
    wrong = ["", "x", secret[:-1], secret + "x", secret.swapcase(), hashed(secret), "%F0%9F", "x" * 5000]
    answers = [stranger.get(f"/app/calendar/{one}.ics") for one in wrong]
    assert {one.status_code for one in answers} == {404}
    assert answers[1].json() == stranger.get("/app/nothing").json() | {"error": "there is nothing here"}


def test_the_secret_is_shown_once_and_only_its_hash_is_kept(told: str, browser: TestClient) -> None:
    secret = told.rsplit("/", 1)[1].removesuffix(".ics")
    assert local(browser).store.kept(FEED) == hashed(secret)
    assert secret not in browser.get("/app/settings").text
    file = local(browser).place.file
    assert file
    kept = [one.read_bytes() for one in file.parent.iterdir() if one.is_file()]
    assert not any(secret.encode() in one for one in kept)


def test_a_new_address_ends_the_old_one_and_keeps_what_was_sent(told: str, browser: TestClient, serve: Serve) -> None:
    anew = switched_on(browser)
    assert serve().get(told.removeprefix(HOME)).status_code == 404
    assert len(events(serve(), anew)) == 1


def test_switched_off_it_is_gone_with_all_that_was_kept_for_it(told: str, browser: TestClient, serve: Serve) -> None:
    assert browser.post("/app/settings/feed/off").headers["location"] == "/app/settings#calendar"
    assert serve().get(told.removeprefix(HOME)).status_code == 404
    assert local(browser).store.kept(key_of(PERSON)) is None
    anew = switched_on(browser)
    assert events(serve(), anew) == {}


def test_only_the_browser_that_was_let_in_makes_or_ends_an_address(told: str, serve: Serve) -> None:
    stranger = serve()
    for path in ("/app/settings/feed", "/app/settings/feed/off"):
        assert stranger.post(path, headers=SAME).status_code == 401
    assert stranger.post("/api/v1/reminders", json=taken(), headers=SAME).status_code == 401
    assert stranger.get("/api/v1/reminders").status_code == 401
    assert len(events(stranger, told)) == 1


@pytest.mark.parametrize("path", ["/app/settings/feed", "/app/settings/feed/off"])
def test_a_page_of_another_site_makes_no_address(told: str, browser: TestClient, path: str) -> None:
    evil = {"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"}
    assert browser.post(path, headers=evil).status_code == 403
    assert len(events(browser, told)) == 1


@pytest.mark.parametrize("host", ["evil.example", "evil.example:8627", "127.0.0.1.evil.example:8627", "127.0.0.1"])
def test_a_name_that_points_at_this_machine_gets_no_feed_whoever_knows_the_address(
    told: str, stranger: TestClient, host: str
) -> None:
    answer = stranger.get(told.removeprefix(HOME), headers={"Host": host})
    assert answer.status_code == 421
    assert b"VCALENDAR" not in answer.content


@pytest.mark.parametrize(
    "said", [{"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors"}]
)
def test_another_page_that_knows_the_address_cannot_read_it(
    told: str, stranger: TestClient, said: dict[str, str]
) -> None:
    answer = stranger.get(told.removeprefix(HOME), headers=said)
    assert answer.status_code == 403
    assert "access-control-allow-origin" not in answer.headers


def test_behind_https_the_address_has_the_name_that_readers_type(serve: Serve) -> None:
    client = serve(base="https://diary.example.org", hosts=["diary.example.org"])
    let_in(client)
    client.headers["Origin"] = "https://diary.example.org"
    assert switched_on(client, "/es/app/settings/feed").startswith("https://diary.example.org/es/app/calendar/")


# ---- what stands in it


def test_a_reminder_is_the_one_of_the_file(told: str, stranger: TestClient) -> None:
    (event,) = events(stranger, told).values()
    assert event["UID"] == f"{STRETCH}-1.{PLAN}@uncramp"
    assert (int(event["SEQUENCE"]), event["STATUS"], event["CLASS"]) == (2, "CONFIRMED", "PRIVATE")
    assert event["DTSTART"].dt == datetime(2026, 11, 18, 21, 30), "at this hour wherever somebody is"
    assert event["DURATION"].dt == timedelta(minutes=5)
    assert event["RRULE"]["UNTIL"] == [datetime(2026, 12, 30, 21, 30)]
    assert event["DESCRIPTION"] == "Both sides.\n\nStop if it hurts."
    assert (alarms(event), "EXDATE" in event) == (1, False)


def test_the_feed_says_the_same_until_something_changes(told: str, stranger: TestClient, clock: Clock) -> None:
    path = told.removeprefix(HOME)
    first = stranger.get(path).content
    clock.wait(hours=5)
    assert stranger.get(path).content == first


def test_what_others_may_not_see_stays_hidden(told: str, browser: TestClient) -> None:
    hidden = reminder(title="Reminder from my plan", text="")
    browser.post("/api/v1/reminders", json=taken(hidden))
    (event,) = events(browser, told).values()
    assert (event["SUMMARY"], "DESCRIPTION" in event) == ("Reminder from my plan", False)


def test_words_cannot_end_their_line(told: str, browser: TestClient) -> None:
    title = "a;b,c\\\r\nEND:VEVENT\u2028BEGIN:VALARM\x00 \U0001f9b5" + "é" * 80
    assert browser.post("/api/v1/reminders", json=taken(reminder(title=title))).status_code == 200
    (event,) = events(browser, told).values()
    assert event["SUMMARY"] == "a;b,c\\\nEND:VEVENT\nBEGIN:VALARM  \U0001f9b5" + "é" * 80
    lines = browser.get(told.removeprefix(HOME)).content.split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert [one for one in lines if b"\n" in one or b"\r" in one] == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"uid": "x@elsewhere"}, {"day": "2026-02-31"}, {"time": "25:00"}, {"minutes": 0}, {"rule": "FREQ=SECONDLY"},
        {"rule": "FREQ=DAILY;UNTIL=20261230\r\nATTACH:x"}, {"day": "2026-11-18\n"}, {"more": 1}, {"title": ""},
    ],
)  # fmt: skip
def test_what_is_no_reminder_is_not_taken(told: str, browser: TestClient, wrong: dict[str, Any]) -> None:
    assert browser.post("/api/v1/reminders", json=taken(reminder(**wrong))).status_code == 422
    assert [one["SUMMARY"] for one in events(browser, told).values()] == [TITLE]


# ---- done


def test_what_was_done_today_does_not_ring_today(told: str, browser: TestClient, clock: Clock) -> None:
    write(browser, "measure_done", remedy=STRETCH)
    (event,) = events(browser, told).values()
    assert [one.dt for one in event["EXDATE"].dts] == [datetime(2026, 11, 20, 21, 30)]
    assert int(event["SEQUENCE"]) == 2
    assert event["DTSTAMP"].dt == clock.now.replace(microsecond=0), "a program sees that it is another one now"


def test_what_was_done_and_taken_back_rings_again(told: str, browser: TestClient) -> None:
    write(browser, "measure_done", remedy=STRETCH)
    here = local(browser)
    done = next(one for one in here.store.entries() if one.kind == "measure_done")
    here.store.append([remove(load(), done, now=here.now(), chance=b"0123456789")])
    assert all("EXDATE" not in one for one in events(browser, told).values())


def test_of_two_a_day_the_one_that_is_left_rings(told: str, browser: TestClient) -> None:
    hours = {"1": "16:00", "2": "10:00"}
    both = [reminder(TWICE, part, time=time) for part, time in hours.items()]
    other = reminder(STRETCH)
    browser.post("/api/v1/reminders", json=taken(*both, other))

    def silent() -> list[str]:
        found = [one["EXDATE"].dts for one in events(browser, told).values() if "EXDATE" in one]
        return sorted(f"{dt.dt:%d %H:%M}" for dts in found for dt in dts)

    write(browser, "measure_done", remedy=TWICE)
    assert silent() == ["20 10:00"]
    write(browser, "measure_done", remedy=TWICE)
    assert silent() == ["20 10:00", "20 16:00"]


def test_a_day_to_look_back_is_not_done_by_doing_it(told: str, browser: TestClient) -> None:
    look = reminder(part="review", time=None, minutes=None, rule=None, day="2026-12-30")
    diary = reminder(part="diary", minutes=None, text="")
    browser.post("/api/v1/reminders", json=taken(reminder(), look, diary))
    write(browser, "measure_done", remedy=STRETCH)
    found = events(browser, told)
    assert [uid.split(".")[0] for uid, one in found.items() if "EXDATE" in one] == [f"{STRETCH}-1"]
    whole = found[f"{STRETCH}-review.{PLAN}@uncramp"]
    assert (whole["DTSTART"].dt, alarms(whole)) == (date(2026, 12, 30), 0)


# ---- quiet hours


@pytest.mark.parametrize(
    ("quiet", "time", "rings"),
    [
        (("22:00", "07:00"), "21:59", True), (("22:00", "07:00"), "22:00", False), (("22:00", "07:00"), "00:00", False),
        (("22:00", "07:00"), "06:59", False), (("22:00", "07:00"), "07:00", True), (("01:00", "05:00"), "23:00", True),
        (("01:00", "05:00"), "04:59", False), (("12:00", "12:00"), "12:00", True),
    ],
)  # fmt: skip
def test_in_quiet_hours_a_reminder_stands_there_and_does_not_ring(
    told: str, browser: TestClient, quiet: tuple[str, str], time: str, rings: bool
) -> None:
    browser.post("/api/v1/reminders", json=taken(reminder(time=time), quiet=list(quiet)))
    (event,) = events(browser, told).values()
    assert f"{event['DTSTART'].dt:%H:%M}" == time
    assert alarms(event) == rings
    assert Hours("21:30", quiet).silent(time) is not rings


# ---- help first


@pytest.mark.parametrize("level", ["urgent", "emergency"])
@pytest.mark.parametrize("where", ["check", "quick", "session"])
def test_nothing_of_a_plan_is_shown_after_a_check_that_said_help_comes_first(
    told: str, browser: TestClient, level: str, where: str
) -> None:
    checked(browser, "self_care")
    checked(browser, level, where)
    (event,) = events(browser, told).values()
    assert event["SUMMARY"] == "uncramp: no reminders now. Please open uncramp."
    assert (event["DTSTART"].dt, alarms(event), "DESCRIPTION" in event) == (date(2026, 11, 20), 0, False)


def test_a_few_danger_lines_do_not_bring_the_plan_back(told: str, browser: TestClient, clock: Clock) -> None:
    checked(browser, "urgent")
    clock.wait(days=1)
    checked(browser, "self_care", "quick")
    browser.post("/api/v1/reminders", json=taken())
    assert list(events(browser, told)) == ["paused@uncramp"]


def test_a_whole_check_and_the_plan_taken_anew_bring_it_back(told: str, browser: TestClient, clock: Clock) -> None:
    checked(browser, "urgent")
    clock.wait(days=1)
    checked(browser, "self_care")
    assert list(events(browser, told)) == ["paused@uncramp"], "that plan is from before"
    browser.post("/api/v1/reminders", json=taken())
    assert list(events(browser, told)) == [f"{STRETCH}-1.{PLAN}@uncramp"]


@pytest.mark.parametrize(
    ("remedy", "fact"),
    [("warm_bath", "cond_pad"), ("warm_bath", "med_opioid"), ("massage_roller_ball", "med_warfarin")],
)
def test_what_the_profile_speaks_against_by_now_or_must_be_asked_about_is_left_out(
    told: str, browser: TestClient, remedy: str, fact: str
) -> None:
    browser.post("/api/v1/reminders", json=taken(reminder(remedy), reminder(remedy, "review"), reminder()))

    def shown() -> set[str]:
        return {uid.partition("-")[0] for uid in events(browser, told)}

    assert shown() == {remedy, STRETCH}
    write(browser, "profile_change", facts={fact: True})
    assert shown() == {STRETCH}


def test_what_the_knowledge_has_no_more_is_left_out(told: str, browser: TestClient) -> None:
    browser.post("/api/v1/reminders", json=taken(reminder("no_more"), reminder()))
    assert [uid.partition("-")[0] for uid in events(browser, told)] == [STRETCH]


# ---- a trial


def trial(client: TestClient, kb: Knowledge) -> str:
    made = protocol(kb, kb.remedies[STRETCH], None, seed=3, pairs=3)
    write(client, "trial_design", **design_body(made, "2026-11-22"))
    return next(one.id for one in local(client).store.entries(Scope(PERSON)) if one.kind == "trial_design")


def test_a_trial_that_runs_reminds_each_evening_and_names_nothing(
    told: str, browser: TestClient, kb: Knowledge
) -> None:
    id = trial(browser, kb)
    event = events(browser, told)[f"trial-{id}@uncramp"]
    assert event["SUMMARY"] == "uncramp: look at tonight"
    assert event["DTSTART"].dt == datetime(2026, 11, 21, 21, 30)
    assert (event["RRULE"]["FREQ"], alarms(event), int(event["SEQUENCE"])) == (["DAILY"], 1, 0)
    browser.post("/api/v1/reminders", json=taken(bedtime="23:15"))
    event = events(browser, told)[f"trial-{id}@uncramp"]
    assert (f"{event['DTSTART'].dt:%H:%M}", alarms(event)) == ("23:15", 0)


def test_a_trial_reminds_of_nothing_after_its_end_nor_when_it_is_not_safe(
    told: str, browser: TestClient, kb: Knowledge
) -> None:
    id = trial(browser, kb)
    write(browser, "profile_change", facts={"pregnancy_status": "pregnant"})
    assert f"trial-{id}@uncramp" not in events(browser, told)
    write(browser, "profile_change", facts={"pregnancy_status": "not_applicable"})
    assert f"trial-{id}@uncramp" in events(browser, told)
    write(browser, "trial_end", trial=id, why="own_wish")
    assert f"trial-{id}@uncramp" not in events(browser, told)


def test_who_is_forgotten_takes_their_reminders_along(told: str, browser: TestClient, clock: Clock) -> None:
    local(browser).store.forget(Scope(PERSON), clock.now)
    assert local(browser).store.kept(key_of(PERSON)) is None
    assert events(browser, told) == {}


def test_a_calendar_of_nothing_is_one(kb: Knowledge) -> None:
    assert Calendar.from_ical(calendar("uncramp plan", []))["X-WR-CALNAME"] == "uncramp plan"
