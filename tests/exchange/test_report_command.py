"""`uncramp report`: files that only their owner reads, never written over, and data for other programs."""

from __future__ import annotations

import json
import stat
from pathlib import Path
from typing import Any

import pytest

from uncramp.cli import run
from uncramp.errors import UncrampError
from uncramp.exchange.report import files


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("UNCRAMP_DIARY", str(tmp_path / "diary.sqlite"))
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def diary(folder: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    run(["log", "calf", "--pain", "7", "--tried", "stretch=gone"])
    capsys.readouterr()
    return folder


def as_json(capsys: pytest.CaptureFixture[str], *arguments: str) -> Any:
    assert run(["report", "--json", *arguments]) == 0
    return json.loads(capsys.readouterr().out)


def test_the_page_is_a_file_that_only_its_owner_reads(diary: Path) -> None:
    assert run(["report"]) == 0
    file = diary / "uncramp-report.html"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert "Calf" in file.read_text(encoding="utf-8")


def test_a_file_that_is_there_stays_as_it_was(diary: Path) -> None:
    taken = diary / "taken.html"
    taken.write_text("mine")
    with pytest.raises(UncrampError, match="is there already"):
        run(["report", "--out", str(taken)])
    assert taken.read_text() == "mine"


def test_with_force_it_is_written_anew_and_is_private_even_so(diary: Path) -> None:
    taken = diary / "taken.html"
    taken.write_text("mine")
    assert run(["report", "--out", str(taken), "--force"]) == 0
    assert stat.S_IMODE(taken.stat().st_mode) == 0o600
    assert "mine" not in taken.read_text(encoding="utf-8")[:10]


def test_of_two_files_neither_is_written_when_one_is_taken(diary: Path) -> None:
    (diary / "a.html").write_text("mine")
    with pytest.raises(UncrampError):
        run(["report", "--out", "a.html", "--pdf", "a.pdf"])
    assert not (diary / "a.pdf").exists()


def test_a_write_that_fails_leaves_nothing_behind(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(files.os, "fsync", full)
    with pytest.raises(UncrampError, match="no space left"):
        files.write_private(folder / "page.html", b"x")
    assert [*folder.iterdir()] == []


def test_a_folder_in_place_of_a_file_is_refused_in_one_line(diary: Path) -> None:
    with pytest.raises(UncrampError, match="is a folder"):
        run(["report", "--out", str(diary), "--force"])


def test_the_pdf_and_the_html_are_the_same_page(diary: Path) -> None:
    assert run(["report", "--out", "a.html", "--pdf", "a.pdf"]) == 0
    assert (diary / "a.pdf").read_bytes()[:8] == b"%PDF-1.7"
    assert stat.S_IMODE((diary / "a.pdf").stat().st_mode) == 0o600


def test_without_a_diary_the_page_is_empty_and_says_so(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["report"]) == 0
    assert "There is no diary yet" in capsys.readouterr().out
    assert not (folder / "diary.sqlite").exists(), "looking makes no diary"


def test_as_data_it_has_what_was_chosen_and_writes_no_file(diary: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = as_json(capsys, "--sections", "counts,tried", "--weeks", "4")
    assert found["counts"]["last"]["episodes"] == 1
    assert found["tried"][0]["outcomes"] == {"gone": 1}
    assert "medicines" not in found
    assert found["reviewed"] is False
    assert [*diary.glob("*.html")] == []


def test_a_page_never_mixes_two_people(diary: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(UncrampError, match="a page is about one person"):
        run(["report", "--person", "all"])


def test_erased_entries_are_not_on_the_next_page(diary: Path) -> None:
    run(["log", "hand", "--note", "a secret word"])
    run(["report", "--out", "before.html"])
    run(["forget", "--everything", "--yes"])
    run(["report", "--out", "after.html"])
    assert "secret" in (diary / "before.html").read_text(encoding="utf-8")
    assert "secret" not in (diary / "after.html").read_text(encoding="utf-8")


def test_questions_stand_on_the_page(diary: Path) -> None:
    run(["report", "--ask", "Is it the heat?", "--ask", "Blood test?"])
    page = (diary / "uncramp-report.html").read_text(encoding="utf-8")
    assert page.index("Is it the heat?") < page.index("Blood test?")


def test_an_unknown_section_is_refused_with_those_there_are(diary: Path) -> None:
    with pytest.raises(UncrampError, match="there is no section `moon`; allowed: who, danger"):
        run(["report", "--sections", "moon"])
