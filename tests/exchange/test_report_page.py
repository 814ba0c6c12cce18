"""The clinician's page in the local app: only for the browser that was let in, and nothing of it in an address."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from urllib.parse import urlencode

import pytest
from fastapi.testclient import TestClient

from exchange.diaries import TODAY, night_cramps
from uncramp.diary.place import file_place
from uncramp.kb import Knowledge
from uncramp.server.app import make_app
from uncramp.site.build import build

PORT = 8627
FORM = {"Content-Type": "application/x-www-form-urlencoded", "Origin": f"http://127.0.0.1:{PORT}"}


@pytest.fixture(scope="module")
def app(kb: Knowledge, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    folder = tmp_path_factory.mktemp("app")
    build(kb, folder / "phone", served=True)
    made = make_app(
        file_place(folder / "diary.sqlite"), kb=kb, folder=folder / "phone", state=folder / "state", port=PORT,
        now=lambda: datetime(TODAY.year, TODAY.month, TODAY.day, 12, tzinfo=UTC),
    )  # fmt: skip
    made.state.local.store.append(night_cramps(kb))
    with TestClient(made, base_url=f"http://127.0.0.1:{PORT}", follow_redirects=False) as client:
        yield client


@pytest.fixture
def inside(app: TestClient) -> TestClient:
    if not app.cookies:
        token = app.app.state.local.sessions.opening()  # type: ignore[attr-defined]
        app.get("/open", params={"token": token})
    return app


def sent(client: TestClient, path: str, **form: object) -> object:
    return client.post(f"/app/report/{path}", content=urlencode(form, doseq=True), headers=FORM)


@pytest.mark.parametrize("path", ["page", "html", "pdf"])
def test_nobody_who_was_not_let_in_sees_the_page(app: TestClient, path: str) -> None:
    app.cookies.clear()
    assert sent(app, path, section=["danger"]).status_code == 401  # type: ignore[attr-defined]
    assert app.get("/app/report").status_code == 401


def test_the_form_offers_every_section_and_sends_it_in_a_body(inside: TestClient) -> None:
    page = inside.get("/app/report")
    assert page.status_code == 200
    assert page.text.count('name="section"') == 11
    assert 'method="post"' in page.text
    assert "<style" not in page.text


def test_the_preview_shows_what_was_chosen_and_holds_no_style_inside(inside: TestClient) -> None:
    page = sent(inside, "page", section=["counts", "questions"], weeks="12", ask="Is it the heat?\nOr the hills?")
    assert page.status_code == 200  # type: ignore[attr-defined]
    text = page.text  # type: ignore[attr-defined]
    assert "Or the hills?" in text
    assert "Medicines and supplements</h2>" not in text
    assert "<style" not in text
    assert "style=" not in text
    assert inside.get("/app/report/style.css").headers["content-type"].startswith("text/css")


@pytest.mark.parametrize(("path", "begins"), [("html", b"<!doctype html>"), ("pdf", b"%PDF-")])
def test_the_page_comes_as_a_file_and_is_kept_nowhere(inside: TestClient, path: str, begins: bytes) -> None:
    found = sent(inside, path, section=["danger", "counts"])
    assert found.content.strip().startswith(begins)  # type: ignore[attr-defined]
    headers = found.headers  # type: ignore[attr-defined]
    assert headers["cache-control"] == "no-store"
    assert headers["content-disposition"] == f'attachment; filename="uncramp-report-{TODAY}.{path}"'


@pytest.mark.parametrize("form", [{"section": ["moon"]}, {"section": []}, {"section": ["danger"], "weeks": "many"}])
def test_a_form_that_cannot_be_is_refused(inside: TestClient, form: dict[str, object]) -> None:
    assert 400 <= sent(inside, "page", **form).status_code < 500  # type: ignore[attr-defined]
