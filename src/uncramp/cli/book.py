"""The diary as the commands use it: open, with a clock, and knowing whose it is."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import uuid4

from uncramp.cli.passphrase import ready
from uncramp.diary import Entry, current, load
from uncramp.diary.failures import StoreError
from uncramp.diary.making import CHANCE, make, remove
from uncramp.diary.scope import Scope
from uncramp.diary.store import Store
from uncramp.errors import UsageError

OWN = "own"
"""Under which a diary keeps whose it is first of all."""


@dataclass
class Book:
    """An open diary and the moment at which the command was given."""

    store: Store
    now: datetime

    def write(self, person: str, kind: str, body: Mapping[str, Any], at: str | None = None) -> Entry:
        """A new entry, on the disk when this returns."""
        chance = secrets.token_bytes(CHANCE)
        entry = make(load(), person=person, kind=kind, body=body, at=at, now=self.now, chance=chance)
        self.store.append([entry])
        return entry

    def delete(self, entry: Entry) -> Entry:
        taken_out = remove(load(), entry, now=self.now, chance=secrets.token_bytes(CHANCE))
        self.store.append([taken_out])
        return taken_out

    def entries(self, person: str | None) -> list[Entry]:
        """What holds now of a person's entries, by time."""
        return current(self.store.entries(Scope(person=person)))

    def own(self) -> str | None:
        """Whose diary this is: as said, else the only person in it."""
        said: str | None = self.store.kept(OWN)
        people = self.store.people()
        return said or (people[0].person if len(people) == 1 else None)

    def writer(self, named: str | None) -> str:
        """Who an entry is about; the first one makes the diary its own person's."""
        if named:
            return self.named(named)
        own = self.own()
        if own is None:
            if self.store.people():
                raise UsageError(
                    "the diary is about several people, and it is not said which is yours",
                    hint="`uncramp diary people` lists them, `uncramp diary people ID` says it",
                )
            own = str(uuid4())
        if self.store.kept(OWN) is None:
            self.store.keep(OWN, own)
        return own

    def reader(self, named: str | None) -> str | None:
        """Whose entries to show; None for everybody's."""
        return None if named == "all" else self.named(named) if named else self.own()

    def named(self, start: str) -> str:
        """The person whose id begins like this."""
        people = [one.person for one in self.store.people()]
        found = [person for person in people if person.startswith(start.lower())]
        if len(found) != 1:
            what = f"`{start}` could be several people" if found else f"there is nobody `{start}` in the diary"
            raise UsageError(what, allowed=", ".join(found or people) or "nobody yet")
        return found[0]


@dataclass(frozen=True)
class Read:
    """What holds now of one person's entries, and the moment at which the command was given."""

    person: str | None
    entries: list[Entry]
    now: datetime


def read_one(named: str | None, about_one: str) -> Read:
    """For what is about one person and never mixes two, as `about_one` says; nothing where there is no diary yet."""
    try:
        book = open_book(create=False)
    except StoreError as error:
        if error.trouble != "missing" or named:
            raise
        return Read(None, [], _now())
    with book.store:
        person = book.reader(named)
        if person is None and book.store.people():
            raise UsageError(
                f"{about_one}, and it is not said which",
                hint="`uncramp diary people` lists them, `--person ID` says it",
            )
        return Read(person, book.entries(person) if person else [], book.now)


def open_book(*, create: bool) -> Book:
    ready()
    return Book(Store.open(create=create), _now())


def _now() -> datetime:
    return datetime.now().astimezone()
