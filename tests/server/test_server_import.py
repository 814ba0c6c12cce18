"""The import page: a file is looked at first, comes in on a yes, and is never left lying about."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from diary.test_out_and_in import row
from exchange.apple_export import WATER, asleep, record, xml, zipped
from server.conftest import SAME
from uncramp.diary.document import to_document
from uncramp.diary.entries import read_entry
from uncramp.exchange.foreign import SAID, ForeignFileError, Why
from uncramp.kb import Knowledge
from uncramp.server.pages_import import OF_TABLES, _refused

NIGHT = ("2026-02-26 23:00:00 +0100", "2026-02-27 06:30:00 +0100")


@pytest.fixture
def passing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where passing files go."""
    folder = tmp_path / "passing"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def sent(browser: TestClient, data: bytes, path: str = "/app/import") -> tuple[int, str]:
    answer = browser.post(path, files={"file": ("x", data)}, headers=SAME)
    return answer.status_code, answer.text


def token(page: str) -> str:
    found = re.search(r"app/import/take/([\w-]+)", page)
    assert found
    return found[1]


def kinds(browser: TestClient) -> list[str]:
    entries = browser.get("/api/v1/entries", headers=SAME).json()["entries"]
    return sorted(one["kind"] for one in entries)


def test_an_export_is_looked_at_then_comes_in_and_leaves_no_file(
    browser: TestClient, tmp_path: Path, passing: Path
) -> None:
    water = record(WATER, "2026-02-26 09:00:00 +0100", value="250", unit="mL")
    data = zipped(tmp_path / "e.zip", xml(asleep(*NIGHT), water)).read_bytes()
    status, page = sent(browser, data)
    assert status == 200
    assert "New: 2. Already there: 0." in page
    assert kinds(browser) == []
    (waiting,) = passing.glob("uncramp-*")
    assert waiting.stat().st_mode & 0o777 == 0o600
    assert waiting.read_bytes() == data
    done = browser.post(f"/app/import/take/{token(page)}", headers=SAME)
    assert done.status_code == 200
    assert kinds(browser) == ["drinks", "import", "sleep"]
    assert list(passing.iterdir()) == []
    assert "There was nothing new to write." in sent(browser, data)[1]
    assert list(passing.iterdir()) == []


def test_a_diarys_own_file_comes_in(browser: TestClient, passing: Path) -> None:
    entry = read_entry(row(1, "note", {"text": "a"}))
    text = to_document([entry], knowledge="k", exported_at="2026-02-27T12:00:00+01:00")
    page = sent(browser, text.encode())[1]
    browser.post(f"/app/import/take/{token(page)}", headers=SAME)
    assert kinds(browser) == ["import", "note"]


@pytest.mark.parametrize(
    "data", [b"", b"PK\x03\x04", b"%PDF", b"{}", b"<html></html>", b"a;b\n1;2\n", b"SQLite format 3\0"]
)
def test_a_file_that_cannot_be_used_is_one_clear_line_and_is_not_kept(
    browser: TestClient, passing: Path, data: bytes
) -> None:
    status, page = sent(browser, data)
    assert status == 422
    assert "This page cannot use this file." in page
    assert list(passing.iterdir()) == []


def test_a_table_is_sent_to_the_terminal_which_can_ask_about_its_columns(browser: TestClient) -> None:
    _, page = sent(browser, b"Datum;Ort\n1.3.2026;Wade\n")
    assert page.count("<kbd>uncramp diary import FILE.csv</kbd>") == 1
    assert page.index("<kbd>") < page.index('type="file"')


@pytest.mark.parametrize("why", [one for one in SAID if one not in OF_TABLES])
def test_why_a_file_is_refused_is_said_in_the_language_of_the_page(kb: Knowledge, why: Why) -> None:
    said = {language: _refused(kb.texts(language=language), ForeignFileError(why)) for language in kb.languages}
    assert len(set(said.values())) == len(kb.languages)


def test_a_second_file_takes_the_place_of_the_first_and_leaving_drops_it(browser: TestClient, passing: Path) -> None:
    data = xml(asleep(*NIGHT)).encode()
    first = token(sent(browser, data)[1])
    second = token(sent(browser, data)[1])
    assert len(list(passing.iterdir())) == 1
    assert browser.post(f"/app/import/take/{first}", headers=SAME).status_code == 409
    assert list(passing.iterdir()) == []
    assert browser.post(f"/app/import/take/{second}", headers=SAME).status_code == 409
    sent(browser, data)
    browser.get("/app/import", headers=SAME)
    assert list(passing.iterdir()) == []
    assert kinds(browser) == []


def test_nobody_brings_anything_in_without_being_let_in(stranger: TestClient, passing: Path) -> None:
    assert sent(stranger, xml(asleep(*NIGHT)).encode())[0] == 401
    assert stranger.post("/app/import/take/x", headers=SAME).status_code == 401
    assert list(passing.iterdir()) == []


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [(b"x", "text/plain", 415), (b"x", "multipart/form-data", 415), (b"x", "multipart/form-data; boundary=a", 400),
     (b"x" * 40_000, "multipart/form-data; boundary=a", 400),
     (b"--a\r\n\r\nx", "multipart/form-data; boundary=a", 400)],
)  # fmt: skip
def test_a_form_that_is_none_is_refused(
    browser: TestClient, passing: Path, body: bytes, kind: str, status: int
) -> None:
    assert browser.post("/app/import", content=body, headers=SAME | {"Content-Type": kind}).status_code == status
    assert list(passing.iterdir()) == []
    assert kinds(browser) == []
