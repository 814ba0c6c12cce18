"""Making it fit one side of A4, whatever the diary holds: what is cut is counted, and stands whole on the next sheet.

Everything is reckoned in lines of one height. How wide a text runs is estimated from above, so a page may have some
room left; it never has too little.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from uncramp.exchange.report.sheet import Figures, Report, Row, Section
from uncramp.exchange.report.table import shortened

PAGE_LINES = 63.0
"""Lines of the side: 273 mm at 4.3 mm."""
WIDE, COLUMN = 56.0, 27.0
"""The width of the page and of one of its two columns, in ems of its text."""
HEADING = 1.75
"""Lines of a section's heading, with the space before it."""
LONGEST_ROW = {"who": 3, "questions": 3, "danger": 2, "trials": 20, "medicines": 9}
USUAL_ROW = 4
"""Lines of one row, at most."""
MOST_LINES = {"who": 4, "danger": 10, "questions": 5, "counts": 4}
"""Lines of the sections that go over the whole width, when there is no room to spare."""
MORE = (24, 16, 8, 4, 2, 0, -1, -2, -3, -4, -5)
"""How many lines more they get where the columns leave them, or fewer where a long foot takes them."""
ACROSS = ("who", "danger", "counts", "questions")
LEAST, LEAST_OF = 3, {"medicines": 6}
"""Lines that a section in the columns has, if it wants as many."""
ROWS_FIRST = 3
"""Lines of rows that come before notes, where there is no room for both."""
SPACE = 0.29
FIGURE_LINES, PICTURE_LINES = 1.2, 11.5
NARROW, BROAD = frozenset("ijlI.,:;'|!()[]ft \u2019"), frozenset("mwMWQO@%\u2026\u2014\u2013\u2192&")
BOX = 0.9
"""Lines of the border around the danger signs."""
LIKELY = 14.0
"""Lines that a section in a column can hope for: what it wants beyond them says nothing about which column has room."""
CLOSE = 1e-6
PIECE = 2
"""Lines of a shortened row that are worth standing there; of the first row one is better than nothing."""
TAIL = 1.0
"""Lines of "3 more on the next sheet"."""


@dataclass(frozen=True, slots=True)
class Fitted:
    """A section as it stands on the first sheet. `left` rows are not there and `cut` ones are shortened."""

    section: Section
    left: int = 0
    cut: int = 0

    @property
    def whole(self) -> bool:
        return not (self.left or self.cut)


@dataclass(frozen=True, slots=True)
class Side:
    """The first sheet: what goes across, the two columns, and the sections that the next sheet has in full."""

    across: tuple[Fitted, ...]
    columns: tuple[tuple[Fitted, ...], tuple[Fitted, ...]]
    in_full: tuple[Section, ...]


def fitted(report: Report, room_of: float = 1.0) -> Side:
    """The page as it fits. `room_of`: the part of the side that may be used, less than 1 where letters run wider than
    was reckoned.
    """
    left, right = _columns([one for one in report.sections if one.id not in ACROSS])
    wanted = max(sum(HEADING + _wanted(one) for one in side) for side in (left, right))
    least = max(sum(HEADING + _least(one) for one in side) for side in (left, right))
    fixed = _head(report) + _numbers(report)
    for more in MORE:
        across = _across(report, more)
        room = PAGE_LINES * room_of - fixed - sum(HEADING + _height(one, WIDE) for one in across)
        if wanted <= room or (more <= 0 and least <= room):
            break
    columns = (_share(left, room), _share(right, room))
    shortened_ = {one.section.id for one in (*across, *columns[0], *columns[1]) if not one.whole}
    in_full = tuple(one for one in report.sections if one.id in shortened_)
    return Side(tuple(across), columns, in_full)


def _across(report: Report, more: int) -> list[Fitted]:
    return [
        _fit(one, MOST_LINES[one.id] + more, WIDE, longer=max(0, more)) for one in report.sections if one.id in ACROSS
    ]


def _head(report: Report) -> float:
    """The title, what it is of, that nobody has reviewed it, and the foot."""
    small = sum(lines(one, WIDE * 1.2) for one in report.foot) * 0.85 + 0.6
    top = 1.6 * lines(report.title, WIDE * 0.55) + lines(report.subtitle, WIDE) + lines(report.unreviewed, WIDE)
    return top + small + (BOX if report.section("danger") else 0)


def _numbers(report: Report) -> float:
    """The picture and the numbers stand side by side."""
    figures = _figures(report.figures)
    return max(figures, PICTURE_LINES) if report.picture else figures


def _figures(found: Figures | None) -> float:
    return 0.0 if found is None else (len(found.rows) + 2) * FIGURE_LINES


def lines(text: str, width: float) -> int:
    """How many lines a text takes, from above: words go to the next line whole, and too long ones are broken."""
    count, at = 1, 0.0
    for word in text.split(" "):
        wide = ems(word)
        if at and at + wide > width:
            count, at = count + 1, 0.0
        while wide > width:
            count, wide = count + 1, wide - width
        at += wide + SPACE
    return count


def ems(text: str) -> float:
    return sum(_em(letter) for letter in text)


