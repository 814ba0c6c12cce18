"""One person's nights in order: which arm each was the turn of, and how many cramps there were, if that is known."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Literal

from uncramp.errors import UncrampError, Where
from uncramp.trials.numbers import numbers

Arm = Literal["a", "b"]
ARMS: tuple[Arm, Arm] = ("a", "b")
SHORTEST_CARRY = 3
"""Nights of a period: with fewer, what is carried over cannot be told from the effect itself."""
HEADER = ["date", "arm", "count"]
DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


class TrialError(UncrampError):
    """Nights, or a trial, that cannot be what they say."""


@dataclass(frozen=True, slots=True)
class Night:
    """One night by the day on whose morning it ended; `count` is None when nothing was recorded: never a zero."""

    date: date
    arm: Arm
    count: int | None


@dataclass(frozen=True, slots=True)
class Series:
    """Nights in the order of their dates, each once."""

    nights: tuple[Night, ...]

    def recorded(self, arm: Arm | None = None) -> list[int]:
        return [night.count for night in self.nights if night.count is not None and arm in (None, night.arm)]

    @property
    def events(self) -> int:
        return sum(self.recorded())

    def scheduled(self, arm: Arm) -> int:
        return sum(night.arm == arm for night in self.nights)

    @property
    def pairs(self) -> int:
        """How many pairs of periods were gone through, as far as the dates show: as many changes of arm, and as many
        of the shortest period in either arm. Before-and-after is not even one pair: nothing was randomised."""
        periods = [len(nights) for _, nights in runs(self.nights)]
        if len(periods) < 3:
            return 0
        shortest = min(periods)
        return min(len(periods) - 1, *(self.scheduled(arm) // shortest for arm in ARMS))

    @property
    def shortest(self) -> int:
        """Nights of the shortest period; 0 without any."""
        return min((len(nights) for _, nights in runs(self.nights)), default=0)

    @property
    def span(self) -> int:
        """Nights from the first to the last, both counted; 0 without any."""
        return (self.nights[-1].date - self.nights[0].date).days + 1 if self.nights else 0


def series(nights: Iterable[Night]) -> Series:
    """The nights as a series; TrialError for a night that is there twice, or that nobody can have had."""
    ordered = sorted(nights, key=lambda night: night.date)
    most = numbers().design.most_events
    for before, night in zip([None, *ordered], ordered, strict=False):
        if before is not None and before.date == night.date:
            raise TrialError(f"the night of {night.date} is there twice", hint="keep one row a night")
        if night.count is not None and not 0 <= night.count <= most:
            raise TrialError(f"{night.count} cramps on {night.date}", allowed=f"0 to {most}, or nothing")
    found = Series(tuple(ordered))
    longest = numbers().design.longest_nights
    if found.span > longest:
        raise TrialError(
            f"the nights go from {ordered[0].date} to {ordered[-1].date}: {found.span} nights",
            allowed=f"at most {longest} nights from the first to the last",
        )
    return found


def read_series(text: str, name: str) -> Series:
    """A table of nights with the columns date, arm and count; TrialError names the line that is wrong."""
    rows = _rows(text, name)
    nights: list[Night] = []
    lines: dict[date, int] = {}
    for line, row in rows:
        night = _night(row, Where(name, line))
        if night.date in lines:
            what = f"the night of {night.date} is there twice, first in line {lines[night.date]}"
            raise TrialError(what, where=Where(name, line), hint="keep one row a night")
        lines[night.date] = line
        nights.append(night)
    if not nights:
        raise TrialError("there are no nights in the table", where=Where(name), hint="one row a night under the header")
    return series(nights)


def _rows(text: str, name: str) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows that are not empty, each with its line, by the names of the columns."""
    try:
        reader = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), strict=True)
        header = [name.strip().lower() for name in next(reader, [])]
        if sorted(header) != sorted(HEADER):
            found = ",".join(header)[:60]
            raise TrialError(f"the columns are `{found}`", where=Where(name, 1), allowed=",".join(HEADER))
        for cells in reader:
            if any(cell.strip() for cell in cells):
                if len(cells) != len(HEADER):
                    what = f"{len(cells)} cells in a row"
                    raise TrialError(what, where=Where(name, reader.line_num), allowed=f"{len(HEADER)}")
                yield reader.line_num, {key: cell.strip() for key, cell in zip(header, cells, strict=True)}
    except csv.Error as error:
        raise TrialError(f"this is no table: {error}", where=Where(name), allowed=",".join(HEADER)) from None


def _night(row: dict[str, str], where: Where) -> Night:
    arm = next((arm for arm in ARMS if arm == row["arm"].lower()), None)
    if arm is None:
        raise TrialError(f"`{row['arm'][:20]}` is no arm", where=where, allowed="a or b")
    return Night(_date(row["date"], where), arm, _count(row["count"], where))


def _date(text: str, where: Where) -> date:
    try:
        if DATE.fullmatch(text):
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise TrialError(f"`{text[:20]}` is no date", where=where, allowed="a day such as 2026-01-31")


def _count(text: str, where: Where) -> int | None:
    if not text:
        return None
    most = numbers().design.most_events
    if not (text.isascii() and text.isdecimal() and len(text) <= 9 and int(text) <= most):
        raise TrialError(
            f"`{text[:20]}` is no number of cramps in one night",
            where=where,
            allowed=f"a whole number from 0 to {most}, or nothing if it was not recorded",
        )
    return int(text)


def runs(nights: Sequence[Night]) -> list[tuple[Arm, list[Night]]]:
    """The periods: nights in a row with the same arm."""
    return [(arm, [*run]) for arm, run in groupby(nights, key=lambda night: night.arm)]
