"""Whoever is killed in the middle of writing has every entry that was acknowledged, and a whole file.

A long run: UNCRAMP_KILLS=200 pytest -s tests/store/test_store_durability.py
"""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import struct
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from threading import Timer

import pytest

from store.places import note
from uncramp.diary.schema import APPLICATION
from uncramp.diary.store import Store

KILLS = int(os.environ.get("UNCRAMP_KILLS") or 20)
FIRST, LAST = 0.4, 0.4
"""Seconds after which the last are killed that begin a new diary, and that go on with one; the first are killed before
they have opened it."""
JOURNAL = bytes.fromhex("d9d505f920a163d7") + struct.pack(">5I", 0, 1, 0, 512, 4096)
"""How a journal of SQLite begins that takes a file back to no page at all."""
pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="this machine cannot fork")

WRITER = """
import os, sys
from store.places import note
from uncramp.diary.store import Store
import alembic.command, alembic.script, sqlalchemy.dialects.sqlite  # loaded once, so that children begin at once

def write(file, start):
    store = Store.open(file)
    for nth in range(start, start + 100_000):
        done = store.append([note(nth, "x" * (nth % 700 + 1))])
        os.write(1, f"{done.added[0]}\\n".encode())

for line in sys.stdin:
    file, start = line.split()
    child = os.fork()
    if child == 0:
        try:
            write(file, int(start))
        finally:
            os._exit(1)
    os.write(1, f"child {child}\\n".encode())
    os.waitpid(child, 0)
    os.write(1, b"end\\n")
"""


@pytest.fixture
def writer() -> Iterator[subprocess.Popen[str]]:
    """Starts one child after the other that writes until it is killed."""
    tests = str(Path(__file__).parents[1])
    env = {**os.environ, "PYTHONPATH": os.pathsep.join([tests, os.environ.get("PYTHONPATH", "")])}
    with subprocess.Popen(
        [sys.executable, "-c", WRITER], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=env
    ) as process:
        yield process
        assert process.stdin
        process.stdin.close()


def killed(writer: subprocess.Popen[str], file: Path, start: int, after: float) -> list[str]:
    """The ids that a child acknowledged before it was killed so many seconds after it was born."""
    assert writer.stdin
    assert writer.stdout
    writer.stdin.write(f"{file} {start}\n")
    writer.stdin.flush()
    timer: Timer | None = None
    acknowledged: list[str] = []
    for line in writer.stdout:
        match line.split():
            case ["child", child]:
                timer = Timer(after, os.kill, (int(child), signal.SIGKILL))
                timer.start()
            case ["end"]:
                break
            case [id]:
                acknowledged.append(id)
    assert timer
    timer.cancel()
    return acknowledged


def whole(file: Path) -> bool:
    with closing(sqlite3.connect(file)) as opened:
        return opened.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def test_nothing_that_was_acknowledged_is_lost(writer: subprocess.Popen[str], tmp_path: Path) -> None:
    chance = random.Random(KILLS)
    file, acknowledged, born, busy, written = tmp_path / "0.sqlite", set[str](), 0, 0, 0
    for nth in range(KILLS):
        if nth % 4 == 0:  # a new one, killed perhaps while its tables are made
            file, acknowledged, born = tmp_path / f"{nth}.sqlite", set(), born + 1
        after = chance.uniform(0, FIRST if nth % 4 == 0 else LAST)
        some = killed(writer, file, 100_000 * (nth % 4), after)
        acknowledged |= set(some)
        busy += bool(some)
        with Store.open(str(file)) as store:
            found = store.entries()
            assert {entry.id for entry in found} >= acknowledged
            assert len(found) <= len(acknowledged) + nth % 4 + 1, "more than what was under way when each was killed"
        assert whole(file)
        written += len(some)
    print(f"\n{KILLS} kills, {born} new diaries, {busy} in the middle of writing, {written} entries acknowledged")
    assert busy >= KILLS // 3


def test_somebody_killed_while_making_the_file_leaves_one_that_opens(tmp_path: Path) -> None:
    """Killed when the first page stood in the file and its journal, which undoes that, was still there."""
    file = tmp_path / "diary.sqlite"
    with closing(sqlite3.connect(file, isolation_level=None)) as made:
        made.execute(f"PRAGMA application_id={APPLICATION}")
    file.with_name("diary.sqlite-journal").write_bytes(JOURNAL.ljust(512, b"\0"))
    for _ in range(2):
        with Store.open(str(file)) as store:
            store.append([note(1)])
            assert len(store.entries()) == 1
