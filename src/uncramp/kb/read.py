"""Read a knowledge folder: TOML files into entries, every complaint with its file and line."""

from __future__ import annotations

import math
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, get_args, get_origin, get_type_hints

import msgspec

from uncramp.errors import KnowledgeError, Where
from uncramp.kb.entries import TABLES, Entry
from uncramp.kb.translation import Translated, read_catalogue
from uncramp.logic.expr import printable

REMEDIES, TEXTS = "remedies", "texts"
WHOLE = "knowledge.toml"
MOST_DOTS = 50
"""In one line of TOML: no key has that many parts, and no sentence is so long."""


@dataclass
class Folder:
    """What stands in a knowledge folder, not yet checked against itself.

    `entries` by kind, in file order; `places` says where each entry stands, by kind and id, `text_places` where the
    program's own sentences do. `units` are those that a number may have. `unread` are the ids of entries that did not
    fit their kind: what else is found about them follows from that.
    """

    path: Path
    version: str = ""
    entries: dict[str, list[Any]] = field(default_factory=lambda: {kind: [] for kind in TABLES})
    places: dict[tuple[str, str], Place] = field(default_factory=dict)
    units: tuple[str, ...] = ()
    texts: dict[str, dict[str, str]] = field(default_factory=dict)
    text_places: dict[str, Where] = field(default_factory=dict)
    translations: dict[str, list[Translated]] = field(default_factory=dict)
    problems: list[KnowledgeError] = field(default_factory=list)
    unread: set[str] = field(default_factory=set)

    def where(self, kind: str, id: str, name: str = "", nth: int = 0) -> Where:
        place = self.places.get((kind, id))
        return place.of(name, nth) if place else Where(str(self.path))


@dataclass(frozen=True)
class Place:
    """Where one entry stands: file, first line, and the lines of its text."""

    file: str
    start: int
    lines: tuple[str, ...]

    def of(self, name: str, nth: int = 0) -> Where:
        """Where the value of the field `name` begins, the nth of that name; the entry's first line if there is none."""
        hits = self._lines_of(name)
        if not name or len(hits) <= nth:
            return Where(self.file, self.start)
        number = hits[nth]
        value = re.match(r"[^=]*=\s*('''|\"\"\"|['\"]?)(.*)", self.lines[number])
        assert value, "the line was found by its `=`"
        if len(value[1]) == 3 and not value[2].strip():
            return Where(self.file, self.start + number + 1, 1)  # TOML leaves out the line end after an opening '''
        return Where(self.file, self.start + number, value.start(2) + 1)

    def holding(self, name: str, value: str) -> Where:
        """Where the field `name` has this value, where several fields have that name."""
        hits = self._lines_of(name)
        return self.of(name, next((nth for nth, number in enumerate(hits) if value in self.lines[number]), 0))

    def _lines_of(self, name: str) -> list[int]:
        return [number for number, line in enumerate(self.lines) if re.match(rf"\s*{re.escape(name)}\s*=", line)]


def parse_toml(text: str) -> dict[str, Any]:
    """What a TOML text says; ValueError (of which TOMLDecodeError is one) if it is none.

    Python's own reader takes time and memory by the square of the parts of a key.
    """
    if any(line.count(".") > MOST_DOTS for line in text.split("\n")):
        raise tomllib.TOMLDecodeError(f"a line with more than {MOST_DOTS} dots")
    return tomllib.loads(text)


def _refuse_odd_numbers(data: dict[str, Any]) -> None:
    """ValueError for numbers that the pack cannot hold: `nan`, `inf`, and whole ones beyond 64 bits."""
    for value in _values(data):
        if isinstance(value, float) and not math.isfinite(value):
            raise ValueError(f"`{value}` is no number")
        if isinstance(value, int) and value.bit_length() > 63:
            raise ValueError("a number has too many digits")


def _values(data: object) -> Iterator[object]:
    """Everything inside of lists and tables, however deep."""
    left = [data]
    while left:
        match left.pop():
            case dict() as table:
                left += table.values()
            case list() as row:
                left += row
            case value:
                yield value


def read_folder(path: Path) -> Folder:
    """Every entry of the folder; what cannot be read is in `problems`, the rest is there all the same."""
    folder = Folder(path)
    if not (path / WHOLE).is_file():
        raise KnowledgeError(
            f"`{path}` is not a knowledge folder", hint=f"it needs a `{WHOLE}`; copy the one that comes with uncramp"
        )
    for file in sorted(path.rglob("*.toml")):
        name = file.relative_to(path).as_posix()
        try:
            text = file.read_text(encoding="utf-8")
            data = parse_toml(text)
            _refuse_odd_numbers(data)
        except (OSError, ValueError, RecursionError) as error:
            folder.problems.append(_unreadable(name, error))
            continue
        _take(folder, name, data, text)
    for file in sorted(path.glob(f"{TEXTS}/*/*.po")):
        lines = folder.translations.setdefault(file.parent.name, [])
        try:
            lines += read_catalogue(file, file.relative_to(path).as_posix())
        except KnowledgeError as error:
            folder.problems.append(error)
    return folder


