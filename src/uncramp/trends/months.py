"""Whole months day by day: which days had cramps, which were written to be without, and which are open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from uncramp.diary import Entry
from uncramp.diary.projections import State
from uncramp.trends.weekly import WEEK, ledger


@dataclass(frozen=True, slots=True)
class Cell:
    day: str
    state: State
    episodes: int


@dataclass(frozen=True, slots=True)
class Month:
    """Rows of seven from Monday; None where another month begins or ends."""

    first: str
    rows: tuple[tuple[Cell | None, ...], ...]


def months(entries: Sequence[Entry], today: str, count: int = 2) -> tuple[Month, ...]:
    """The last `count` months up to that of `today`, newest first; earlier ones only if anything is written of them."""
    known = ledger([one for one in entries if one.understood])
    first, found = date.fromisoformat(today).replace(day=1), []
    for _ in range(count):
        next_first = (first + timedelta(days=31)).replace(day=1)
        days = [(first + timedelta(days=nth)).isoformat() for nth in range((next_first - first).days)]
        cells: list[Cell | None] = [None] * first.weekday()
        cells += [
            Cell(day, "later" if day > today else known.state(day, today), known.counts.get(day, 0)) for day in days
        ]
        cells += [None] * (-len(cells) % WEEK)
        rows = tuple(tuple(cells[nth : nth + WEEK]) for nth in range(0, len(cells), WEEK))
        found.append(Month(first.isoformat(), rows))
        first = (first - timedelta(days=1)).replace(day=1)
    return tuple(one for nth, one in enumerate(found) if not nth or _written(one))


def _written(month: Month) -> bool:
    return any(cell and cell.state in ("cramp", "none") for row in month.rows for cell in row)
