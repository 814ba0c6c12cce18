"""The check page in a real browser: what is asked, what is kept, on every screen and for everybody."""

from __future__ import annotations

from typing import Any

import pytest
from asking import go_on, heading, leaving, opening, pick, show_card, tick_line, to_the_end
from check_page import CALF, LINE, NEW_CRAMP, STINGS, begun, emergency, level

from uncramp.kb import Knowledge

MOST_TABS = 90
"""As many as the longest list has rows, and the frame."""


def tab_to(page: Any, selector: str) -> None:
    """Press Tab until the focus is on it, as somebody without a mouse would."""
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"{selector} cannot be reached")


def press_on(page: Any) -> None:
    tab_to(page, "form.ask button.big")
    leaving(page, lambda: page.keyboard.press("Enter"))


# ---- the way through


def test_the_whole_check_can_be_done_by_keyboard_alone(check: Any) -> None:
    page = check
    for _ in range(40):
        if page.locator(".care").count():
            break
        if page.locator("#none-of-these").count():
            tab_to(page, "#none-of-these" if "Where" not in heading(page) else "#site_calf")
            page.keyboard.press("Space")
        elif page.locator("input.number").count():
            tab_to(page, "input.number")
            page.keyboard.type("40" if "old" in heading(page) else "1")
        elif page.locator("input[type=radio]").count():
            tab_to(page, "input[type=radio]")
            page.keyboard.press("Space")
        else:
            tab_to(page, "main button.big")
            leaving(page, lambda: page.keyboard.press("Enter"))
            continue
        press_on(page)
    assert page.locator(".care").count() == 1
    assert page.evaluate("document.activeElement.tagName") == "H1"


def test_an_emergency_ends_the_questions_at_once(check: Any) -> None:
    emergency(check)
    assert level(check) == "emergency"
    assert check.locator("form.ask").count() == 0
    assert heading(check).splitlines()[-1] == "Call 999 now"


def test_nothing_stands_above_the_call_button_of_an_emergency(check: Any) -> None:
    emergency(check)
    first = check.locator("main > *").first
    assert "emergency" in first.get_attribute("class")
    inside = first.locator("> div > *").first
    assert inside.get_attribute("href") == "tel:999"


def test_an_emergency_has_nothing_of_self_care(check: Any) -> None:
    emergency(check)
    assert check.locator("main a[href*='plan.html'], main a[href*='remedy/'], main .comfort").count() == 0


def test_the_danger_lines_cannot_be_passed_without_an_answer(check: Any) -> None:
    opening(check)
    check.get_by_role("button", name="Continue").click()
    assert check.locator(".problem").is_visible()
    assert heading(check) == "Is any of these true?"


def test_only_the_facts_behind_a_ticked_line_are_asked(check: Any, kb: Knowledge) -> None:
    opening(check)
    tick_line(check, LINE)
    first = kb.pack.line[0]
    asked = []
    while (facts := check.locator("form.ask").get_attribute("data-facts")) in first.facts:
        asked.append(facts)
        pick(check, "No")
    assert asked == list(first.facts)


def test_nothing_but_danger_signs_comes_before_the_place(check: Any) -> None:
    opening(check)
    pick(check, "None of these")
    assert heading(check) == "Where is it?"


def test_a_reload_goes_on_where_one_was(check: Any) -> None:
    opening(check)
    pick(check, "None of these")
    where = check.locator(".where").inner_text()
    check.reload()
    check.locator("form.ask").wait_for()
    assert heading(check) == "Where is it?"
    assert check.locator(".where").inner_text() == where


def test_a_reload_shows_the_same_result(check: Any) -> None:
    emergency(check)
    check.reload()
    check.locator(".care").wait_for()
    assert level(check) == "emergency"


def test_back_shows_what_was_answered_and_lets_it_be_changed(check: Any) -> None:
    pick(check, "Me")
    check.locator("input.number").fill("44")
    go_on(check)
    leaving(check, check.get_by_role("button", name="Back").click)
    assert check.locator("input.number").input_value() == "44"
    check.locator("input.number").fill("12")
    go_on(check)
    leaving(check, check.get_by_role("button", name="Back").click)
    assert check.locator("input.number").input_value() == "12"


