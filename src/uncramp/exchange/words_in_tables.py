"""What people mean by a cell: yes or no, a number, a day, a time, a place; None where nobody can tell."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Sequence
from datetime import date, time
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import cache
from pathlib import Path
from typing import Any

from uncramp.diary.projections import folded

ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
NUMBERS = re.compile(r"(\d{1,2})\s?[-/. ]\s?(\d{1,2})\s?[-/. ]\s?(\d{4}|\d{2})\.?")
NAMED = re.compile(r"(?:[^\W\d]+,? )?(\d{1,2})\.? (?:de )?([^\W\d]+)\.?,? (?:de )?(\d{4})")
NAMED_FIRST = re.compile(r"(?:[^\W\d]+, )?([^\W\d]+)\.? (\d{1,2}),? (\d{4})")
CLOCK = re.compile(r"(\d{1,2})(?:[:.h](\d{2}))?(?::(\d{2})(?:\.\d+)?)?\s?(am|pm|a\.m\.|p\.m\.|uhr|h)?")
BOTH = re.compile(
    r"(\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|.*\d{4}|\d{1,2}[-/.]\d{1,2}[-/.]\d{2})(?:[T ]|, ?)\s*(\d{1,2}[:.h]\d{2}.*)",
    re.IGNORECASE,
)
OFFSET = re.compile(r"(.*\d)\s?(z|[+-]\d{2}:?\d{2})", re.IGNORECASE)
NUMBER = re.compile(r"(?:~|ca\.?|about)?\s?(-?\d[\d.,' ]*)\s?(?:/\s?(?:10|100))?\s?([^\W\d_%.]*\.?)", re.IGNORECASE)
CENTURY = 70
"""Two digits of a year from here on are of the last century."""
LONGEST = 2_000
"""Characters of a cell that is looked at for more than its text."""


@cache
def words() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name("table_words.toml").read_text(encoding="utf-8"))


def plain(text: str) -> str:
    """Small letters without accents, and one space between words."""
    return " ".join(re.sub(r"[\W_]+", " ", folded(text[:LONGEST]).replace("ß", "ss")).split())


def nothing(cell: str) -> bool:
    """Whether a cell says nothing."""
    said = cell.strip()
    return not said or (len(said) < 12 and (said in words()["cells"]["nothing"] or plain(said) in _cell("nothing")))


def flag(cell: str) -> bool | None:
    said = plain(cell)
    return True if said in _cell("yes") else False if said in _cell("no") else None


def number(cell: str, decimal: str) -> Decimal | None:
    """The number in a cell, with or without a unit; `7/10` is 7."""
    found = NUMBER.fullmatch(cell.strip()[:40])
    if not found:
        return None
    digits = found[1].replace(" ", "").replace("'", "")
    other = "," if decimal == "." else "."
    parts = digits.split(other)
    if len(parts) > 1 and not all(len(part) == 3 for part in parts[1:]):
        return None  # no thousands: the decimal sign is the other one
    try:
        value = Decimal("".join(parts).replace(decimal, "."))
    except InvalidOperation:
        return None
    return value * 60 if plain(found[2]) in words()["cells"]["hours"] else value


def whole(value: Decimal) -> int:
    """The nearest whole number; a half goes up."""
    return int(value.quantize(Decimal(1), rounding=ROUND_HALF_UP))


# ---- days and times


def day_first(cells: Iterable[str]) -> bool | None:
    """Whether days stand before months: None where every day could be read in both ways."""
    seen: set[bool] = set()
    for cell in cells:
        if (found := NUMBERS.match(cell.strip())) and not ISO.match(cell.strip()):
            one, other = int(found[1]), int(found[2])
            if one > 12 >= other or other > 12 >= one:
                seen.add(one > 12)
            elif "." in found[0] and one != other:
                seen.add(True)  # dots: nobody writes the month first
    return None if len(seen) != 1 else seen.pop()


def unclear(cells: Iterable[str]) -> bool:
    """Whether the order of day and month has to be asked."""
    some = [cell.strip() for cell in cells]
    numbers = [found for cell in some if not ISO.match(cell) and (found := NUMBERS.match(cell))]
    return any(found[1] != found[2] for found in numbers) and day_first(some) is None


def day(cell: str, *, first: bool) -> date | None:
    """The day; `first`: the day stands before the month where both are numbers."""
    said = cell.strip()[:60]
    if found := ISO.fullmatch(said):
        return _date(int(found[1]), int(found[2]), int(found[3]))
    if found := NUMBERS.fullmatch(said):
        one, other = int(found[1]), int(found[2])
        return _date(_year(found[3]), *((other, one) if first else (one, other)))
    if found := NAMED.fullmatch(said):
        return _date(int(found[3]), _month(found[2]), int(found[1]))
    if found := NAMED_FIRST.fullmatch(said):
        return _date(int(found[3]), _month(found[1]), int(found[2]))
    return None


def clock(cell: str) -> time | None:
    found = CLOCK.fullmatch(cell.strip().lower()[:20])
    if not found or not (found[2] or found[4]):
        return None
    hour, half = int(found[1]), (found[4] or "")[:1]
    if half in ("a", "p"):
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "p" else 0)
    try:
        return time(hour, int(found[2] or 0), int(found[3] or 0))
    except ValueError:
        return None


def split_moment(cell: str) -> tuple[str, str, str]:
    """A day, a time and an offset out of one cell; empty where they are missing."""
    said, offset = cell.strip()[:60], ""
    found = BOTH.fullmatch(said)
    if not found:
        return said, "", ""
    rest = found[2]
    if zone := OFFSET.fullmatch(rest):
        rest, offset = zone[1], zone[2].upper()
        offset = offset if ":" in offset or offset == "Z" else f"{offset[:3]}:{offset[3:]}"
    return found[1], rest, offset


def _date(year: int, month: int, of_month: int) -> date | None:
    try:
        return date(year, month, of_month) if 1900 <= year < 2200 else None
    except ValueError:
        return None


def _year(said: str) -> int:
    year = int(said)
    return year if len(said) == 4 else year + (1900 if year >= CENTURY else 2000)


def _month(said: str) -> int:
    name = plain(said)
    months: Sequence[Sequence[str]] = words()["months"]["names"]
    return next((nth for nth, some in enumerate(months, 1) if any(name.startswith(one) for one in some)), 0)


# ---- places and other words


def site_and_side(cell: str) -> tuple[str | None, str | None]:
    """The place and the side that a cell names: `left calf` has both."""
    said = f" {plain(cell)} "
    side = next((name for name in ("both", "left", "right") for one in _cell(name) if f" {one} " in said), None)
    found = [(len(one), site) for site, some in words()["sites"].items() for one in some if f" {one} " in said]
    most = max((length for length, _ in found), default=0)
    sites = {site for length, site in found if length == most}
    return (sites.pop() if len(sites) == 1 else None), side


def side(cell: str) -> str | None:
    said = plain(cell)
    return next((name for name in ("left", "right", "both") if said in _cell(name) or said == name), None)


def word(cell: str, values: Sequence[str]) -> str | None:
    """The one of a field's words that a cell means."""
    said = plain(cell)
    by_id = {plain(value): value for value in values}
    if said in by_id:
        return by_id[said]
    found = {value for value in values if said in words()["words"].get(value, ())}
    if not found:
        found = {value for value in values if any(f" {one} " in f" {said} " for one in words()["words"].get(value, ()))}
    return found.pop() if len(found) == 1 else None


@cache
def _cell(name: str) -> frozenset[str]:
    return frozenset(words()["cells"][name])
