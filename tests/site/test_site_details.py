""" "My details" in a real browser: what is known for good, and what is asked again."""

from __future__ import annotations

from typing import Any

import pytest
from asking import heading, leaving, pick
from check_page import details_of, emergency, kept_profile, saved

from uncramp import figures


def test_what_is_not_ticked_is_not_known_until_it_is_said_to_be_all(open_phone: Any) -> None:
    page = details_of(open_phone)
    page.locator("summary", has_text="Allergies").click()
    page.get_by_label("Sesame").check()
    saved(page)
    assert kept_profile(page) == {"allergy_sesame": True}
    page.locator(".kept").evaluate("(told) => { told.textContent = ''; }")
    page.locator("details[open]").get_by_label("That is all").check()
    saved(page)
    page.reload()
    page.locator("select").first.wait_for()
    kept = kept_profile(page)
    assert kept.pop("allergy_sesame") is True
    assert kept
    assert not any(kept.values())


def test_the_check_does_not_ask_again_what_my_details_know(open_phone: Any) -> None:
    page = details_of(open_phone)
    page.locator("#age_years").fill("61")
    page.locator("#age_years").press("Tab")
    saved(page)
    page.goto("check.html")
    page.locator("form.ask").wait_for()
    pick(page, "Me")
    assert "registered with at birth" in heading(page)


def test_my_details_are_not_used_for_somebody_else(open_phone: Any) -> None:
    page = details_of(open_phone)
    page.locator("#age_years").fill("61")
    page.locator("#age_years").press("Tab")
    saved(page)
    page.goto("check.html")
    page.locator("form.ask").wait_for()
    pick(page, "Another adult")
    assert heading(page) == "How old are they, in years?"


def test_whether_somebody_is_pregnant_is_asked_again_after_two_weeks(open_phone: Any) -> None:
    page = details_of(open_phone)
    page.locator("#pregnancy_status").select_option("pregnant")
    saved(page)
    page.clock.install()
    page.clock.fast_forward(15 * 24 * 60 * 60 * 1000)
    page.reload()
    page.locator("select").first.wait_for()
    assert page.locator("#pregnancy_status").input_value() == ""


def test_an_illness_stays_until_it_is_taken_back(open_phone: Any) -> None:
    page = details_of(open_phone)
    page.locator("summary", has_text="Illnesses").click()
    page.get_by_label("Diabetes", exact=True).check()
    saved(page)
    page.clock.install()
    page.clock.fast_forward(800 * 24 * 60 * 60 * 1000)
    page.reload()
    page.locator("select").first.wait_for()
    page.locator("summary", has_text="Illnesses").click()
    assert page.get_by_label("Diabetes", exact=True).is_checked()


def test_a_list_can_be_searched_and_what_is_ticked_stays_in_sight(open_phone: Any) -> None:
    page = details_of(open_phone)
    page.locator("summary", has_text="Medicines").click()
    page.get_by_label("Lithium").check()
    page.locator("details[open] input[type=search]").fill("statins")
    visible = page.locator("details[open] .picks .opt:visible").all_inner_texts()
    assert "Lithium" in visible
    assert any(text.startswith("Statins") for text in visible)
    assert len(visible) < 5


def test_the_region_changes_the_number_everywhere(open_phone: Any) -> None:
    page = details_of(open_phone)
    page.get_by_label("Whose numbers to call").select_option("us")
    assert page.locator("header [data-number=N]").inner_text() == "911"
    page.goto("check.html")
    page.locator("form.ask").wait_for()
    emergency(page)
    assert page.locator(".care a.call").first.get_attribute("href") == "tel:911"


def test_deleting_asks_first_and_leaves_nothing(open_phone: Any) -> None:
    page = details_of(open_phone)
    page.locator("#pregnancy_status").select_option("pregnant")
    page.get_by_label("Dark", exact=True).check()
    saved(page)
    leaving(page, page.get_by_role("button", name="Delete everything").click)
    assert heading(page) == "Delete everything on this device?"
    assert kept_profile(page)
    leaving(page, page.get_by_role("button", name="Yes, delete everything").click)
    assert kept_profile(page) == {}
    assert page.evaluate("localStorage.getItem('uncramp.settings')") in (None, "{}")


def test_a_theme_is_kept(open_phone: Any) -> None:
    page = details_of(open_phone)
    page.get_by_label("Dark", exact=True).check()
    page.reload()
    page.locator("html[data-theme=dark]").wait_for()


def test_the_tones_to_choose_from_are_those_of_the_figures(open_phone: Any) -> None:
    page = details_of(open_phone)
    shown = page.locator(".swatch").evaluate_all(
        "all => all.map(one => [one.dataset.skin, getComputedStyle(one).getPropertyValue('--uc-skin')])"
    )
    assert dict(shown) == {name: skin for name, (skin, _) in figures.skins().items()}


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_in_my_details(open_phone: Any, axe: Any, theme: str) -> None:
    page = details_of(open_phone, color_scheme=theme)
    for group in ("Illnesses", "Medicines", "Allergies"):
        page.locator("summary", has_text=group).click()
    assert axe(page) == []
    leaving(page, page.get_by_role("button", name="Delete everything").click)
    assert axe(page) == []
