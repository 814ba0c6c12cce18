"""The kinds of entries a diary can hold, read from `kinds.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta, Struct

from uncramp.errors import KnowledgeError, Where

HERE = Path(__file__).parent
FieldType = Literal["flag", "number", "word", "text", "name", "date", "moment", "entry", "answers", "group", "body"]
Id = Annotated[str, Meta(pattern=r"^[a-z][a-z0-9_]*$", max_length=60)]
Version = Annotated[int, Meta(ge=1, le=1000)]


class Field(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """One thing a body may say; `kinds.toml` tells what each setting means."""

    id: Id
    type: FieldType
    about: Annotated[str, Meta(min_length=1)]
    required: bool = False
    range: tuple[int, int] | None = None
    unit: str = ""
    values: tuple[Id, ...] = ()
    words: str = ""
    longest: int = 0
    names: Literal["fact", "remedy", ""] = ""
    needs: str = ""
    many: bool = False
    most: int = 0
    repeats: bool = False
    field: tuple[Field, ...] = ()


class Kind(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """One version of a kind of entry; one that `amends` changes what another entry says."""

    id: Id
    version: Version
    about: Annotated[str, Meta(min_length=1)]
    amends: bool = False
    field: tuple[Field, ...] = ()


class Words(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A list of words that several fields share."""

    id: Id
    values: tuple[Id, ...]


class Kinds(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Every version of every kind; `reminders` are the hours of the parts of a day."""

    format: Literal[1]
    reminders: dict[str, tuple[Annotated[str, Meta(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")], ...]]
    words: tuple[Words, ...] = ()
    kind: tuple[Kind, ...]

    def find(self, id: str, version: int) -> Kind | None:
        """That version of that kind, or None if this program does not know it."""
        return next((kind for kind in self.kind if (kind.id, kind.version) == (id, version)), None)

    def amends(self, id: str) -> bool:
        """Whether entries of this kind change what others say, in any version known here."""
        return any(kind.amends for kind in self.kind if kind.id == id)

    def newest(self) -> list[Kind]:
        """The newest version of each kind, in the order of the file."""
        found: dict[str, Kind] = {}
        for kind in self.kind:
            known = found.get(kind.id)
            if known is None or known.version < kind.version:
                found[kind.id] = kind
        return list(found.values())

    def columns(self) -> list[str]:
        """The header of the CSV: the envelope, then every field that any kind has, each once."""
        fields = dict.fromkeys(field.id for kind in self.kind if not kind.amends for field in kind.field)
        return ["local_date", "local_time", "kind", *fields, "at", "recorded_at", "person", "id"]

    def plain(self) -> dict[str, Any]:
        """As JSON, for the phone app: the words of each field written out."""
        data: dict[str, Any] = msgspec.to_builtins(self)
        del data["words"]
        return data


@cache
def load(path: Path = HERE / "kinds.toml") -> Kinds:
    """The kinds of a file; KnowledgeError, with the file, if it does not hold together."""
    where = Where(path.name)
    try:
        raw = msgspec.convert(tomllib.loads(path.read_text(encoding="utf-8")), Kinds)
    except (OSError, ValueError, msgspec.ValidationError) as error:
        raise KnowledgeError(f"the kinds of entries cannot be read: {error}", where=where) from error
    words = {one.id: one.values for one in raw.words}
    kinds = msgspec.structs.replace(raw, kind=tuple(_written_out(kind, words) for kind in raw.kind))
    for problem in _problems(kinds):
        raise KnowledgeError(problem, where=where)
    return kinds


def _written_out(kind: Kind, words: dict[str, tuple[str, ...]]) -> Kind:
    """The kind with the values of shared words in each field that uses them."""
    fields = tuple(
        msgspec.structs.replace(one, values=words.get(one.words, ()), words="") if one.words else one
        for one in kind.field
    )
    return msgspec.structs.replace(kind, field=fields)


NEEDED = {"number": "range", "word": "values", "text": "longest", "answers": "most", "group": "field"}
"""Per type of field, the setting without which it could hold anything."""


def _problems(kinds: Kinds) -> Iterator[str]:
    seen = set()
    for kind in kinds.kind:
        if (kind.id, kind.version) in seen:
            yield f"version {kind.version} of `{kind.id}` stands there twice"
        seen.add((kind.id, kind.version))
        yield from _of_fields(f"{kind.id}", kind.field)
    for id, version in sorted(seen):
        if version > 1 and (id, version - 1) not in seen:
            yield f"`{id}` has a version {version} and no {version - 1}: entries of that one could not be read any more"


def _of_fields(place: str, fields: tuple[Field, ...]) -> Iterator[str]:
    ids = [one.id for one in fields]
    for one in fields:
        path = f"{place}.{one.id}"
        if ids.count(one.id) > 1:
            yield f"`{path}` stands there twice"
        needed = NEEDED.get(one.type)
        if needed and not getattr(one, needed):
            yield f"`{path}` has no `{needed}`"
        if one.many and not one.most:
            yield f"`{path}` has no `most`"
        if one.needs and one.needs not in ids:
            yield f"`{path}` needs `{one.needs}`, which is not there"
        yield from _of_fields(path, one.field)
