"""What another program wrote, as entries of this diary: the same source gives the same ids, so twice is once.

The id of an entry comes from what the source says, so a file that is brought in again, or on another device, makes the
same entries. What the source says differently by now becomes a correction, unless a person has corrected the entry: the
person's own words stay.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from uncramp.diary.check import EntryError, instant
from uncramp.diary.current import current
from uncramp.diary.document import Refused
from uncramp.diary.entries import CORRECTION, DELETION, Entry, read_entry
from uncramp.diary.kinds import Kinds
from uncramp.diary.making import CHANCE, make, stamp, uuid7
from uncramp.diary.scope import Scope
from uncramp.diary.store import Store

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
"""Before it an id has no time."""


@dataclass(frozen=True, slots=True)
class Draft:
    """An entry to be. `key` names it within its source for ever, and `moment` is when that was: both make its id.

    Without `recorded_at` nobody knows when it was written, and it counts as written when it happened. `line` is its
    place in the file, 0 if it has none.
    """

    kind: str
    body: Mapping[str, Any] = field(hash=False)
    at: str
    key: str
    moment: datetime
    recorded_at: str | None = None
    line: int = 0


@dataclass(slots=True)
class Settled:
    """What a file comes to for a diary. `fresh` holds the corrections too; `revised` counts them; `twice` the entries
    that the file itself holds more than once.
    """

    fresh: list[Entry] = field(default_factory=list)
    revised: int = 0
    known: int = 0
    twice: int = 0
    forgotten: int = 0
    refused: list[Refused] = field(default_factory=list)

    @property
    def new(self) -> int:
        return len(self.fresh) - self.revised


def settle(
    kinds: Kinds, drafts: Iterable[Draft], have: Iterable[Entry], *, source: str, person: str, now: datetime
) -> Settled:
    """Sort drafts into new ones, known ones, those that the source says otherwise by now, and those that cannot be."""
    there = _There(list(have), source)
    found = Settled()
    seen: dict[str, Mapping[str, Any]] = {}
    for draft in drafts:
        try:
            entry = _entry(kinds, draft, source, person)
            if entry.id in seen:
                if seen[entry.id] != entry.body:
                    raise EntryError("entry", "is there twice and says two things", allowed="each once")
                found.twice += 1
                continue
            seen[entry.id] = entry.body
            if entry.id not in there.known:
                found.fresh.append(entry)
            elif revised := there.revised(kinds, entry, draft, now):
                found.fresh.append(revised)
                found.revised += 1
            else:
                found.known += 1
        except EntryError as error:
            found.refused.append(Refused(draft.line, error.path, str(error)))
    return found


def take(store: Store, kinds: Kinds, settled: Settled, *, of: str, person: str, now: datetime) -> int:
    """Write all of it in one transaction, then the entry that says that it came in; how many were left out because they
    had been forgotten for good. Where nothing is new, nothing is written.
    """
    if not settled.fresh:
        return 0
    done = store.append(settled.fresh)
    if done.added:
        body: dict[str, Any] = {"from": of, "entries": max(0, len(done.added) - settled.revised)}
        body |= {"refused": len(settled.refused)} if settled.refused else {}
        chance = secrets.token_bytes(CHANCE)
        store.append([make(kinds, person=person, kind="import", body=body, now=now, chance=chance)])
    return len(done.forgotten)


def entries_of(store: Store, person: str) -> list[Entry]:
    """All that a diary holds of a person, which `settle` needs."""
    return store.entries(Scope(person=person))


def chance_of(*parts: str) -> bytes:
    """What stands in an id in place of chance: the same for the same parts."""
    return hashlib.sha256("\n".join(parts).encode("utf-8", "surrogatepass")).digest()[:CHANCE]


def _entry(kinds: Kinds, draft: Draft, source: str, person: str) -> Entry:
    recorded = draft.recorded_at or draft.at
    raw = {
        "id": uuid7(max(draft.moment, EPOCH), chance_of(source, person, draft.kind, draft.key)),
        "person": person,
        "at": draft.at,
        "recorded_at": recorded,
        "kind": draft.kind,
        "version": max((one.version for one in kinds.kind if one.id == draft.kind), default=1),
        "body": dict(draft.body),
    }
    return read_entry(raw, kinds)


class _There:
    """What a diary holds already."""

    def __init__(self, have: Sequence[Entry], source: str) -> None:
        self.source = source
        self.known = {entry.id: entry for entry in have}
        self.shown = {entry.id: entry for entry in current(have)}
        self.by_hand = {str(one.body.get("of")) for one in have if self._by_hand(one)}

    def revised(self, kinds: Kinds, entry: Entry, draft: Draft, now: datetime) -> Entry | None:
        """The correction that an entry needs by what the source says now; None if it says the same, said it earlier, or
        a person has had a hand in it.
        """
        shown = self.shown.get(entry.id)
        if shown is None or entry.id in self.by_hand or shown.body == entry.body:
            return None
        recorded = draft.recorded_at or stamp(now, milliseconds=True)
        if instant(recorded) <= instant(shown.recorded_at):
            return None
        body = {"of": entry.id, "kind": entry.kind, "version": entry.version, "body": dict(entry.body)}
        raw = {
            "id": uuid7(max(instant(recorded), EPOCH), self._tail(body)),
            "person": entry.person,
            "at": entry.at,
            "recorded_at": recorded,
            "kind": CORRECTION,
            "version": 1,
            "body": body,
        }
        made = read_entry(raw, kinds)
        return None if made.id in self.known else made

    def _by_hand(self, entry: Entry) -> bool:
        """Whether an amendment is a person's: those of an import carry in their id what they say."""
        if entry.kind == DELETION:
            return True
        return entry.kind == CORRECTION and entry.understood and _tail_of(entry.id) != _tail_of(self._id(entry.body))

    def _id(self, body: Mapping[str, Any]) -> str:
        return uuid7(datetime(2000, 1, 1, tzinfo=UTC), self._tail(body))

    def _tail(self, body: Mapping[str, Any]) -> bytes:
        said = json.dumps({"of": body["of"], "body": body["body"]}, sort_keys=True)
        return chance_of(self.source, "revised", said)


def _tail_of(id: str) -> str:
    """An id without its time."""
    return id[14:]
