"""The rules of sync: a diary is the union of what its devices wrote, less what was forgotten. No disk, clock, network.

Everything that is shared only ever grows: entries, forgettings, marks. What a device holds are the entries that none of
the forgettings and marks covers, so it does not matter who heard of what first, or how often.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from uncramp.diary.check import A_MOMENT, EntryError, instant, is_date, is_moment, is_uuid, is_uuid7, shown
from uncramp.diary.entries import Entry
from uncramp.diary.scope import Scope

RANDOM_FROM = 14
"""Where the part of a UUIDv7 begins that is chance: what stands before it says when the id was made."""
FIELDS = ("id", "at", "person", "from", "to")


@dataclass(frozen=True, slots=True)
class Forgetting:
    """That somebody wanted to be rid of everything in a scope that was written up to a moment."""

    id: str
    at: str
    scope: Scope


@dataclass(slots=True)
class Forgettings:
    """All that was forgotten: scopes for what may still arrive, and marks of single entries.

    A mark is the part of an entry's id that is chance, with the person where only theirs was forgotten: enough to know
    the entry again, and every correction of it, and nothing that says when or about what it was.
    """

    scopes: dict[str, Forgetting] = field(default_factory=dict)
    marks: set[str] = field(default_factory=set)

    def hit_by(self, entry: Entry) -> list[Forgetting]:
        return [one for one in self.scopes.values() if hits(one, entry)]

    def marked(self, entry: Entry) -> bool:
        return not self.marks.isdisjoint(marks_of(entry))


def hits(forgetting: Forgetting, entry: Entry) -> bool:
    """Whether the scope alone covers the entry, whatever else is known."""
    scope = forgetting.scope
    if scope.person and entry.person != scope.person:
        return False
    day, moment = entry.at[:10], instant(forgetting.at)
    if scope.first or scope.last:
        # what an older entry is corrected to later may lie in those days: it was not meant
        within = (not scope.first or scope.first <= day) and (not scope.last or day <= scope.last)
        return within and instant(entry.recorded_at) <= moment
    return written(entry) <= moment


def marks_left(forgetting: Forgetting, entry: Entry) -> set[str]:
    """The marks that covering an entry leaves: by days, the corrections of the entry may lie on other days. Where a
    whole person or everything is forgotten, they are covered themselves.
    """
    return {mark(entry, forgetting.scope)} if forgetting.scope.first or forgetting.scope.last else set()


def mark(entry: Entry, scope: Scope) -> str:
    """What remains of an entry so that it never comes back."""
    chance = subject_of(entry)[RANDOM_FROM:]
    return f"{chance}:{scope.person}" if scope.person else chance


def marks_of(entry: Entry) -> tuple[str, str]:
    """The marks that would cover an entry."""
    chance = subject_of(entry)[RANDOM_FROM:]
    return chance, f"{chance}:{entry.person}"


def subject_of(entry: Entry) -> str:
    """The id of the entry that this one is about; its own where what it names is no id."""
    of = entry.body.get("of")
    return of if isinstance(of, str) and is_uuid7(of) else entry.id


def written(entry: Entry) -> datetime:
    """When it was written; a correction holds all of its entry, so it is as old as that is."""
    own, subject = instant(entry.recorded_at), subject_of(entry)
    return own if subject == entry.id else min(own, made(subject))


def made(id: str) -> datetime:
    """The moment that a UUIDv7 carries. The clock of whoever made it may have said anything."""
    milliseconds = int(id[:8] + id[9:13], 16)
    try:
        return datetime.fromtimestamp(0, UTC) + timedelta(milliseconds=milliseconds)
    except OverflowError:
        return datetime.max.replace(tzinfo=UTC)


def merged(one: Forgetting, other: Forgetting) -> Forgetting:
    """Of one id: the same scope, and the earlier moment, which a server gives where a clock ran ahead."""
    return min(one, other, key=lambda each: (instant(each.at), each.at, _key(each.scope)))


def not_after(forgetting: Forgetting, now: str) -> Forgetting:
    """With a moment that is not in the future: a clock that runs ahead must not take what is still to be written."""
    late = instant(forgetting.at) > instant(now)
    return Forgetting(forgetting.id, now, forgetting.scope) if late else forgetting


def read_forgetting(raw: object) -> Forgetting:
    """The forgetting that `raw` (JSON as plain data) is; EntryError says what is wrong with it."""
    if not isinstance(raw, Mapping):
        raise EntryError("forget", f"cannot be {shown(raw)}", allowed="an object")
    for name in raw:
        if name not in FIELDS:
            raise EntryError("forget", f"has no field {shown(name)}", allowed=", ".join(FIELDS))
    for name in ("id", "at"):
        if name not in raw:
            raise EntryError(f"forget.{name}", "is missing", allowed=CHECKS[name][1])
    for name, value in raw.items():
        fits, allowed = CHECKS[name]
        if not fits(value):
            raise EntryError(f"forget.{name}", f"cannot be {shown(value)}", allowed=allowed)
    return Forgetting(raw["id"], raw["at"], Scope(raw.get("person"), raw.get("from"), raw.get("to")))


CHECKS = {
    "id": (is_uuid7, "a UUIDv7 in lower case"),
    "at": (is_moment, A_MOMENT),
    "person": (is_uuid, "a UUID in lower case"),
    "from": (is_date, "a day such as 2026-02-27"),
    "to": (is_date, "a day such as 2026-02-27"),
}


def forgetting_json(forgetting: Forgetting) -> dict[str, Any]:
    scope = forgetting.scope
    told = {"person": scope.person, "from": scope.first, "to": scope.last}
    return {"id": forgetting.id, "at": forgetting.at} | {name: one for name, one in told.items() if one}


def is_mark(value: object) -> bool:
    """Whether it is what `mark` makes of an id."""
    if not isinstance(value, str):
        return False
    chance, colon, person = value.partition(":")
    return is_uuid7(f"00000000-0000-{chance}") and (is_uuid(person) if colon else True)


def _key(scope: Scope) -> tuple[str, str, str]:
    return scope.person or "", scope.first or "", scope.last or ""
