"""The diary in a real browser when storage fails, another tab writes, or the browser is killed."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from diary_page import MORNING, Open, add, cramp, diary, do, entries, news, ready

from real_browser import CHROMIUM, QUIET

NO_STORE = "Object.defineProperty(window, 'indexedDB', {value: undefined});"
REFUSED = "IDBFactory.prototype.open = () => { throw new DOMException('no', 'SecurityError'); };"
NEWER = """new Promise((done) => {
  indexedDB.open('uncramp', 99).onsuccess = ({ target }) => { target.result.close(); done(); };
})"""


FULL = """
window.full = false;
for (const name of ['add', 'put']) {
  const real = IDBObjectStore.prototype[name];
  IDBObjectStore.prototype[name] = function (...given) {
    if (window.full) throw new DOMException('full', 'QuotaExceededError');
    return real.apply(this, given);
  };
}
"""


@pytest.mark.parametrize("fault", [NO_STORE, REFUSED], ids=["absent", "refused"])
def test_where_nothing_is_kept_it_is_said_first_and_a_copy_can_be_saved(open_phone: Open, fault: str) -> None:
    page = diary(open_phone, before=fault)
    assert page.get_by_role("heading", name="Nothing is kept on this device").is_visible()
    add(page, "site_calf")
    assert page.locator("[data-entry]").count() == 1
    with page.expect_download() as taken:
        page.get_by_role("button", name="Save a copy").click()
    [entry] = json.loads(Path(taken.value.path()).read_text(encoding="utf-8"))["entries"]
    assert entry["body"]["site"] == "site_calf"


def test_a_full_device_says_so_and_nothing_typed_is_lost(open_phone: Open) -> None:
    page = diary(open_phone, before=FULL)
    do(page, "else")
    page.locator("[data-kind=note]").click()
    page.get_by_label("Your words").fill("A long story.")
    page.evaluate("window.full = true")
    page.get_by_role("button", name="Save").click()
    page.get_by_text("this device is full").wait_for()
    assert page.get_by_label("Your words").input_value() == "A long story."
    page.evaluate("window.full = false")
    page.get_by_role("button", name="Save").click()
    page.locator(".news .card").wait_for()
    assert [one["body"]["text"] for one in entries(page)] == ["A long story."]


def test_a_tap_on_a_full_device_is_told_and_can_be_tried_again(open_phone: Open) -> None:
    page = diary(open_phone, [cramp("02-20T03:10")], before=FULL)
    page.evaluate("window.full = true")
    do(page, "again")
    assert "this device is full" in news(page)
    page.evaluate("window.full = false")
    page.clock.fast_forward(2_000)
    page.get_by_role("button", name="Try again").click()
    page.get_by_text("Written down").wait_for()
    assert len(entries(page, "episode")) == 2


def test_another_tab_is_heard_and_what_is_typed_stays(open_phone: Open) -> None:
    page = diary(open_phone, [cramp("02-20T03:10")])
    page.get_by_label("Search").fill("foot")
    page.get_by_text("Nothing was found").wait_for()
    other = page.context.new_page()
    other.clock.install(time=MORNING)
    other.goto("diary.html")
    add(ready(other), "site_foot")
    page.locator("[data-entry]", has_text="Foot").wait_for()
    assert page.get_by_label("Search").input_value() == "foot"


def test_an_entry_changed_in_another_tab_is_told_while_it_is_edited(open_phone: Open) -> None:
    page = diary(open_phone, [cramp("02-20T03:10")])
    page.locator("[data-entry]").click()
    page.get_by_role("button", name="Change").click()
    page.get_by_label("Your own words").fill("Half a sen")
    other = page.context.new_page()
    other.clock.install(time=MORNING)
    other.goto("diary.html")
    ready(other).locator("[data-entry]").click()
    other.get_by_role("button", name="Delete").click()
    page.get_by_text("This entry has changed in another tab").wait_for()
    assert page.get_by_label("Your own words").input_value() == "Half a sen"
    page.get_by_role("button", name="Save").click()
    page.locator(".news .card").wait_for()
    assert "Half a sen" in page.locator("[data-entry]").inner_text(), "what was saved last holds"


def test_a_diary_of_a_newer_version_is_not_touched(open_phone: Open) -> None:
    page = open_phone("about.html")
    page.evaluate(NEWER)
    page.goto("diary.html")
    page.get_by_text("A newer version of this app wrote this diary").wait_for()
    assert page.get_by_role("button", name="Try again").is_visible()
    assert page.get_by_role("button", name="Add a cramp").count() == 0


@pytest.fixture
def lasting(browser: Any, tmp_path: Path) -> Iterator[Callable[[], Any]]:
    """Starts a browser of its own that keeps its storage in a folder, as an installed one does."""
    started: list[Any] = []

    def start() -> Any:
        context = browser.browser_type.launch_persistent_context(
            str(tmp_path / "profile"), executable_path=CHROMIUM, args=list(QUIET), locale="en-GB", timezone_id="UTC"
        )
        started.append(context)
        return context

    yield start
    started[-1].close()


def processes_of(folder: Path) -> list[int]:
    """The main process of the browser that keeps its storage there."""
    found = []
    for one in Path("/proc").iterdir():
        try:
            words = (one / "cmdline").read_bytes().split(b"\0")
        except OSError:
            continue
        if f"--user-data-dir={folder}".encode() in words and not any(word.startswith(b"--type=") for word in words):
            found.append(int(one.name))
    return found


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="finds the process of the browser in /proc")
def test_what_was_acknowledged_outlives_a_browser_that_is_killed(
    lasting: Callable[[], Any], address: str, tmp_path: Path
) -> None:
    page = lasting().new_page()
    page.goto(f"{address}diary.html")
    add(ready(page), "site_calf")
    killed = processes_of(tmp_path / "profile")
    assert killed
    for process in killed:
        os.kill(process, signal.SIGKILL)
    page.wait_for_event("close") if not page.is_closed() else None
    page = lasting().new_page()
    page.goto(f"{address}diary.html")
    ready(page)
    assert "Calf" in page.locator("[data-entry]").inner_text()
