"""A backup is one file that tells when it is not whole, and bringing it back destroys nothing."""

from __future__ import annotations

import random
import sqlite3
import stat
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from store.places import Where, note
from uncramp.diary.backup import back_up, restore, verify
from uncramp.diary.failures import StoreError
from uncramp.diary.health import examine
from uncramp.diary.place import file_place
from uncramp.diary.scope import Scope
from uncramp.diary.store import Store

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
NOTES = [note(nth, f"note {nth}") for nth in range(40)]


def ids(store: Store) -> set[str]:
    return {one.id for one in store.entries()}


@pytest.fixture
def backup(file_store: Store, tmp_path: Path) -> Path:
    """A backup of a diary with forty entries."""
    file_store.append(NOTES)
    back_up(file_store, tmp_path / "backup.sqlite", NOW)
    return tmp_path / "backup.sqlite"


def test_a_backup_holds_every_entry_and_comes_back_whole(where: Where, tmp_path: Path) -> None:
    place, file = where(), tmp_path / "backup.sqlite"
    with Store.open(place) as store:
        store.append(NOTES)
        store.keep("own", "me")
        made = back_up(store, file, NOW)
    assert (made.entries, made.at) == (40, "2026-03-01T12:00:00+00:00")
    assert verify(file) == made
    with Store.open(place) as store:
        store.forget(Scope(), NOW)
        store.append([note(1000, recorded_at="2026-03-02T08:00:00+00:00")])
    done = restore(place, file, NOW)
    with Store.open(place) as store:
        assert ids(store) >= {one.id for one in NOTES}
        assert (note(1000).id in ids(store)) == (place.file is None), (
            "a database keeps what it has, a file is put aside"
        )
    assert (done.beside is None, done.added) == ((False, None) if place.file else (True, 40))


def test_a_backup_is_one_file_that_nobody_else_can_read(backup: Path) -> None:
    assert [one.name for one in backup.parent.glob("backup*")] == ["backup.sqlite"]
    assert stat.S_IMODE(backup.stat().st_mode) == 0o600


def test_a_backup_has_what_only_the_log_beside_the_file_holds(file_store: Store, tmp_path: Path) -> None:
    file_store.append(NOTES)
    file = file_store.place.file
    assert file
    assert file.with_name(f"{file.name}-wal").stat().st_size > 0
    assert back_up(file_store, tmp_path / "b", NOW).entries == 40


def test_a_backup_never_takes_the_place_of_a_file(backup: Path, file_store: Store) -> None:
    before = backup.read_bytes()
    with pytest.raises(StoreError) as error:
        back_up(file_store, backup, NOW)
    assert error.value.trouble == "exists"
    assert backup.read_bytes() == before


def test_the_diary_from_before_is_kept_beside_with_all_it_had(backup: Path, file_store: Store, tmp_path: Path) -> None:
    file_store.append([note(1000)])
    file_store.close()
    first = restore(file_store.place, backup, NOW)
    second = restore(file_store.place, backup, NOW)
    assert first.beside
    assert second.beside
    assert len({first.beside, second.beside, file_store.place.file}) == 3
    with Store.open(file_place(first.beside)) as before, Store.open(file_store.place) as now:
        assert ids(before) == {one.id for one in NOTES} | {note(1000).id}
        assert ids(now) == {one.id for one in NOTES}


def test_nothing_is_put_aside_while_another_program_has_the_diary_open(
    backup: Path, file_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("uncramp.diary.backup.PATIENCE", 50)
    file_store.append([note(1000)])
    with pytest.raises(StoreError) as error:
        restore(file_store.place, backup, NOW)
    assert error.value.trouble == "locked"
    file_store.append([note(1001)])
    assert {note(1000).id, note(1001).id} <= ids(file_store)
    assert not list(backup.parent.glob("*before*"))
    assert not list(backup.parent.glob("*restoring*"))


def test_restoring_works_where_there_was_nothing(backup: Path, tmp_path: Path) -> None:
    place = file_place(tmp_path / "new" / "diary.sqlite")
    assert restore(place, backup, NOW).beside is None
    with Store.open(place, create=False) as store:
        assert ids(store) == {one.id for one in NOTES}


def test_restoring_heals_a_damaged_diary_and_keeps_what_was_damaged(backup: Path, file_store: Store) -> None:
    file_store.close()
    file = file_store.place.file
    assert file
    broken = file.read_bytes()[:6000] + b"\xff" * 6000
    file.write_bytes(broken)
    done = restore(file_store.place, backup, NOW)
    assert done.beside
    assert done.beside.read_bytes()[4096:] == broken[4096:]
    with Store.open(file_store.place) as store:
        assert ids(store) == {one.id for one in NOTES}


# ---- a backup that is not whole


def cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-4096])


def empty(file: Path) -> None:
    file.write_bytes(b"")


def edited(file: Path) -> None:
    with closing(sqlite3.connect(file)) as opened, opened:
        opened.execute('update entries set body = \'{"text":"other"}\' where id = ?', (NOTES[3].id,))


def one_less(file: Path) -> None:
    with closing(sqlite3.connect(file)) as opened, opened:
        opened.execute("delete from entries where id = ?", (NOTES[3].id,))


def unsigned(file: Path) -> None:
    with closing(sqlite3.connect(file)) as opened, opened:
        opened.execute("delete from kept where key = 'backup'")


def gone(file: Path) -> None:
    file.unlink()


@pytest.mark.parametrize("spoil", [cut, empty, edited, one_less, unsigned, gone])
def test_a_backup_that_is_not_whole_is_refused_and_the_diary_stays(
    backup: Path, file_store: Store, spoil: Callable[[Path], None]
) -> None:
    spoil(backup)
    file_store.append([note(1000)])
    with pytest.raises(StoreError) as error:
        restore(file_store.place, backup, NOW)
    assert error.value.trouble == "backup"
    assert note(1000).id in ids(file_store)
    assert not list(backup.parent.glob("*before*"))


def test_no_changed_byte_of_an_entry_goes_unnoticed(backup: Path) -> None:
    whole = backup.read_bytes()
    chance = random.Random(1)
    for entry in chance.sample(NOTES, 10):
        place = whole.index(entry.body["text"].encode() + b'"}')
        backup.write_bytes(whole[:place] + b"N" + whole[place + 1 :])
        with pytest.raises(StoreError):
            verify(backup)


# ---- its age


def test_the_doctor_tells_the_age_of_the_last_backup(file_store: Store, tmp_path: Path) -> None:
    file_store.append(NOTES)
    assert list(examine(file_store.place, NOW).problems) == ["no_backup"]
    back_up(file_store, tmp_path / "b", NOW)
    assert examine(file_store.place, NOW + timedelta(days=31)).problems == {}
    assert examine(file_store.place, NOW + timedelta(days=40)).problems == {"old_backup": "40"}
    assert verify(tmp_path / "b").entries == 40
