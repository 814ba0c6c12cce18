"""What holds of every kind of page: nothing for axe to find, no sideways scrolling, readable at twice the size.

One page of each template is taken, the longest; `UNCRAMP_PAGES=all` takes every page there is.
"""

from __future__ import annotations

import os
from typing import Any

import pytest

from uncramp.kb import Knowledge, load
from uncramp.site.pages import folder_of, pages
from uncramp.site.words import page_texts

SMALLEST = 320
"""Pixels: the narrowest phone, and any phone at four times the size."""


def chosen(kb: Knowledge) -> list[str]:
    """The pages to look at, in every language."""
    found: list[str] = []
    for language in kb.languages:
        kinds: dict[str, str] = {}
        every = [(page.script or page.template, page.path) for page in pages(kb, page_texts(kb, language))]
        for kind, path in every:
            kinds.setdefault(kind, path)
        paths = [path for _, path in every] if os.environ.get("UNCRAMP_PAGES") == "all" else list(kinds.values())
        found += [folder_of(language) + path for path in paths]
    return found


PAGES = chosen(load())


def ready(page: Any) -> Any:
    """The page once its script has filled it."""
    page.wait_for_function("() => !document.querySelector('.wait')")
    return page


@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing_by_day_or_by_night(open_phone: Any, axe: Any, path: str) -> None:
    page = ready(open_phone(path))
    found = axe(page)
    page.emulate_media(color_scheme="dark")
    assert [*found, *axe(page)] == []


@pytest.mark.parametrize("path", PAGES)
def test_no_page_scrolls_sideways_on_the_smallest_phone(open_phone: Any, path: str) -> None:
    page = ready(open_phone(path, width=SMALLEST))
    assert page.evaluate("document.documentElement.scrollWidth") <= SMALLEST
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert page.evaluate("document.documentElement.scrollWidth") <= SMALLEST, "at twice the size of text"


@pytest.mark.parametrize("path", PAGES)
def test_every_page_has_one_heading_and_says_that_nobody_has_reviewed_it(open_phone: Any, path: str) -> None:
    page = ready(open_phone(path))
    assert page.locator("h1").count() == 1
    spanish = path.startswith("es/")
    assert ("revisado" if spanish else "No clinician has reviewed") in page.locator("footer").inner_text()


@pytest.mark.parametrize("path", PAGES)
def test_whatever_can_be_pressed_is_big_enough(open_phone: Any, path: str) -> None:
    page = ready(open_phone(path))
    small = page.evaluate(
        """() => [...document.querySelectorAll('button, a.btn, input:not(.vh), select, summary, .list a, .nav a, .places a')]
          .filter((one) => one.checkVisibility({ visibilityProperty: true }))
          .map((one) => [(one.closest('label') ?? one).getBoundingClientRect(), one.outerHTML.slice(0, 120)])
          .filter(([box]) => box.width && (box.height < 44 || box.width < 44))
          .map(([box, html]) => `${Math.round(box.width)} x ${Math.round(box.height)} ${html}`)"""
    )
    assert small == []
