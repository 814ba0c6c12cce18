"""The diary in a real browser: written in two taps, changed and never overwritten."""

from __future__ import annotations

from typing import Any

import pytest
from diary_page import MORNING, Open, add, cramp, diary, do, entries, heading, news, tried

# ---- writing


def test_two_taps_write_a_cramp_down(open_phone: Open) -> None:
    page = diary(open_phone)
    page.get_by_role("button", name="Add a cramp").tap()
    page.get_by_role("button", name="Calf", exact=True).tap()
    assert "Written down: Calf, Fri 27 February, 08:30" in news(page)
    [entry] = entries(page)
    assert entry["at"].startswith("2026-02-27T08:30")
    assert entry["body"] == {"what": "painful_cramp", "site": "site_calf"}


def test_the_last_place_takes_one_tap(open_phone: Open) -> None:
    page = diary(open_phone, [cramp("02-20T03:10", side="left")])
    page.get_by_role("button", name="Calf, left: just now").tap()
    assert "Calf, left" in news(page)
    assert [one["body"]["side"] for one in entries(page, "episode")] == ["left", "left"]


def test_several_a_day_are_several_entries(open_phone: Open) -> None:
    page = diary(open_phone)
    add(page, "site_calf")
    page.clock.fast_forward(60_000)
    do(page, "again")
    page.locator("[data-day='2026-02-27'][aria-label$='2 cramps']").wait_for()
    page.clock.fast_forward(60_000)
    add(page, "site_foot")
    assert len({one["id"] for one in entries(page, "episode")}) == 3
    assert page.locator("[data-day='2026-02-27']").get_attribute("aria-label") == "Fri 27 February, 3 cramps"


def test_a_second_tap_by_a_slip_of_the_thumb_writes_nothing(open_phone: Open) -> None:
    page = diary(open_phone, [cramp("02-20T03:10")])
    page.clock.pause_at("2026-02-27T09:00:00")
    do(page, "again")
    page.locator(".news .card").wait_for()
    do(page, "again")
    assert len(entries(page, "episode")) == 2


def test_the_side_is_one_more_tap(open_phone: Open) -> None:
    page = diary(open_phone)
    add(page, "site_calf")
    page.get_by_role("button", name="Left", exact=True).tap()
    page.get_by_text("Written down: Calf, left").wait_for()
    assert page.get_by_role("button", name="Calf, left: just now").is_visible()


@pytest.mark.parametrize(("time", "day"), [("03:00", "27"), ("23:30", "26")])
def test_last_night_is_the_last_time_the_clock_showed_it(open_phone: Open, time: str, day: str) -> None:
    page = diary(open_phone)
    do(page, "add")
    page.get_by_text("Last night", exact=True).click()
    page.get_by_label("Time", exact=True).fill(time)
    assert page.get_by_text(f"{day} February, {time}").is_visible()
    page.locator("[data-site=site_foot]").click()
    page.locator(".news .card").wait_for()
    [entry] = entries(page)
    assert entry["at"].startswith(f"2026-02-{day}T{time}")
    assert entry["body"]["time_guessed"] is True


def test_a_cramp_of_another_day_is_written_on_that_day(open_phone: Open) -> None:
    page = diary(open_phone)
    do(page, "add")
    page.get_by_text("Another day", exact=True).click()
    page.get_by_label("Day", exact=True).fill("2026-02-03")
    page.get_by_label("Time", exact=True).fill("14:20")
    page.get_by_label("The time is a guess").uncheck()
    page.locator("[data-site=site_foot]").click()
    page.locator(".news .card").wait_for()
    [entry] = entries(page)
    assert (entry["at"][:16], entry["body"]) == ("2026-02-03T14:20", {"what": "painful_cramp", "site": "site_foot"})


def test_a_time_to_come_is_not_written(open_phone: Open) -> None:
    page = diary(open_phone)
    do(page, "add")
    page.get_by_text("Another day", exact=True).click()
    page.get_by_label("Time", exact=True).fill("23:50")
    page.locator("[data-site=site_foot]").click()
    page.get_by_text("This time has not come yet").wait_for()
    assert entries(page) == []


