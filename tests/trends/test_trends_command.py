"""`uncramp trends` on a diary of one's own."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from trends.some_diary import FIRST, a_life
from uncramp.cli import run
from uncramp.diary.store import Store
from uncramp.errors import UncrampError


@pytest.fixture
def diary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A diary that ends today."""
    from datetime import date, timedelta

    import trends.some_diary as made

    monkeypatch.setattr(made, "FIRST", date.today() - timedelta(days=55))
    file = tmp_path / "diary.sqlite"
    with Store.open(str(file)) as store:
        store.append(a_life(56))
    monkeypatch.setattr(made, "FIRST", FIRST)
    monkeypatch.setenv("UNCRAMP_DIARY", str(file))
    return file


def test_each_chart_is_a_title_a_sentence_and_bars(diary: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["trends"]) == 0
    said = capsys.readouterr().out
    for title in (
        "Cramps in each week",
        "When they began",
        "Where they were",
        "Pain before and after",
        "Steps of the plan",
    ):
        assert title in said
    assert "█" in said
    assert "No clinician" in said.replace("\n", " ")


def test_the_same_as_data(diary: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["trends", "--json", "--weeks", "4"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert len(said["findings"]["weeks"]) == 4
    assert said["reviewed"] is False
    assert set(said["says"]) == {"weeks", "times", "sites", "relief", "pains", "done"}


def test_a_page_that_only_its_owner_can_read(diary: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "trends.html"
    assert run(["trends", "--html", str(file)]) == 0
    text = file.read_text(encoding="utf-8")
    assert text.count("<svg") == 7
    assert "http" not in text.replace("http://www.w3.org/2000/svg", "")
    assert file.stat().st_mode & 0o077 == 0
    with pytest.raises(UncrampError, match="is there already"):
        run(["trends", "--html", str(file)])


def test_without_a_diary_it_says_what_to_write(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("UNCRAMP_DIARY", str(tmp_path / "none.sqlite"))
    assert run(["trends"]) == 0
    assert "Nothing is written yet" in capsys.readouterr().out


@pytest.mark.parametrize("weeks", ["0", "521", "-3"])
def test_weeks_that_cannot_be_are_refused_with_what_is_allowed(weeks: str, diary: Path) -> None:
    with pytest.raises(UncrampError, match="--weeks"):
        run(["trends", "--weeks", weeks])
