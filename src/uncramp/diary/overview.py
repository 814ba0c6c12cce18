"""What the first page of a diary needs, without reading the rest of it.

INVARIANT: each answer is the one that `current` over the whole diary gives.
"""

from __future__ import annotations

from collections.abc import Collection
from functools import cached_property
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select, true

from uncramp.diary.absorbing import entry_of
from uncramp.diary.current import current
from uncramp.diary.entries import CORRECTION, DELETION, Entry
from uncramp.diary.failures import told
from uncramp.diary.schema import entries
from uncramp.diary.scope import Scope, root_of
from uncramp.diary.store import Store

AMENDING = (CORRECTION, DELETION)


class Overview:
    """One person's diary, or everybody's, as it is at this moment."""

    def __init__(self, store: Store, person: str | None) -> None:
        self._store, self._person = store, person

    def since(self, day: str) -> list[Entry]:
        """What holds now of the entries from this day on."""
        found = current(self._store.entries(Scope(person=self._person, first=day)))
        return [entry for entry in found if entry.at[:10] >= day]

    def of_kinds(self, *kinds: str) -> list[Entry]:
        """What holds now of the entries of these kinds."""
        return current(self._store.entries(Scope(person=self._person), kinds))

    def first_day(self) -> str | None:
        """The day of the earliest entry that holds now."""
        touched = {root_of(entry) for entry in self._amended}
        query = select(entries.c.root, entries.c.at).where(self._own, entries.c.kind.not_in(AMENDING))
        with told(self._store.place.shown), self._store.engine.connect() as connection:
            rows = connection.execute(query.order_by(entries.c.at).limit(len(touched) + 1))
            plain = next((at[:10] for root, at in rows if root not in touched), None)
        return min([*([plain] if plain else []), *(entry.at[:10] for entry in current(self._amended))], default=None)

    def count(self, *, without: Collection[str] = ()) -> int:
        """How many entries hold now, of other kinds than these."""
        kept_out = {*without, *AMENDING}
        query = select(func.count()).select_from(entries).where(self._own, entries.c.kind.not_in(kept_out))
        with told(self._store.place.shown), self._store.engine.connect() as connection:
            written = connection.execute(query).scalar_one()
        before = sum(one.kind not in kept_out for one in self._amended)
        return written - before + sum(one.kind not in kept_out for one in current(self._amended))

    @cached_property
    def _amended(self) -> list[Entry]:
        """The entries about which something was said later, and what was said."""
        about = select(entries.c.root).where(entries.c.kind.in_(AMENDING))
        query: Select[Any] = select(entries).where(self._own, entries.c.root.in_(about))
        with told(self._store.place.shown), self._store.engine.connect() as connection:
            return [entry_of(row) for row in connection.execute(query)]

    @property
    def _own(self) -> ColumnElement[bool]:
        return entries.c.person == self._person if self._person else true()
