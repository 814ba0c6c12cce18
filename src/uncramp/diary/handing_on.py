"""What a diary hands on to a device: entries, forgettings and marks in the one order in which all of them came."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Table, literal, select, union_all

from uncramp.diary.absorbing import AT_ONCE, entry_of, forgetting_of
from uncramp.diary.entries import Entry
from uncramp.diary.schema import entries, forgettings, marks
from uncramp.diary.sync import Forgetting, Forgettings

TABLES = ((entries, entries.c.id), (forgettings, forgettings.c.id), (marks, marks.c.mark))


@dataclass(frozen=True, slots=True)
class Pulled:
    """A part of what came after a cursor, and the cursor to go on from; `more`: there is more already."""

    entries: list[Entry]
    forgettings: list[Forgetting]
    marks: list[str]
    cursor: int
    more: bool


def came_after(connection: Connection, cursor: int, most: int, besides: Collection[str] = ()) -> Pulled:
    """At most so many of all three sorts; without the entries that the asker has just sent."""
    each = [
        select(table.c.received.label("place"), literal(table.name).label("sort"), id.label("id"))
        .where(table.c.received > cursor).order_by(table.c.received).limit(most + 1).subquery()
        for table, id in TABLES
    ]  # fmt: skip
    # INVARIANT: one statement. Two would see the tables at two times, and the cursor could pass what came in between.
    rows = connection.execute(union_all(*(select(one) for one in each)).order_by("place").limit(most + 1)).all()
    ids = {table.name: [row.id for row in rows[:most] if row.sort == table.name] for table, _ in TABLES}
    wanted = [id for id in ids["entries"] if id not in besides]
    found = {row.id: entry_of(row) for row in rows_of(connection, entries, wanted)}
    scopes = {row.id: forgetting_of(row) for row in rows_of(connection, forgettings, ids["forgettings"])}
    return Pulled(
        [found[id] for id in wanted if id in found],  # one may have been erased since
        [scopes[id] for id in ids["forgettings"] if id in scopes],
        ids["marks"],
        rows[:most][-1].place if rows else cursor,
        len(rows) > most,
    )


def all_forgettings(connection: Connection) -> Forgettings:
    scopes = {row.id: forgetting_of(row) for row in connection.execute(select(forgettings))}
    return Forgettings(scopes, set(connection.execute(select(marks.c.mark)).scalars()))


def rows_of(connection: Connection, table: Table, ids: Sequence[str]) -> Iterator[Any]:
    for start in range(0, len(ids), AT_ONCE):
        yield from connection.execute(select(table).where(table.c.id.in_(ids[start : start + AT_ONCE])))
