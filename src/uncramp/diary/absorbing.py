"""How entries and forgettings come into the tables: what was forgotten stays out, whatever arrives first.

Every call is given a connection that holds the counter, so that no two of them run at once.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, delete, func, insert, or_, select, true, update
from sqlalchemy.dialects import postgresql, sqlite

from uncramp.diary import stored
from uncramp.diary.entries import ENVELOPE, Entry, to_json
from uncramp.diary.schema import counters, entries, forgettings, kept, marks
from uncramp.diary.scope import Scope, key_within, root_of
from uncramp.diary.sync import (
    RANDOM_FROM,
    Forgetting,
    Forgettings,
    hits,
    marks_left,
    marks_of,
    merged,
)

AT_ONCE = 500
"""Values in one statement; SQLite has a limit on them."""


class Arrival:
    """The next places in the order of arrival. INVARIANT: the counter's row is held from here to the end of the
    transaction, so places become visible in their order: a cursor never passes one that is still to come.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._taken = 0
        held = update(counters).where(counters.c.name == "received").values(last=counters.c.last)
        self._last: int = connection.execute(held.returning(counters.c.last)).scalar_one()

    def next(self) -> int:
        self._taken += 1
        return self._last + self._taken

    def settle(self) -> None:
        if self._taken:
            taken = update(counters).where(counters.c.name == "received").values(last=self._last + self._taken)
            self._connection.execute(taken)


def known_forgettings(connection: Connection, of: Sequence[Entry]) -> Forgettings:
    """All the scopes, and those marks that could cover one of these entries."""
    wanted = list({mark for entry in of for mark in marks_of(entry)})
    found = Forgettings({row.id: forgetting_of(row) for row in connection.execute(select(forgettings))})
    for some in _parts(wanted):
        found.marks |= set(connection.execute(select(marks.c.mark).where(marks.c.mark.in_(some))).scalars())
    return found


def forgotten_of(connection: Connection, arrival: Arrival, new: Sequence[Entry]) -> set[str]:
    """The ids of those that were forgotten before they came. What else is here of the same is erased with them."""
    known = known_forgettings(connection, new)
    if not known.scopes and not known.marks:
        return set()
    hit = {entry.id: known.hit_by(entry) for entry in new}
    left = {mark for entry in new for one in hit[entry.id] for mark in marks_left(one, entry)}
    add_marks(connection, arrival, left - known.marks)
    known.marks |= left
    return {entry.id for entry in new if hit[entry.id] or known.marked(entry)}


def add_entries(connection: Connection, arrival: Arrival, new: Sequence[Entry]) -> set[str]:
    """The ids of those that were not there. RETURNING counts them: PostgreSQL's row count does not."""
    rows = [_row(entry) | {"received": arrival.next()} for entry in new]
    if not rows:
        return set()
    adding = inserting(connection, entries).on_conflict_do_nothing(index_elements=["id"]).returning(entries.c.id)
    return set(connection.execute(adding, rows).scalars())


def add_forgetting(connection: Connection, arrival: Arrival, new: Forgetting) -> set[str]:
    """The ids of what it erases here, with the small things of its scope."""
    row = connection.execute(select(forgettings).where(forgettings.c.id == new.id)).one_or_none()
    if row is not None and merged(forgetting_of(row), new) == forgetting_of(row):
        return set()
    connection.execute(delete(forgettings).where(forgettings.c.id == new.id))
    connection.execute(inserting(connection, forgettings).values(**_forgetting_row(new), received=arrival.next()))
    likely = [entry_of(row) for row in connection.execute(select(entries).where(_roughly(new.scope)))]
    gone = [entry for entry in likely if hits(new, entry)]
    erase(connection, [entry.id for entry in gone])
    left = {mark for entry in gone for mark in marks_left(new, entry)}
    if row is None:
        drop_kept(connection, new.scope)
    return {entry.id for entry in gone} | add_marks(connection, arrival, left)


