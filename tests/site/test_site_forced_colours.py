"""With the few colours that somebody has chosen for the whole device, everything shows: by lines, not by grounds."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from asking import show_card
from check_page import NEW_CRAMP, STINGS
from diary_page import cramp, none
from diary_page import diary as diary_of
from now_page import begun
from test_site_plan import kept, told

from uncramp.kb import Knowledge

Open = Callable[..., Any]

THEMES = pytest.mark.parametrize("theme", ["light", "dark"])
SEEN = """([selector, how]) => {
  const parts = (colour) => (colour.match(/[\\d.]+/g) ?? []).map(Number);
  const light = (colour) => parts(colour).slice(0, 3)
    .map((one) => one / 255).map((one) => one <= 0.04045 ? one / 12.92 : ((one + 0.055) / 1.055) ** 2.4)
    .reduce((sum, one, nth) => sum + one * [0.2126, 0.7152, 0.0722][nth], 0);
  const apart = (...two) => (Math.max(...two.map(light)) + 0.05) / (Math.min(...two.map(light)) + 0.05);
  const clear = (colour) => colour === 'none' || parts(colour)[3] === 0;
  const ground = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const { backgroundColor } = getComputedStyle(at);
      if (!clear(backgroundColor)) return backgroundColor;
    }
    const canvas = document.body.appendChild(document.createElement('i'));
    canvas.style.backgroundColor = 'Canvas';
    const found = getComputedStyle(canvas).backgroundColor;
    canvas.remove();
    return found;
  };
  const shown = [...document.querySelectorAll(selector)].filter((one) => one.checkVisibility());
  return shown.map((one) => {
    const style = getComputedStyle(one), behind = ground(one.parentElement);
    switch (how) {
      case 'border': {
        const { borderTopWidth, borderTopStyle, borderTopColor } = style;
        return borderTopStyle === 'none' || parseFloat(borderTopWidth) < 1 ? 0 : apart(borderTopColor, behind);
      }
      case 'outline': {
        const { outlineWidth, outlineStyle, outlineColor } = style;
        return outlineStyle === 'none' || parseFloat(outlineWidth) < 2 ? 0 : apart(outlineColor, behind);
      }
      case 'words': return apart(style.color, ground(one));
      case 'shape': return Math.max(...[style.fill, style.stroke].map((one) => clear(one) ? 0 : apart(one, behind)));
    }
  });
}"""
"""How far each thing stands out from what is behind it, as a contrast: by its border, outline, words or shape."""
LINE, WORDS = 3.0, 4.5
"""What WCAG asks of lines, and of words."""


def seen(page: Any, selector: str, how: str) -> list[float]:
    found: list[float] = page.evaluate(SEEN, [selector, how])
    assert found, f"nothing fits {selector}"
    return found


def stands_out(page: Any, selector: str, how: str = "border") -> None:
    """All that fit stand out by this; for shapes, at least one of them."""
    found = seen(page, selector, how)
    worst = max(found) if how == "shape" else min(found)
    assert worst >= (WORDS if how == "words" else LINE), f"{selector}, {how}: {worst:.1f}"


def focus_shows(page: Any, selector: str) -> None:
    """What the keyboard has reached has a ring."""
    page.locator(selector).first.focus()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    stands_out(page, ":focus-visible", "outline")


def forced(theme: str) -> dict[str, str]:
    return {"forced_colors": "active", "color_scheme": theme}


@THEMES
def test_the_first_page_shows(open_phone: Open, theme: str) -> None:
    page = open_phone(**forced(theme))
    stands_out(page, ".places a, .call, .tiles a, .seg")
    stands_out(page, ".places a, .call, .tiles a, h1, main p", "words")
    stands_out(page, ".map svg path", "shape")
    stands_out(page, ".seg label:has(:checked)", "outline")
    focus_shows(page, ".places a")
    page.locator(".map svg a").first.focus()
    assert page.evaluate("() => getComputedStyle(document.activeElement.querySelector('path')).strokeWidth") == "3px"


@THEMES
def test_a_session_shows(open_phone: Open, theme: str) -> None:
    page = begun(open_phone, **forced(theme))
    page.locator(".stage svg").wait_for()
    stands_out(page, ".session .btn")
    stands_out(page, ".session .btn, .session h1, .ring p", "words")
    stands_out(page, ".ring .left", "shape")
    left, whole = (width_of(page, f".ring circle{one}") for one in (".left", ":not(.left)"))
    assert left > 3 * whole, "what is left of the time does not differ from what is over"
    stands_out(page, ".stage svg :is(path, rect, circle, ellipse)", "shape")
    focus_shows(page, "[data-event=next]")
    page.locator("[data-event=gone]").first.tap()
    page.locator("[data-pain='8']").first.tap()
    stands_out(page, "[data-pain]")
    stands_out(page, "[data-pain]", "words")
    stands_out(page, "[data-pain][aria-pressed=true]", "outline")
    assert page.locator("[data-pain='8']").first.evaluate("(one) => getComputedStyle(one).filter") == "none"


def width_of(page: Any, selector: str) -> float:
    return float(page.locator(selector).evaluate("(one) => parseFloat(getComputedStyle(one).strokeWidth)"))


@THEMES
def test_a_card_of_each_level_shows_and_differs(kb: Knowledge, open_phone: Open, theme: str) -> None:
    page = open_phone("about.html", **forced(theme))
    told_apart: dict[str, tuple[str, str]] = {}
    people = [dict(told(kb, name).known) for name in ("heart_failure", "back_after_lifting")]
    for one in ({"unresponsive": True}, STINGS, NEW_CRAMP, *people):
        card = show_card(page, one)
        level = card.get_attribute("data-level")
        stands_out(page, ".care")
        stands_out(page, ".care > header .i", "shape")
        stands_out(page, ".care :is(h1, h2, h3, p, li)", "words")
        if page.locator(".care .call").count():
            stands_out(page, ".care .call")
        told_apart[level] = (
            card.locator("header use").get_attribute("href").split("#")[1],
            card.locator("header .lv").inner_text(),
        )
        thick = card.evaluate("(one) => parseFloat(getComputedStyle(one).borderTopWidth)")
        assert (thick > 3) == (level == "emergency")
    assert {"emergency", "urgent", "routine"} <= told_apart.keys()
    signs, words = (set(some) for some in zip(*told_apart.values(), strict=True))
    assert len(signs) == len(words) == len(told_apart)


@THEMES
def test_the_plan_and_the_questions_show(kb: Knowledge, open_phone: Open, theme: str) -> None:
    page = kept(open_phone, told(kb, "heart_failure"), **forced(theme))
    stands_out(page, "main .card, main .btn, .care")
    stands_out(page, "main h2, main h3, main p, main .btn", "words")
    stands_out(page, ".ev b")
    full, empty = (seen_ground(page, f".ev b{one}") for one in (".on", ":not(.on)"))
    assert full != empty, "strong and weak evidence look the same"
    page.evaluate("async () => indexedDB.deleteDatabase('uncramp')")
    page.goto("check.html")
    page.locator("main input").first.wait_for()
    page.locator("main input").first.check()
    stands_out(page, ".opt")
    stands_out(page, ".opt:has(:checked)", "outline")
    stands_out(page, ".nav [aria-current]", "outline")


def seen_ground(page: Any, selector: str) -> str:
    return str(page.locator(selector).first.evaluate("(one) => getComputedStyle(one).backgroundColor"))


@THEMES
def test_the_diary_shows(open_phone: Open, theme: str) -> None:
    page = diary_of(open_phone, [cramp("02-26T03:10"), cramp("02-20T03:10"), none("02-25")], **forced(theme))
    stands_out(page, ".day.none")
    stands_out(page, ".day.today")
    stands_out(page, ".day:not(.off)", "words")
    for state in ("[data-day='2026-02-26']", "[data-day='2026-02-25']"):
        stands_out(page, f"{state} .mk", "shape")
    borders = seen(page, ".day.off, .day:not(.none):not(.today)", "border")
    assert max(borders) < 1.5, "a line around a day says that nothing was written"
    stands_out(page, ".plot .bar, .plot .mk", "shape")
    stands_out(page, ".plot text", "shape")
    focus_shows(page, "[data-do=else]")