def _take(folder: Folder, name: str, data: dict[str, Any], text: str) -> None:
    top = name.split("/", maxsplit=1)[0]
    if name == WHOLE:
        version = data.get("version")
        folder.version = version if isinstance(version, str) else ""
        units = data.get("units", [])
        if isinstance(units, list) and all(isinstance(unit, str) for unit in units):
            folder.units = tuple(units)
        else:
            folder.problems.append(KnowledgeError("`units` is no list of texts", where=Where(name)))
    elif top == TEXTS:
        language = name.split("/")[1]
        folder.texts.setdefault(language, {}).update(_flat(folder, name, data))
        folder.text_places |= _text_places(name, text)
    elif top == REMEDIES:
        place = Place(name, 1, tuple(text.splitlines()))
        _add(folder, "remedy", data, place)
        if data.get("id") != Path(name).stem:
            folder.problems.append(
                KnowledgeError(f"`{_id_of(data)}` stands in a file of another name", where=place.of("id"))
            )
    else:
        places = _places(name, text)
        for kind, rows in data.items():
            if kind not in TABLES or kind == "remedy" or not isinstance(rows, list):
                allowed = ", ".join(f"[[{known}]]" for known in TABLES if known != "remedy")
                what = f"`{printable(kind)}` is no table of the knowledge"
                folder.problems.append(KnowledgeError(what, where=Where(name), allowed=allowed))
                continue
            there = places.get(kind, [])
            anywhere = Place(name, 0, tuple(text.splitlines()))
            for nth, row in enumerate(rows):
                _add(folder, kind, row, there[nth] if len(there) == len(rows) else anywhere)


def _add(folder: Folder, kind: str, row: Any, place: Place) -> None:
    try:
        entry = msgspec.convert(row, TABLES[kind])
    except msgspec.ValidationError as error:
        folder.problems.append(_misfit(kind, row, str(error), place))
        folder.unread.add(_id_of(row))
        return
    id = entry.id if isinstance(entry, Entry) else str(len(folder.entries[kind]))
    before = folder.places.get((kind, id))
    if before:
        what = f"`{id}` is there twice, first at {before.of('id')}"
        folder.problems.append(KnowledgeError(what, where=place.of("id")))
        return
    folder.places[kind, id] = place
    folder.entries[kind].append(entry)


def _misfit(kind: str, row: Any, said: str, place: Place) -> KnowledgeError:
    """What msgspec says of a row, in our words: which field of which entry, and what is allowed there."""
    what, _, path = said.partition(" - at ")
    within = re.findall(r"\w+", re.sub(r"\[[^]]*\]", "", path))
    unknown = re.search(r"unknown field `(\w+)`", what)
    name = unknown[1] if unknown else within[-1] if within else ""
    inside = f" in `{'.'.join(within)}`" if within and f"`{within[-1]}`" not in what else ""
    of = f" of `{_id_of(row)}`" if _id_of(row) else ""
    allowed = ", ".join(map(str, _words(_hint(TABLES[kind], within)))) if what.startswith("Invalid enum") else ""
    value = re.search(r"'(.*)'", what)
    where = place.holding(name, value[1] if value else "")
    return KnowledgeError(f"{what[0].lower()}{what[1:]}{inside}{of}", where=where, allowed=allowed)


def _hint(of: object, path: list[str]) -> object:
    """The type of a field inside a field."""
    for name in path:
        kinds = [of, *get_args(of)]
        of = next((hints[name] for hints in map(_hints, kinds) if name in hints), None)
    return of


def _hints(of: object) -> dict[str, Any]:
    return get_type_hints(of) if isinstance(of, type) and issubclass(of, msgspec.Struct) else {}


def _id_of(row: object) -> str:
    """The id that stands in a row, if it is a text."""
    id = row.get("id") if isinstance(row, dict) else None
    return printable(id) if isinstance(id, str) else ""


def _words(hint: object) -> list[object]:
    """The choices of a field that has some."""
    if get_origin(hint) is Literal:
        return list(get_args(hint))
    return [word for part in get_args(hint) for word in _words(part)]


HEADER = re.compile(r"\s*\[\[\s*['\"]?(\w+)['\"]?\s*\]\]")


def _places(name: str, text: str) -> dict[str, list[Place]]:
    """Where the entries of a file with `[[kind]]` tables stand, per kind in order."""
    lines = text.splitlines()
    starts: list[tuple[int, str]] = []
    inside = ""
    for number, line in enumerate(lines):
        found = None if inside else HEADER.match(line)
        if found:
            starts.append((number, found[1]))
        for quote in re.findall(r"'''|\"\"\"", line):
            inside = "" if inside == quote else inside or quote
    places: dict[str, list[Place]] = {}
    ends = [start for start, _ in starts[1:]] + [len(lines)]
    for (start, kind), end in zip(starts, ends, strict=False):
        places.setdefault(kind, []).append(Place(name, start + 1, tuple(lines[start:end])))
    return places


def _text_places(name: str, text: str) -> Iterator[tuple[str, Where]]:
    """Where the texts of a file stand, by their dotted keys."""
    table = ""
    for number, line in enumerate(text.splitlines(), 1):
        if header := re.match(r"\[([\w.]+)\]", line):
            table = f"{header[1]}."
        elif found := re.match(r"\"?([\w.]+)\"?\s*=\s*['\"]*", line):
            yield f"{table}{found[1]}", Where(name, number, found.end() + 1)


def _flat(folder: Folder, name: str, data: dict[str, Any], prefix: str = "") -> Iterator[tuple[str, str]]:
    for key, value in data.items():
        if isinstance(value, dict):
            yield from _flat(folder, name, value, f"{prefix}{key}.")
        elif isinstance(value, str):
            yield f"{prefix}{key}", value
        else:
            folder.problems.append(KnowledgeError(f"`{printable(prefix + key)}` is not a text", where=Where(name)))


def _unreadable(name: str, error: Exception) -> KnowledgeError:
    found = re.search(r"\(at line (\d+), column (\d+)\)", str(error))
    if found:
        where = Where(name, int(found[1]), int(found[2]))
        return KnowledgeError(f"not TOML: {str(error)[: found.start()].strip().lower()[:200]}", where=where)
    said = "nested too deeply" if isinstance(error, RecursionError) else str(error)[:200]
    return KnowledgeError(f"cannot be read: {said}", where=Where(name))