def add_marks(connection: Connection, arrival: Arrival, new: Iterable[str]) -> set[str]:
    """The ids of what they erase here."""
    rows = [{"mark": mark, "received": arrival.next()} for mark in sorted(new)]
    if not rows:
        return set()
    adding = inserting(connection, marks).on_conflict_do_nothing(index_elements=["mark"]).returning(marks.c.mark)
    added = set(connection.execute(adding, rows).scalars())
    gone: set[str] = set()
    for some in _parts(list(added)):
        gone |= _marked(connection, some)
    erase(connection, list(gone))
    return gone


def replace_forgettings(connection: Connection, known: Forgettings) -> None:
    """These in place of all that are here; nothing is erased by them."""
    arrival = Arrival(connection)
    connection.execute(delete(forgettings))
    connection.execute(delete(marks))
    scopes = [_forgetting_row(one) | {"received": arrival.next()} for one in known.scopes.values()]
    marked = [{"mark": one, "received": arrival.next()} for one in sorted(known.marks)]
    for table, rows in ((forgettings, scopes), (marks, marked)):
        if rows:
            connection.execute(insert(table), rows)
    arrival.settle()


def erase(connection: Connection, ids: Sequence[str]) -> None:
    for some in _parts(ids):
        connection.execute(delete(entries).where(entries.c.id.in_(some)))


def drop_kept(connection: Connection, scope: Scope) -> None:
    """Take away the small things that belong to a scope."""
    keys = [key for key in connection.execute(select(kept.c.key)).scalars() if key_within(key, scope)]
    connection.execute(delete(kept).where(kept.c.key.in_(keys)))


def within(scope: Scope) -> ColumnElement[bool]:
    """The condition that SQL has for `ids_within`: all that was said about whatever lies in the scope."""
    person = [entries.c.person == scope.person] if scope.person else []
    if not (scope.first or scope.last):
        return and_(true(), *person)
    return and_(true(), *person, entries.c.root.in_(select(entries.c.root).where(_roughly(scope))))


def _roughly(scope: Scope) -> ColumnElement[bool]:
    """The entries that lie in the scope themselves, whenever they were written."""
    conditions = [entries.c.person == scope.person] if scope.person else []
    if scope.first:
        conditions.append(entries.c.at >= scope.first)
    if scope.last:
        conditions.append(entries.c.at < f"{scope.last}U")  # all of that day: behind its date stands a T
    return and_(true(), *conditions)


def _marked(connection: Connection, wanted: Sequence[str]) -> set[str]:
    """The ids of the entries here that these marks cover."""
    chances = {mark.partition(":")[0] for mark in wanted}
    places = [func.substr(column, RANDOM_FROM + 1).in_(chances) for column in (entries.c.root, entries.c.id)]
    likely = (entry_of(row) for row in connection.execute(select(entries).where(or_(*places))))
    return {entry.id for entry in likely if not set(wanted).isdisjoint(marks_of(entry))}


def inserting(connection: Connection, table: Any) -> Any:
    """INSERT with ON CONFLICT, which each database has its own form of."""
    return (postgresql if connection.dialect.name == "postgresql" else sqlite).insert(table)


def _row(entry: Entry) -> dict[str, Any]:
    raw = to_json(entry)
    return raw | {"body": json.dumps(raw["body"], separators=(",", ":")), "root": root_of(entry)}


def entry_of(row: Any) -> Entry:
    """The entry of a row of the table, whose first columns are those of the envelope."""
    return stored.entry_of(*row[: len(ENVELOPE)])


def forgetting_of(row: Any) -> Forgetting:
    return Forgetting(row.id, row.at, Scope(row.person, row.first, row.last))


def _forgetting_row(forgetting: Forgetting) -> dict[str, Any]:
    scope = forgetting.scope
    told = {"person": scope.person, "first": scope.first, "last": scope.last}
    return {"id": forgetting.id, "at": forgetting.at} | told


def _parts(all: Sequence[str]) -> Iterable[Sequence[str]]:
    return (all[start : start + AT_ONCE] for start in range(0, len(all), AT_ONCE))
