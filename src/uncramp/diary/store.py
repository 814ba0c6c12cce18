"""The diary on this machine: SQLite, or PostgreSQL; append-only. What `append` has answered is on the disk.

SQLAlchemy takes most of a second to load, so only commands that open a diary import this.
"""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Self

from sqlalchemy import Connection, Engine, Select, and_, delete, func, or_, select, text, update

from uncramp.diary.absorbing import (
    Arrival,
    add_entries,
    add_forgetting,
    add_marks,
    drop_kept,
    entry_of,
    erase,
    forgotten_of,
    inserting,
    replace_forgettings,
    within,
)
from uncramp.diary.entries import CORRECTION, DELETION, Entry, canonical
from uncramp.diary.failures import told
from uncramp.diary.handing_on import Pulled, all_forgettings, came_after, rows_of
from uncramp.diary.making import CHANCE, stamp, uuid7
from uncramp.diary.opening import open_engine, outside_transactions, writing
from uncramp.diary.place import Place, place
from uncramp.diary.schema import counters, devices, entries, kept
from uncramp.diary.scope import Scope
from uncramp.diary.sync import Forgetting, Forgettings, hits, mark


@dataclass(slots=True)
class Appended:
    """What became of each id; `differing`: another entry has it, and the one that was there stays; `forgotten`: it was
    to be gone for good, and was not taken.
    """

    added: list[str] = field(default_factory=list)
    known: list[str] = field(default_factory=list)
    differing: list[str] = field(default_factory=list)
    forgotten: list[str] = field(default_factory=list)


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