def _em(letter: str) -> float:
    """The width of a letter in Arial and its like, as a part of its height, rounded up."""
    if unicodedata.combining(letter):
        return 0.0
    if letter in NARROW:
        return 0.34
    if letter in BROAD:
        return 1.0
    if letter.isascii():
        return 0.74 if letter.isupper() else 0.57
    if unicodedata.east_asian_width(letter) in ("W", "F") or ord(letter) > 0xFFFF:
        return 1.4
    return 0.9 if ord(letter) > 0x24F else 0.72


def row_lines(row: Row, width: float) -> int:
    """A mark is a box of its own, with space around its small words."""
    mark = f"{row.mark}MM " if row.mark else ""
    return lines(f"{mark}{row.lead} {row.text}", width * 0.94)


def _height(one: Fitted, width: float) -> float:
    found = one.section
    said = sum(row_lines(row, width) for row in found.rows)
    said += lines(found.missing, width) if found.missing else 0
    return said + _notes(found, width) + (0 if one.whole else TAIL)


def _notes(found: Section, width: float) -> float:
    return sum(lines(note, width * 1.05) for note in found.notes) * 0.92


def _fit(found: Section, most: float, width: float, *, longer: int = 0) -> Fitted:
    """The first rows that have room in so many lines, each shortened to its own most; then the notes, if they fit."""
    longest = LONGEST_ROW.get(found.id, USUAL_ROW) + longer
    if _height(Fitted(found), width) <= most + CLOSE and all(row_lines(row, width) <= longest for row in found.rows):
        return Fitted(found)
    short = replace(found, missing=_to_lines(found.missing, 3, width))
    room = most - (lines(short.missing, width) if short.missing else 0)
    rows = min(sum(min(row_lines(row, width), longest) for row in found.rows), ROWS_FIRST)
    notes_fit = _notes(found, width) + rows + TAIL <= room or not found.notes
    notes = found.notes if notes_fit else ()
    room -= _notes(replace(found, notes=notes), width)
    shown: list[Row] = []
    cut = int(not notes_fit)
    for nth, whole in enumerate(found.rows):
        tail = TAIL if nth + 1 < len(found.rows) or cut else 0.0
        row = _cut(whole, longest, width)
        piece = int(room - TAIL)
        if row_lines(row, width) > room - tail and (piece >= PIECE or not shown):
            row = _cut(row, max(1, piece), width)
        if shown and row_lines(row, width) + (TAIL if row != whole else tail) > room:
            break
        shown.append(row)
        cut += row != whole
        room -= row_lines(row, width)
    return Fitted(replace(short, rows=tuple(shown), notes=notes), len(found.rows) - len(shown), cut)


def _cut(row: Row, longest: int, width: float) -> Row:
    """The row in so many lines: its lead first, then as much of its text as there is room for."""
    if row_lines(row, width) <= longest:
        return row
    lead = _longest(row.lead, lambda lead: row_lines(replace(row, lead=lead, text=""), width) <= max(1, longest - 1))
    return replace(
        row, lead=lead, text=_longest(row.text, lambda text: row_lines(Row(text, lead, row.mark), width) <= longest)
    )


def _longest(text: str, fits: Callable[[str], bool]) -> str:
    """By halves, the longest beginning of a text that fits."""
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if fits(_beginning(text, middle)):
            low = middle
        else:
            high = middle - 1
    return _beginning(text, low)


def _beginning(text: str, length: int) -> str:
    return shortened(text, length) if length > 1 else ("\u2026" if length and text else "")


def _to_lines(text: str, longest: int, width: float) -> str:
    if lines(text, width) <= longest:
        return text
    return _longest(text, lambda one: lines(one, width) <= longest)


# ---- two columns


def _columns(found: Sequence[Section]) -> tuple[list[Section], list[Section]]:
    """In their order, each to the column that has less so far; no column has more than half of them."""
    sides: tuple[list[Section], list[Section]] = ([], [])
    heights = [0.0, 0.0]
    most = (len(found) + 1) // 2
    for one in found:
        nth = 0 if heights[0] <= heights[1] else 1
        nth = nth if len(sides[nth]) < most else 1 - nth
        sides[nth].append(one)
        heights[nth] += HEADING + min(_wanted(one), LIKELY)
    return sides


def _wanted(found: Section) -> float:
    """The lines of a section in a column, if it had as many as it likes."""
    return _height(_fit(found, 1000, COLUMN), COLUMN)


def _least(found: Section) -> float:
    return min(_wanted(found), float(LEAST_OF.get(found.id, LEAST)))


def _share(found: Sequence[Section], room: float) -> tuple[Fitted, ...]:
    """Each section what it wants; when that is too much, line by line in turn until the room is used."""
    room -= HEADING * len(found)
    wants = [_wanted(one) for one in found]
    has = [_least(one) for one in found]
    while sum(has) + 1 <= room and any(a < b for a, b in zip(has, wants, strict=True)):
        for nth, want in enumerate(wants):
            if has[nth] < want and sum(has) + 1 <= room:
                has[nth] = min(want, has[nth] + 1)
    return tuple(_fit(one, most, COLUMN) for one, most in zip(found, has, strict=True))
