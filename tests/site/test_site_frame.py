"""What holds of the first page: small, quick, still, and no complaint of axe."""

from __future__ import annotations

from typing import Any

import pytest

KILOBYTE = 1000


def transferred(page: Any) -> int:
    """Bytes that came over the wire for what the page itself asked for."""
    return int(
        page.evaluate(
            "() => [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]"
            ".reduce((sum, one) => sum + one.transferSize, 0)"
        )
    )


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_on_the_first_page(open_phone: Any, axe: Any, theme: str) -> None:
    page = open_phone("", color_scheme=theme)
    assert axe(page) == []


def test_the_first_page_does_not_scroll_sideways_on_the_smallest_phone(open_phone: Any) -> None:
    page = open_phone("", width=320)
    assert page.evaluate("document.documentElement.scrollWidth") == 320


def test_the_first_page_is_small(open_phone: Any) -> None:
    page = open_phone("")
    page.wait_for_load_state("networkidle")
    assert transferred(page) <= 60 * KILOBYTE


def test_the_number_to_call_is_that_of_the_readers_region(open_phone: Any) -> None:
    page = open_phone("", locale="en-US")
    page.get_by_role("link", name="Call 911").wait_for()
    assert page.get_by_role("link", name="Call 911").get_attribute("href") == "tel:911"


def test_without_scripts_the_number_is_one_that_works_in_most_countries(open_phone: Any) -> None:
    page = open_phone("", java_script_enabled=False)
    assert page.get_by_role("link", name="Call 112").get_attribute("href") == "tel:112"
