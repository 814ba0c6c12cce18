"""The diary's own CSV read again: a row that says what the diary says is known, a new one becomes its entry.

A table holds less than a diary: no corrections and no deletions, only what held when it was written. So a row of an
entry that the diary has, but says otherwise, is refused: nobody knows which of the two is newer.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from uncramp.diary.check import EntryError
from uncramp.diary.current import current
from uncramp.diary.document import Incoming, Refused
from uncramp.diary.entries import Entry, read_entry
from uncramp.diary.kinds import Field, Kinds
from uncramp.diary.table import FORMULA, MARK, cells_of

NEEDED = {"id", "person", "kind", "at", "recorded_at"}


def is_own(text: str) -> bool:
    """Whether a text begins as the diary's own CSV does."""
    first = text.removeprefix(MARK)[:20_000].split("\n", 1)[0].strip()
    return set(first.replace('"', "").split(",")) >= NEEDED


def from_csv(kinds: Kinds, text: str, have: Iterable[Entry]) -> Incoming:
    """Read the rows; one that is bad does not stop the others. `nth` is the line in the file."""
    there = list(have)
    shown = {entry.id: entry for entry in current(there)}
    ids = {entry.id for entry in there}
    found = Incoming()
    reader = csv.DictReader(io.StringIO(text.removeprefix(MARK), newline=""), restkey="", restval="")
    line = 1
    try:
        for row in reader:
            line = reader.line_num
            try:
                cells = {name: _safe(cell) for name, cell in row.items() if isinstance(cell, str) and cell}
                if "" in row:
                    raise EntryError("row", "has more cells than there are headings")
                if cells.get("id") in ids:
                    _same(kinds, cells, shown.get(cells["id"]))
                    found.known += 1
                    continue
                entry = _entry(kinds, cells)
                ids.add(entry.id)
                shown[entry.id] = entry
                found.fresh.append(entry)
            except EntryError as error:
                found.refused.append(Refused(line, error.path, str(error)))
    except csv.Error as error:
        found.refused.append(Refused(line + 1, "row", f"the table cannot be read from here on: {error}"))
    return found


def _same(kinds: Kinds, cells: Mapping[str, str], entry: Entry | None) -> None:
    if entry is not None and {name: one for name, one in cells_of(kinds, entry).items() if one} != cells:
        raise EntryError("row", "says otherwise than the diary, which was left as it is", allowed="correct it there")


def _entry(kinds: Kinds, cells: Mapping[str, str]) -> Entry:
    kind = next((one for one in kinds.newest() if one.id == cells.get("kind")), None)
    if kind is None or kind.amends:
        raise EntryError("kind", "is none that a table can hold", allowed="the kinds of docs/reference/diary.md")
    raw = {name: cells[name] for name in NEEDED if name in cells} | {"version": kind.version}
    body = {one.id: _value(one, cells[one.id]) for one in kind.field if one.id in cells}
    entry = read_entry(raw | {"body": body}, kinds)
    if {name: one for name, one in cells_of(kinds, entry).items() if one} != cells:
        raise EntryError("row", "has a cell that does not belong to its kind, or that can be read in two ways")
    return entry


def _value(one: Field, cell: str) -> Any:
    if one.type == "answers":
        pairs = (part.partition("=") for part in cell.split("; "))
        return {name: _json(said) for name, _, said in pairs}
    if one.many:
        return [_together(one, part) if one.type == "group" else part for part in cell.split("; ")]
    match one.type:
        case "flag":
            return {"yes": True, "no": False}.get(cell, cell)
        case "number":
            return _json(cell)
        case _:
            return cell


def _together(one: Field, said: str) -> dict[str, Any]:
    """What belongs together, in the order of its fields: one number alone is the first of the numbers."""
    parts: Sequence[str] = said.split(" ")
    pairs = zip(one.field, parts, strict=False)
    return {part.id: _json(cell) if part.type == "number" else cell for part, cell in pairs}


def _json(said: str) -> Any:
    """A number or a truth value; a word stays a word."""
    try:
        return json.loads(said)
    except (ValueError, RecursionError):
        return said


def _safe(cell: str) -> str:
    """A cell without the sign that keeps a spreadsheet from running it."""
    return cell[1:] if cell.startswith("'") and FORMULA.match(cell[1:]) else cell