@dataclass(frozen=True, slots=True)
class Arrived:
    """Some entries in the order in which they came, the cursor to go on from, and whether there are more now."""

    entries: list[Entry]
    cursor: int
    more: bool


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
        with self.writing() as connection:
            arrival = Arrival(connection)
            done = self._append(connection, arrival, list(wanted.values()), twice)
            arrival.settle()
        return done

    def _append(
        self, connection: Connection, arrival: Arrival, new: Sequence[Entry], twice: Sequence[Entry]
    ) -> Appended:
        gone = forgotten_of(connection, arrival, new)
        staying = [entry for entry in new if entry.id not in gone]
        added = add_entries(connection, arrival, staying)
        others = [entry for entry in staying if entry.id not in added]
        others += [entry for entry in twice if entry.id not in gone]
        there = self._texts(connection, [entry.id for entry in others])
        done = Appended([one.id for one in staying if one.id in added], forgotten=[x.id for x in new if x.id in gone])
        for entry in others:
            (done.known if there[entry.id] == canonical(entry) else done.differing).append(entry.id)
        return done

    def push(self, new: Sequence[Entry], forgettings: Sequence[Forgetting] = (), marks: Iterable[str] = ()) -> Appended:
        """Take in what a device sends, all of it or nothing; what was to be forgotten first."""
        wanted = {entry.id: entry for entry in reversed(new)}
        twice = [entry for entry in new if wanted[entry.id] is not entry]
        with self.writing() as connection:
            arrival = Arrival(connection)
            erased = set[str]()
            for one in forgettings:
                erased |= add_forgetting(connection, arrival, one)
            erased |= add_marks(connection, arrival, marks)
            done = self._append(connection, arrival, list(reversed(wanted.values())), twice)
            arrival.settle()
        if erased:
            self._cleared()
        return done

    def forget(self, scope: Scope, now: datetime | None = None) -> Forgotten:
        """Erase for good, with every correction and every small thing of the scope, here and on every device that
        syncs. Not the other copies: backups and exported files keep theirs.
        """
        now = now or datetime.now().astimezone()
        new = Forgetting(uuid7(now, os.urandom(CHANCE)), stamp(now, milliseconds=True), scope)
        with self.writing() as connection:
            arrival = Arrival(connection)
            meant = [entry_of(row) for row in connection.execute(select(entries).where(within(scope)))]
            erase(connection, [entry.id for entry in meant])
            add_forgetting(connection, arrival, new)
            by_days = scope.first or scope.last
            add_marks(connection, arrival, {mark(entry, scope) for entry in meant if by_days or not hits(new, entry)})
            drop_kept(connection, scope)
            arrival.settle()
        return Forgotten(len(meant), self._cleared())

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
        query = select(entries).where(within(scope or Scope()))
        if kinds:
            about = entries.c.root.in_(select(entries.c.id).where(entries.c.kind.in_(kinds)))
            query = query.where(or_(entries.c.kind.in_(kinds), and_(entries.c.kind.in_((CORRECTION, DELETION)), about)))
        return self._read(query.order_by(entries.c.received))

    def since(self, cursor: int, most: int = 1000) -> tuple[list[Entry], int]:
        """At most so many entries in the order in which they came after `cursor`, and the cursor to go on from."""
        found = self.after(cursor, most)
        return found.entries, found.cursor

    def after(self, cursor: int, most: int, *, person: str | None = None, kinds: Sequence[str] = ()) -> Arrived:
        """At most so many entries of a person and of kinds, in the order in which they came after `cursor`."""
        query = select(entries).where(entries.c.received > cursor).order_by(entries.c.received).limit(most + 1)
        if person:
            query = query.where(entries.c.person == person)
        if kinds:
            query = query.where(entries.c.kind.in_(kinds))
        with self.reading() as connection:
            rows = connection.execute(query).all()
        shown = rows[:most]
        return Arrived([entry_of(row) for row in shown], shown[-1].received if shown else cursor, len(rows) > most)

    def count(self) -> int:
        """How many entries there are, those that were corrected or deleted among them."""
        with self.reading() as connection:
            return connection.execute(select(func.count()).select_from(entries)).scalar_one()

    def people(self) -> list[Person]:
        """Whose entries are here, the most first."""
        count = func.count().label("count")
        query = select(entries.c.person, count, func.max(entries.c.recorded_at)).group_by(entries.c.person)
        with self.reading() as connection:
            return [Person(*row) for row in connection.execute(query.order_by(count.desc(), entries.c.person))]

    def _read(self, query: Select[Any]) -> list[Entry]:
        with self.reading() as connection:
            return [entry_of(row) for row in connection.execute(query)]

    @staticmethod
    def _texts(connection: Connection, ids: Sequence[str]) -> dict[str, str]:
        """Per id, the canonical text of the entry that is here."""
        return {row.id: canonical(entry_of(row)) for row in rows_of(connection, entries, ids)}

    # ---- sync

    def pull(self, cursor: int, most: int = 500, besides: Collection[str] = ()) -> Pulled:
        """What came after `cursor`, but not the entries that the asker has just sent."""
        with self.reading() as connection:
            return came_after(connection, cursor, most, besides)

    def forgettings(self) -> Forgettings:
        """All that was ever forgotten here."""
        with self.reading() as connection:
            return all_forgettings(connection)

    def number(self) -> str:
        """Which diary a cursor belongs to: another after the diary was brought back from a backup."""
        with self.reading() as connection:
            return str(connection.execute(select(counters.c.last).where(counters.c.name == "diary")).scalar_one())

    def begin_again(self, known: Forgettings | None = None) -> None:
        """Say that this diary was brought back: devices hand over and ask for everything once more, and have to be
        paired anew, because one that was turned out since must not come back with the backup. `known` is what the
        backup says was forgotten, where that is not in the tables already.
        """
        with self.writing() as connection:
            number = update(counters).where(counters.c.name == "diary").values(last=secrets.randbits(62))
            connection.execute(number)
            connection.execute(delete(devices))
            if known:
                replace_forgettings(connection, known)

    # ---- small things

    def keep(self, key: str, value: Any) -> None:
        said = json.dumps(value)
        with self.writing() as connection:
            row = inserting(connection, kept).values(key=key, value=said)
            connection.execute(row.on_conflict_do_update(index_elements=["key"], set_={"value": said}))

    def kept(self, key: str) -> Any:
        """The value under a key; None if there is none."""
        with self.reading() as connection:
            found = connection.execute(select(kept.c.value).where(kept.c.key == key)).scalar()
        return None if found is None else json.loads(found)

    # ---- transactions

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        with told(self.place.shown), writing(self.engine).begin() as connection:
            yield connection

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        with told(self.place.shown), self.engine.connect() as connection:
            yield connection
