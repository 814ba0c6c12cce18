"""axe on every page of the app, in every language, by day and by night. It takes minutes: `UNCRAMP_PAGES=all` runs it.

    UNCRAMP_PAGES=all python -m pytest tests/site/test_site_every_page.py

`test_site_every_kind_of_page.py` looks at one page of each kind in the usual run.
"""

from __future__ import annotations

import asyncio
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.base import AXE_FILE_PATH

from real_browser import CHROMIUM, QUIET, there_is_one
from uncramp.kb import Knowledge, load
from uncramp.site.pages import folder_of, pages
from uncramp.site.words import page_texts

ALL = os.environ.get("UNCRAMP_PAGES") == "all"
pytestmark = pytest.mark.skipif(not ALL, reason="takes minutes; UNCRAMP_PAGES=all runs it")

AT_ONCE = int(os.environ.get("UNCRAMP_PAGES_AT_ONCE", "4"))
"""How many pages are open beside each other, in one context."""
BY_DAY = {"resultTypes": ["violations"]}
BY_NIGHT = {**BY_DAY, "runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}
"""At night only the colours are others."""
LOOK = """async (options) => (await axe.run(document, options)).violations.flatMap(
  ({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 160)}`))"""


async def found_on(page: Any, path: str, axe: str) -> list[str]:
    """What axe finds on one page, once its script has filled it."""
    await page.emulate_media(color_scheme="light")
    await page.goto(path)
    await page.wait_for_function("() => !document.querySelector('.wait')")
    await page.evaluate(axe)
    found = [f"{path}: {one}" for one in await page.evaluate(LOOK, BY_DAY)]
    await page.emulate_media(color_scheme="dark")
    return found + [f"{path} at night: {one}" for one in await page.evaluate(LOOK, BY_NIGHT)]


async def findings(address: str, paths: list[str]) -> list[str]:
    """What axe finds on all of them, some pages at a time."""
    from playwright.async_api import async_playwright

    left, found = iter(paths), []
    axe = Path(AXE_FILE_PATH).read_text(encoding="utf-8")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        context = await browser.new_context(
            base_url=address, viewport={"width": 390, "height": 844}, service_workers="block", locale="en-GB"
        )

        async def work() -> None:
            page = await context.new_page()
            for path in left:
                found.extend(await found_on(page, path, axe))

        await asyncio.gather(*(work() for _ in range(AT_ONCE)))
        await browser.close()
    return found


@pytest.mark.parametrize("language", load().languages)
def test_axe_finds_nothing_on_any_page(kb: Knowledge, address: str, language: str) -> None:
    there_is_one()
    paths = [folder_of(language) + page.path for page in pages(kb, page_texts(kb, language))]
    assert len(paths) > 500
    with ThreadPoolExecutor(1) as thread:  # the other tests drive the browser from this one
        found = thread.submit(asyncio.run, findings(address, paths)).result()
    assert found == []
