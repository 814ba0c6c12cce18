"""Where a diary is kept: a file of this user, or what UNCRAMP_DIARY names."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from uncramp.diary.failures import StoreError
from uncramp.diary.schema import APPLICATION

MAGIC = b"SQLite format 3\0"
MARK = b"uncramp\0"
"""How an encrypted diary begins, see `cipher`."""
APPLICATION_AT = 68
"""Where the header of an SQLite file holds the id of the program that it belongs to."""


@dataclass(frozen=True, slots=True)
class Place:
    """A file, or the URL of a PostgreSQL database; `shown` is without its password."""

    url: str
    file: Path | None
    shown: str

    def __str__(self) -> str:
        return self.shown


def place(named: str | None = None) -> Place:
    """The diary's place: as named, else UNCRAMP_DIARY, else the file in the user's data folder."""
    named = named or os.environ.get("UNCRAMP_DIARY")
    if named and named.partition("://")[0] in ("postgresql", "postgres", "postgresql+psycopg"):
        return _database(named)
    if named:
        return file_place(Path(named))
    from platformdirs import user_data_path

    return file_place(user_data_path("uncramp", appauthor=False) / "diary.sqlite")


def file_place(file: Path) -> Place:
    from sqlalchemy import URL

    return Place(URL.create("sqlite", database=str(file)).render_as_string(), file, str(file))


def _database(named: str) -> Place:
    from sqlalchemy.engine import make_url
    from sqlalchemy.exc import ArgumentError

    try:
        url = make_url(named).set(drivername="postgresql+psycopg")
    except (ArgumentError, ValueError):
        raise StoreError("unreachable", "UNCRAMP_DIARY", "this is not the URL of a database") from None
    return Place(url.render_as_string(hide_password=False), None, url.render_as_string(hide_password=True))


def is_new(file: Path, shown: str) -> bool:
    """Whether nothing is in the file yet; StoreError for what is not ours. Reads it without SQLite, which would touch
    it: a database of another program must stay as it is.
    """
    with file.open("rb") as opened:
        head = opened.read(100)
    if not head or (not head.strip(b"\0") and file.with_name(f"{file.name}-journal").exists()):
        return True  # the second: the power went while SQLite made it, and SQLite undoes that
    if head.startswith(MARK):
        return False
    if not head.startswith(MAGIC):
        raise StoreError("not_a_database", shown)
    if head[APPLICATION_AT : APPLICATION_AT + 4] != APPLICATION.to_bytes(4, "big"):
        raise StoreError("not_ours", shown)
    return False
