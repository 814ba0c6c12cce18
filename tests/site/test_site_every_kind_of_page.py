"""What holds of every kind of page: nothing for axe to find, no sideways scrolling, readable at twice the size.

One page of each template is taken, the longest; `UNCRAMP_PAGES=all` takes every page there is.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import pytest

from uncramp.kb import Knowledge, load
from uncramp.site.pages import folder_of, pages
from uncramp.site.words import page_texts

SMALLEST = 320
"""Pixels: the narrowest phone, and any phone at four times the size."""
USUAL = 390


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


PRESSED = "button, a.btn, input, select, summary, .list a, .nav a, .places a"
SMALL_TARGETS = """(pressed) => [...document.querySelectorAll(pressed)]
  .filter((one) => !one.matches('.vh') && one.checkVisibility({ visibilityProperty: true }))
  .map((one) => [(one.closest('label') ?? one).getBoundingClientRect(), one.outerHTML.slice(0, 120)])
  .filter(([box]) => box.width && (box.height < 44 || box.width < 44))
  .map(([box, html]) => `small: ${Math.round(box.width)} x ${Math.round(box.height)} ${html}`)"""
WIDTH = "document.documentElement.scrollWidth"


def complaints(page: Any, axe: Any, path: str) -> Iterator[str]:
    """Everything that a page does not keep of what all promise."""
    yield from axe(page)
    page.emulate_media(color_scheme="dark")
    yield from (f"at night: {one}" for one in axe(page))
    page.emulate_media(color_scheme="light")
    yield from page.evaluate(SMALL_TARGETS, PRESSED)
    if not page.locator("a.call[href^='tel:']").first.is_visible():
        yield "no button that calls"
    if page.locator("h1").count() != 1:
        yield "not one heading"
    reviewed = "revisado" if path.startswith("es/") else "No clinician has reviewed"
    if reviewed not in page.locator("footer").inner_text():
        yield "does not say that nobody has reviewed it"
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    if (wide := page.evaluate(WIDTH)) > USUAL:
        yield f"{wide} pixels wide with text of twice the size"
    page.evaluate("document.documentElement.style.fontSize = ''")
    page.set_viewport_size({"width": SMALLEST, "height": 640})
    if (wide := page.evaluate(WIDTH)) > SMALLEST:
        yield f"{wide} pixels wide on the smallest phone"


@pytest.mark.parametrize("path", PAGES)
def test_a_page_can_be_read_and_used_by_everybody(open_phone: Any, axe: Any, path: str) -> None:
    page = ready(open_phone(path, width=USUAL))
    assert list(complaints(page, axe, path)) == []
