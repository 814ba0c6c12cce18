"""After one visit everything works without a network; a new version waits, and never mixes with the old one."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from serving import served

KEPT = """async () => {
  const { active } = await navigator.serviceWorker.ready;
  const { port1, port2 } = new MessageChannel();
  const answered = new Promise((done) => { port1.onmessage = ({ data }) => done(data); });
  active.postMessage({ say: 'keep', language: document.documentElement.dataset.language }, [port2]);
  return answered;
}"""
"""Waits until the shell and every page of the language are kept, and says whether they are."""
WAITS = "async () => Boolean((await navigator.serviceWorker.getRegistration()).waiting)"


def visited(open_phone: Any, path: str = "") -> Any:
    """A phone that was here once, with a network."""
    page = open_phone(path, worker=True, quiet=False)
    assert page.evaluate(KEPT) is True
    return page


def pages_of(folder: Path, under: str = "") -> list[str]:
    """All pages below a folder but the one that a host shows for what is not there: offline nobody asks a host."""
    found = (file.relative_to(folder).as_posix() for file in (folder / under).rglob("*.html"))
    return sorted(path for path in found if path != "404.html")


def test_every_page_of_the_language_opens_without_a_network(open_phone: Any, app_folder: Path) -> None:
    page = visited(open_phone)
    page.context.set_offline(True)
    english = [path for path in pages_of(app_folder) if not path.startswith("es/")]
    missing = page.evaluate(
        "async (paths) => { const bad = []; for (const path of paths) { "
        "if (!(await fetch(path).catch(() => null))?.ok) bad.push(path); } return bad; }",
        english,
    )
    assert missing == []


def test_another_language_is_kept_once_it_was_read(open_phone: Any, app_folder: Path) -> None:
    page = visited(open_phone, "es/")
    page.context.set_offline(True)
    spanish = pages_of(app_folder, "es")
    assert page.evaluate(
        "async (paths) => (await Promise.all(paths.map((path) => fetch('../' + path)))).every((answer) => answer.ok)",
        spanish,
    )


def test_the_first_page_comes_up_without_a_network_in_a_new_tab(open_phone: Any) -> None:
    page = visited(open_phone)
    page.context.set_offline(True)
    again = page.context.new_page()
    again.goto("")
    assert again.get_by_role("heading", name="I have a cramp now").is_visible()
    assert again.locator("main").evaluate("(main) => getComputedStyle(main).display") != ""


def test_a_page_that_nobody_knows_leads_somewhere_without_a_network(open_phone: Any) -> None:
    page = visited(open_phone)
    page.context.set_offline(True)
    page.goto("some/deep/link.html?with=words")
    assert page.locator("h1").count() == 1
    assert page.get_by_role("link", name="uncramp").is_visible()


def test_an_address_with_words_behind_it_is_the_same_page(open_phone: Any) -> None:
    page = visited(open_phone)
    page.context.set_offline(True)
    page.goto("check.html?from=home#top")
    assert "Check" in page.title()


@pytest.fixture
def two_versions(app_folder: Path, tmp_path: Path) -> Iterator[tuple[str, Path]]:
    """A host of its own, whose app can be exchanged for a newer one."""
    here = tmp_path / "host"
    shutil.copytree(app_folder, here)
    with served(here) as address:
        yield address, here


def renew(folder: Path) -> None:
    """What a new build changes: the version, the name of the files, what stands on the first page."""
    (old,) = (folder / "a").iterdir()
    new = "f" * len(old.name)
    for file in [*folder.rglob("*.html"), *folder.rglob("sw.js"), *folder.rglob("library/*.json")]:
        text = file.read_text(encoding="utf-8").replace(old.name, new)
        file.write_text(text.replace("<h1>", "<h1>New: "), encoding="utf-8")
    old.rename(old.with_name(new))


def test_a_new_version_waits_and_an_open_page_keeps_its_own_files(browser: Any, two_versions: tuple[str, Path]) -> None:
    address, folder = two_versions
    context = browser.new_context(service_workers="allow", base_url=address)
    page = context.new_page()
    page.goto("")
    assert page.evaluate(KEPT) is True
    (old,) = (folder / "a").iterdir()
    renew(folder)
    page.evaluate("async () => { await (await navigator.serviceWorker.getRegistration()).update(); }")
    page.wait_for_function(WAITS)
    page.reload()
    assert not page.locator("h1").first.inner_text().startswith("New: "), "nobody said: use it now"
    assert page.evaluate(f"async () => (await fetch('a/{old.name}/app.css')).ok")
    context.close()


def test_the_new_version_is_used_when_somebody_says_so(browser: Any, two_versions: tuple[str, Path]) -> None:
    address, folder = two_versions
    context = browser.new_context(service_workers="allow", base_url=address)
    page = context.new_page()
    page.goto("")
    assert page.evaluate(KEPT) is True
    (old,) = (folder / "a").iterdir()
    other = context.new_page()
    other.goto("check.html")
    renew(folder)
    page.evaluate("async () => { await (await navigator.serviceWorker.getRegistration()).update(); }")
    page.get_by_role("button", name="Use it now").click()
    page.get_by_role("heading", name="New: I have a cramp now").wait_for()
    assert other.evaluate(f"async () => (await fetch('a/{old.name}/app.css')).ok"), "an open page has lost its files"
    assert not other.locator("h1").first.inner_text().startswith("New: "), "it was not reloaded"
    context.close()