def test_back_from_the_place_shows_the_danger_lines_as_they_were(check: Any) -> None:
    opening(check)
    pick(check, "None of these")
    leaving(check, check.get_by_role("button", name="Back").click)
    assert heading(check) == "Is any of these true?"
    assert check.get_by_label("None of these").is_checked()


def test_the_first_question_has_no_way_back(check: Any) -> None:
    assert check.get_by_role("button", name="Back").count() == 0


def test_a_wrong_number_says_what_is_allowed_takes_the_focus_and_keeps_what_was_typed(check: Any) -> None:
    pick(check, "Me")
    check.locator("input.number").fill("444")
    check.get_by_role("button", name="Continue").click()
    assert "from 0 to 120" in check.locator(".problem").inner_text()
    assert check.evaluate("document.activeElement.className") == "problem"
    assert check.locator("input.number").input_value() == "444"
    check.locator(".problem a").click()
    assert check.evaluate("document.activeElement.id") == "age_years"


def test_ticks_stay_when_none_of_these_is_not_picked(check: Any) -> None:
    opening(check)
    check.get_by_label(LINE).check()
    check.get_by_label("None of these").check()
    assert not check.get_by_label(LINE).is_checked()
    check.get_by_label(LINE).check()
    assert not check.get_by_label("None of these").is_checked()


def test_it_is_said_how_far_one_is(check: Any) -> None:
    assert check.locator(".where").inner_text().startswith("Check. Question 1 of about ")


def test_for_somebody_else_the_questions_say_they(check: Any) -> None:
    pick(check, "Another adult")
    assert heading(check) == "How old are they, in years?"


# ---- small screens and assistive technology


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_from_the_first_question_to_the_result(open_phone: Any, axe: Any, theme: str) -> None:
    page = begun(open_phone, color_scheme=theme)
    assert axe(page) == []
    opening(page)
    assert axe(page) == []
    pick(page, "None of these")
    check_error = page.get_by_role("button", name="Continue")
    check_error.click()
    assert axe(page) == []
    to_the_end(page, CALF)
    assert axe(page) == []


@pytest.mark.parametrize("facts", [{"unresponsive": True}, NEW_CRAMP, STINGS])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_on_a_card(open_phone: Any, axe: Any, facts: Any, theme: str) -> None:
    page = begun(open_phone, color_scheme=theme)
    show_card(page, facts)
    assert axe(page) == []


def test_nothing_scrolls_sideways_on_the_smallest_phone(open_phone: Any) -> None:
    page = begun(open_phone, width=320)
    wide = "document.documentElement.scrollWidth"
    opening(page)
    assert page.evaluate(wide) == 320
    pick(page, "None of these")
    assert page.evaluate(wide) == 320
    to_the_end(page, CALF)
    assert page.evaluate(wide) == 320
    for facts in ({"unresponsive": True}, NEW_CRAMP, STINGS):
        show_card(page, facts)
        assert page.evaluate(wide) == 320
    details = open_phone("details.html", width=320)
    details.locator("select").first.wait_for()
    for group in ("Illnesses", "Medicines", "Allergies"):
        details.locator("summary", has_text=group).click()
    assert details.evaluate(wide) == 320


def test_text_of_twice_the_size_fits_without_scrolling_sideways(open_phone: Any) -> None:
    page = begun(open_phone)
    page.evaluate("document.documentElement.style.setProperty('font-size', '200%')")
    out = """[...document.querySelectorAll('main *')].filter((one) => one.getBoundingClientRect().right > 390)
      .map((one) => one.outerHTML.slice(0, 90))"""
    opening(page)
    assert page.evaluate(out) == []
    for facts in ({"unresponsive": True}, NEW_CRAMP, STINGS):
        show_card(page, facts)
        assert page.evaluate(out) == []


def test_every_control_is_as_large_as_a_thumb(check: Any) -> None:
    opening(check)
    sizes = check.locator("main label.opt, main button").evaluate_all(
        "all => all.map(one => one.getBoundingClientRect().height)"
    )
    assert sizes
    assert min(sizes) >= 48
