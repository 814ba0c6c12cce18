"""A diary as one file that carries its own check, and back again. Nothing that is there is ever destroyed."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from uncramp.diary.cipher import connect, is_encrypted, key_of, open_file
from uncramp.diary.failures import StoreError, raised_by_drivers, told, trouble_of
from uncramp.diary.making import stamp
from uncramp.diary.opening import PATIENCE
from uncramp.diary.place import Place, file_place, is_new
from uncramp.diary.store import Store

KEY = "backup"
"""Under which a backup keeps what it says of itself."""
READING: tuple[type[Exception], ...] = (OSError, TypeError, ValueError)
LAST = "backed_up"
"""Under which a diary keeps what its newest backup said."""


@dataclass(frozen=True, slots=True)
class Backup:
    """What a backup says of itself: when it was made, how many entries it has, and the sum over all of them."""

    at: str
    entries: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Restored:
    """The backup that was brought back. `beside` is where the diary from before now lies; `added` is how many entries
    were new to a database, where nothing is put aside.
    """

    backup: Backup
    beside: Path | None = None
    added: int | None = None
    plain_now: bool = False
    """The diary was encrypted, and the backup was not."""


def back_up(store: Store, file: Path, now: datetime) -> Backup:
    """Write a backup, read it again from the disk, and only then give it its name."""
    with told(str(file)):
        if file.exists():
            raise StoreError("exists", str(file))
        new = empty_file(file.with_name(f"{file.name}.new"))
        try:
            _copy(store, new)
            _sign(new, stamp(now))
            made = verify(new)
            to_disk(new)
            new.replace(file)
        finally:
            new.unlink(missing_ok=True)
    store.keep(LAST, asdict(made))
    return made


def verify(file: Path) -> Backup:
    """What a backup says of itself; StoreError `backup` unless every entry is there as it was."""
    try:
        if not file.is_file() or is_new(file, str(file)):
            raise StoreError("backup", str(file), "there is nothing in it")
        with open_file(file, read_only=True) as opened:
            problems = [row[0] for row in opened.execute("PRAGMA integrity_check")]
            if problems != ["ok"]:
                raise StoreError("backup", str(file), f"it is damaged: {problems[0]}")
            said = opened.execute("select value from kept where key = ?", (KEY,)).fetchone()
            if said is None:
                raise StoreError("backup", str(file), "it is a diary, but `uncramp backup` did not write it")
            found = Backup(**json.loads(said[0]))
            if _sum(opened) != (found.entries, found.sha256):
                raise StoreError("backup", str(file), "what it holds is not what was put into it")
    except READING + raised_by_drivers() as error:
        raise StoreError("backup", str(file), f"it cannot be read: {error}") from error
    return found


def restore(place: Place, file: Path, now: datetime) -> Restored:
    """Bring a backup back. In place of a file, which is kept beside; into a database, whose own entries stay."""
    found = verify(file)
    if place.file is None:
        return Restored(found, added=_merge(place, file))
    beside = None
    with told(place.shown):
        place.file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        new = empty_file(place.file.with_name(f"{place.file.name}.restoring"))
        try:
            shutil.copyfile(file, new)
            to_disk(new)
            verify(new)
            if place.file.exists():
                beside = _put_aside(place.file, now)
            new.replace(place.file)
            to_disk(place.file.parent)
        finally:
            new.unlink(missing_ok=True)
    with Store.open(place) as store:
        store.begin_again()
        store.keep(LAST, asdict(found))
    return Restored(found, beside, plain_now=bool(beside and is_encrypted(beside) and not is_encrypted(place.file)))


def empty_file(file: Path) -> Path:
    """A new file that only its owner can read; one that was left by a crash is written anew."""
    file.unlink(missing_ok=True)
    os.close(os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    return file


def _copy(store: Store, new: Path) -> None:
    if store.place.file:
        with open_file(store.place.file) as source, _like(store.place.file, new) as target:
            source.backup(target)
    else:
        with Store.open(file_place(new)) as target_store:
            target_store.append(store.entries())
            target_store.begin_again(store.forgettings())
    with open_file(new) as target:
        target.execute("PRAGMA journal_mode=DELETE")  # all of it in the one file


def _like(diary: Path, new: Path) -> closing[Any]:
    """A connection to a new file that is encrypted as the diary is, under the same passphrase."""
    return closing(connect(new, key_of(diary))) if is_encrypted(diary) else closing(sqlite3.connect(new))


def _sign(new: Path, at: str) -> None:
    with open_file(new) as target, target:
        target.execute("begin")
        target.execute("delete from kept where key in (?, ?)", (KEY, LAST))
        entries, sha256 = _sum(target)
        said = json.dumps(asdict(Backup(at, entries, sha256)))
        target.execute("insert into kept (key, value) values (?, ?)", (KEY, said))


def _sum(opened: Any) -> tuple[int, str]:
    """How many entries there are, and the sum over everything but what the backup says of itself."""
    digest, count = hashlib.sha256(), 0
    for row in opened.execute("select * from entries order by id"):
        count += 1
        digest.update(_line(row))
    for row in opened.execute("select * from kept where key <> ? order by key", (KEY,)):
        digest.update(_line(row))
    return count, digest.hexdigest()


def _line(row: tuple[Any, ...]) -> bytes:
    return json.dumps(row).encode() + b"\n"


def _merge(place: Place, file: Path) -> int:
    """The number of entries that a database had not yet."""
    from tempfile import TemporaryDirectory

    with TemporaryDirectory() as folder:
        copy = Path(folder) / "backup.sqlite"
        shutil.copyfile(file, copy)
        with Store.open(file_place(copy)) as source, Store.open(place) as target:
            target.begin_again(source.forgettings())
            return len(target.append(source.entries()).added)


def _put_aside(file: Path, now: datetime) -> Path:
    """Give the diary a second name. What is in its log beside the file goes into it, or, where it is damaged, along.

    Not while another program has it open, which would go on writing to what was put aside.
    """
    beside = next(name for name in _names(file, now) if not name.exists())
    try:
        with open_file(file, timeout=PATIENCE / 1000) as opened:
            opened.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            opened.execute("PRAGMA journal_mode=DELETE")
    except raised_by_drivers() as error:
        if trouble_of(error) == "locked":
            raise
    except StoreError as error:
        if error.trouble not in ("encrypted", "wrong_passphrase", "no_cipher"):
            raise  # with these nobody can open it here, and it is kept as it is
    os.link(file, beside)
    for end in ("-wal", "-shm"):
        log = file.with_name(file.name + end)
        if log.exists():
            log.rename(beside.with_name(beside.name + end))
    return beside


def put_aside_before(file: Path) -> list[Path]:
    """The diaries from before a restore that still lie beside this one."""
    return sorted(file.parent.glob(f"{file.stem}-before-*{file.suffix}"))


def _names(file: Path, now: datetime) -> Iterator[Path]:
    start = f"{file.stem}-before-{now:%Y%m%d-%H%M%S}"
    yield file.with_name(start + file.suffix)
    for nth in range(2, 1000):
        yield file.with_name(f"{start}-{nth}{file.suffix}")


def to_disk(path: Path) -> None:
    if os.name == "nt" and path.is_dir():
        return
    opened = os.open(path, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
