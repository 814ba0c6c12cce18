"""The first guess of what a table holds, for a person to look at."""

from __future__ import annotations

from collections.abc import Iterator

from uncramp.diary.kinds import Field, Kinds
from uncramp.exchange import words_in_tables as cells
from uncramp.exchange.mapping import DATE, TIME, WHEN, Column, Mapping, fields_of, kind_of, targets
from uncramp.exchange.table_file import Sheet

MOST = 2_000
"""Rows that are looked at."""


def guess(kinds: Kinds, sheet: Sheet, kind: str = "") -> Mapping:
    """What each column may be; what nothing speaks for is left out."""
    kind = kind or _kind(sheet)
    allowed = targets(kind_of(kinds, Mapping(kind=kind)))
    fields: dict[int, str] = {}
    for nth, name in _by_heading(sheet):
        if name in allowed and nth not in fields and (name not in fields.values() or name in ("note", "text")):
            fields[nth] = name
    if WHEN not in fields.values() and DATE not in fields.values():
        day = next((nth for nth in range(len(sheet.heads)) if nth not in fields and _days(sheet, nth)), None)
        if day is not None:
            fields[day] = DATE
    for nth, name in list(fields.items()):
        if (
            name == DATE
            and TIME not in fields.values()
            and any(cells.split_moment(one)[1] for one in _some(sheet, nth))
        ):
            fields[nth] = WHEN
    columns = tuple(_column(head, fields.get(nth, ""), sheet, nth) for nth, head in enumerate(sheet.heads))
    return Mapping(
        kind=kind,
        encoding=sheet.encoding,
        delimiter=sheet.delimiter,
        day_first=cells.day_first(_day_cells(sheet, fields)),
        decimal="," if _comma(sheet) else ".",
        always={"what": "painful_cramp"} if kind == "episode" and "what" not in fields.values() else {},
        column=columns,
    )


def has_days(sheet: Sheet) -> bool:
    """Whether any column holds days: without one there is nothing that a diary could take."""
    return any(_mostly_days(sheet, nth) for nth in range(len(sheet.heads)))


def asks_order(sheet: Sheet, mapping: Mapping) -> bool:
    """Whether a person has to say if the day or the month stands first."""
    fields = {nth: one.field for nth, one in enumerate(mapping.column)}
    return mapping.day_first is None and cells.unclear(_day_cells(sheet, fields))


def unknown_words(kinds: Kinds, sheet: Sheet, mapping: Mapping) -> dict[int, list[str]]:
    """Per column, what stands in it that is none of the words that its field can be."""
    by_id = {one.id: one for one in fields_of(kind_of(kinds, mapping))}
    found: dict[int, list[str]] = {}
    for nth, column in enumerate(mapping.column):
        one = by_id.get(column.field)
        if one is None or one.type not in ("word", "name") or one.many:
            continue
        said = dict.fromkeys(cell for cell in sheet.cells(nth) if not cells.nothing(cell) and cell not in column.words)
        if some := [cell for cell in said if _meant(one, cell) is None]:
            found[nth] = some
    return found


def _meant(one: Field, cell: str) -> str | None:
    if one.type == "name":
        return cells.site_and_side(cell)[0] if one.names == "fact" else None
    return cells.side(cell) if one.id == "side" else cells.word(cell, one.values)


def _column(head: str, field: str, sheet: Sheet, nth: int) -> Column:
    hours = field == "minutes" and (
        bool(set(cells.plain(head).split()) & set(cells.words()["cells"]["hours"])) or "slept" in cells.plain(head)
    )
    return Column(name=head, field=field, unit="hours" if hours and _few(sheet, nth) else "")


def _few(sheet: Sheet, nth: int) -> bool:
    """Whether the numbers of a column can be hours."""
    numbers = [cells.number(cell, "," if "," in cell else ".") for cell in _some(sheet, nth)]
    return all(number is None or number <= 24 for number in numbers)


def _by_heading(sheet: Sheet) -> Iterator[tuple[int, str]]:
    """The fields that a heading speaks for, the longest words first."""
    found = []
    for nth, head in enumerate(sheet.heads):
        said = f" {cells.plain(head)} "
        for name, some in cells.words()["headings"].items():
            found += [(-len(one), nth, name) for one in some if f" {one} " in said]
    yield from ((nth, name) for _, nth, name in sorted(found))


def _kind(sheet: Sheet) -> str:
    heads = f" {' '.join(map(cells.plain, sheet.heads))} "
    sites = any(f" {one} " in heads for one in cells.words()["headings"]["site"])
    for kind, some in cells.words()["kinds"].items():
        if any(f" {one} " in heads for one in some) and not (sites and kind != "episode"):
            return str(kind)
    return "episode"


def _some(sheet: Sheet, nth: int) -> list[str]:
    return [row[nth] for _, row in sheet.rows[:MOST] if not cells.nothing(row[nth])]


def _days(sheet: Sheet, nth: int) -> bool:
    some = _some(sheet, nth)
    return bool(some) and all(cells.day(cells.split_moment(cell)[0], first=True) for cell in some[:50])


def _mostly_days(sheet: Sheet, nth: int) -> bool:
    some = _some(sheet, nth)[:200]
    return 2 * sum(
        cells.day(cells.split_moment(cell)[0], first=True) is not None or _turned(cell) for cell in some
    ) > len(some)


def _turned(cell: str) -> bool:
    return cells.day(cells.split_moment(cell)[0], first=False) is not None


def _day_cells(sheet: Sheet, fields: dict[int, str]) -> list[str]:
    return [cell for nth, name in fields.items() if name in (WHEN, DATE) for cell in _some(sheet, nth)]


def _comma(sheet: Sheet) -> bool:
    """Whether numbers are written with a decimal comma: some can only be read so."""
    every = [cell for nth in range(len(sheet.heads)) for cell in _some(sheet, nth)[:200]]
    read = [(cells.number(cell, ",") is not None, cells.number(cell, ".") is not None) for cell in every]
    return read.count((True, False)) > read.count((False, True))