def test_a_place_that_does_not_say_what_it_was_asks(open_phone: Open) -> None:
    page = diary(open_phone)
    do(page, "add")
    page.get_by_text("More places").click()
    page.locator("[data-site=site_eyelid]").click()
    assert heading(page) == "Eyelid: what was it like?"
    page.locator("[data-what=painless_twitch]").click()
    page.locator(".news .card").wait_for()
    assert entries(page)[0]["body"] == {"what": "painless_twitch", "site": "site_eyelid"}


def test_none_last_night_is_one_tap_and_then_no_longer_asked(open_phone: Open) -> None:
    page = diary(open_phone)
    page.get_by_role("button", name="None last night").tap()
    assert "No cramp in the night to Fri 27 February" in news(page)
    [entry] = entries(page)
    assert (entry["kind"], entry["body"]) == ("none_last_night", {"night": "2026-02-27"})
    assert page.get_by_role("button", name="None last night").count() == 0
    do(page, "undo")
    page.get_by_role("button", name="None last night").wait_for()


def test_after_a_cramp_at_night_nobody_is_asked_for_none(open_phone: Open) -> None:
    page = diary(open_phone, [cramp("02-26T23:30")])
    assert page.get_by_role("button", name="None last night").count() == 0


@pytest.mark.parametrize(
    ("kind", "fields", "body"),
    [
        (
            "sleep",
            {"How many hours did you sleep?": "7.5", "How often did you wake up?": "2"},
            {"night": "2026-02-27", "minutes": 450, "woken": 2},
        ),
        ("dose_taken", {"What did you take?": "one white pill"}, {"what": "one white pill"}),
        ("note", {"Your words": "Walked to the lake."}, {"text": "Walked to the lake."}),
    ],
)
def test_something_else_has_short_forms(open_phone: Open, kind: str, fields: dict[str, str], body: Any) -> None:
    page = diary(open_phone)
    do(page, "else")
    page.locator(f"[data-kind={kind}]").click()
    for label, value in fields.items():
        page.get_by_label(label).fill(value)
    page.get_by_role("button", name="Save").click()
    page.locator(".news .card").wait_for()
    [entry] = entries(page)
    assert (entry["kind"], entry["body"]) == (kind, body)


def test_a_form_says_what_is_missing_and_what_is_wrong(open_phone: Open) -> None:
    page = diary(open_phone)
    do(page, "else")
    page.locator("[data-kind=drinks]").click()
    page.get_by_role("button", name="Save").click()
    page.get_by_text("This is missing").wait_for()
    assert page.evaluate("document.activeElement.id") == "field-what"
    page.get_by_label("What did you drink?").select_option(label="Water")
    page.get_by_label("About how much").fill("a glass")
    page.get_by_role("button", name="Save").click()
    page.get_by_text("whole number from 1 to 5000").wait_for()
    assert entries(page) == []


# ---- changing


def test_a_change_is_a_correction_and_the_old_words_stay(open_phone: Open) -> None:
    page = diary(open_phone, [cramp("02-20T03:10", note="It was short.")])
    page.locator("[data-entry]").first.click()
    page.get_by_role("button", name="Change").click()
    page.get_by_label("Your own words").fill("It was long.")
    page.get_by_label("Time", exact=True).fill("04:20")
    page.get_by_role("button", name="Save").click()
    page.locator(".news .card").wait_for()
    first, correction = entries(page)
    assert correction["kind"] == "correction"
    assert correction["body"]["of"] == first["id"]
    assert first["body"]["note"] == "It was short."
    page.locator("[data-entry]").first.click()
    page.get_by_role("button", name="Delete").wait_for()
    assert "It was long." in page.locator("main .card").inner_text()
    page.get_by_text("How it was before").click()
    assert "It was short." in page.locator(".history").inner_text()


def test_a_change_keeps_what_was_measured(open_phone: Open) -> None:
    measured = {"relief_seconds": 95, **tried("calf_stretch_wall", "gone", 95)}
    page = diary(open_phone, [cramp("02-20T03:10", **measured)])
    page.locator("[data-entry]").first.click()
    page.get_by_role("button", name="Change").click()
    page.get_by_label("Which side?").select_option(label="Left")
    page.get_by_role("button", name="Save").click()
    page.locator(".news .card").wait_for()
    said = entries(page, "correction")[0]["body"]["body"]
    assert said == {"what": "painful_cramp", "site": "site_calf", "side": "left", **measured}


