"""Reminders within the app: off until asked for, silent when it was done, in quiet hours, where help comes first."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from test_site_plan import ENTRIES, KEEP, KEPT, saved, told

from uncramp.facts import Answers
from uncramp.kb import Knowledge

MADE = datetime(2026, 2, 27, 12)
"""When the plan was made; its stretch before bed begins on the day after."""
EVENING = datetime(2026, 2, 28, 21, 35)
STRETCH = "stretch_before_bed"
WRITE = """async ([kind, body]) => {
  const base = document.querySelector('script[src*="js/start.js"]').src;
  const { openDiary } = await import(new URL('diary/store.js', base));
  const { write } = await import(new URL('device/entry.js', base));
  return write(await openDiary(), kind, body);
}"""
KEEP_HOURS = """async (some) => {
  const base = document.querySelector('script[src*="js/start.js"]').src;
  const { openDiary } = await import(new URL('diary/store.js', base));
  const { keepHours, readHours } = await import(new URL('device/hours.js', base));
  const diary = await openDiary();
  await keepHours(diary, { ...(await readHours(diary)), ...some });
}"""
PICK = """async (chosen) => {
  const base = document.querySelector('script[src*="js/start.js"]').src;
  const { openDiary } = await import(new URL('diary/store.js', base));
  const { nothing } = await import(new URL('reminding.js', base));
  await (await openDiary()).keep('reminders', { ...nothing(crypto.randomUUID()), chosen });
}"""
ON = "localStorage.setItem('uncramp.settings', JSON.stringify({ remind: true }))"
HIDE = """(hidden) => {
  Object.defineProperty(document, 'hidden', { value: hidden, configurable: true });
  document.dispatchEvent(new Event('visibilitychange'));
}"""
TOLD = """
window.told = []; window.gone = 0;
const shown = [];
const registration = {
  showNotification: async (title, options) => { window.told.push([title, options]); },
  getNotifications: async () => [{ close() { window.gone += 1; } }],
  addEventListener() {}, waiting: null, installing: null,
};
Object.defineProperty(navigator, 'serviceWorker', { configurable: true, value: {
  register: async () => registration, getRegistration: async () => registration,
  ready: new Promise(() => {}), controller: null, addEventListener() {},
} });
window.Notification = class { static permission = 'granted'; static requestPermission = async () => window.answer; };
window.answer = 'granted';
"""


def until(page: Any, holds: str) -> None:
    """Wait without the clock of the page, which stands, and without what its policy forbids."""
    for _ in range(100):
        if page.evaluate(holds):
            return
        page.wait_for_timeout(50)
    pytest.fail(f"never: {holds}")


def at_home(
    open_phone: Any, kb: Knowledge, now: datetime = EVENING, *, answers: Answers | None = None, on: bool = True,
    picked: Any = (STRETCH,), entries: Any = (), hours: Any = None, **options: Any,
) -> Any:  # fmt: skip
    """The home page of somebody whose plan asks for a stretch at 21:30, at that time."""
    page = open_phone("about.html", **options)
    page.clock.install(time=MADE)
    found = answers or told(kb, "night_cramps_72_diuretic")
    page.evaluate(KEEP, [{**found.known, **dict.fromkeys(found.unsure, "unsure")}, None])
    page.evaluate(PICK, list(picked))
    if on:
        page.evaluate(ON)
    page.clock.set_system_time(now)
    for entry in entries:
        page.evaluate(WRITE, entry)
    if hours:
        page.evaluate(KEEP_HOURS, hours)
    page.goto("")
    return page


def due(page: Any) -> list[str]:
    """What the page says is due, once it has looked."""
    page.wait_for_load_state("networkidle")
    if page.locator("[data-due]").count() == 0 and page.evaluate("localStorage.getItem('uncramp.settings')"):
        page.locator("[data-due]").wait_for(state="attached")
    page.wait_for_timeout(150)
    found: list[str] = page.locator("[data-due] [data-task]").evaluate_all("all => all.map(one => one.dataset.task)")
    return found


def sign(page: Any) -> bool:
    return bool(page.locator(".due-sign").is_visible())


# ---- what is due


def test_nothing_is_said_and_nothing_loaded_until_somebody_wants_it(open_phone: Any, kb: Knowledge) -> None:
    page = at_home(open_phone, kb, on=False)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.reload()
    page.wait_for_load_state("networkidle")
    page.clock.fast_forward(3000)
    assert page.locator("[data-due]").count() == 0
    assert not [url for url in asked if "due" in url or "knowledge" in url]


def test_what_is_due_stands_below_the_places_and_beside_them(open_phone: Any, kb: Knowledge, axe: Any) -> None:
    page = at_home(open_phone, kb, picked=[STRETCH, "daily_walk"])
    before = page.locator("#places").bounding_box()
    assert due(page) == [STRETCH, "daily_walk"]
    assert page.locator("#places").bounding_box() == before, "nothing moves under a thumb"
    assert page.locator("#places").bounding_box()["y"] < page.locator("[data-due]").bounding_box()["y"]
    box = page.locator(".due-sign").bounding_box()
    assert box["y"] + box["height"] < 844, "it can be seen without scrolling"
    assert axe(page) == []
    page.locator(".due-sign").tap()
    assert page.evaluate("document.activeElement.id") == "due"


@pytest.mark.parametrize(
    ("at", "wanted"),
    [
        ("2026-02-28T09:59", []), ("2026-02-28T10:00", ["daily_walk"]), ("2026-02-28T21:29", ["daily_walk"]),
        ("2026-02-28T21:30", [STRETCH, "daily_walk"]), ("2026-02-28T22:00", []), ("2026-03-01T03:10", []),
        ("2026-03-01T07:00", []), ("2026-02-27T23:30", []),
    ],
)  # fmt: skip
def test_it_is_due_from_its_hour_on_and_never_in_the_quiet_hours(
    open_phone: Any, kb: Knowledge, at: str, wanted: list[str]
) -> None:
    page = at_home(open_phone, kb, datetime.fromisoformat(at), picked=[STRETCH, "daily_walk"])
    assert due(page) == wanted
    assert sign(page) is bool(wanted)


def test_the_quiet_hours_are_those_that_the_person_set(open_phone: Any, kb: Knowledge) -> None:
    assert due(at_home(open_phone, kb, hours={"quiet": ["21:00", "07:00"]})) == []
    late = datetime(2026, 2, 28, 23, 20)
    assert due(at_home(open_phone, kb, late, hours={"quiet": ["23:30", "07:00"], "bedtime": ["23:15"]})) == [STRETCH]


def test_only_what_was_picked_is_said(open_phone: Any, kb: Knowledge) -> None:
    assert due(at_home(open_phone, kb, picked=[])) == []
    assert due(at_home(open_phone, kb, picked=["daily_walk", "no_more"])) == ["daily_walk"]


def test_what_was_done_today_is_not_said(open_phone: Any, kb: Knowledge) -> None:
    done = ["measure_done", {"remedy": STRETCH}]
    assert due(at_home(open_phone, kb, entries=[done], picked=[STRETCH, "daily_walk"])) == ["daily_walk"]


def test_of_several_a_day_only_what_is_still_open_is_said(open_phone: Any, kb: Knowledge) -> None:
    drunk = ["measure_done", {"remedy": "drink_to_thirst"}]
    noon = datetime(2026, 2, 28, 12, 40)
    assert due(at_home(open_phone, kb, noon, picked=["drink_to_thirst"], entries=[drunk])) == ["drink_to_thirst"]
    assert due(at_home(open_phone, kb, noon, picked=["drink_to_thirst"], entries=[drunk, drunk])) == []


def test_done_is_kept_in_the_diary_and_can_be_taken_back(open_phone: Any, kb: Knowledge) -> None:
    page = at_home(open_phone, kb)
    assert due(page) == [STRETCH]
    page.get_by_role("button", name="Done today: Stretches just before bed").click()
    undo = page.get_by_role("button", name="Undo: Stretches just before bed")
    undo.wait_for()
    page.locator(".due-sign").wait_for(state="hidden")
    assert [one["body"] for one in page.evaluate(ENTRIES)] == [{"remedy": STRETCH}]
    undo.click()
    page.locator(".due-sign").wait_for(state="visible")
    assert [one["kind"] for one in page.evaluate(ENTRIES)] == ["measure_done", "deletion"]


def test_later_is_an_hour_and_survives_leaving_the_page(open_phone: Any, kb: Knowledge) -> None:
    page = at_home(open_phone, kb, hours={"quiet": ["23:45", "07:00"]})
    assert due(page) == [STRETCH]
    page.get_by_role("button", name="Later").click()
    page.get_by_text("It comes again in an hour.").wait_for()
    assert due(page) == []
    page.reload()
    assert due(page) == []
    page.clock.run_for(61 * 60 * 1000)
    page.locator(".due-sign").wait_for(state="visible")
    assert due(page) == [STRETCH]


# ---- when it looks


def test_it_comes_at_its_hour_while_the_page_is_open_with_one_clock_only(open_phone: Any, kb: Knowledge) -> None:
    count = """
        const real = window.setTimeout;
        window.running = new Map();
        window.setTimeout = (work, wait, ...more) => {
          const id = real((...all) => { running.delete(id); work(...all); }, wait, ...more);
          running.set(id, wait);
          return id;
        };
        const stop = window.clearTimeout;
        window.clearTimeout = (id) => { running.delete(id); stop(id); };
    """
    page = at_home(open_phone, kb, datetime(2026, 2, 28, 21, 0))
    page.evaluate(count)
    page.evaluate(HIDE, False)
    assert due(page) == []
    waits = "[...running.values()].filter((wait) => wait > 60000)"
    until(page, f"{waits}.length === 1")
    assert 29 * 60_000 < page.evaluate(f"{waits}[0]") <= 30 * 60_000
    page.clock.run_for(30 * 60 * 1000)
    page.locator(".due-sign").wait_for(state="visible")
    until(page, f"{waits}.length === 1")


def test_behind_something_else_no_clock_runs_and_it_looks_when_it_comes_to_the_front(
    open_phone: Any, kb: Knowledge
) -> None:
    page = at_home(open_phone, kb, datetime(2026, 2, 28, 21, 0))
    assert due(page) == []
    page.evaluate(HIDE, True)
    page.clock.run_for(40 * 60 * 1000)
    assert not sign(page)
    page.evaluate(HIDE, False)
    page.locator(".due-sign").wait_for(state="visible")


# ---- never where help comes first, or over a session


@pytest.mark.parametrize("level", ["urgent", "emergency"])
@pytest.mark.parametrize("where", ["check", "quick", "session"])
def test_after_a_check_that_said_help_comes_first_nothing_is_said(
    open_phone: Any, kb: Knowledge, level: str, where: str
) -> None:
    bad = ["check_done", {"level": level, "where": where, "knowledge": "x"}]
    lines = ["check_done", {"level": "self_care", "where": "quick", "knowledge": "x"}]
    whole = ["check_done", {"level": "self_care", "where": "check", "knowledge": "x"}]
    assert due(at_home(open_phone, kb, entries=[bad])) == []
    assert due(at_home(open_phone, kb, entries=[bad, lines])) == [], "a few danger lines do not ask everything"
    assert due(at_home(open_phone, kb, entries=[bad, whole])) == [STRETCH]


def test_a_plan_that_says_help_first_says_nothing_else(open_phone: Any, kb: Knowledge) -> None:
    swollen = told(kb, "night_cramps_72_diuretic", limb_swollen_one_side=True, symptom_days=2)
    assert due(at_home(open_phone, kb, answers=swollen)) == []


def test_of_somebody_elses_plan_nothing_is_said(open_phone: Any, kb: Knowledge) -> None:
    other = told(kb, "night_cramps_72_diuretic", answering_for="other_adult")
    assert due(at_home(open_phone, kb, answers=other)) == []


def test_a_session_that_was_cut_off_comes_first(open_phone: Any, kb: Knowledge) -> None:
    page = at_home(open_phone, kb)
    assert due(page) == [STRETCH]
    page.goto("now/calf.html")
    page.locator("[data-quick][data-ready]").wait_for()
    page.locator("[data-none]").tap()
    page.get_by_role("timer").wait_for()
    page.goto("")
    page.locator(".cut-off").wait_for()
    page.clock.run_for(2000)
    assert page.locator("[data-due]").count() == 0


# ---- notifications


def notifying(open_phone: Any, kb: Knowledge, **more: Any) -> Any:
    page = at_home(open_phone, kb, datetime(2026, 2, 28, 21, 0), before=TOLD, **more)
    page.evaluate("localStorage.setItem('uncramp.settings', JSON.stringify({ remind: true, notify: true }))")
    page.reload()
    assert due(page) == []
    return page


def test_a_notification_comes_once_behind_something_else_and_names_nothing(open_phone: Any, kb: Knowledge) -> None:
    page = notifying(open_phone, kb)
    page.evaluate(HIDE, True)
    page.clock.run_for(30 * 60 * 1000)
    until(page, "told.length === 1")
    ((title, options),) = page.evaluate("told")
    assert title == "uncramp: something in the plan is due"
    assert "tretch" not in f"{title}{options}"
    page.evaluate(HIDE, True)
    page.wait_for_timeout(200)
    assert page.evaluate("told.length") == 1
    page.evaluate(HIDE, False)
    until(page, "gone > 0")


def test_no_notification_comes_in_quiet_hours_or_when_it_was_done(open_phone: Any, kb: Knowledge) -> None:
    quiet = notifying(open_phone, kb, hours={"quiet": ["21:15", "07:00"]})
    done = notifying(open_phone, kb, entries=[["measure_done", {"remedy": STRETCH}]])
    for page in (quiet, done):
        page.evaluate(HIDE, True)
        page.clock.run_for(40 * 60 * 1000)
        page.wait_for_timeout(200)
        assert page.evaluate("told") == []


def test_none_comes_where_nobody_asked_for_it(open_phone: Any, kb: Knowledge) -> None:
    page = at_home(open_phone, kb, before=TOLD)
    assert due(page) == [STRETCH]
    page.evaluate(HIDE, True)
    page.clock.run_for(60_000)
    assert page.evaluate("told") == []


# ---- the switches


def plan(open_phone: Any, kb: Knowledge, **options: Any) -> Any:
    page = at_home(open_phone, kb, MADE + timedelta(hours=1), on=False, picked=[], **options)
    page.goto("plan.html")
    page.locator("[data-part=in-app]").wait_for()
    return page


SETTINGS = "JSON.parse(localStorage.getItem('uncramp.settings') ?? '{}')"


def test_both_switches_are_off_until_somebody_wants_them(open_phone: Any, kb: Knowledge) -> None:
    page = plan(open_phone, kb, before=TOLD)
    part = page.locator("[data-part=in-app]")
    here, also = part.get_by_label("Say on the first page what is due"), part.get_by_label("Also send a notification")
    assert (here.is_checked(), also.is_visible()) == (False, False)
    here.check()
    also.check()
    until(page, f"{SETTINGS}.notify === true")
    assert page.evaluate(SETTINGS) == {"remind": True, "notify": True}
    here.uncheck()
    assert page.evaluate(SETTINGS) == {"remind": False, "notify": False}


def test_a_browser_that_says_no_is_taken_at_its_word(open_phone: Any, kb: Knowledge) -> None:
    page = plan(open_phone, kb, before=TOLD + "window.answer = 'denied';")
    part = page.locator("[data-part=in-app]")
    part.get_by_label("Say on the first page what is due").check()
    part.get_by_label("Also send a notification").click()
    part.get_by_text("This browser does not allow notifications.").wait_for()
    assert not part.get_by_label("Also send a notification").is_checked()
    assert page.evaluate(SETTINGS) == {"remind": True, "notify": False}


def test_what_is_picked_counts_at_once_and_stays_picked(open_phone: Any, kb: Knowledge) -> None:
    page = plan(open_phone, kb)
    page.locator("[data-part=reminders]").get_by_label("Stretches just before bed").check()
    page.wait_for_timeout(100)
    assert page.evaluate(KEPT, "reminders")["chosen"] == [STRETCH]
    page.reload()
    assert page.locator("[data-part=reminders]").get_by_label("Stretches just before bed").is_checked()


def test_a_reminder_in_quiet_hours_stands_in_the_file_without_an_alarm(
    open_phone: Any, kb: Knowledge, tmp_path: Any
) -> None:
    page = plan(open_phone, kb)
    part = page.locator("[data-part=reminders]")
    part.get_by_label("Stretches just before bed").check()
    part.get_by_label("A walk on most days").check()
    part.get_by_text("Change the hours").click()
    part.get_by_label("Quiet from").fill("21:00")
    part.get_by_label("Quiet from").dispatch_event("change")
    page.wait_for_timeout(100)
    file = saved(page, "Put them in my calendar", tmp_path)
    rings = {str(one["UID"]).split(".")[0]: bool(one.walk("VALARM")) for one in file.walk("VEVENT")}
    assert rings[f"{STRETCH}-1"] is False
    assert rings["daily_walk-1"] is True
    assert [one["DTSTART"].dt for one in file.walk("VEVENT") if str(one["UID"]).startswith(f"{STRETCH}-1")] == [
        datetime.combine(date(2026, 2, 28), datetime.strptime("21:30", "%H:%M").time())
    ]
