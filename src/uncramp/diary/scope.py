"""Which entries somebody means: a person's, those of a range of days, or all there are."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from uncramp.diary.entries import Entry


@dataclass(frozen=True, slots=True)
class Scope:
    """Both days belong to it; what is left out does not narrow it."""

    person: str | None = None
    first: str | None = None
    last: str | None = None

    @property
    def everything(self) -> bool:
        return not (self.person or self.first or self.last)


def root_of(entry: Entry) -> str:
    """The id of the entry that this one is about: itself, or the one that it corrects or deletes."""
    of = entry.body.get("of")
    return of if isinstance(of, str) else entry.id


def ids_within(entries: Iterable[Entry], scope: Scope) -> set[str]:
    """The ids of the entries of a scope. An entry goes if any of what was said about it lies in the scope, and all of
    it goes together: a correction holds the whole body, so one that stayed behind would keep what was to be forgotten.
    """
    meant = [entry for entry in entries if not scope.person or entry.person == scope.person]
    roots = {root_of(entry) for entry in meant if _within(entry.at[:10], scope)}
    return {entry.id for entry in meant if root_of(entry) in roots}


def key_within(key: str, scope: Scope) -> bool:
    """Whether a small thing belongs to it: with a person what carries the person's id, with everything all of it."""
    return not scope.first and not scope.last and (not scope.person or key.endswith(f":{scope.person}"))


def _within(day: str, scope: Scope) -> bool:
    return (not scope.first or scope.first <= day) and (not scope.last or day <= scope.last)
