"""The calendar feed in a real browser: from the settings over the plan into what a calendar program reads."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any
from urllib.request import urlopen

from icalendar import Calendar

from knowledge.people import person
from server.test_server_browser import page, settings_of
from server.test_server_running import Start, cache, start
from uncramp.kb import Knowledge

__all__ = ["cache", "page", "start"]
GOLDEN = Path(__file__).parents[1] / "golden"
CHECKED = """async (facts) => {
  const base = document.querySelector('script[src*="js/start.js"]').src;
  const { keepEpisode, noteCheck } = await import(new URL('device/person.js', base));
  await keepEpisode(facts);
  await noteCheck({ level: 'self_care', where: 'check', knowledge: 'x' });
}"""
"""Keeps answers and a result as the check does, by its own modules."""


def read(address: str) -> dict[str, Any]:
    with urlopen(address) as answered:
        found = Calendar.from_ical(answered.read())
    return {str(one["UID"]).split(".")[0]: one for one in found.walk("VEVENT")}


def test_reminders_go_from_the_plan_into_the_feed(start: Start, page: Any, kb: Knowledge) -> None:
    facts = tomllib.loads((GOLDEN / "night_cramps_72_diuretic.toml").read_text(encoding="utf-8"))["facts"]
    app = start("--port", "0")
    settings_of(app, page)
    page.get_by_role("button", name="Make the address").click()
    address = page.locator("[data-address]").inner_text()
    assert address.startswith(f"http://127.0.0.1:{app.port}/app/calendar/")
    assert read(address) == {}
    page.evaluate(CHECKED, person(kb, facts).known)
    page.get_by_role("link", name="Plan").last.click()
    part = page.locator("[data-part=reminders]")
    part.get_by_text("follows uncramp").wait_for()
    part.get_by_label("Stretches just before bed").check()
    part.get_by_role("button", name="Send them to my calendar").click()
    part.get_by_text("Sent.").wait_for()
    found = read(address)
    assert set(found) == {"stretch_before_bed-1", "stretch_before_bed-review"}
    assert found["stretch_before_bed-1"]["SUMMARY"] == "Stretches just before bed"
    part.get_by_label("Hide what it is").check()
    part.get_by_role("button", name="Send them to my calendar").click()
    part.get_by_text("Sent.").wait_for()
    found = read(address)
    assert {str(one["SUMMARY"]) for one in found.values()} == {"Reminder from my plan"}
    assert {int(one["SEQUENCE"]) for one in found.values()} == {1}
    part.get_by_label("Stretches just before bed").uncheck()
    part.get_by_role("button", name="Send them to my calendar").click()
    part.get_by_text("Sent.").wait_for()
    assert read(address) == {}
    assert page.get_by_role("button", name="old reminders out").count() == 0


def fits(page: Any) -> None:
    from axe_playwright_python.sync_playwright import Axe

    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert [one["id"] for one in Axe().run(page).response["violations"]] == []


def test_the_pages_of_the_feed_fit_a_phone_and_a_screen_reader(start: Start, page: Any) -> None:
    settings_of(start("--port", "0"), page)
    page.get_by_role("button", name="Make the address").click()
    page.locator("[data-address]").wait_for()
    fits(page)
    page.locator("main a[href$='app/settings']").click()
    page.get_by_role("button", name="Switch it off").wait_for()
    fits(page)
