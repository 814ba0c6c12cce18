"""What the columns of somebody's own table mean, as a small file that can be used again."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo

import msgspec
from msgspec import Meta, Struct

from uncramp.diary.kinds import Field, Kind, Kinds
from uncramp.errors import UsageError
from uncramp.exchange.foreign import ForeignFileError
from uncramp.exchange.table_file import DELIMITERS, ENCODINGS

Short = Annotated[str, Meta(max_length=200)]
WHEN, DATE, TIME, HAD = "when", "date", "time", "had"
"""What a column can be besides a field: a moment, its day or its time alone, and whether or how often there was one."""
TYPES = ("flag", "number", "word", "text", "name", "date")
KINDS = ("episode", "none_last_night", "sleep", "drinks", "exercise", "exposure", "dose_taken", "measure_done", "note")
"""What a row of a table can be."""


class Column(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One column: its heading, the field that it fills, and what its words mean; without a field it is left out."""

    name: Short
    field: Short = ""
    unit: Literal["", "hours"] = ""
    words: dict[Short, Short] = {}


class Mapping(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How to read a table. `always` fills fields that no column has; `zone` is this place's if it is left out."""

    format: Literal[1] = 1
    kind: Short = "episode"
    encoding: Short = ""
    delimiter: Short = ""
    day_first: bool | None = None
    decimal: Literal[".", ","] = "."
    zone: Short = ""
    always: dict[Short, str | int | bool] = {}
    column: tuple[Column, ...] = ()

    def of(self, field: str) -> list[int]:
        """The places of the columns that fill a field."""
        return [nth for nth, one in enumerate(self.column) if one.field == field]


def kind_of(kinds: Kinds, mapping: Mapping) -> Kind:
    """The kind of the rows in its newest version; UsageError for one that a table cannot hold."""
    found = next((one for one in kinds.newest() if one.id == mapping.kind and one.id in KINDS), None)
    if found is None:
        raise UsageError(f"the rows of a table cannot be `{mapping.kind}`", allowed=", ".join(KINDS))
    return found


def fields_of(kind: Kind) -> list[Field]:
    """The fields of a kind that a cell can fill."""
    return [one for one in kind.field if one.type in TYPES]


def targets(kind: Kind) -> list[str]:
    """Everything that a column can be."""
    had = [HAD] if kind.id == "episode" else []
    return [WHEN, DATE, TIME, *had, *(one.id for one in fields_of(kind) if one.type != "date")]


def read_mapping(kinds: Kinds, text: str) -> Mapping:
    """A mapping from its file; a clear error for what is none."""
    try:
        found = msgspec.convert(tomllib.loads(text), Mapping)
    except (ValueError, RecursionError, msgspec.ValidationError) as error:
        raise ForeignFileError("no_mapping", _line(error)) from None
    check_mapping(kinds, found)
    return found


def check_mapping(kinds: Kinds, mapping: Mapping) -> None:
    """UsageError for a mapping that no table can be read by."""
    allowed = targets(kind_of(kinds, mapping))
    for one in mapping.column:
        if one.field and one.field not in allowed:
            raise UsageError(f"the column `{one.name}` cannot be `{one.field[:60]}`", allowed=", ".join(allowed))
    single = [name for name in allowed if len(mapping.of(name)) > 1 and name not in ("note", "text")]
    if single:
        raise UsageError(f"two columns are `{single[0]}`", allowed="one; several only for notes")
    if not mapping.of(WHEN) and not mapping.of(DATE):
        raise UsageError("no column says the day", allowed=f"a column that is `{DATE}` or `{WHEN}`")
    if mapping.encoding and mapping.encoding not in ENCODINGS:
        raise UsageError(f"the encoding `{mapping.encoding[:60]}` is not known here", allowed=", ".join(ENCODINGS))
    if mapping.delimiter and mapping.delimiter not in DELIMITERS:
        raise UsageError("the separator is not known here", allowed="comma, semicolon, tab, or |")
    if mapping.zone:
        try:
            ZoneInfo(mapping.zone)
        except (OSError, ValueError, KeyError):
            raise UsageError(f"there is no time zone `{mapping.zone[:60]}`", allowed="such as Europe/London") from None


def write_mapping(mapping: Mapping) -> str:
    """The file of a mapping."""
    return "\n".join(_rows(mapping)) + "\n"


def _rows(mapping: Mapping) -> Iterator[str]:
    yield "# What the columns of a table mean: uncramp diary import TABLE.csv --mapping THIS.toml"
    yield f"format = {mapping.format}"
    yield f"kind = {_toml(mapping.kind)}"
    for name in ("encoding", "delimiter", "day_first", "decimal", "zone"):
        if (value := getattr(mapping, name)) not in ("", None):
            yield f"{name} = {_toml(value)}"
    if mapping.always:
        yield f"always = {{ {', '.join(f'{_toml(name)} = {_toml(one)}' for name, one in mapping.always.items())} }}"
    for column in mapping.column:
        yield ""
        yield "[[column]]"
        yield f"name = {_toml(column.name)}"
        yield f"field = {_toml(column.field)}"
        if column.unit:
            yield f"unit = {_toml(column.unit)}"
        if column.words:
            yield f"words = {{ {', '.join(f'{_toml(said)} = {_toml(one)}' for said, one in column.words.items())} }}"


def _toml(value: Any) -> str:
    """A string, a number or a truth value: what JSON writes is TOML too, but for one character."""
    return json.dumps(value).replace("\x7f", "\\u007f")


def _line(error: BaseException) -> str:
    first = (str(error).splitlines() or [""])[0][:200]
    return "".join(letter if letter.isprintable() else "?" for letter in first)
