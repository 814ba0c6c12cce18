"""The trends of a diary that is kept open: read for the days shown, worked out once until something changes."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import date, timedelta
from threading import Lock
from typing import Generic, TypeVar

from fastapi import Request
from sqlalchemy import select

from uncramp.diary import Entry, current
from uncramp.diary.schema import counters
from uncramp.diary.scope import Scope
from uncramp.diary.store import Store
from uncramp.kb import Knowledge
from uncramp.server.local import Local
from uncramp.trends import Findings, findings
from uncramp.trends.findings import first_day
from uncramp.trends.months import Month, months
from uncramp.trends.planned import planned

OWN = "own"
MOST = 16
"""Answers that are kept: of a few lengths of time, people and languages."""
Made = TypeVar("Made")


@dataclass(frozen=True, slots=True)
class Looked:
    """The trends of one person up to a day."""

    person: str | None
    today: str
    weeks: int
    findings: Findings
    months: tuple[Month, ...]


@dataclass
class Kept(Generic[Made]):
    """What was made from the diary as it was; a change of anything in it makes all of it anew. Keeps the last few."""

    _made: OrderedDict[tuple[object, ...], Made] = field(default_factory=OrderedDict)
    _state: object = None
    _lock: Lock = field(default_factory=Lock)

    def get(self, state: object, key: tuple[object, ...]) -> Made | None:
        with self._lock:
            if state != self._state:
                self._made.clear()
                self._state = state
            return self._made.get(key)

    def put(self, state: object, key: tuple[object, ...], made: Made) -> Made:
        with self._lock:
            if state == self._state:
                self._made[key] = made
                while len(self._made) > MOST:
                    self._made.popitem(last=False)
        return made


def state_of(store: Store) -> object:
    """What is another one after every change of the diary: new entries, forgotten ones, one brought back."""
    with store.engine.connect() as connection:
        return tuple(sorted((row.name, row.last) for row in connection.execute(select(counters)))), store.kept(OWN)


def person_of(store: Store) -> str | None:
    """Whose diary this is: as said, else the only person in it; None if nobody's."""
    said: str | None = store.kept(OWN)
    if said:
        return said
    people = store.people()
    return people[0].person if len(people) == 1 else None


@dataclass(frozen=True, slots=True)
class Memory:
    """What one running app keeps: the numbers, and the pages made of them."""

    looked: Kept[Looked] = field(default_factory=Kept)
    pages: Kept[bytes] = field(default_factory=Kept)


def memory_of(request: Request) -> Memory:
    state = request.app.state
    if not hasattr(state, "trends"):
        state.trends = Memory()
    found: Memory = state.trends
    return found


def look(request: Request, here: Local, person: str | None, weeks: int) -> Looked:
    """The trends of a person, or of whom the diary belongs to; worked out anew only when something has changed."""
    kept, state, today = memory_of(request).looked, state_of(here.store), here.now().date()
    key = (person, today, weeks)
    found = kept.get(state, key)
    if found is None:  # whose the diary is takes a count of all of it, so that is not asked every time either
        found = looked_at(here.store, here.kb, person or person_of(here.store), today, weeks)
        kept.put(state, key, found)
    return found


def looked_at(store: Store, kb: Knowledge, person: str | None, today: date, weeks: int) -> Looked:
    """Reads only the days that are shown, and what the diary says of the person."""
    day = today.isoformat()
    if person is None:
        return Looked(None, day, weeks, findings([], day, weeks), months([], day))
    first = min(first_day(day, weeks), (today.replace(day=1) - timedelta(days=1)).replace(day=1).isoformat())
    near = current(store.entries(Scope(person, first)))
    asked = planned(kb, _profile(store, person), day)
    return Looked(person, day, weeks, findings(near, day, weeks, planned=asked), months(near, day))


def _profile(store: Store, person: str) -> list[Entry]:
    return current(store.entries(Scope(person), kinds=["profile_change"]))
