"""The diary on this machine: SQLite, or PostgreSQL; append-only. What `append` has answered is on the disk.

SQLAlchemy takes most of a second to load, so only commands that open a diary import this.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Self

from sqlalchemy import ColumnElement, Connection, Engine, Select, and_, delete, func, select, text, true, update
from sqlalchemy.dialects import postgresql, sqlite

from uncramp.diary.check import EntryError
from uncramp.diary.entries import ENVELOPE, Entry, canonical, read_entry, to_json
from uncramp.diary.failures import told
from uncramp.diary.opening import open_engine, outside_transactions, writing
from uncramp.diary.place import Place, place
from uncramp.diary.schema import counters, entries, kept
from uncramp.diary.scope import Scope, key_within, root_of

AT_ONCE = 500
"""Ids in one statement; SQLite has a limit on them."""


@dataclass(slots=True)
class Appended:
    """What became of each id; `differing`: another entry has it, and the one that was there stays."""

    added: list[str] = field(default_factory=list)
    known: list[str] = field(default_factory=list)
    differing: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Forgotten:
    """How many entries are gone; `cleared`: their room on the disk has been written over too."""

    entries: int
    cleared: bool


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody whose entries are here: how many, and the newest moment."""

    person: str
    entries: int
    newest: str


class Store:
    """A diary that is open. Everything it can do wrong is a StoreError."""

    def __init__(self, engine: Engine, place: Place) -> None:
        self.engine, self.place = engine, place

    @classmethod
    def open(cls, where: Place | str | None = None, *, create: bool = True) -> Self:
        """The diary at this place; see `place` for the default. Without `create` it has to be there already."""
        found = where if isinstance(where, Place) else place(where)
        with told(found.shown):
            return cls(open_engine(found, create=create), found)

    def close(self) -> None:
        self.engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # ---- writing

    def append(self, new: Iterable[Entry]) -> Appended:
        """Add entries. One that is here already stays as it is, so the same ones twice are the same ones once."""
        wanted: dict[str, Entry] = {}
        twice: list[Entry] = []
        for entry in new:
            if entry.id in wanted:
                twice.append(entry)
            else:
                wanted[entry.id] = entry
        if not wanted:
            return Appended()
        with self._writing() as connection:
            added = self._insert(connection, list(wanted.values()))
            others = [entry for entry in wanted.values() if entry.id not in added] + twice
            there = self._texts(connection, [entry.id for entry in others])
        done = Appended([id for id in wanted if id in added])
        for entry in others:
            (done.known if there[entry.id] == canonical(entry) else done.differing).append(entry.id)
        return done

    def _insert(self, connection: Connection, new: Sequence[Entry]) -> set[str]:
        """The ids of those that were not there. RETURNING counts them: PostgreSQL's row count does not."""
        count = update(counters).where(counters.c.name == "received").values(last=counters.c.last + len(new))
        last = connection.execute(count.returning(counters.c.last)).scalar_one()
        rows = [_row(entry) | {"received": last - len(new) + nth} for nth, entry in enumerate(new, 1)]
        insert = (postgresql if self.engine.dialect.name == "postgresql" else sqlite).insert(entries)
        adding = insert.on_conflict_do_nothing(index_elements=["id"]).returning(entries.c.id)
        return set(connection.execute(adding, rows).scalars())

    def forget(self, scope: Scope) -> Forgotten:
        """Erase for good, with every correction and every small thing of the scope. Not the other copies: backups,
        exported files and other devices keep theirs.
        """
        with self._writing() as connection:
            gone = connection.execute(delete(entries).where(_of(scope)).returning(entries.c.id)).scalars().all()
            keys = [key for key in connection.execute(select(kept.c.key)).scalars() if key_within(key, scope)]
            connection.execute(delete(kept).where(kept.c.key.in_(keys)))
        return Forgotten(len(gone), self._cleared())

    def _cleared(self) -> bool:
        """Whether the room of what was deleted could be written over, in the log beside the file too."""
        with told(self.place.shown), outside_transactions(self.engine).connect() as connection:
            connection.execute(text("VACUUM"))
            if self.place.file is None:
                return False  # the server's own log and backups keep it for a while
            return bool(connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)")).one()[0] == 0)

    # ---- reading

    def entries(self, scope: Scope | None = None, kinds: Sequence[str] = ()) -> list[Entry]:
        """The entries of a scope and kinds, each with all that was said about it later, as `current` needs them."""
        query = select(entries).where(_of(scope or Scope()))
        if kinds:
            query = query.where(entries.c.root.in_(select(entries.c.id).where(entries.c.kind.in_(kinds))))
        return self._read(query.order_by(entries.c.received))

    def since(self, cursor: int, most: int = 1000) -> tuple[list[Entry], int]:
        """At most so many entries in the order in which they came after `cursor`, and the cursor to go on from."""
        query = select(entries).where(entries.c.received > cursor).order_by(entries.c.received).limit(most)
        with self._reading() as connection:
            rows = connection.execute(query).all()
        return [_entry(row) for row in rows], rows[-1].received if rows else cursor

    def people(self) -> list[Person]:
        """Whose entries are here, the most first."""
        count = func.count().label("count")
        query = select(entries.c.person, count, func.max(entries.c.recorded_at)).group_by(entries.c.person)
        with self._reading() as connection:
            return [Person(*row) for row in connection.execute(query.order_by(count.desc(), entries.c.person))]

    def _read(self, query: Select[Any]) -> list[Entry]:
        with self._reading() as connection:
            return [_entry(row) for row in connection.execute(query)]

    @staticmethod
    def _texts(connection: Connection, ids: Sequence[str]) -> dict[str, str]:
        """Per id, the canonical text of the entry that is here."""
        found: dict[str, str] = {}
        for start in range(0, len(ids), AT_ONCE):
            some = ids[start : start + AT_ONCE]
            for row in connection.execute(select(entries).where(entries.c.id.in_(some))):
                found[row.id] = canonical(_entry(row))
        return found

    # ---- small things

    def keep(self, key: str, value: Any) -> None:
        insert = (postgresql if self.engine.dialect.name == "postgresql" else sqlite).insert(kept)
        said = json.dumps(value)
        with self._writing() as connection:
            connection.execute(
                insert.values(key=key, value=said).on_conflict_do_update(index_elements=["key"], set_={"value": said})
            )

    def kept(self, key: str) -> Any:
        """The value under a key; None if there is none."""
        with self._reading() as connection:
            found = connection.execute(select(kept.c.value).where(kept.c.key == key)).scalar()
        return None if found is None else json.loads(found)

    # ---- transactions

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        with told(self.place.shown), writing(self.engine).begin() as connection:
            yield connection

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with told(self.place.shown), self.engine.connect() as connection:
            yield connection


def _of(scope: Scope) -> ColumnElement[bool]:
    """The condition that SQL has for `ids_within`: all that was said about whatever lies in the scope."""
    within = []
    if scope.first:
        within.append(entries.c.at >= scope.first)
    if scope.last:
        within.append(entries.c.at < f"{scope.last}U")  # all of that day: behind its date stands a T
    person = [entries.c.person == scope.person] if scope.person else []
    conditions = [*person, entries.c.root.in_(select(entries.c.root).where(*person, *within))] if within else person
    return and_(true(), *conditions)


def _row(entry: Entry) -> dict[str, Any]:
    raw = to_json(entry)
    return raw | {"body": json.dumps(raw["body"], separators=(",", ":")), "root": root_of(entry)}


def _entry(row: Any) -> Entry:
    """The entry of a row. One that a newer program wrote may not fit what this one thinks of its kind: it is kept as
    it is, and not understood.
    """
    raw = {name: getattr(row, name) for name in ENVELOPE} | {"body": json.loads(row.body)}
    try:
        return read_entry(raw)
    except EntryError:
        return Entry(**raw, understood=False)
