"""New entries: what happened, what an entry should have said, and that one is not to count any more."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from uncramp.diary.entries import CORRECTION, DELETION, Entry, read_entry
from uncramp.diary.kinds import Kinds

CHANCE = 10
"""Bytes of chance in an id."""


def make(
    kinds: Kinds,
    *,
    person: str,
    kind: str,
    body: Mapping[str, Any],
    now: datetime,
    chance: bytes,
    at: str | None = None,
) -> Entry:
    """A new entry, checked; without `at` it happened now. `now` carries the offset of the place."""
    raw = {
        "id": uuid7(now, chance),
        "person": person,
        "at": at or stamp(now),
        "recorded_at": stamp(now, milliseconds=True),
        "kind": kind,
        "version": max((one.version for one in kinds.kind if one.id == kind), default=1),
        "body": dict(body),
    }
    return read_entry(raw, kinds)


def correct(
    kinds: Kinds, entry: Entry, body: Mapping[str, Any], *, now: datetime, chance: bytes, at: str | None = None
) -> Entry:
    """The entry that says what an entry shown now should have said; it may move it in time, too."""

    def made(kind: str, body: Mapping[str, Any]) -> Entry:
        return make(kinds, person=entry.person, kind=kind, body=body, now=now, chance=chance, at=at or entry.at)

    version = made(entry.kind, body).version
    return made(CORRECTION, {"of": entry.id, "kind": entry.kind, "version": version, "body": dict(body)})


def remove(kinds: Kinds, entry: Entry, *, now: datetime, chance: bytes) -> Entry:
    """The entry that takes an entry out of what is shown. To bring it back, write `correct` with what it said."""
    return make(kinds, person=entry.person, kind=DELETION, body={"of": entry.id}, now=now, chance=chance)


def uuid7(now: datetime, chance: bytes) -> str:
    """A UUID that sorts by time (RFC 9562, version 7)."""
    if len(chance) != CHANCE:
        raise ValueError("a UUIDv7 takes ten bytes of chance")
    tail = bytearray(chance)
    tail[0] = 0x70 | tail[0] & 0x0F
    tail[2] = 0x80 | tail[2] & 0x3F
    milliseconds = int(now.timestamp()) * 1000 + now.microsecond // 1000
    text = f"{milliseconds:012x}{tail.hex()}"
    return "-".join((text[:8], text[8:12], text[12:16], text[16:20], text[20:]))


def stamp(moment: datetime, *, milliseconds: bool = False) -> str:
    """A moment as entries write it, with the offset of the place it is told at."""
    return moment.isoformat(timespec="milliseconds" if milliseconds else "seconds")
