"""New places for diaries, and what to put into them."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any
from uuid import uuid4

from sqlalchemy import create_engine, make_url, text

from diary.test_out_and_in import row
from uncramp.diary import Entry, read_entry
from uncramp.diary.backup import empty_file
from uncramp.diary.cipher import connect, make_key, new_salt, remember
from uncramp.diary.place import Place, place
from uncramp.diary.schema import APPLICATION

Where = Callable[[], Place]


def note(id: int, said: str = "a", **envelope: Any) -> Entry:
    return read_entry(row(id, "note", {"text": said}) | envelope)


def tell(server: str, *statements: str) -> None:
    """Statements outside of transactions."""
    engine = create_engine(place(server).url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for statement in statements:
            connection.execute(text(statement))
    engine.dispose()


def new_database(server: str) -> str:
    """The URL of an empty database."""
    name = f"diary{uuid4().hex}"
    tell(server, f"create database {name}")
    return make_url(server).set(database=name).render_as_string(hide_password=False)


PASSPHRASE = "correct horse battery"


def encrypted_place(file: Path) -> Place:
    """The place of a new diary that is encrypted: nothing is in the file yet but whose it is."""
    key = make_key(PASSPHRASE, new_salt())
    remember(key)
    with closing(connect(empty_file(file), key)) as opened:
        opened.execute(f"PRAGMA application_id={APPLICATION}")
    return place(str(file))
