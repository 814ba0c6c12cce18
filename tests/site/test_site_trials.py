"""A trial on the phone, offline: tonight with or without, last night by one tap, and when to stop."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest
from diary_page import ALL, SCRIPTS
from test_site_trends import Running, served_folder

from trends.some_diary import day
from uncramp.diary import Entry, load, to_json
from uncramp.diary.making import make
from uncramp.kb import Knowledge
from uncramp.trial_diary import Run, design_body
from uncramp.trials.design import Planned, looks, protocol

Open = Callable[..., Any]
__all__ = ["served_folder"]
PERSON = "0b6ee4a5-5a2c-4d1f-9d1a-5a1f4b2c3d4e"
BEGAN = datetime(2026, 3, 1, 20, 0, tzinfo=UTC)
SEED = f"""async ([person, rows]) => {{ {SCRIPTS}
  const diary = await (await import(at + 'diary/store.js')).openDiary();
  await diary.keep('person', person);
  await diary.append(rows);
  diary.close();
}}"""
PROFILE = f"""async (facts) => {{ {SCRIPTS}
  const diary = await (await import(at + 'diary/store.js')).openDiary();
  const book = await (await import(at + 'device/book.js')).Book.open(diary);
  await book.write('profile_change', {{ facts }});
  diary.close();
}}"""


class Trial:
    """A trial of stretches before bed, and what was recorded of it."""

    def __init__(self, kb: Knowledge, seed: int = 5, pairs: int = 3, person: str = PERSON) -> None:
        self.chance, self.entries, self.person = Random(seed), list[Entry](), person
        made = protocol(kb, kb.remedies["stretch_before_bed"], None, seed=seed, pairs=pairs)
        self.title = kb.remedies["stretch_before_bed"].title
        self.run = Run(self.add("trial_design", design_body(made, "2026-03-02"), BEGAN), made, {}, (), None)

    def add(self, kind: str, body: dict[str, Any], now: datetime) -> Entry:
        entry = make(load(), person=self.person, kind=kind, body=body, now=now, chance=self.chance.randbytes(10))
        self.entries.append(entry)
        return entry

    def lived(self, upto: int) -> Trial:
        """So many nights, each with one cramp."""
        for planned in self.run.plan[:upto]:
            night = self.run.night(planned.number)
            body = {"trial": self.run.id, "night": night, "did": "yes", "complete": True, "cramps": 1}
            self.add("trial_night", body | ({"arm": planned.arm} if planned.arm else {}), self.at(planned.number))
        return self

    def at(self, number: int, hour: int = 8) -> datetime:
        """An hour of the day on whose morning a night ends."""
        return datetime.fromisoformat(f"{self.run.night(number)}T00:00:00+00:00") + timedelta(hours=hour)

    def first(self, arm: str) -> Planned:
        return next(one for one in self.run.plan if one.arm == arm)


@pytest.fixture
def trial(kb: Knowledge) -> Trial:
    return Trial(kb)


def opened(open_phone: Open, trial: Trial, now: datetime, path: str = "trials.html", **options: Any) -> Any:
    """The page at a moment, with the trial in the diary."""
    page = open_phone("diary.html", timezone_id="UTC", **options)
    page.clock.set_fixed_time(now)
    page.wait_for_selector("main h1[tabindex]")
    page.evaluate(SEED, [PERSON, [to_json(one) for one in trial.entries]])
    page.goto(path)
    page.wait_for_selector("main h1[tabindex]")
    return page


def tabbed(page: Any, wanted: str, most: int = 60) -> None:
    """Go there by the Tab key alone."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("wanted => document.activeElement.matches(wanted)", wanted):
            return
    raise AssertionError(f"the Tab key does not lead to {wanted}")


def nights(page: Any) -> list[dict[str, Any]]:
    return [one["body"] for one in page.evaluate(ALL) if one["kind"] == "trial_night"]


# ---- without a trial


def test_without_a_trial_it_says_what_one_is_and_how_to_begin(
    open_phone: Open, axe: Callable[[Any], list[str]]
) -> None:
    page = open_phone("diary.html")
    page.get_by_role("link", name="What helps you: a trial of your own").click()
    page.wait_for_url("**/trials.html")
    page.wait_for_selector("main h1[tabindex]")
    words = page.inner_text("main")
    assert "A trial shows what helps you" in words
    assert "begins on a computer" in words
    assert not axe(page)


