"""The local app on a diary of its own; what it serves stands in a small folder where the phone app would be."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from uncramp.diary.place import file_place
from uncramp.kb import Knowledge
from uncramp.server.app import make_app
from uncramp.server.local import Local

PORT = 8627
HOME = f"http://127.0.0.1:{PORT}"
SAME = {"Origin": HOME, "Sec-Fetch-Site": "same-origin"}
"""What a browser says of a request of our own page."""
PERSON = "0b6ee4a5-5a2c-4d1f-9d1a-5a1f4b2c3d4e"


class Clock:
    """A clock that the test moves."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 20, 9, 30, tzinfo=timezone(timedelta(hours=1)))

    def __call__(self) -> datetime:
        return self.now

    def wait(self, **span: float) -> None:
        self.now += timedelta(**span)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def phone_app(tmp_path: Path) -> Path:
    """As little of a built phone app as the server needs."""
    folder = tmp_path / "phone"
    files = {"index.html": "<!doctype html><title>home</title>", "a/v1/app.css": "b{}", "404.html": "not for us"}
    for path, text in {**files, "uncramp.json": json.dumps({"version": "v1"})}.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    (tmp_path / "secret.txt").write_text("not yours", encoding="utf-8")
    return folder


Serve = Callable[..., TestClient]


@pytest.fixture
def serve(kb: Knowledge, tmp_path: Path, phone_app: Path, clock: Clock) -> Iterator[Serve]:
    """Makes clients of the app: `serve(origins=[...])`; each is one browser or program, and nobody was let in."""
    opened: list[TestClient] = []

    def serving(base: str = HOME, **options: Any) -> TestClient:
        where = file_place(tmp_path / "diary.sqlite")
        given = {"kb": kb, "folder": phone_app, "state": tmp_path / "state", "port": PORT, "now": clock}
        client = TestClient(make_app(where, **(given | options)), base_url=base, follow_redirects=False)
        client.__enter__()
        opened.append(client)
        return client

    yield serving
    for client in opened:
        client.__exit__(None, None, None)


@pytest.fixture
def stranger(serve: Serve) -> TestClient:
    """Somebody who was not let in."""
    return serve()


@pytest.fixture
def browser(serve: Serve) -> TestClient:
    """The browser that uncramp opened; it says of each request that it comes from our own page."""
    return let_in(serve())


@pytest.fixture
def owner(browser: TestClient) -> TestClient:
    """A browser whose diary has one person: an adult who answered what stays true."""
    from server.trial_pages import add  # it stands on this module

    add(browser, "profile_change", {"facts": {"age_years": 40, "pregnancy_status": "not_applicable"}})
    return browser


def let_in(client: TestClient) -> TestClient:
    client.get("/open", params={"token": local(client).sessions.opening()})
    client.headers.update(SAME)
    return client


def local(client: TestClient) -> Local:
    app = client.app
    assert isinstance(app, FastAPI)
    found: Local = app.state.local
    return found


def entry(nth: int = 0, kind: str = "note", person: str = PERSON, **body: Any) -> dict[str, Any]:
    """The JSON of an entry; the same number is the same id."""
    return {
        "id": f"01948c00-0000-7000-8000-{nth:012x}",
        "person": person,
        "at": f"2026-11-{1 + nth % 19:02}T03:10:00+01:00",
        "recorded_at": "2026-11-20T08:00:00.000+01:00",
        "kind": kind,
        "version": 1,
        "body": body or {"text": f"note {nth}"},
    }
