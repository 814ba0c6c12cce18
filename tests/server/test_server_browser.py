"""The settings page in a real browser: its buttons work under the policy that every answer carries."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from server.test_server_running import Running, Start, cache, start
from uncramp.diary.backup import verify

__all__ = ["cache", "start"]


@pytest.fixture
def page(chromium: Any) -> Iterator[Any]:
    """A page that complains when another origin is asked or something is refused."""
    context = chromium.new_context(viewport={"width": 390, "height": 844}, service_workers="block")
    opened = context.new_page()
    complaints: list[str] = []
    opened.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    yield opened
    context.close()
    assert not complaints


def settings_of(app: Running, page: Any) -> None:
    page.goto(app.link())
    page.goto(f"http://127.0.0.1:{app.port}/app/settings")


def test_every_button_of_the_settings_does_what_it_says(start: Start, page: Any, tmp_path: Path) -> None:
    settings_of(start("--port", "0"), page)
    page.get_by_role("button", name="Check all of it").click()
    page.get_by_text("Every page of the file was checked.").wait_for()
    with page.expect_download() as saved:
        page.get_by_role("button", name="Save a backup").click()
    saved.value.save_as(tmp_path / "saved.backup")
    assert verify(tmp_path / "saved.backup").entries == 0
    with page.expect_download() as saved:
        page.get_by_role("link", name="Save all entries as text").click()
    assert saved.value.suggested_filename.endswith(".jsonl")
    page.get_by_role("button", name="Let all browsers out now").click()
    page.wait_for_url("**/")
    assert page.request.get(page.url + "app/settings").status == 401


def test_the_settings_fit_a_phone_and_a_screen_reader(start: Start, page: Any) -> None:
    from axe_playwright_python.sync_playwright import Axe

    settings_of(start("--port", "0"), page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert [one["id"] for one in Axe().run(page).response["violations"]] == []
    assert page.locator("[style]").count() == 0
