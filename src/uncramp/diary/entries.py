"""Entries of a diary: read from JSON and checked, kept whole even where this program does not understand them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from uncramp.diary.check import (
    A_MOMENT,
    A_NAME,
    AN_ID,
    AN_OBJECT,
    EntryError,
    check_body,
    instant,
    is_moment,
    is_name,
    is_uuid,
    is_uuid7,
    shown,
)
from uncramp.diary.kinds import Kinds, load

ENVELOPE = ("id", "person", "at", "recorded_at", "kind", "version", "body")
CORRECTION, DELETION = "correction", "deletion"
A_VERSION = "a whole number from 1 to 1000"


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry. `at` is when it happened and `recorded_at` when it was written, both with the offset of the place.

    Not `understood`: its kind, or that version of it, is newer than this program, which keeps it and hands it on.
    """

    id: str
    person: str
    at: str
    recorded_at: str
    kind: str
    version: int
    body: Mapping[str, Any] = field(hash=False)
    understood: bool = True


def read_entry(raw: object, kinds: Kinds | None = None) -> Entry:
    """The entry that `raw` (JSON as plain data) is; EntryError says what is wrong with it, where, and what is allowed.

    An unknown kind, or an unknown version of a known one, is no error: a newer program wrote it.
    """
    kinds = kinds or load()
    if not isinstance(raw, Mapping):
        raise EntryError("entry", f"cannot be {shown(raw)}", allowed=AN_OBJECT)
    for name in raw:
        if name not in ENVELOPE:
            raise EntryError("entry", f"has no field {shown(name)}", allowed=", ".join(ENVELOPE))
    for name, (fits, allowed) in CHECKS.items():
        if name not in raw:
            raise EntryError(name, "is missing", allowed=allowed)
        if not fits(raw[name]):
            raise EntryError(name, f"cannot be {shown(raw[name])}", allowed=allowed)
    if instant(raw["at"]) > instant(raw["recorded_at"]):
        raise EntryError("at", f"cannot be {shown(raw['at'])}", allowed="no time after `recorded_at`")
    understood = _understood(kinds, raw["kind"], raw["version"], raw["body"], "body")
    return Entry(**{name: raw[name] for name in ENVELOPE}, understood=understood)


CHECKS = {
    "id": (is_uuid7, AN_ID),
    "person": (is_uuid, "a UUID in lower case"),
    "at": (is_moment, A_MOMENT),
    "recorded_at": (is_moment, A_MOMENT),
    "kind": (is_name, A_NAME),
    "version": (lambda value: type(value) is int and 1 <= value <= 1000, A_VERSION),
    "body": (lambda value: isinstance(value, Mapping), AN_OBJECT),
}
"""Per part of the envelope, the check and what it allows, in the order in which they are told.

INVARIANT: this never changes, in any version: an older program has to find its way in what a newer one wrote.
"""


def _understood(kinds: Kinds, id: str, version: int, body: Mapping[str, Any], path: str) -> bool:
    """Whether this program knows that version of the kind; if so, EntryError for a body that it does not allow."""
    kind = kinds.find(id, version)
    if kind is None:
        return False
    check_body(kind.field, body, path)
    if id != CORRECTION:
        return True
    if kinds.amends(body["kind"]):
        raise EntryError(f"{path}.kind", f"cannot be {shown(body['kind'])}", allowed="a kind that amends no other")
    return _understood(kinds, body["kind"], body["version"], body["body"], f"{path}.body")


def to_json(entry: Entry) -> dict[str, Any]:
    """The entry as it was read."""
    return {name: getattr(entry, name) for name in ENVELOPE}


def canonical(entry: Entry) -> str:
    """One text per entry, whatever the order of its keys: two of them are the same entry if this is the same."""
    return json.dumps(to_json(entry), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
