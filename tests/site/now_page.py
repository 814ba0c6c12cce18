"""Relief in a real browser as the tests use it: begun, with a voice or without."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Open = Callable[..., Any]

BEFORE = "relief/other.html"
"""A page to open first, so that the clock is in the hands of the test from the start of the next."""
NIGHT = "2026-02-27T03:10:00"


def ready(page: Any) -> Any:
    """The page once its script answers the taps."""
    page.locator("[data-quick][data-ready]").wait_for()
    return page


def at_night(open_phone: Open, path: str, **options: Any) -> Any:
    """A place of the quick screen, with a clock that stands still until the test moves it."""
    page = open_phone(BEFORE, **options)
    page.clock.install(time=NIGHT)
    page.goto(path)
    return ready(page)


def begun(open_phone: Open, path: str = "now/calf.html", **options: Any) -> Any:
    """A session that has just begun."""
    page = at_night(open_phone, path, **options)
    page.locator("[data-none]").tap()
    page.get_by_role("timer").wait_for()
    return page


def press(page: Any, event: str) -> None:
    page.locator(f"[data-event={event}]:visible").first.tap()


def left(page: Any) -> str:
    return str(page.locator(".ring strong").inner_text())


def heading(page: Any) -> str:
    return str(page.locator("main h1").inner_text())
