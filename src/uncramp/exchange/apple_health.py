"""Apple Health's `export.zip` as entries: nights, workouts, water, caffeine and weight; the rest is only counted."""

from __future__ import annotations

import math
import re
import tomllib
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from uncramp.diary.check import is_moment
from uncramp.diary.making import stamp
from uncramp.exchange.apple_sleep import Sleep
from uncramp.exchange.apple_xml import Attributes, Reader
from uncramp.exchange.apple_zip import open_export
from uncramp.exchange.drafts import Draft
from uncramp.exchange.foreign import ForeignFileError

SLEEP, WATER, CAFFEINE, MASS = (
    "HKCategoryTypeIdentifierSleepAnalysis",
    "HKQuantityTypeIdentifierDietaryWater",
    "HKQuantityTypeIdentifierDietaryCaffeine",
    "HKQuantityTypeIdentifierBodyMass",
)
WANTED = frozenset((SLEEP, WATER, CAFFEINE, MASS))
WRITTEN = re.compile(r"((?:19|20|21)\d\d-\d\d-\d\d) (\d\d:\d\d:\d\d) ([+-]\d\d)(\d\d)")
MOST = 300_000
"""Entries of one file: ten years of a glass of water every waking hour are fewer."""
LONGEST = timedelta(days=1)
"""Of one record; a longer night or workout is a slip of the device."""
Progress = Callable[[int, int], None]
"""Told after each piece how many bytes have been read, and of how many."""


@dataclass(slots=True)
class Read:
    """What an export holds: entries to be; how many records of each type were left alone; what was merged or left out
    of the wanted ones and why; how many of them could not be read.
    """

    drafts: list[Draft] = field(default_factory=list)
    ignored: Counter[str] = field(default_factory=Counter)
    left_out: Counter[str] = field(default_factory=Counter)
    unread: Counter[str] = field(default_factory=Counter)


def read(file: Path, progress: Progress | None = None) -> Read:
    """Read an export; ForeignFileError if it is none, or is not safe to read."""
    taken = _Taken()
    reader = Reader(WANTED, taken.record)
    with open_export(file) as export:

        def pieces() -> Iterator[bytes]:
            done = 0
            for piece in export.pieces():
                yield piece
                done += len(piece)
                if progress:
                    progress(done, export.size)

        reader.read(pieces())
    return taken.read(reader.ignored)


@cache
def _numbers() -> dict[str, dict[str, Any]]:
    return tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))


@dataclass(frozen=True, slots=True)
class _Span:
    """When a record was, and when it was written, all at the place where it happened."""

    start: datetime
    end: datetime
    written: datetime


class _Taken:
    """Gathers the wanted records."""

    def __init__(self) -> None:
        self.found = Read()
        self.sleep = Sleep()
        self._workouts: list[tuple[_Span, str, str]] = []
        self._masses: dict[datetime, tuple[float, _Span]] = {}
        self._caffeine: dict[str, _Span] = {}

    def record(self, tag: str, attributes: Attributes, zone: str | None) -> None:
        """One record of a wanted type, or a workout."""
        kind = "Workout" if tag == "Workout" else attributes["type"]
        span = _span(attributes, zone)
        if span is None:
            self.found.unread[kind] += 1
            return
        source = attributes.get("sourceName", "")
        match kind:
            case "Workout":
                self._workout(attributes, span, source)
            case str() if kind == SLEEP:
                self.sleep.add(attributes.get("value", ""), source, span.start, span.end, span.written)
            case str() if kind == WATER:
                self._water(attributes, span)
            case str() if kind == CAFFEINE:
                self._coffee(attributes, span)
            case _:
                self._mass(attributes, span)
        if len(self.found.drafts) + len(self._workouts) + len(self._masses) + len(self._caffeine) > MOST:
            raise ForeignFileError("too_many")

    def _water(self, attributes: Attributes, span: _Span) -> None:
        ml = _amount(attributes, _numbers()["water"])
        if ml is None or not 1 <= round(ml) <= 5000:
            self.found.unread[WATER] += 1
            return
        key = f"{_instant(span.start)} {round(ml)}"
        body = {"what": "water", "ml": round(ml)}
        self.found.drafts.append(Draft("drinks", body, stamp(span.start), key, span.start, stamp(span.written)))

    def _coffee(self, attributes: Attributes, span: _Span) -> None:
        """Milligrams tell no drink, so what is kept of a day is that there was caffeine in it."""
        amount = _amount(attributes, {"mg": 1, "g": 1000, "mcg": 0.001})
        if amount is None:
            self.found.unread[CAFFEINE] += 1
        elif amount > 0:
            day = span.start.date().isoformat()
            known = self._caffeine.get(day)
            self.found.left_out["same_day"] += known is not None
            if known is None or span.start < known.start:
                self._caffeine[day] = span

    def _mass(self, attributes: Attributes, span: _Span) -> None:
        kg = _amount(attributes, _numbers()["mass"])
        if kg is None or not 1 <= round(kg) <= 300:
            self.found.unread[MASS] += 1
            return
        self.found.left_out["same_weight"] += span.start in self._masses
        self._masses[span.start] = (kg, span)

    def _workout(self, attributes: Attributes, span: _Span, source: str) -> None:
        name = attributes.get("workoutActivityType", "").removeprefix("HKWorkoutActivityType")
        what = _numbers()["workouts"].get(name, "other")
        self._workouts.append((span, what, source))

    # ---- once all is read

    def read(self, ignored: Counter[str]) -> Read:
        """All of it, by time."""
        found = self.found
        found.ignored = ignored
        found.drafts += [*self.sleep.drafts(), *self._exercise(), *self._days(), *self._weights()]
        found.left_out += self.sleep.left_out
        found.drafts.sort(key=lambda draft: (draft.moment.timestamp(), draft.kind, draft.key))
        if len(found.drafts) > MOST:
            raise ForeignFileError("too_many")
        return found

    def _exercise(self) -> Iterator[Draft]:
        """Workouts, once each: of two of a kind that overlap by more than half, from two sources, the one written first
        stays.
        """
        kept: list[tuple[_Span, str, str]] = []
        for span, what, source in sorted(
            self._workouts, key=lambda one: (one[0].start, one[0].written, one[0].end, one[1], one[2])
        ):
            near = [nth for nth in range(max(0, len(kept) - 8), len(kept)) if _same(kept[nth], (span, what, source))]
            if near:
                self.found.left_out["same_workout"] += 1
                if span.written < kept[near[0]][0].written:
                    kept[near[0]] = (span, what, source)
            else:
                kept.append((span, what, source))
        for span, what, _ in kept:
            minutes = round((span.end - span.start).total_seconds() / 60)
            body = {"what": what} | ({"minutes": minutes} if 1 <= minutes <= 1440 else {})
            key = f"{_instant(span.start)} {_instant(span.end)} {what}"
            yield Draft("exercise", body, stamp(span.start), key, span.start, stamp(span.written))

    def _days(self) -> Iterator[Draft]:
        for day, span in self._caffeine.items():
            body = {"what": "caffeine", "day": day, "present": True}
            moment = datetime.fromisoformat(f"{day}T00:00:00+00:00")
            yield Draft("exposure", body, stamp(span.start), f"caffeine {day}", moment, stamp(span.written))

    def _weights(self) -> Iterator[Draft]:
        """The first, and every one that is a step away from the last that was taken."""
        last: float | None = None
        for start, (kg, span) in sorted(self._masses.items()):
            if last is not None and abs(kg - last) < _numbers()["mass_step"]["kg"]:
                self.found.left_out["same_weight"] += 1
                continue
            last = kg
            facts = {"weight_kg": round(kg)}
            yield Draft(
                "profile_change", {"facts": facts}, stamp(start), f"mass {_instant(start)}", start, stamp(span.written)
            )


