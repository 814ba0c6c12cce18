"""A plain diary made an encrypted one, and back: a verified copy takes its place in one step.

Whoever is killed at any moment has the diary whole, in the one form or the other. While it runs, no other program can
have the diary open. What is left of the old file is written over, now or when the diary is next opened.
"""

from __future__ import annotations

import hashlib
import json
import os
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from uncramp.diary.backup import empty_file, put_aside_before, to_disk
from uncramp.diary.cipher import (
    SHORTEST,
    Key,
    connect,
    driver,
    is_encrypted,
    key_of,
    make_key,
    new_salt,
    remember,
)
from uncramp.diary.failures import StoreError, told
from uncramp.diary.leftovers import NEW_ENCRYPTED, NEW_PLAIN, OLD_ENCRYPTED, OLD_PLAIN, erase, leftovers
from uncramp.diary.place import Place
from uncramp.diary.schema import APPLICATION


@dataclass(frozen=True, slots=True)
class Moved:
    """What was done: how many rows were compared, and the older copies that are still as they were."""

    rows: int
    older: list[Path]


def encrypt(place: Place, passphrase: str) -> Moved:
    """Encrypt a diary; what was plain is written over."""
    file = _file(place)
    if is_encrypted(file):
        raise StoreError("is_encrypted", place.shown)
    if len(passphrase) < SHORTEST:
        raise StoreError("short_passphrase", place.shown)
    driver()
    key = make_key(passphrase, new_salt())
    rows = _move(place, file, None, key, NEW_ENCRYPTED, OLD_PLAIN)
    remember(key)
    return Moved(rows, put_aside_before(file))


def decrypt(place: Place) -> Moved:
    """Make an encrypted diary a plain one again."""
    file = _file(place)
    if not is_encrypted(file):
        raise StoreError("is_plain", place.shown)
    return Moved(_move(place, file, key_of(file), None, NEW_PLAIN, OLD_ENCRYPTED), put_aside_before(file))


def _file(place: Place) -> Path:
    if place.file is None:
        raise StoreError("server_encrypts", place.shown)
    if not place.file.exists():
        raise StoreError("missing", place.shown)
    return place.file


def _move(place: Place, file: Path, old: Key | None, new: Key | None, end: str, kept_as: str) -> int:
    """Copy, read again, compare, and only then change places."""
    target, left = file.with_name(file.name + end), file.with_name(file.name + kept_as)
    with told(place.shown), closing(connect(file, old)) as source:
        _alone(source, place.shown)
        for one in leftovers(file):
            erase(one, file)
        empty_file(target)
        try:
            _copy(source, target, new)
            to_disk(target)
            rows = _compared(source, target, new, place)
            if os.name == "nt":
                source.close()
            os.link(file, left)
            target.replace(file)
            to_disk(file.parent)
        except BaseException:
            with suppress(OSError):
                erase(target, file)
            raise
        erase(left, file)
    return rows


def _alone(source: Any, shown: str) -> None:
    """Take the diary for this program alone, its log brought into the file; StoreError `locked` if others have it."""
    state = source.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    mode = source.execute("PRAGMA journal_mode=DELETE").fetchone()
    if state[0] or mode[0] != "delete":
        raise StoreError("locked", shown, "it has to be closed everywhere else, the local app too")
    source.execute("PRAGMA locking_mode=EXCLUSIVE")
    source.execute("BEGIN EXCLUSIVE")
    source.execute("COMMIT")  # in this mode the lock stays until the connection is closed


def _copy(source: Any, target: Path, key: Key | None) -> None:
    source.execute("ATTACH DATABASE ? AS target KEY ?", (str(target), key.text if key else ""))
    try:
        source.execute("SELECT sqlcipher_export('target')").fetchall()
        source.execute(f"PRAGMA target.application_id={APPLICATION}")
    finally:
        source.execute("DETACH DATABASE target")


def _compared(source: Any, target: Path, key: Key | None, place: Place) -> int:
    """How many rows there are; StoreError unless every one is in the copy as it was."""
    with closing(connect(target, key)) as copy:
        problems = [row[0] for row in copy.execute("PRAGMA integrity_check")]
        if key:
            problems += [row[0] for row in copy.execute("PRAGMA cipher_integrity_check")]
        (mine, rows), (theirs, _) = _sum(source), _sum(copy)
    if problems != ["ok"] or mine != theirs:
        raise StoreError("failed", place.shown, "the copy is not the same as the diary")
    return rows


def _sum(opened: Any) -> tuple[str, int]:
    """A sum over every row of every table, and how many there are."""
    digest, count = hashlib.sha256(), 0
    tables = opened.execute("select name from sqlite_master where type = 'table' order by name").fetchall()
    for (name,) in tables:
        width = len(opened.execute(f'select * from "{name}" limit 0').description)
        digest.update(f"{name}\n".encode())
        for row in opened.execute(f'select * from "{name}" order by {", ".join(map(str, range(1, width + 1)))}'):
            digest.update(json.dumps(row).encode() + b"\n")
            count += 1
    return digest.hexdigest(), count
