"""A real browser at the size of a phone. Whatever a page complains of, or asks of another origin, fails the test."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from serving import served

from uncramp.kb import Knowledge


@pytest.fixture(scope="session")
def app_folder(kb: Knowledge, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The app, built."""
    from uncramp.site import build

    made = tmp_path_factory.mktemp("site") / "app"
    build(kb, made)
    return made


@pytest.fixture(scope="session")
def address(app_folder: Path) -> Iterator[str]:
    """Where the app is served."""
    with served(app_folder) as found:
        yield found


@pytest.fixture(scope="session")
def browser(chromium: Any) -> Any:
    return chromium


Open = Callable[..., Any]


@pytest.fixture
def open_phone(browser: Any, address: str) -> Iterator[Open]:
    """Opens a page of the app: `open_phone("now/calf.html", color_scheme="dark", width=320)`; any option of a context.

    `worker=True` lets the service worker in; `quiet=False` allows complaints in the console (for what has to fail).
    """
    opened: list[Any] = []
    complaints: list[str] = []

    def open_(path: str = "", *, width: int = 390, height: int = 844, worker: bool = False, quiet: bool = True,
              before: str = "", **options: Any) -> Any:  # fmt: skip
        context = browser.new_context(
            viewport={"width": width, "height": height}, has_touch=True, service_workers="allow" if worker else "block",
            locale=options.pop("locale", "en-GB"), base_url=address, **options,
        )  # fmt: skip
        opened.append(context)
        if before:
            context.add_init_script(before)
        page = context.new_page()

        def elsewhere(request: Any) -> None:
            if not request.url.startswith((address, "data:", "blob:")):
                complaints.append(f"asks another origin: {request.url}")

        page.on("request", elsewhere)
        if quiet:
            page.on("pageerror", lambda error: complaints.append(f"error: {error}"))
            page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
        page.goto(path)
        return page

    yield open_
    for context in opened:
        context.close()
    assert not complaints, complaints


@pytest.fixture
def phone(open_phone: Open) -> Any:
    """The home page on a phone."""
    return open_phone()


@pytest.fixture(scope="session")
def axe() -> Callable[[Any], list[str]]:
    """What axe finds on the page as it stands, one line a finding; WCAG A and AA and best practice."""
    from axe_playwright_python.sync_playwright import Axe

    def findings(page: Any) -> list[str]:
        found = Axe().run(page)
        return [
            f"{one['id']}: {node['html'][:160]} {node['failureSummary'][:200]}"
            for one in found.response["violations"]
            for node in one["nodes"]
        ]

    return findings


@pytest.fixture
def check(open_phone: Open) -> Any:
    """The check page at its first question."""
    from check_page import begun

    return begun(open_phone)
