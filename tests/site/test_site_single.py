"""The whole app in one file: it opens from a disk, asks nobody for anything, and does relief, check and plan."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from uncramp.errors import UsageError
from uncramp.kb import Knowledge
from uncramp.site.single import single, write_single


@pytest.fixture(scope="module")
def file(kb: Knowledge, tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("single") / "uncramp.html"
    write_single(kb, "en", made)
    return made


@pytest.fixture
def opened(browser: Any, file: Path) -> Iterator[Any]:
    """The file in a browser; any request but for the file itself fails the test, and so does any complaint."""
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True, locale="en-GB")
    page = context.new_page()
    complaints: list[str] = []
    page.on("request", lambda one: complaints.append(one.url) if not one.url.startswith(("file:", "data:")) else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    page.goto(file.as_uri())
    yield page
    context.close()
    assert not complaints, complaints


def test_two_taps_start_the_stretch(opened: Any) -> None:
    opened.get_by_role("link", name="Calf", exact=True).tap()
    opened.get_by_role("link", name="None of these").or_(opened.get_by_role("button", name="None of these")).tap()
    opened.get_by_role("timer").wait_for()


def test_the_check_asks_and_the_plan_opens(opened: Any) -> None:
    opened.get_by_role("link", name="Check").first.tap()
    opened.get_by_role("heading", level=1).wait_for()
    opened.goto(opened.url.partition("#")[0] + "#/plan.html")
    opened.get_by_role("heading", level=1).wait_for()
    assert "plan" in opened.title().lower()


def test_every_link_leads_to_a_page_of_the_file(opened: Any) -> None:
    lost = opened.evaluate(
        """() => {
          const pages = [...document.querySelectorAll('template[data-path]')];
          const known = new Set(pages.map((page) => page.dataset.path));
          const links = pages.flatMap((page) => [...page.content.querySelectorAll('a[href]')]);
          return [...new Set(links.map((link) => link.getAttribute('href')))]
            .filter((href) => !/^(https:|tel:|#main$)/.test(href))
            .filter((href) => !known.has(href.replace(/^#\\//, '').split(/[?#]/)[0]));
        }"""
    )
    assert lost == []


def test_a_language_that_nobody_has_written_is_refused(kb: Knowledge) -> None:
    with pytest.raises(UsageError, match="there is no language `xx`"):
        single(kb, "xx")
