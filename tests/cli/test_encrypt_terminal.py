"""A passphrase for the diary, typed at a terminal: never shown, asked for by whatever opens it, and taken off again."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

pexpect = pytest.importorskip("pexpect", reason="a pseudo-terminal needs POSIX")
pytest.importorskip("sqlcipher3", reason="encryption is an extra")

PHRASE = "three warm socks at night"
PLAIN = b"SQLite format 3\x00"
Run = Callable[..., Any]


@pytest.fixture
def diary(tmp_path: Path) -> Path:
    return tmp_path / "diary.sqlite"


@pytest.fixture
def uncramp(diary: Path) -> Iterator[Run]:
    """Runs a command on a terminal; the answers are typed one after the other, each when something was asked.
    `until` is what a command says that would go on; Ctrl-C ends it then."""
    env = {**os.environ, "UNCRAMP_DIARY": str(diary), "LANG": "en_GB.UTF-8", "NO_COLOR": "1", "COLUMNS": "200"}
    for name in ("LC_ALL", "UNCRAMP_PASSPHRASE_FILE"):
        env.pop(name, None)
    began: list[Any] = []

    def run(*arguments: str, types: tuple[str, ...] = (), until: str = "") -> tuple[int, str]:
        command = ["-m", "uncramp", *arguments]
        screen = pexpect.spawn(
            sys.executable, command, env=env, encoding="utf-8", dimensions=(60, 200), timeout=60, echo=True
        )
        began.append(screen)
        shown = ""
        for line in types:
            screen.expect("(?i)(passphrase|once more)[^\r\n]*: $")
            shown += screen.before + screen.after
            screen.waitnoecho()
            screen.sendline(line)
        if until:
            screen.expect_exact(until)
            shown += screen.before
            screen.sendintr()
        screen.expect(pexpect.EOF)
        shown += screen.before
        screen.close()
        return screen.exitstatus, shown

    yield run
    for screen in began:
        screen.close(force=True)


def test_a_diary_gets_a_passphrase_keeps_what_it_holds_and_loses_it_again(uncramp: Run, diary: Path) -> None:
    assert uncramp("log", "calf", "--note", "woke up at three")[0] == 0
    assert diary.read_bytes().startswith(PLAIN)
    status, shown = uncramp("diary", "encrypt", types=(PHRASE, PHRASE))
    assert status == 0, shown
    assert PHRASE not in shown
    assert not diary.read_bytes().startswith(PLAIN)
    assert b"woke up" not in diary.read_bytes()
    status, shown = uncramp("diary", types=(PHRASE,))
    assert status == 0
    assert "woke up at three" in shown
    assert uncramp("log", "foot", types=(PHRASE,))[0] == 0
    assert uncramp("doctor", types=(PHRASE,))[0] == 0
    assert uncramp("diary", "decrypt", types=(PHRASE,))[0] == 0
    assert diary.read_bytes().startswith(PLAIN)
    assert "woke up at three" in uncramp("diary")[1]


def test_the_local_app_encrypts_first_when_told_to_and_asks_for_nothing_new_later(uncramp: Run, diary: Path) -> None:
    uncramp("log", "calf", "--note", "woke up at three")
    wrong = ("--port", "99999")  # it ends before it listens
    assert diary.read_bytes().startswith(PLAIN)
    status, shown = uncramp("serve", "--encrypt", "--no-browser", *wrong)
    assert (status, diary.read_bytes().startswith(PLAIN)) == (2, True), shown
    for types in ((PHRASE, PHRASE), (PHRASE,)):
        status, shown = uncramp(
            "serve", "--encrypt", "--no-browser", "--port", "0", types=types, until="once and within"
        )
        assert ("The diary is encrypted now" in shown) == (len(types) == 2)
        assert not diary.read_bytes().startswith(PLAIN)
    assert "woke up at three" in uncramp("diary", types=(PHRASE,))[1]


def test_a_wrong_passphrase_is_one_clear_line_and_changes_nothing(uncramp: Run, diary: Path) -> None:
    uncramp("log", "calf")
    uncramp("diary", "encrypt", types=(PHRASE, PHRASE))
    before = diary.read_bytes()
    for command in (["diary"], ["log", "foot"], ["diary", "decrypt"]):
        status, shown = uncramp(*command, types=("something else entirely",))
        assert status == 2
        assert "uncramp: " in shown
        assert "passphrase" in shown.rpartition("uncramp: ")[2]
        assert "Traceback" not in shown
    assert diary.read_bytes() == before


def test_two_passphrases_that_differ_or_a_short_one_encrypt_nothing(uncramp: Run, diary: Path) -> None:
    uncramp("log", "calf")
    assert uncramp("diary", "encrypt", types=("short",))[0] == 2
    assert uncramp("diary", "encrypt", types=(PHRASE, "another one altogether") * 3)[0] == 2
    assert diary.read_bytes().startswith(PLAIN)
