"""A new version of the app that arrives while a session runs: nothing is reloaded, nothing is lost, nobody is asked."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from test_site_offline import KEPT, WAITS, renew, two_versions

__all__ = ["two_versions"]

NIGHT = "2026-02-27T03:10:00"
ARRIVES = "async () => { await (await navigator.serviceWorker.getRegistration()).update(); }"
STATE = """() => ({
  mark: window.mark, url: location.href, heading: document.querySelector('main h1').innerText,
  left: document.querySelector('.ring strong')?.innerText,
  side: document.querySelector('input[name=side]:checked')?.value,
})"""


@pytest.fixture
def hosted(browser: Any, two_versions: tuple[str, Path]) -> Iterator[tuple[Any, Path]]:
    """A phone that has the app, at night, and the host it came from."""
    address, folder = two_versions
    context = browser.new_context(service_workers="allow", base_url=address, locale="en-GB", has_touch=True)
    yield context, folder
    context.close()


def running(context: Any) -> Any:
    """A session in its first stretch, on a clock that stands still until it is moved."""
    page = context.new_page()
    page.goto("")
    assert page.evaluate(KEPT) is True
    page.clock.install(time=NIGHT)
    page.goto("now/calf.html?side=left")
    page.locator("[data-quick][data-ready]").wait_for()
    page.locator("[data-none]").tap()
    page.get_by_role("timer").wait_for()
    page.clock.pause_at("2026-02-27T03:10:40")
    page.locator(".stage svg[data-figure=calf_seated]").wait_for()
    page.evaluate("() => { window.mark = 'the same document' }")
    return page


def new_version(page: Any, folder: Path) -> None:
    """It is fetched in whole, and waits."""
    renew(folder)
    page.evaluate(ARRIVES)
    for _ in range(50):
        if page.evaluate(WAITS):
            return
        page.clock.run_for(0)
    page.wait_for_function(WAITS)


def test_a_running_session_goes_on_when_a_new_version_arrives(hosted: tuple[Any, Path]) -> None:
    context, folder = hosted
    page = running(context)
    before = page.evaluate(STATE)
    assert before["mark"]
    assert before["side"] == "left"
    new_version(page, folder)
    assert page.evaluate(STATE) == before, "not a word and not a second has changed"
    assert page.get_by_role("button", name="Use it now").count() == 0, "nobody is asked in the middle of it"
    page.clock.run_for(3_000)
    after = page.evaluate(STATE)
    assert after["mark"] == before["mark"], "it was reloaded"
    assert after["left"] != before["left"] or after["heading"] != before["heading"], "its clock runs on"
    page.get_by_text("Do it another way").tap()  # a picture that was not there yet comes from the old version
    page.locator("[data-instead=calf_stretch_wall]").tap()
    page.locator(".stage svg[data-figure]:not([data-figure=calf_seated])").wait_for()
    page.locator("[data-event=gone]").first.tap()
    page.locator(".log").wait_for()
    assert page.evaluate("() => window.mark") == before["mark"]
    assert page.get_by_role("button", name="Use it now").count() == 0, "the diary of it comes first"
    page.locator("[data-pain='8']").first.tap()
    page.locator("[data-pain='1']").last.tap()
    page.get_by_text("Kept in the diary").wait_for()


def test_the_offer_stands_on_the_home_page_when_the_session_is_over(hosted: tuple[Any, Path]) -> None:
    context, folder = hosted
    page = running(context)
    new_version(page, folder)
    page.locator("[data-event=gone]").first.tap()
    page.get_by_role("button", name="It is back: start again").tap()
    page.locator("[data-none]").wait_for()
    assert page.get_by_role("button", name="Use it now").count() == 0, "the danger lines are no place for it"
    page.goto("index.html")
    offer = page.get_by_role("status").filter(has=page.get_by_role("button", name="Use it now"))
    offer.wait_for()
    assert not page.locator("main h1").inner_text().startswith("New: "), "it is only an offer"


def test_a_new_version_that_is_taken_up_in_another_tab_leaves_the_session_as_it_is(hosted: tuple[Any, Path]) -> None:
    context, folder = hosted
    page = running(context)
    new_version(page, folder)
    before = page.evaluate(STATE)
    home = context.new_page()
    home.goto("index.html")
    home.get_by_role("link", name="Go on where it stood").wait_for()
    home.get_by_role("button", name="Use it now").click()
    home.get_by_role("heading", name="New: I have a cramp now").wait_for()
    assert page.evaluate(STATE) == before
    page.clock.run_for(2_000)
    page.get_by_text("Do it another way").tap()
    page.locator("[data-instead=calf_stretch_wall]").tap()
    page.locator(".stage svg[data-figure]:not([data-figure=calf_seated])").wait_for()
    assert page.evaluate("() => window.mark") == before["mark"]


def test_a_session_that_was_cut_off_is_taken_up_by_the_new_version(hosted: tuple[Any, Path]) -> None:
    context, folder = hosted
    page = running(context)
    step = page.locator("main h1").inner_text()
    new_version(page, folder)
    page.goto("index.html")
    page.get_by_role("link", name="Go on where it stood").wait_for()
    page.get_by_role("button", name="Use it now").tap()
    page.get_by_role("heading", name="New: I have a cramp now").wait_for()
    page.get_by_role("link", name="Go on where it stood").tap()
    page.get_by_role("button", name="Go on where it stood").tap()
    page.get_by_role("timer").wait_for()
    assert page.locator("main h1").inner_text() == step
    assert page.get_by_label("Left").is_checked()