# ---- tonight


@pytest.mark.parametrize("arm", ["a", "b"])
def test_tonight_says_with_or_without(open_phone: Open, trial: Trial, arm: str) -> None:
    planned = trial.first(arm)
    page = opened(open_phone, trial.lived(planned.number - 1), trial.at(planned.number - 1, 20))
    said = page.inner_text("[data-part=tonight]")
    assert said.startswith(f"Tonight: {trial.title}." if arm == "b" else "Tonight without.")
    assert f"Night {planned.number} of {len(trial.run.plan)}" in said


def test_until_five_in_the_morning_tonight_is_the_night_that_is_still_on(open_phone: Open, trial: Trial) -> None:
    number = trial.run.protocol.run_in_nights + 7
    page = opened(open_phone, trial.lived(number - 1), trial.at(number, 4))
    assert f"Night {number} of" in page.inner_text("[data-part=tonight]")
    page.clock.set_fixed_time(trial.at(number, 5))
    page.reload()
    assert f"Night {number + 1} of" in page.inner_text("[data-part=tonight]")


def test_the_diary_says_that_a_trial_runs(open_phone: Open, trial: Trial) -> None:
    page = opened(open_phone, trial, trial.at(2), "diary.html")
    assert (
        page.get_by_role("link", name="Your trial: tonight and last night")
        .get_attribute("href")
        .endswith("trials.html")
    )


# ---- last night


TAPS = [
    ("0", {"complete": True, "cramps": 0}),
    ("3", {"complete": True, "cramps": 3}),
    ("unknown", {"complete": False}),
]


@pytest.mark.parametrize(("tap", "told"), TAPS)
def test_one_tap_writes_last_night(open_phone: Open, trial: Trial, tap: str, told: dict[str, Any]) -> None:
    number = trial.first("b").number
    page = opened(open_phone, trial.lived(number - 1), trial.at(number))
    page.click(f"[data-cramps='{tap}']")
    page.wait_for_selector("[data-written]")
    body = nights(page)[-1]
    expected = {"trial": trial.run.id, "night": trial.run.night(number), "arm": "b", "did": "yes", **told}
    assert body == expected
    assert page.locator("[data-part=night]").count() == 0
    assert ("counts as missing" in page.inner_text(".news")) is (tap == "unknown")


def test_what_was_done_is_written_with_it_and_a_tap_takes_it_back(open_phone: Open, trial: Trial) -> None:
    number = trial.first("a").number
    page = opened(open_phone, trial.lived(number - 1), trial.at(number))
    page.get_by_label("I did the other thing").check()
    page.fill("#more-cramps", "12")
    page.get_by_role("button", name="Write down").click()
    page.wait_for_selector("[data-written]")
    assert {name: nights(page)[-1][name] for name in ("did", "cramps")} == {"did": "other_arm", "cramps": 12}
    page.click("[data-do=undo]")
    page.wait_for_selector("[data-part=night]")
    assert [one["kind"] for one in page.evaluate(ALL)].count("deletion") == 1


@pytest.mark.parametrize("typed", ["", "abc", "101", "-1", "1.5"])
def test_a_number_that_cannot_be_is_not_written(open_phone: Open, trial: Trial, typed: str) -> None:
    page = opened(open_phone, trial, trial.at(1))
    page.fill("#more-cramps", typed)
    page.get_by_role("button", name="Write down").click()
    assert "Type a number from 0 to 100" in page.inner_text("[data-part=night]")
    assert nights(page) == []


def test_cramps_of_the_diary_are_counted_and_no_fewer_can_be_said(open_phone: Open, trial: Trial) -> None:
    for hour in (1, 2):
        trial.add("episode", {"what": "painful_cramp", "site": "site_calf"}, trial.at(1, hour))
    page = opened(open_phone, trial, trial.at(1))
    assert "Your diary has 2 of that night" in page.inner_text("[data-part=night]")
    assert page.locator("[data-cramps='1']").count() == 0
    page.click("[data-cramps=diary]")
    page.wait_for_selector("[data-written]")
    assert nights(page)[-1] == {"trial": trial.run.id, "night": trial.run.night(1), "did": "yes", "complete": True}


