"""Read a knowledge folder: TOML files into entries, every complaint with its file and line."""

from __future__ import annotations

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

REMEDIES, TEXTS = "remedies", "texts"
WHOLE = "knowledge.toml"


@dataclass
class Folder:
    """What stands in a knowledge folder, not yet checked against itself.

    `entries` by kind, in file order; `places` says where each entry stands, by kind and id.
    """

    path: Path
    version: str = ""
    entries: dict[str, list[Any]] = field(default_factory=lambda: {kind: [] for kind in TABLES})
    places: dict[tuple[str, str], Place] = field(default_factory=dict)
    texts: dict[str, dict[str, str]] = field(default_factory=dict)
    translations: dict[str, list[Translated]] = field(default_factory=dict)
    problems: list[KnowledgeError] = field(default_factory=list)

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
        hits = [number for number, line in enumerate(self.lines) if re.match(rf"\s*{re.escape(name)}\s*=", line)]
        if not name or len(hits) <= nth:
            return Where(self.file, self.start)
        number = hits[nth]
        value = re.match(r"[^=]*=\s*('''|\"\"\"|['\"]?)(.*)", self.lines[number])
        assert value, "the line was found by its `=`"
        if len(value[1]) == 3 and not value[2].strip():
            return Where(self.file, self.start + number + 1, 1)  # TOML leaves out the line end after an opening '''
        return Where(self.file, self.start + number, value.start(2) + 1)


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
            data = tomllib.loads(text)
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
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
        folder.version = str(data.get("version", ""))
    elif top == TEXTS:
        language = name.split("/")[1]
        folder.texts.setdefault(language, {}).update(_flat(folder, name, data))
    elif top == REMEDIES:
        place = Place(name, 1, tuple(text.splitlines()))
        _add(folder, "remedy", data, place)
        if data.get("id") != Path(name).stem:
            folder.problems.append(
                KnowledgeError(f"`{data.get('id')}` stands in a file of another name", where=place.of("id"))
            )
    else:
        places = _places(name, text)
        for kind, rows in data.items():
            if kind not in TABLES or kind == "remedy" or not isinstance(rows, list):
                allowed = ", ".join(f"[[{known}]]" for known in TABLES if known != "remedy")
                what = f"`{kind}` is no table of the knowledge"
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
    field = re.search(r"unknown field `(\w+)`", what) or re.match(r"`\$\.(\w+)", path)
    name = field[1] if field else ""
    inside = f" in `{name}`" if name and f"`{name}`" not in what else ""
    of = f" of `{row['id']}`" if isinstance(row, dict) and row.get("id") else ""
    hint = get_type_hints(TABLES[kind]).get(name)
    allowed = ", ".join(str(word) for word in _words(hint)) if what.startswith("Invalid enum") else ""
    return KnowledgeError(f"{what[0].lower()}{what[1:]}{inside}{of}", where=place.of(name), allowed=allowed)


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


def _flat(folder: Folder, name: str, data: dict[str, Any], prefix: str = "") -> Iterator[tuple[str, str]]:
    for key, value in data.items():
        if isinstance(value, dict):
            yield from _flat(folder, name, value, f"{prefix}{key}.")
        elif isinstance(value, str):
            yield f"{prefix}{key}", value
        else:
            folder.problems.append(KnowledgeError(f"`{prefix}{key}` is not a text", where=Where(name)))


def _unreadable(name: str, error: Exception) -> KnowledgeError:
    found = re.search(r"\(at line (\d+), column (\d+)\)", str(error))
    if found:
        where = Where(name, int(found[1]), int(found[2]))
        return KnowledgeError(f"not TOML: {str(error)[: found.start()].strip().lower()}", where=where)
    return KnowledgeError(f"cannot be read: {error}", where=Where(name))
