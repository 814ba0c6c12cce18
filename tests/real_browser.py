"""Chromium for the tests: which program, how it is begun, and one of them for all tests of a process."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

NAMES = ("chromium-headless-shell", "chromium", "chromium-browser")
"""The first is the same engine without a window of its own: it opens pages in two thirds of the time."""
CHROMIUM = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
WHOLE = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES[1:])), None)
"""For what only a browser with windows does, such as keeping a page to go back to."""
REQUIRED = os.environ.get("UNCRAMP_BROWSER") == "required"
QUIET = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip


def there_is_one(program: str | None = CHROMIUM) -> None:
    """The test is skipped where there is no browser, and fails where there has to be one."""
    if not program:
        if REQUIRED:
            pytest.fail("chromium is not installed")
        pytest.skip("needs chromium (apt install chromium chromium-headless-shell, or CHROMIUM=path)")


@contextmanager
def begun() -> Iterator[Any]:
    """A browser, by Playwright."""
    there_is_one()
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        yield started
        started.close()