def test_nights_still_open_are_named_and_can_be_written(open_phone: Open, trial: Trial) -> None:
    page = opened(open_phone, trial.lived(1), trial.at(4))
    page.get_by_text("Nights still to write down (2)").click()
    page.click(f"[data-night='{trial.run.night(2)}']")
    page.click("[data-cramps='1']")
    page.wait_for_selector("[data-written]")
    assert nights(page)[-1]["night"] == trial.run.night(2)


def test_last_night_is_written_by_keyboard_alone(open_phone: Open, trial: Trial) -> None:
    number = trial.first("b").number
    page = opened(open_phone, trial.lived(number - 1), trial.at(number))
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.dataset.cramps") == "2":
            break
    page.keyboard.press("Enter")
    page.wait_for_selector("[data-written]")
    assert nights(page)[-1]["cramps"] == 2


def test_a_night_left_open_is_written_and_taken_back_by_keyboard_alone(open_phone: Open, trial: Trial) -> None:
    number = trial.first("b").number
    page = opened(open_phone, trial.lived(number - 1), trial.at(number + 2))
    tabbed(page, "details:has([data-night]) summary")
    page.keyboard.press("Enter")
    tabbed(page, f"[data-night='{trial.run.night(number)}']")
    page.keyboard.press("Enter")
    page.wait_for_selector(f"[data-for='{trial.run.night(number)}'] h3:focus")
    tabbed(page, "[name=did]")
    page.keyboard.press("ArrowDown")
    tabbed(page, "#more-cramps")
    page.keyboard.type("x")
    page.keyboard.press("Enter")
    page.wait_for_selector("#more-cramps[aria-invalid]:focus")
    page.keyboard.press("Backspace")
    page.keyboard.type("5")
    page.keyboard.press("Enter")
    page.wait_for_selector("[data-written]")
    assert {name: nights(page)[-1][name] for name in ("did", "cramps")} == {"did": "part", "cramps": 5}
    assert page.evaluate("document.activeElement.tagName") == "H1", "what was pressed is there no more"
    tabbed(page, "[data-do=undo]")
    page.keyboard.press("Enter")
    page.wait_for_selector("[data-part=night] h3:focus")
    assert [one["kind"] for one in page.evaluate(ALL)].count("deletion") == 1


# ---- looking, stopping


def test_when_a_look_is_due_the_computer_is_named_and_nothing_of_the_result(open_phone: Open, trial: Trial) -> None:
    number = looks(trial.run.protocol)[0]
    page = opened(open_phone, trial.lived(number - 1), trial.at(number - 1, 20))
    assert page.locator("[data-part=look]").count() == 0
    page.clock.set_fixed_time(trial.at(number))
    page.reload()
    assert "It is time to look" in page.inner_text("[data-part=look]")
    words = page.inner_text("main")
    assert "on your computer" in words
    for never in ("evidence", "better", "fewer", "of 100"):
        assert never not in words


@pytest.mark.parametrize("facts", [{"pregnancy_status": "pregnant"}, {"age_years": 15}])
def test_what_speaks_against_it_stops_it(open_phone: Open, trial: Trial, facts: dict[str, Any]) -> None:
    page = opened(open_phone, trial.lived(9), trial.at(9))
    assert page.locator("[data-part=stop]").count() == 0
    page.evaluate(PROFILE, facts)
    page.reload()
    page.wait_for_selector("[data-part=stop]")
    assert page.locator("[data-part=tonight]").count() == 0
    page.click("[data-do=end]")
    page.wait_for_selector("[data-written]")
    (end,) = [one["body"] for one in page.evaluate(ALL) if one["kind"] == "trial_end"]
    assert end == {"trial": trial.run.id, "why": "not_safe_any_more"}


def test_what_the_diary_says_of_the_person_stops_it_too(open_phone: Open, trial: Trial) -> None:
    trial.lived(9).add("profile_change", {"facts": {"pregnancy_status": "pregnant"}}, trial.at(9))
    page = opened(open_phone, trial, trial.at(9, 12))
    assert page.locator("[data-part=stop]").count() == 1


