"""A full disk, a file that cannot be written, is damaged or belongs to somebody else: one clear line, nothing lost."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import text

from store.places import Where, note
from uncramp.diary.failures import SAID, StoreError
from uncramp.diary.health import examine, rescue
from uncramp.diary.place import file_place
from uncramp.diary.store import Store

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
NOTES = [note(nth, f"note {nth} " + "x" * 300) for nth in range(300)]
posix = pytest.mark.skipif(os.name == "nt", reason="Windows has neither limits nor modes of this kind")


def trouble(work: Callable[[], object]) -> str:
    """Which trouble is told, in one line that names a way out."""
    with pytest.raises(StoreError) as error:
        work()
    assert "\n" not in str(error.value)
    assert SAID[error.value.trouble][1] in str(error.value)
    return error.value.trouble


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A diary with three hundred entries, closed."""
    file = tmp_path / "diary.sqlite"
    with Store.open(str(file)) as store:
        store.append(NOTES)
    return file


def apart(program: str, file: Path) -> str:
    """What a process of its own prints, with `file` as its argument and `note`, `Store` and `StoreError` at hand."""
    tests = str(Path(__file__).parents[1])
    start = "import os, sys; from store.places import note; from uncramp.diary.store import Store\n"
    start += "from uncramp.diary.failures import StoreError; import sqlalchemy.dialects.sqlite, uncramp.diary.current\n"
    ran = subprocess.run(
        [sys.executable, "-c", start + program, str(file)],
        capture_output=True, text=True, check=False, timeout=120, env={**os.environ, "PYTHONPATH": tests},
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    return ran.stdout


@posix
@pytest.mark.parametrize("more", [0, 100_000])
def test_a_full_disk_takes_all_of_an_entry_or_nothing(file: Path, more: int) -> None:
    limited = f"""
import resource
store = Store.open(sys.argv[1])
limit = max(os.path.getsize(sys.argv[1] + end) for end in ("", "-wal")) + {more}
resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
for nth in range(1000, 2000):
    try:
        store.append([note(nth, "x" * 900)])
    except StoreError as error:
        print(error.trouble)
        os._exit(0)
    print(nth)
os._exit(0)
"""
    *added, told = apart(limited, file).split()
    assert told in ("full", "failed")
    assert len(added) >= (more > 0)
    with Store.open(str(file)) as store:
        assert {one.id for one in store.entries()} == {one.id for one in NOTES} | {note(int(nth)).id for nth in added}
        store.append([note(5000)])  # and there is room again


def test_a_database_that_may_not_grow_says_so_and_goes_on_when_it_may(file: Path) -> None:
    with Store.open(str(file)) as store:
        with store.engine.connect() as connection:
            pages = connection.execute(text("PRAGMA page_count")).scalar()
            connection.execute(text(f"PRAGMA max_page_count={pages}"))
        more = [note(nth, "x" * 2000) for nth in range(1000, 1100)]
        assert trouble(lambda: store.append(more)) == "full"
        assert len(store.entries()) == 300
        with store.engine.connect() as connection:
            connection.execute(text("PRAGMA max_page_count=1000000"))
        assert len(store.append(more).added) == 100


@posix
def test_a_file_that_only_others_can_write_can_be_read_or_says_so(file: Path) -> None:
    """Root can write everywhere, so whoever runs this becomes nobody first."""
    for folder in [file.parent, *file.parents[1:3]]:
        folder.chmod(0o755)
    file.chmod(0o444)
    program = """
if os.getuid() == 0:
    os.setuid(65534)
try:
    store = Store.open(sys.argv[1])
    print(len(store.entries()))
    store.append([note(1000)])
except StoreError as error:
    print(error.trouble)
os._exit(0)
"""
    *_, told = apart(program, file).split()
    assert told in ("read_only", "unreachable")
    with Store.open(str(file)) as store:
        assert len(store.entries()) == 300


def test_who_writes_while_another_program_does_waits_and_then_says_so(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("uncramp.diary.opening.PATIENCE", 50)
    with Store.open(str(file)) as store, closing(sqlite3.connect(file)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert trouble(lambda: store.append([note(1000)])) == "locked"
        assert len(store.entries()) == 300, "reading goes on"
        other.rollback()
        assert store.append([note(1000)]).added


# ---- what is no diary


@pytest.mark.parametrize("start", [b"PK\x03\x04", b"SQLite format 2", b"\0" * 4096, b"x"])
def test_a_file_of_another_kind_is_left_as_it_is(tmp_path: Path, start: bytes) -> None:
    other = tmp_path / "holiday.zip"
    other.write_bytes(start + b"rest")
    assert trouble(lambda: Store.open(str(other))) == "not_a_database"
    assert other.read_bytes() == start + b"rest"
    assert list(tmp_path.iterdir()) == [other]


@pytest.mark.parametrize("mode", ["delete", "wal"])
def test_the_database_of_another_program_is_left_as_it_is(tmp_path: Path, mode: str) -> None:
    other = tmp_path / "places.sqlite"
    with closing(sqlite3.connect(other)) as opened, opened:
        opened.execute(f"PRAGMA journal_mode={mode}")
        opened.execute("create table entries (id text primary key)")
    before = other.read_bytes()
    assert trouble(lambda: Store.open(str(other))) == "not_ours"
    assert other.read_bytes() == before
    assert list(tmp_path.iterdir()) == [other]


def test_a_folder_in_place_of_the_file_is_told(tmp_path: Path) -> None:
    assert trouble(lambda: Store.open(str(tmp_path))) == "unreachable"


def test_a_diary_of_a_newer_program_is_not_touched(where: Where) -> None:
    place = where()
    with Store.open(place) as store:
        store.append(NOTES[:1])
        with store.engine.begin() as connection:
            connection.execute(text("update alembic_version set version_num = '9999'"))
    assert trouble(lambda: Store.open(place)) == "newer"


# ---- damage


def test_a_damaged_last_page_is_found_and_the_rest_can_be_saved(file: Path) -> None:
    data = bytearray(file.read_bytes())
    data[-4096:] = os.urandom(4096)
    file.write_bytes(data)
    found = examine(file_place(file), NOW)
    assert "damaged" in found.problems
    saved = {one.id for one in rescue(file_place(file))}
    assert 200 <= len(saved) < 300
    assert saved <= {one.id for one in NOTES}


def test_reading_a_damaged_page_names_the_doctor(file: Path) -> None:
    data = bytearray(file.read_bytes())
    for page in range(2 * 4096, len(data), 4096):
        data[page : page + 8] = b"\xff" * 8
    file.write_bytes(data)

    def read() -> None:
        with Store.open(str(file)) as store:
            store.entries()

    with pytest.raises(StoreError, match="uncramp doctor") as error:
        read()
    assert error.value.trouble == "corrupt"


def test_every_entry_of_a_whole_file_can_be_saved(file: Path) -> None:
    assert sorted(one.id for one in rescue(file_place(file))) == sorted(one.id for one in NOTES)


def test_a_cut_off_file_is_told(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:5000])
    found = examine(file_place(file), NOW)
    assert {"damaged", "not_opened"} & set(found.problems)


@posix
def test_a_file_that_others_can_read_is_told_with_its_mode(file: Path) -> None:
    file.chmod(0o644)
    assert examine(file_place(file), NOW).problems["others_read"] == "644"
    file.chmod(0o600)
    assert "others_read" not in examine(file_place(file), NOW).problems


def test_without_a_file_nothing_is_made(tmp_path: Path) -> None:
    assert list(examine(file_place(tmp_path / "diary.sqlite"), NOW).problems) == ["missing"]
    assert list(tmp_path.iterdir()) == []
