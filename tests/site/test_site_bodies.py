"""People in the pictures look as somebody chose: in a session, in the plan, and without a network."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

Open = Callable[..., Any]

FULL = "localStorage.setItem('uncramp.settings', JSON.stringify({body: 'full'}));"
HELD = """async () => {
  const found = await Promise.all((await caches.keys()).map(async (name) => (await caches.open(name)).keys()));
  return found.flat().filter(({ url }) => url.includes('/figures/full/')).length;
}"""


def test_the_body_is_chosen_on_the_page_of_my_details_and_shown_there(open_phone: Open) -> None:
    page = open_phone("details.html")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.get_by_label("Round").check()
    page.locator(".sample svg").wait_for()
    assert any("/figures/full/" in url for url in asked)
    assert page.evaluate("JSON.parse(localStorage.getItem('uncramp.settings')).body") == "full"


def test_a_session_shows_the_body_that_was_chosen(open_phone: Open) -> None:
    page = open_phone("about.html", before=FULL)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto("now/calf.html")
    page.locator("[data-quick][data-ready]").wait_for()
    page.locator("[data-none]").tap()
    page.locator("svg[data-figure]").wait_for()
    assert [url for url in asked if "/figures/" in url and "/figures/full/" not in url] == []


def test_nobody_loads_the_other_body_who_has_not_chosen_it(app_folder: Path) -> None:
    worker = (app_folder / "sw.js").read_text(encoding="utf-8")
    shell = json.loads(worker.split("const SHELL = ")[1].split(";\n")[0])
    assert [path for path in shell if "/figures/full/" in path] == []
    assert [path for path in shell if "/figures/" in path]


def test_the_other_body_is_kept_for_the_times_without_a_network_once_it_was_chosen(open_phone: Open) -> None:
    page = open_phone("details.html", worker=True, quiet=False)
    page.evaluate("navigator.serviceWorker.ready.then(() => 1)")
    page.reload()
    page.get_by_label("Round").check()
    page.locator(".sample svg").wait_for()
    for _ in range(200):
        if page.evaluate(HELD) >= 90:
            break
    page.context.set_offline(True)
    page.goto("now/calf.html")
    page.locator("[data-quick][data-ready]").wait_for()
    page.locator("[data-none]").tap()
    page.locator("svg[data-figure]").wait_for()
    assert page.evaluate(HELD) >= 90
