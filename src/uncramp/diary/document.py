"""The diary as one JSON file, out and in again. Reading the same file twice is reading it once."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, NoReturn

from uncramp.diary.check import EntryError, instant
from uncramp.diary.entries import Entry, canonical, read_entry, to_json
from uncramp.diary.kinds import Kinds
from uncramp.errors import UncrampError

FORMAT = "uncramp-diary"
VERSION = 1
Why = Literal["not_json", "not_a_diary", "newer"]
SAID: dict[Why, tuple[str, str]] = {
    "not_json": ("is no JSON, or a part of it is missing", "give a file that `uncramp diary export` or the app wrote"),
    "not_a_diary": ("is a file of something else, not a diary", "nothing was taken from it"),
    "newer": ("is from a newer uncramp", "bring uncramp up to date first"),
}


class FileError(UncrampError):
    """A file that is no diary, or one of a newer form."""

    def __init__(self, why: Why) -> None:
        self.why = why
        what, hint = SAID[why]
        super().__init__(f"the file {what}", hint=hint)


@dataclass(frozen=True, slots=True)
class Refused:
    """An entry that cannot be taken: its place in the file, counted from 1, and why."""

    nth: int
    path: str
    why: str


@dataclass(slots=True)
class Incoming:
    """What a file holds: entries new to this diary, how many it has already, and those that cannot be taken."""

    fresh: list[Entry] = field(default_factory=list)
    known: int = 0
    refused: list[Refused] = field(default_factory=list)
    exported_at: str | None = None


def to_document(entries: Iterable[Entry], *, knowledge: str, exported_at: str) -> str:
    """Every entry, corrected and deleted ones too, one a line: what can be put together again elsewhere."""
    header = _json(_header(knowledge, exported_at))
    rows = ",\n".join(_rows(entries))
    return f'{header[:-1]},"entries":[\n{rows}\n]}}\n'


def to_lines(entries: Iterable[Entry], *, knowledge: str, exported_at: str) -> str:
    """The same as JSON Lines: what stands above the entries is the first line."""
    return "".join(f"{row}\n" for row in (_json(_header(knowledge, exported_at)), *_rows(entries)))


def to_line(entry: Entry) -> str:
    """One entry as a line of such a file; they may stand in any order."""
    return f"{_json(to_json(entry))}\n"


def from_document(kinds: Kinds, text: str, have: Iterable[Entry]) -> Incoming:
    """Read a file of either form; FileError if it is none. One bad entry does not stop the others."""
    rows, exported_at = _parsed(text.removeprefix("\ufeff"))
    known = {entry.id: entry for entry in have}
    found = Incoming(exported_at=exported_at)
    for nth, raw in enumerate(rows, 1):
        try:
            entry = read_entry(raw, kinds)
            other = known.setdefault(entry.id, entry)
            if other is entry:
                found.fresh.append(entry)
            elif canonical(other) == canonical(entry):
                found.known += 1
            else:
                raise EntryError("id", "is that of another entry", allowed="an id of its own")
        except EntryError as error:
            found.refused.append(Refused(nth, error.path, str(error)))
    return found


def _header(knowledge: str, exported_at: str) -> dict[str, Any]:
    return {"format": FORMAT, "version": VERSION, "knowledge": knowledge, "exported_at": exported_at}


def _rows(entries: Iterable[Entry]) -> Iterator[str]:
    return (_json(to_json(one)) for one in sorted(entries, key=lambda one: (instant(one.at), one.id)))


def _json(value: object) -> str:
    text = json.dumps(value, separators=(",", ":"), ensure_ascii=False)
    return text.encode("utf-8", "backslashreplace").decode("utf-8")  # half a character stays readable: `\ud800`


def _parsed(text: str) -> tuple[list[Any], str | None]:
    """The entries as they stand there, and when the file was written."""
    try:
        file = _loaded(text)
    except ValueError:
        return _parsed_lines(text)
    if isinstance(file, Mapping) and file.get("format") == FORMAT and "entries" not in file:
        return _parsed_lines(text)  # lines without a single entry
    exported_at = _checked(file)
    if not isinstance(file["entries"], list):
        raise FileError("not_a_diary")
    return file["entries"], exported_at


def _parsed_lines(text: str) -> tuple[list[Any], str | None]:
    header, *rows = [line for line in text.split("\n") if line.strip()] or [""]
    try:
        head = _loaded(header)
    except ValueError:
        raise FileError("not_json") from None
    exported_at = _checked(head)
    if not rows and text.count("\n") == 0:
        raise FileError("not_a_diary")
    return [_row(row) for row in rows], exported_at


def _row(line: str) -> object:
    """One line; what is no JSON stays text, which no entry can be, and is refused at its place."""
    try:
        return _loaded(line)
    except ValueError:
        return line


def _loaded(text: str) -> Any:
    try:
        return json.loads(text, parse_constant=_no_constant)
    except RecursionError:
        raise ValueError("nested too deeply") from None


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON")


def _checked(head: object) -> str | None:
    """When the file was written; FileError for what is no diary of ours."""
    if not isinstance(head, Mapping) or head.get("format") != FORMAT:
        raise FileError("not_a_diary")
    version, at = head.get("version"), head.get("exported_at")
    if isinstance(version, int | float) and version > VERSION:
        raise FileError("newer")
    if version != VERSION or isinstance(version, bool):
        raise FileError("not_a_diary")
    return at if isinstance(at, str) else None
