"""The diary as a table for a spreadsheet (RFC 4180): one row for each entry that holds now."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

from uncramp.diary.entries import Entry
from uncramp.diary.kinds import Kinds

MARK = "\ufeff"
"""So that spreadsheets take it for UTF-8."""
FORMULA = re.compile("[=+\\-@\t\r\uff1d\uff0b\uff0d\uff20]")
"""How a cell begins that a spreadsheet might run as a formula, in narrow and wide characters."""
QUOTED = re.compile("[\",\r\n']")


def to_csv(kinds: Kinds, entries: Iterable[Entry]) -> str:
    """The columns are those of `Kinds.columns` and stand in docs/reference/diary.md."""
    heads = kinds.columns()
    rows = [[cells.get(head, "") for head in heads] for cells in (cells_of(kinds, entry) for entry in entries)]
    return MARK + "".join(",".join(map(_quoted, row)) + "\r\n" for row in [heads, *rows])


def cells_of(kinds: Kinds, entry: Entry) -> dict[str, str]:
    """What an entry says, by the heading of its column."""
    kind = kinds.find(entry.kind, entry.version)
    cells = {field.id: cell(entry.body.get(field.id)) for field in (kind.field if kind else ())}
    envelope = {name: getattr(entry, name) for name in ("kind", "at", "recorded_at", "person", "id")}
    return cells | {"local_date": entry.at[:10], "local_time": entry.at[11:16]} | envelope


def cell(value: Any) -> str:
    """Lists by `; `, what belongs together by spaces (`calf_stretch_wall gone 45`), answers as `fact=answer`."""
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case list():
            return "; ".join(_together(one) for one in value)
        case Mapping():
            return "; ".join(f"{name}={_as_json(one)}" for name, one in value.items())
    return str(value)


def _together(value: Any) -> str:
    if not isinstance(value, Mapping):
        return cell(value)
    return " ".join(map(_as_json, value.values()))


def _as_json(value: Any) -> str:
    """A part of what belongs together: words bare, all else as JSON writes it."""
    return value if isinstance(value, str) else json.dumps(value)


def _quoted(text: str) -> str:
    safe = f"'{text}" if FORMULA.match(text) else text
    return '"' + safe.replace('"', '""') + '"' if QUOTED.search(safe) else safe