def test_a_trial_that_was_altered_is_not_shown(open_phone: Open, trial: Trial) -> None:
    (design,) = trial.entries
    trial.entries[:] = []
    trial.add("trial_design", {**design.body, "first_look": 1}, BEGAN)
    page = opened(open_phone, trial, trial.at(3))
    assert "changed after it was fixed" in page.inner_text("main")
    assert page.locator("[data-part=tonight]").count() == 0


# ---- the calendar, the network, the eye


def test_the_reminder_is_a_file_that_names_nothing_that_is_tried(open_phone: Open, trial: Trial) -> None:
    page = opened(open_phone, trial, trial.at(1))
    page.get_by_text("A reminder each evening").click()
    with page.expect_download() as got:
        page.click("[data-do=remind]")
    text = got.value.path().read_text(encoding="utf-8").replace("\r\n ", "")
    assert "DTSTART:20260301T" in text
    assert "RRULE:FREQ=DAILY;UNTIL=2026" in text
    assert "stretch" not in text.lower()
    assert "TRIGGER:PT0S" in text


def test_all_of_it_works_without_a_network(open_phone: Open, trial: Trial) -> None:
    page = opened(open_phone, trial, trial.at(1), worker=True)
    page.wait_for_function("navigator.serviceWorker.controller || navigator.serviceWorker.ready.then(() => true)")
    page.reload()
    page.context.set_offline(True)
    page.reload()
    page.wait_for_selector("[data-part=night]")
    page.click("[data-cramps='0']")
    page.wait_for_selector("[data-written]")
    assert nights(page)[-1]["cramps"] == 0


@pytest.mark.parametrize(("width", "scheme"), [(390, "light"), (390, "dark"), (320, "light"), (1280, "light")])
def test_it_can_be_read_by_everybody(
    open_phone: Open, trial: Trial, axe: Callable[[Any], list[str]], width: int, scheme: str
) -> None:
    page = opened(open_phone, trial.lived(9), trial.at(11), width=width, color_scheme=scheme)
    assert not axe(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


# ---- the pages of the computer


@pytest.fixture(scope="module")
def computer(kb: Knowledge, served_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Any, str]]:
    """The local app on the evening after a planned look was taken."""
    one = Trial(kb, pairs=4)
    number = looks(one.run.protocol)[0]
    night = one.lived(number).run.night(number)
    one.add("trial_look", {"trial": one.run.id, "night": night}, one.at(number, 9))
    days = (datetime.fromisoformat(night) - datetime.fromisoformat(day(0))).days + 1
    running = Running(kb, served_folder, tmp_path_factory.mktemp("trials"), one.entries, days)
    yield running, one.run.id
    running.stop()


def on_computer(browser: Any, computer: tuple[Any, str], path: str, **options: Any) -> Any:
    running, id = computer
    page = browser.new_context(service_workers="block", locale="en-GB", **options).new_page()
    page.goto(running.link())
    page.goto(f"{running.address}app/trials{path.replace('ID', id)}")
    return page


PATHS = ("", "/new", "/ID", "/ID/result", "/help")


@pytest.mark.parametrize(("width", "scheme"), [(320, "light"), (390, "dark"), (1280, "light")])
def test_the_pages_of_the_computer_can_be_read_by_everybody(
    browser: Any, computer: tuple[Any, str], axe: Callable[[Any], list[str]], width: int, scheme: str
) -> None:
    viewport = {"width": width, "height": 844}
    for path in PATHS:
        page = on_computer(browser, computer, path, viewport=viewport, color_scheme=scheme)
        assert not axe(page), path
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
        assert page.locator("h1").count() == 1
        page.context.close()


def test_a_trial_is_chosen_by_keyboard_alone(browser: Any, computer: tuple[Any, str]) -> None:
    page = on_computer(browser, computer, "/new")
    page.locator("input[name=remedy]").first.focus()
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.checked")
    page.keyboard.press("Enter")
    page.wait_for_url("**/who")
    assert page.locator("form.ask").count() == 1
    page.context.close()
