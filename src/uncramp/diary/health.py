"""How a diary is doing: the file, its mode, its form, every page of it, the room left, the age of the last backup."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Literal

from uncramp.diary.backup import LAST
from uncramp.diary.check import EntryError, instant
from uncramp.diary.cipher import is_encrypted, open_file
from uncramp.diary.entries import ENVELOPE, Entry, read_entry, to_json
from uncramp.diary.failures import StoreError, Trouble, raised_by_drivers, told
from uncramp.diary.opening import revision
from uncramp.diary.place import Place, is_new
from uncramp.diary.schema import HEAD
from uncramp.diary.store import Store

LITTLE_ROOM = 50 * 1024 * 1024
OLD_BACKUP = timedelta(days=31)
MODE = 0o600
Problem = Literal[
    "missing", "not_opened", "damaged", "others_read", "little_room", "no_backup", "old_backup", "not_understood"
]
CLOSED: tuple[Trouble, ...] = ("encrypted", "wrong_passphrase", "passphrase_source", "no_cipher")
"""Without its passphrase nothing can be said of a diary."""
SEVERE: tuple[Problem, ...] = ("not_opened", "damaged")
"""With these the diary cannot be used as it is."""


@dataclass(slots=True)
class Health:
    """What was found; None where it could not be told."""

    place: str
    size: int | None = None
    mode: int | None = None
    revision: str | None = None
    newest_revision: str = HEAD
    damage: list[str] = field(default_factory=list)
    entries: int | None = None
    not_understood: int = 0
    free: int | None = None
    encrypted: bool = False
    backed_up: str | None = None
    thorough: bool = True
    """Whether every page and every entry was read."""
    problems: dict[Problem, str] = field(default_factory=dict)


def examine(place: Place, now: datetime) -> Health:
    """Look at everything and change nothing but the form of the tables, which opening brings up to date."""
    found = Health(place.shown)
    if place.file:
        if not place.file.exists():
            found.problems["missing"] = ""
            return found
        _file(found, place.file)
    try:
        if place.file and is_new(place.file, place.shown):
            found.problems["missing"] = ""
            return found
        with Store.open(place, create=False) as store:
            _inside(found, store)
    except (StoreError, OSError) as error:
        if isinstance(error, StoreError) and error.trouble in CLOSED:
            raise
        found.problems["not_opened"] = str(error)
        if isinstance(error, StoreError) and error.trouble == "corrupt":
            found.problems["damaged"] = str(error)
    _judge(found, now)
    return found


def glance(store: Store, now: datetime) -> Health:
    """What can be told of an open diary at once: all but the pages of its file and the entries one by one."""
    found = Health(store.place.shown, thorough=False)
    if store.place.file:
        _file(found, store.place.file)
    found.entries = store.count()
    last = store.kept(LAST)
    found.backed_up = last["at"] if last else None
    _judge(found, now)
    return found


def _file(found: Health, file: Path) -> None:
    with suppress(OSError):
        state = file.stat()
        found.encrypted = is_encrypted(file)
        found.size, found.mode = state.st_size, state.st_mode & 0o777
        found.free = shutil.disk_usage(file.parent).free


def _inside(found: Health, store: Store) -> None:
    with told(store.place.shown), store.engine.connect() as connection:
        found.revision = revision(connection)
        if store.place.file:
            rows = [str(row[0]) for row in connection.exec_driver_sql("PRAGMA integrity_check")]
            found.damage = [] if rows == ["ok"] else rows
    if found.damage:
        return
    entries = store.entries()
    found.entries = len(entries)
    found.not_understood = sum(not _fits(entry) for entry in entries)
    last = store.kept(LAST)
    found.backed_up = last["at"] if last else None


def _fits(entry: Entry) -> bool:
    """Whether it is understood, its envelope too, which reading takes for granted."""
    try:
        return entry.understood and read_entry(to_json(entry)).understood
    except EntryError:
        return False


def _judge(found: Health, now: datetime) -> None:
    problems = found.problems
    if found.damage:
        problems["damaged"] = found.damage[0].strip().split("\n")[-1]
    if found.mode is not None and found.mode & ~MODE:
        problems["others_read"] = f"{found.mode:o}"
    if found.free is not None and found.free < LITTLE_ROOM:
        problems["little_room"] = str(found.free)
    if found.entries and found.backed_up is None:
        problems["no_backup"] = ""
    if found.backed_up and now - instant(found.backed_up) > OLD_BACKUP:
        problems["old_backup"] = str((now - instant(found.backed_up)).days)
    if found.not_understood:
        problems["not_understood"] = str(found.not_understood)


def rescue(place: Place) -> list[Entry]:
    """Every entry that can still be read from a damaged file, one by one."""
    if place.file is None:
        with Store.open(place, create=False) as store:
            return store.entries()
    is_new(place.file, place.shown)
    with told(place.shown), open_file(place.file) as opened:
        return list({entry.id: entry for entry in _readable(opened)}.values())


def _readable(opened: Any) -> Iterator[Entry]:
    """Row by row, over every gap that a damaged page leaves: from the front until one fails, then by number."""
    columns = ", ".join(ENVELOPE)
    last = _largest(opened)
    at = 0
    while at <= last:
        try:
            rows = opened.execute(f"select {columns} from entries where rowid between ? and ?", (at, at + 9)).fetchall()
        except raised_by_drivers():
            rows = [row for nth in range(at, at + 10) for row in _one(opened, columns, nth)]
        at += 10
        yield from (entry for row in rows for entry in _read(row))


def _largest(opened: Any) -> int:
    """How far the rows are numbered; each of them was given a place in the order of arrival, too."""
    for query in ("select max(rowid) from entries", "select last from counters where name = 'received'"):
        with suppress(*raised_by_drivers()):
            return int(opened.execute(query).fetchone()[0] or 0)
    return 1_000_000


def _one(opened: Any, columns: str, nth: int) -> list[Any]:
    with suppress(*raised_by_drivers()):
        return list(opened.execute(f"select {columns} from entries where rowid = ?", (nth,)).fetchall())
    return []


def _read(row: tuple[Any, ...]) -> Iterator[Entry]:
    with suppress(EntryError, ValueError, TypeError):
        raw = dict(zip(ENVELOPE, row, strict=True))
        yield read_entry(raw | {"body": json.loads(raw["body"])})