def _same(one: tuple[_Span, str, str], other: tuple[_Span, str, str]) -> bool:
    (span, what, source), (span_2, what_2, source_2) = one, other
    if (span.start, span.end, what) == (span_2.start, span_2.end, what_2):
        return True
    shared = min(span.end, span_2.end) - max(span.start, span_2.start)
    shorter = min(span.end - span.start, span_2.end - span_2.start)
    return what == what_2 and source != source_2 and shared * 2 > shorter


def _span(attributes: Attributes, zone: str | None) -> _Span | None:
    """None for times that no record can have. Apple writes all times with the offset that the phone had at the export;
    a record that names its own time zone is told by that.
    """
    start, end = _moment(attributes.get("startDate")), _moment(attributes.get("endDate"))
    if start is None or end is None or not timedelta() <= end - start <= LONGEST:
        return None
    written = _moment(attributes.get("creationDate")) or end
    place = _zone(zone) if zone else None
    if place:
        try:
            start, end, written = start.astimezone(place), end.astimezone(place), written.astimezone(place)
        except (OverflowError, ValueError):
            return None
    span = _Span(_fixed(start), _fixed(end), _fixed(max(written, end)))
    return span if all(is_moment(stamp(one)) for one in (span.start, span.end, span.written)) else None


def _moment(said: str | None) -> datetime | None:
    found = WRITTEN.fullmatch(said or "")
    if not found:
        return None
    try:
        return datetime.fromisoformat(f"{found[1]}T{found[2]}{found[3]}:{found[4]}")
    except ValueError:
        return None


def _fixed(moment: datetime) -> datetime:
    """With whole minutes of offset as its only zone, as entries write it."""
    offset = moment.utcoffset() or timedelta()
    whole = timedelta(minutes=offset // timedelta(minutes=1))
    return moment.astimezone(_offset(whole))


@cache
def _offset(offset: timedelta) -> Any:
    from datetime import timezone

    return timezone(offset)


def _zone(name: str) -> ZoneInfo | None:
    if name not in _zones:
        if len(_zones) > 1000:
            return None
        try:
            _zones[name] = ZoneInfo(name)
        except (OSError, ValueError, KeyError, UnicodeError):
            _zones[name] = None
    return _zones[name]


_zones: dict[str, ZoneInfo | None] = {}


def _amount(attributes: Attributes, units: dict[str, float]) -> float | None:
    """How much, in the first of the units; None for what is no number or in no unit that is known."""
    factor = units.get(attributes.get("unit", ""))
    try:
        value = float(attributes.get("value", ""))
    except ValueError:
        return None
    return value * factor if factor and math.isfinite(value) and 0 <= value < 1e9 else None


def _instant(moment: datetime) -> str:
    """The point of time alone: the offset in Apple's file depends on where the phone was when it wrote it."""
    return moment.astimezone(UTC).isoformat(timespec="seconds")
