"""Entries as they stand in the tables, read back quickly.

Every one was checked when it was written, and its envelope never changes its meaning. What may have changed is what
this program thinks of a kind. So only the body is looked at again: first by a decoder made from the kind, which says
"surely fits" or nothing; what it is not sure of is read as if it had just arrived.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import Annotated, Any, Literal, TypeAlias

import msgspec
from msgspec import UNSET, Meta, Struct, UnsetType

from uncramp.diary.check import NAME, UUID7, EntryError
from uncramp.diary.entries import ENVELOPE, Entry, read_entry
from uncramp.diary.kinds import Field, Kind, load

Row: TypeAlias = tuple[str, str, str, str, str, int, str]
"""The columns of the envelope, in their order; the body is JSON."""

TEXT = "^[^\\x00-\\x08\\x0b-\\x1f\\x7f]*\\Z"
"""Without what no text may hold; broken UTF-16 no decoder lets pass."""
PLAIN_DATE = r"^(19|20|21)[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])\Z"
"""Days that every month has; the others are looked at more closely."""

_body = msgspec.json.Decoder(dict[str, Any])


def entries_of(rows: Iterable[Row]) -> Iterator[Entry]:
    """The entries of rows, one that this program does not understand among them."""
    for row in rows:
        yield entry_of(*row)


def entry_of(id: str, person: str, at: str, recorded_at: str, kind: str, version: int, body: str) -> Entry:
    """The entry of a row. One that a newer program wrote may not fit what this one thinks of its kind: it is kept as
    it is, and not understood.
    """
    fits = _fitting(kind, version)
    if fits is not None:
        try:
            fits(body)
            return Entry(id, person, at, recorded_at, kind, version, _body.decode(body))
        except (msgspec.ValidationError, msgspec.DecodeError):
            pass
    raw = dict(zip(ENVELOPE, (id, person, at, recorded_at, kind, version, json.loads(body)), strict=True))
    try:
        return read_entry(raw)
    except EntryError:
        return Entry(**raw, understood=False)


@cache
def _fitting(id: str, version: int) -> Callable[[str], Any] | None:
    """What raises for a body of this kind unless it surely fits; None where nothing quick can be said."""
    kind = load().find(id, version)
    return None if kind is None or not _tellable(kind.field) else decoder(kind).decode


def decoder(kind: Kind) -> msgspec.json.Decoder[Any]:
    """A decoder that takes only bodies of this kind, and not even all of them."""
    return msgspec.json.Decoder(_struct(kind.id, kind.field))


def _tellable(fields: tuple[Field, ...]) -> bool:
    """Whether every body needs no field that only the thorough check can judge."""
    return all(_type(field) is not None for field in fields if field.required)


def _struct(name: str, fields: tuple[Field, ...]) -> type[Struct]:
    """What may be told quickly; with any other field in it a body is refused here, and looked at more closely."""
    known: list[tuple[str, Any] | tuple[str, Any, Any]] = []
    for field in fields:
        type = _type(field)
        if type is not None:
            known.append((field.id, type) if field.required else (field.id, type | UnsetType, UNSET))
    return msgspec.defstruct(name, known, forbid_unknown_fields=True, kw_only=True)


def _type(field: Field) -> Any:
    one = None if field.needs else _one(field)
    if one is None or not field.many:
        return one
    # of several it would have to say whether one is there twice
    most = field.most if field.repeats or field.type == "group" else 1
    several: Any = list[one]  # type: ignore[valid-type]
    return Annotated[several, Meta(min_length=1, max_length=most)]


def _one(field: Field) -> Any:
    match field.type:
        case "flag":
            return bool
        case "number":
            low, high = field.range or (0, 0)
            return Annotated[int, Meta(ge=low, le=high)]
        case "word":
            return Literal[field.values]
        case "text":
            return Annotated[str, Meta(min_length=1, max_length=field.longest, pattern=TEXT)]
        case "name":
            return Annotated[str, Meta(pattern=f"^(?:{NAME.pattern})\\Z")]
        case "date":
            return Annotated[str, Meta(pattern=PLAIN_DATE)]
        case "entry":
            return Annotated[str, Meta(pattern=f"^(?:{UUID7.pattern})\\Z")]
        case "group":
            return _struct(field.id, field.field) if _tellable(field.field) else None
        case _:
            return None  # moments, answers and bodies
