"""What a diary says now: corrections and deletions applied, whatever the order in which the entries arrived."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from uncramp.diary.check import instant
from uncramp.diary.entries import CORRECTION, DELETION, Entry, canonical

KNOWN = 1
"""The version of corrections and deletions that can be applied here."""


def current(entries: Iterable[Entry]) -> list[Entry]:
    """The entries that hold now, by time; a corrected one keeps its id and has the time and body of its correction.

    Of several corrections and deletions of one entry the latest counts (`recorded_at`, then the larger id), so a later
    correction brings a deleted entry back. They count only for the same person and kind, and never for each other;
    one whose entry has not arrived waits. Nothing here depends on order: the same set gives the same answer.
    """
    known = _by_id(entries)
    latest: dict[str, Entry] = {}
    for entry in known.values():
        if _amends(entry) and _fits(entry, known.get(entry.body["of"])):
            of = entry.body["of"]
            latest[of] = max(latest.get(of, entry), entry, key=written)
    found = [
        applied
        for entry in known.values()
        if entry.kind not in (CORRECTION, DELETION) and (applied := _applied(entry, latest.get(entry.id)))
    ]
    return sorted(found, key=lambda entry: (instant(entry.at), entry.id))


def written(entry: Entry) -> tuple[datetime, str]:
    """Which of two entries was written later."""
    return instant(entry.recorded_at), entry.id


def _by_id(entries: Iterable[Entry]) -> dict[str, Entry]:
    """Each id once. No program of ours writes two different entries of one id; which one is kept is settled even so."""
    known: dict[str, Entry] = {}
    for entry in entries:
        other = known.get(entry.id)
        if other is None or (other != entry and canonical(other) < canonical(entry)):
            known[entry.id] = entry
    return known


def _amends(entry: Entry) -> bool:
    """Whether it corrects or deletes in a way that is known here; what the corrected body says need not be known."""
    return entry.kind in (CORRECTION, DELETION) and entry.version == KNOWN


def _fits(amendment: Entry, entry: Entry | None) -> bool:
    if entry is None or entry.kind in (CORRECTION, DELETION) or entry.person != amendment.person:
        return False
    return amendment.kind == DELETION or amendment.body["kind"] == entry.kind


def _applied(entry: Entry, amendment: Entry | None) -> Entry | None:
    """The entry as it stands now; None if it was deleted."""
    if amendment is None:
        return entry
    if amendment.kind == DELETION:
        return None
    body = amendment.body
    return replace(
        entry,
        at=amendment.at,
        recorded_at=amendment.recorded_at,
        version=body["version"],
        body=body["body"],
        understood=amendment.understood,
    )
