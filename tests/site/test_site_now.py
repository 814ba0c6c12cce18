"""Home at night in a real browser: two taps to a running stretch, danger lines first, for everybody."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from diary_page import SCRIPTS
from now_page import BEFORE, NIGHT, Open, at_night, begun, left, press, ready

from uncramp.cli.quick import plain_lines
from uncramp.facts import Answers
from uncramp.kb import Knowledge
from uncramp.kb.entries import Quick
from uncramp.quick import none_of_these, relief, tapped

NO_STORE = "Object.defineProperty(window, 'indexedDB', {get() { throw new Error('private'); }});"


def first_relief(kb: Knowledge, quick: Quick, known: dict[str, bool]) -> list[str]:
    """What Python offers at a place to somebody of whom only this is true."""
    given = Answers().given({**none_of_these(kb, quick), **tapped(kb, quick), **known})
    return [offer.remedy.id for offer in relief(kb, kb.settled(given), today=date(2026, 2, 27))]


def test_two_taps_from_a_cold_open_start_a_countdown_that_runs(open_phone: Open) -> None:
    page = open_phone(BEFORE)
    page.clock.install(time=NIGHT)
    page.goto("index.html")
    taps = 0
    for target in ("[data-place=calf]", "[data-none]"):
        if target == "[data-none]":
            ready(page)
        page.locator(target).tap()
        taps += 1
    page.get_by_role("timer").wait_for()
    before = int(left(page))
    page.clock.run_for(3_000)
    assert taps == 2
    assert int(left(page)) == before - 3
    assert page.url.endswith("now/calf.html"), "the session runs in the document that was tapped"


def test_none_of_these_is_the_last_thing_to_press_and_never_floats(open_phone: Open) -> None:
    page = at_night(open_phone, "now/calf.html")
    last = page.locator("main :is(a, button)").last
    assert last.get_attribute("data-none") is not None
    assert last.evaluate("one => getComputedStyle(one).position") == "static"


def test_a_browser_offers_the_relief_that_the_command_line_offers(kb: Knowledge, open_phone: Open) -> None:
    page = at_night(open_phone, "now/calf.html")
    shown = page.evaluate(
        f"""async () => {{
          {SCRIPTS}
          const [{{ Knowledge }}, quick] = await Promise.all([import(at + 'knowledge.js'), import(at + 'quick.js')]);
          const kb = new Knowledge(await (await fetch(new URL('../data/knowledge.json', at))).json());
          return Object.fromEntries(kb.pack.quick.map((place) => {{
            const answers = kb.answers({{ ...quick.noneOfThese(kb, place), ...quick.tapped(kb, place) }});
            return [place.id, quick.relief(kb, answers).map((offer) => offer.remedy.id)];
          }}));
        }}"""
    )
    assert shown == {quick.id: first_relief(kb, quick, {}) for quick in kb.pack.quick}
    assert all(shown.values())


def test_without_scripts_the_lines_and_the_steps_can_be_read(kb: Knowledge, open_phone: Open) -> None:
    page = open_phone("now/calf.html", java_script_enabled=False)
    quick = next(one for one in kb.pack.quick if one.id == "calf")
    texts = kb.texts(region="other")
    for line in kb.pack.line:
        assert page.get_by_text(texts.entry("line", line.id, "says", line.says), exact=True).is_visible()
    page.get_by_role("link", name="None of these").tap()
    read = page.locator("main").inner_text()
    steps = [row.strip().removeprefix("- ") for row in plain_lines(kb, quick, texts, Answers())]
    steps = steps[steps.index(texts("now.plain_none")) + 1 : -1]
    missing = [row for row in steps if row and row not in read]
    assert not missing


def test_a_danger_line_ends_in_a_care_card_with_nothing_above_it(open_phone: Open) -> None:
    page = at_night(open_phone, "now/calf.html")
    page.get_by_role("button", name="Chest pain or pressure").tap()
    page.get_by_label("Yes", exact=True).check()
    page.get_by_role("button", name="Continue").tap()
    card = page.locator("main > :first-child")
    card.and_(page.locator(".care.emergency")).wait_for()
    assert card.locator("a.call").get_attribute("href") == "tel:999"
    assert page.locator(".ring, [data-none], a[href*=plan], a[href*=relief]").count() == 0, "nothing of self-care"


def answer_line(kb: Knowledge, page: Any, *, first: str = "No") -> Any:
    """Open the line of sudden pain and answer what stands behind it with no, the first question with `first`."""
    line = next(one for one in kb.pack.line if one.id == "sudden_or_accident")
    row = page.get_by_role("button", name=line.says)
    row.tap()
    for nth, _ in enumerate(line.facts):
        page.get_by_text(f"Question {nth + 1} of {len(line.facts)}").wait_for()
        page.get_by_label("No" if nth else first, exact=True).check()
        page.get_by_role("button", name="Continue").tap()
    return row


def test_a_doubt_behind_a_line_never_starts_the_relief(kb: Knowledge, open_phone: Open) -> None:
    page = at_night(open_phone, "now/calf.html")
    row = answer_line(kb, page, first="I am not sure")
    page.locator(".care, a[href*=check]").first.wait_for()
    page.get_by_role("button", name="Change an answer").tap()
    row.get_by_text("not sure, noted").wait_for()
    page.locator("[data-none]").tap()
    page.locator(".care, a[href*=check]").first.wait_for()
    assert page.get_by_role("timer").count() == 0


def test_no_to_all_behind_a_line_leads_back_to_the_list(kb: Knowledge, open_phone: Open) -> None:
    page = at_night(open_phone, "now/calf.html")
    answer_line(kb, page).get_by_text("none of those").wait_for()
    assert page.get_by_role("button", name="None of the others").is_visible()
    page.locator("[data-none]").tap()
    page.get_by_role("timer").wait_for()


def test_what_the_details_say_is_marked_and_decides_the_relief(kb: Knowledge, open_phone: Open) -> None:
    page = at_night(open_phone, "now/calf.html")
    page.evaluate(
        f"""async () => {{
          {SCRIPTS}
          const diary = await (await import(at + 'diary/store.js')).openDiary();
          const {{ write }} = await import(at + 'device/entry.js');
          await write(diary, 'profile_change', {{ facts: {{ med_anticoagulant: true }} }});
          diary.close();
        }}"""
    )
    page.reload()
    ready(page)
    page.get_by_role("button", name="Blood thinners").get_by_text("from your details").wait_for()
    page.locator("[data-none]").tap()
    page.get_by_role("timer").wait_for()
    quick = next(one for one in kb.pack.quick if one.id == "calf")
    offered = first_relief(kb, quick, {"med_anticoagulant": True})
    shown = page.evaluate("[...document.querySelectorAll('[data-instead]')].map((one) => one.dataset.instead)")
    assert set(shown) == set(offered[1:])


def test_what_the_details_say_is_not_asked_again(kb: Knowledge, open_phone: Open) -> None:
    page = at_night(open_phone, "now/calf.html")
    page.evaluate(
        f"""async () => {{
          {SCRIPTS}
          const diary = await (await import(at + 'diary/store.js')).openDiary();
          const {{ write }} = await import(at + 'device/entry.js');
          await write(diary, 'profile_change', {{ facts: {{ pregnancy_status: 'no' }} }});
          diary.close();
        }}"""
    )
    page.reload()
    ready(page)
    line = next(one for one in kb.pack.line if one.id == "child_or_pregnant")
    page.get_by_role("button", name="Under 16").tap()
    page.get_by_text(f"Question 1 of {len(line.facts) + len(line.sets) - 1}").wait_for()


def test_a_device_that_keeps_nothing_gives_relief_all_the_same(open_phone: Open) -> None:
    page = begun(
        open_phone, before="Object.defineProperty(window, 'indexedDB', {get() { throw new Error('private'); }});"
    )
    page.clock.run_for(2_000)
    press(page, "gone")
    page.get_by_role("heading", name="Good.").wait_for()


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_nothing_stands_in_the_way_of_a_screen_reader(open_phone: Open, axe: Any, colours: str) -> None:
    page = at_night(open_phone, "now/calf.html", color_scheme=colours)
    assert axe(page) == []
    page.locator("[data-none]").tap()
    page.locator(".stage svg").wait_for()
    assert axe(page) == []
    page.clock.run_for(16_000)
    assert axe(page) == []
    page.clock.run_for(120_000)
    page.locator("[data-event=same]").wait_for()
    assert axe(page) == []
    press(page, "gone")
    page.locator(".log").wait_for()
    assert axe(page) == []


def test_the_heading_of_each_new_screen_has_the_focus(open_phone: Open) -> None:
    page = begun(open_phone)
    focused = "document.activeElement.tagName"
    assert page.evaluate(focused) == "H1"
    page.clock.run_for(16_000)
    assert page.evaluate(focused) == "H1"
    press(page, "worse")
    assert page.evaluate(focused) == "H1"


def test_the_whole_way_goes_by_the_keyboard_alone(open_phone: Open) -> None:
    page = at_night(open_phone, "now/calf.html")
    page.locator("[data-none]").focus()
    page.keyboard.press("Enter")
    page.get_by_role("timer").wait_for()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.get_by_role("button", name="Go on").evaluate("one => one === document.activeElement")
    before = left(page)
    page.keyboard.press("Enter")
    page.clock.run_for(2_000)
    assert int(before) - 2 <= int(left(page)) < int(before), "the clock is read five times a second"


def test_what_was_answered_goes_on_to_the_questions_and_the_plan(open_phone: Open) -> None:
    page = begun(open_phone)
    press(page, "gone")
    page.get_by_role("heading", name="Good.").wait_for()
    kept = page.evaluate(
        f"async () => {{ {SCRIPTS} return (await (await import(at + 'diary/store.js')).openDiary()).kept('episode'); }}"
    )
    assert kept["facts"]["site_calf"] is True
    assert kept["facts"]["chest_pain"] is False
    assert "still_happening" not in kept["facts"], "it has gone"


@pytest.mark.parametrize("path", ["now/calf.html", "relief/calf.html"])
def test_nothing_runs_off_a_narrow_screen(open_phone: Open, path: str) -> None:
    page = open_phone(path, width=320)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