def test_deleting_takes_it_out_and_undo_brings_it_back(open_phone: Open) -> None:
    page = diary(open_phone, [cramp("02-20T03:10")])
    page.locator("[data-entry]").first.click()
    page.get_by_role("button", name="Delete").click()
    assert "Deleted: Calf" in news(page)
    assert page.locator("[data-entry]").count() == 0
    do(page, "undo")
    page.get_by_text("It is back").wait_for()
    assert page.locator("[data-entry]").count() == 1
    assert [one["kind"] for one in entries(page)] == ["episode", "deletion", "correction"]


def test_what_was_just_written_can_be_taken_back(open_phone: Open) -> None:
    page = diary(open_phone)
    add(page, "site_calf")
    do(page, "undo")
    page.get_by_text("Taken out: Calf").wait_for()
    assert page.locator("[data-state=cramp]").count() == 0


def test_search_finds_words_and_places(open_phone: Open) -> None:
    page = diary(open_phone, [cramp("02-20T03:10", note="After the lake"), cramp("02-21T03:10", "site_foot")])
    page.get_by_label("Search").fill("LAKE")
    page.get_by_text("Found: 1").wait_for()
    assert "Calf" in page.locator("[data-entry]").inner_text()
    page.get_by_label("Search").fill("toes")
    page.locator("[data-entry]", has_text="Foot").wait_for()
    assert page.locator("[data-entry]").count() == 1
    page.get_by_label("Search").fill("elephant")
    page.get_by_text("Nothing was found").wait_for()


# ---- several people


def test_a_childs_diary_stands_apart(open_phone: Open) -> None:
    page = diary(open_phone, [cramp("02-20T03:10")])
    page.locator("[data-people]").click()
    page.get_by_label("Name of the person").fill("Mia")
    page.get_by_role("button", name="Begin this diary").click()
    page.get_by_role("heading", name="Diary: Mia").wait_for()
    assert page.locator("[data-entry]").count() == 0
    add(page, "site_foot")
    assert len({one["person"] for one in entries(page)}) == 2
    page.locator("[data-people]").click()
    page.get_by_role("button", name="My own").click()
    page.get_by_role("heading", name="Diary", exact=True).wait_for()
    assert "Calf" in page.locator("[data-entry]").inner_text()


# ---- what was different


def test_what_was_different_is_written_down_once_for_each_thing_and_a_no_only_when_it_was_said(
    open_phone: Open,
) -> None:
    page = diary(open_phone)
    do(page, "else")
    page.locator("[data-kind=exposure]").click()
    page.get_by_label("Heat").check()
    page.get_by_label("New shoes").check()
    page.get_by_role("button", name="Save").click()
    assert "Written down for Fri 27 February: 2 answers." in str(page.locator(".news").inner_text())
    said = {one["body"]["what"]: one["body"]["present"] for one in entries(page, "exposure")}
    assert said == {"heat": True, "new_shoes": True}


def test_saying_that_nothing_else_was_so_writes_every_other_answer_as_a_no(open_phone: Open) -> None:
    page = diary(open_phone, [["exposure", {"what": "heat", "day": "2026-02-27", "present": True}, f"{MORNING}+00:00"]])
    do(page, "else")
    page.locator("[data-kind=exposure]").click()
    assert page.get_by_label("Heat").is_checked()
    page.get_by_label("Heat").uncheck()
    page.get_by_label("Stress").check()
    page.get_by_label("Nothing else on this list was so").check()
    page.get_by_role("button", name="Save").click()
    page.locator(".news .card").wait_for()
    gone = {one["body"]["of"] for one in entries(page, "deletion")}
    said = {one["body"]["what"]: one["body"]["present"] for one in entries(page, "exposure") if one["id"] not in gone}
    assert [what for what, present in said.items() if present] == ["stress"]
    assert len(said) == 22
    assert said["heat"] is False


def test_after_a_cramp_it_is_asked_what_was_different_on_that_day(open_phone: Open) -> None:
    page = diary(open_phone)
    add(page, "site_calf")
    do(page, "different")
    assert page.get_by_label("Which day?").input_value() == "2026-02-27"
