"""Random diaries that several devices write, what they forget, and what must be left of it in the end."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from diary.strategies import PERSONS
from uncramp.diary import Entry, read_entry
from uncramp.diary.making import stamp, uuid7
from uncramp.diary.scope import Scope
from uncramp.diary.sync import Forgetting, Forgettings, hits, marks_left

START = datetime(2026, 2, 1, 8, tzinfo=UTC)
DAYS = [(START + timedelta(days=nth)).date().isoformat() for nth in range(-3, 4)]


def moment(minute: int) -> datetime:
    return START + timedelta(minutes=minute)


def id_of(minute: int, nth: int) -> str:
    """An id as a device makes it at that minute."""
    return uuid7(moment(minute), nth.to_bytes(10, "big"))


@st.composite
def diaries(draw: st.DrawFn) -> list[Entry]:
    """Notes of two people over some days, with corrections that move them, and deletions."""
    found: list[dict[str, Any]] = []
    for nth in range(draw(st.integers(2, 8))):
        minute = draw(st.integers(0, 20))
        before = [one for one in found if one["kind"] == "note" and one["minute"] < minute]
        about = draw(st.sampled_from(before)) if before and draw(st.booleans()) else None
        kind = draw(st.sampled_from(["correction", "correction", "deletion"])) if about else "note"
        said = {"text": f"{nth}"}
        body = {
            "note": said,
            "correction": {"of": about["id"] if about else "", "kind": "note", "version": 1, "body": said},
            "deletion": {"of": about["id"] if about else ""},
        }[kind]
        person = about["person"] if about else draw(st.sampled_from(PERSONS))
        day = draw(st.sampled_from(DAYS[:4]))
        envelope = {"id": id_of(minute, nth), "person": person, "at": f"{day}T07:00:00+00:00", "kind": kind}
        recorded = stamp(moment(minute), milliseconds=True)
        found.append(envelope | {"recorded_at": recorded, "version": 1, "body": body, "minute": minute})
    return [read_entry({name: value for name, value in one.items() if name != "minute"}) for one in found]


@st.composite
def forgettings(draw: st.DrawFn, nth: int = 0) -> Forgetting:
    minute = draw(st.integers(0, 25))
    first, last = draw(st.sampled_from([(None, None), *((one, one) for one in DAYS[:4]), (DAYS[1], None)]))
    scope = Scope(draw(st.sampled_from([None, *PERSONS])), first, last)
    number = draw(st.integers(1, 10**6)) * 1000 + nth
    return Forgetting(id_of(minute, 10**12 + number), stamp(moment(minute), milliseconds=True), scope)


def left_of(entries: Iterable[Entry], forgotten: Iterable[Forgetting]) -> set[str]:
    """The ids that must be left, told without any order: the meaning of sync."""
    all, scopes = list(entries), list(forgotten)
    known = Forgettings({one.id: one for one in scopes})
    for entry in all:
        for one in scopes:
            if hits(one, entry):
                known.marks |= marks_left(one, entry)
    return {entry.id for entry in all if not known.hit_by(entry) and not known.marked(entry)}


class Device:
    """A phone as the rules have it: what it holds, what waits, how far it has read."""

    def __init__(self) -> None:
        self.entries: dict[str, Entry] = {}
        self.known = Forgettings()
        self.waiting: set[str] = set()
        self.cursor = 0

    def write(self, entry: Entry) -> None:
        if self._take(entry):
            self.waiting.add(entry.id)

    def forget(self, forgetting: Forgetting) -> None:
        self._forget(forgetting)
        self.waiting.add(forgetting.id)

    def request(self, most: int) -> tuple[list[Entry], list[Forgetting], list[str], int]:
        entries = [entry for id, entry in self.entries.items() if id in self.waiting][:most]
        scopes = [one for id, one in self.known.scopes.items() if id in self.waiting]
        return entries, scopes, sorted(self.known.marks & self.waiting), self.cursor

    def confirm(self, ids: Iterable[str]) -> None:
        self.waiting -= set(ids)

    def learn(self, entries: Iterable[Entry], scopes: Iterable[Forgetting], marks: Iterable[str], cursor: int) -> None:
        for one in scopes:
            self._forget(one)
        self._mark(marks)
        for entry in entries:
            self._take(entry)
        self.cursor = cursor

    def drop(self, ids: Iterable[str]) -> None:
        for id in ids:
            self.entries.pop(id, None)
            self.waiting.discard(id)

    def _take(self, entry: Entry) -> bool:
        hit = self.known.hit_by(entry)
        self._mark(mark for one in hit for mark in marks_left(one, entry))
        if hit or self.known.marked(entry):
            return False
        return self.entries.setdefault(entry.id, entry) is entry

    def _forget(self, forgetting: Forgetting) -> None:
        self.known.scopes[forgetting.id] = forgetting
        gone = [entry for entry in self.entries.values() if hits(forgetting, entry)]
        self.drop([entry.id for entry in gone])
        self._mark(mark for entry in gone for mark in marks_left(forgetting, entry))

    def _mark(self, marks: Iterable[str]) -> None:
        new = set(marks) - self.known.marks
        self.known.marks |= new
        self.waiting |= new
        self.drop([entry.id for entry in self.entries.values() if new and self.known.marked(entry)])
