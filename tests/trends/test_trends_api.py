"""`GET /api/v1/trends`: the numbers of the page, for programs that were let in."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from trends.some_diary import ME, a_life, cramp, day
from uncramp.kb import Knowledge

DAYS = 60


@pytest.fixture
def client(kb: Knowledge, tmp_path: Path) -> Iterator[Any]:
    from fastapi.testclient import TestClient

    from uncramp.diary.place import file_place
    from uncramp.diary.store import Store
    from uncramp.server.app import make_app
    from uncramp.site.build import MARK

    (tmp_path / "app").mkdir()
    (tmp_path / "app" / MARK).write_text('{"version": "0"}', encoding="utf-8")
    place = file_place(tmp_path / "diary.sqlite")
    with Store.open(place) as store:
        store.append(a_life(DAYS))
    now = datetime.fromisoformat(f"{day(DAYS - 1)}T22:00:00+00:00")
    app = make_app(place, kb=kb, folder=tmp_path / "app", state=tmp_path / "state", port=8627, now=lambda: now)
    with TestClient(app, base_url="http://127.0.0.1:8627") as made:
        opened = made.get("/open", params={"token": app.state.local.sessions.opening()}, follow_redirects=False)
        made.headers["cookie"] = opened.headers["set-cookie"].partition(";")[0]
        yield made


def test_it_says_what_the_findings_say(client: Any) -> None:
    said = client.get("/api/v1/trends", params={"weeks": 4}).json()
    assert (said["person"], said["today"], said["reviewed"]) == (ME, day(DAYS - 1), False)
    assert len(said["findings"]["weeks"]) == 4
    assert said["says"]["weeks"].endswith(".")


def test_nobody_reads_them_who_was_not_let_in(client: Any) -> None:
    assert client.get("/api/v1/trends", headers={"cookie": ""}).status_code == 401
    assert client.get("/app/trends", headers={"cookie": "", "accept": "text/html"}).status_code == 401


@pytest.mark.parametrize("asked", [{"weeks": 0}, {"weeks": 521}, {"weeks": "x"}, {"person": "me"}, {"more": 1}])
def test_what_cannot_be_asked_is_refused(client: Any, asked: dict[str, Any]) -> None:
    assert client.get("/api/v1/trends", params=asked).status_code == 422


def test_a_new_entry_counts_at_once_and_one_that_was_taken_out_no_more(client: Any) -> None:
    def counted() -> int:
        return sum(week["episodes"] for week in client.get("/api/v1/trends").json()["findings"]["weeks"])

    store, before, new = client.app.state.local.store, counted(), cramp(DAYS - 1)
    store.append([new])
    assert counted() == before + 1
    from uncramp.diary.scope import Scope

    store.forget(Scope(first=day(DAYS - 1), last=day(DAYS - 1)))
    assert counted() <= before


def test_the_page_is_made_once_until_the_diary_changes(client: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from uncramp.server import trending

    made = list[int]()
    real = trending.looked_at
    monkeypatch.setattr(trending, "looked_at", lambda *given: made.append(1) or real(*given))
    for _ in range(3):
        assert client.get("/app/trends").status_code == 200
    assert client.get("/api/v1/trends").status_code == 200
    assert len(made) == 1
    client.app.state.local.store.append([cramp(DAYS - 1)])
    client.get("/app/trends")
    assert len(made) == 2


def test_only_the_days_that_are_shown_are_read(client: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ten years of cramps make a page of twelve weeks no slower."""
    from uncramp.diary.store import Store

    scopes = list[Any]()
    real = Store.entries

    def noted(self: Store, scope: Any = None, kinds: Any = ()) -> Any:
        scopes.append((scope, kinds))
        return real(self, scope, kinds)

    monkeypatch.setattr(Store, "entries", noted)
    client.get("/api/v1/trends", params={"weeks": 12})
    assert [(bool(scope.first), kinds) for scope, kinds in scopes] == [(True, ()), (False, ["profile_change"])]
