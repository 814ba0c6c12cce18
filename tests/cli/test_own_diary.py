"""A check at the terminal beside a diary: it starts from the profile, leaves what it came to, and makes no diary."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from cli.test_terminal import Screen, terminal
from uncramp.cli.book import open_book
from uncramp.kb import Knowledge

__all__ = ["terminal"]
pexpect = pytest.importorskip("pexpect", reason="a pseudo-terminal needs POSIX")


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the diary would be; there is none yet."""
    monkeypatch.setenv("UNCRAMP_DIARY", str(tmp_path / "diary.sqlite"))
    return tmp_path / "diary.sqlite"


@pytest.fixture
def diary(place: Path) -> Path:
    """A diary that knows an age and a medicine, and of a sign that has passed."""
    book = open_book(create=True)
    with book.store:
        facts = {"age_years": 44, "sex_at_birth": "male", "med_statin": True, "chest_pain": True}
        book.write(book.writer(None), "profile_change", {"facts": facts})
    return place


def checks() -> list[dict[str, Any]]:
    book = open_book(create=False)
    with book.store:
        return [dict(one.body) for one in book.entries(book.own()) if one.kind == "check_done"]


def emergency(screen: Screen) -> str:
    """Tick the first danger line of the calf and say yes to what stands behind it."""
    screen.sees("None of these")
    screen.says("1")
    while screen.run.expect_exact(["> ", "Call 999 now."]) == 0:
        screen.says("y")
    return screen.ends()


@pytest.mark.usefixtures("diary")
def test_a_check_starts_from_the_diary_and_says_so(terminal: type[Screen]) -> None:
    screen = terminal("check")
    screen.sees("Started from your diary. Answers about you that it holds: 3.")  # and not the sign
    shown = screen.run.expect(["How old", "> "])
    assert shown == 1, "the age is known"


@pytest.mark.usefixtures("diary")
@pytest.mark.parametrize("words", [["--no-diary"], ["--for", "other"]])
def test_a_check_without_the_diary_or_about_somebody_else_asks_everything(
    terminal: type[Screen], words: list[str]
) -> None:
    screen = terminal("check", *words)
    screen.sees("How old")
    assert "Started from" not in screen.run.before
    screen.run.close(force=True)
    assert checks() == []


@pytest.mark.usefixtures("diary")
def test_what_the_quick_screen_came_to_is_written_and_said_below_the_card(
    terminal: type[Screen], kb: Knowledge
) -> None:
    assert "This check is in your diary now." in emergency(terminal("now", "calf"))
    (found,) = checks()
    assert (found["level"], found["where"], found["knowledge"]) == ("emergency", "quick", kb.name)
    assert set(found["signs"]) <= kb.gates


@pytest.mark.usefixtures("diary")
def test_nothing_is_written_where_somebody_does_not_want_it(terminal: type[Screen]) -> None:
    assert "in your diary" not in emergency(terminal("now", "calf", "--no-diary"))
    assert checks() == []


def test_a_check_never_makes_a_diary(terminal: type[Screen], place: Path) -> None:
    assert "diary" not in emergency(terminal("now", "calf"))
    assert not place.exists()


def test_a_diary_that_cannot_be_opened_holds_nobody_up(terminal: type[Screen], place: Path) -> None:
    place.write_bytes(b"this is no diary at all, and longer than its first hundred bytes would be " * 3)
    assert "Your diary was left out." in emergency(terminal("now", "calf"))
