"""What stands on the page, as data: sections of rows, a few numbers side by side, and the raw table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Row:
    """A line: `lead` stands first and strong; `mark` is a word in a box, for what a clinician should look at."""

    text: str
    lead: str = ""
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """`notes` stand below the rows, small: what the rows do not say. `missing` is said where nothing was recorded."""

    id: str
    title: str
    rows: tuple[Row, ...] = ()
    missing: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Figures:
    """Numbers side by side: what each row counts, and one value per column."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing as SVG, what it shows in one sentence, and its title."""

    svg: str
    title: str
    says: str


@dataclass(frozen=True, slots=True)
class Table:
    """The raw rows, the newest first, and how many are not among them."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """Everything of the page, nothing shortened yet. `data` is the same in numbers, for `--json`."""

    language: str
    title: str
    subtitle: str
    unreviewed: str
    sections: tuple[Section, ...]
    figures: Figures | None
    picture: Picture | None
    table: Table | None
    foot: tuple[str, ...]
    data: Mapping[str, Any] = field(default_factory=dict)

    def section(self, id: str) -> Section | None:
        return next((one for one in self.sections if one.id == id), None)
