"""Read a knowledge folder: TOML files into entries, every complaint with its file and line."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec

from uncramp.errors import KnowledgeError, Where
from uncramp.kb.entries import TABLES, Entry

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
        """The line on which the field `name` begins, the nth of that name; the entry's first line if there is none."""
        hits = [number for number, line in enumerate(self.lines) if re.match(rf"\s*{re.escape(name)}\s*=", line)]
        if name and len(hits) > nth:
            number = hits[nth]
            return Where(self.file, self.start + number, self.lines[number].index("=") + 3)
        return Where(self.file, self.start)


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
                folder.problems.append(
                    KnowledgeError(f"`{kind}` is no table of the knowledge", where=Where(name), allowed=allowed)
                )
                continue
            for row, place in zip(rows, places[kind], strict=True):
                _add(folder, kind, row, place)


def _add(folder: Folder, kind: str, row: dict[str, Any], place: Place) -> None:
    try:
        entry = msgspec.convert(row, TABLES[kind])
    except msgspec.ValidationError as error:
        what, _, path = str(error).partition(" - at ")
        field_name = re.match(r"`\$\.([a-z_]+)", path)
        missing = re.search(r"unknown field `(\w+)`", what)
        name = field_name[1] if field_name else missing[1] if missing else ""
        said = f" of `{row.get('id')}`" if row.get("id") else ""
        folder.problems.append(
            KnowledgeError(f"{what[0].lower()}{what[1:]}{f' in `{name}`' if name else ''}{said}", where=place.of(name))
        )
        return
    if isinstance(entry, Entry):
        known = folder.places.get((kind, entry.id))
        if known:
            what = f"`{entry.id}` is there twice, first at {known.of('id')}"
            folder.problems.append(KnowledgeError(what, where=place.of("id")))
            return
        folder.places[kind, entry.id] = place
    else:
        folder.places[kind, str(len(folder.entries[kind]))] = place
    folder.entries[kind].append(entry)


def _places(name: str, text: str) -> dict[str, list[Place]]:
    """Where the entries of a file with `[[kind]]` tables stand, per kind in order."""
    lines = text.splitlines()
    starts = [(number, found[1]) for number, line in enumerate(lines) if (found := re.match(r"\[\[(\w+)\]\]", line))]
    places: dict[str, list[Place]] = {}
    for (start, kind), (end, _) in zip(starts, [*starts[1:], (len(lines), "")], strict=True):
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
