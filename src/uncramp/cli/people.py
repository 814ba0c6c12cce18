"""Read people from files: JSON or TOML, one person or one a line. What is wrong is said in one clear line."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from uncramp.errors import PersonError, Where
from uncramp.kb import Knowledge
from uncramp.person import SHAPE, Person, parse_json, person_of

LARGEST = 1_000_000
"""Bytes of one person: a person who answers everything takes about 10 kB."""
LONGEST_REASON = 200
"""Characters: what is wrong with a text may quote a name of any length from it."""


def read_source(kb: Knowledge, source: str) -> Person:
    """The person in a file, or on standard input (`-`)."""
    data = sys.stdin.buffer.read(LARGEST + 1) if source == "-" else read_file(Path(source))
    return read_person(kb, data, "standard input" if source == "-" else source)


def read_person(kb: Knowledge, data: bytes, name: str) -> Person:
    """One person from the bytes of a JSON or TOML file; PersonError says what is wrong and where."""
    if len(data) > LARGEST:
        raise PersonError(f"`{name}` is larger than one person can be", allowed=f"{LARGEST} bytes at most")
    text = _text(data, name)
    if not text.strip():
        raise PersonError(f"`{name}` is empty", allowed=SHAPE)
    try:
        return person_of(kb, _parsed(text, name))
    except PersonError as error:
        raise PersonError(
            error.what, where=error.where or Where(name), allowed=error.allowed, hint=error.hint
        ) from None


def _parsed(text: str, name: str) -> object:
    """JSON or TOML, whichever it looks like; `[` begins a list in the one and a table in the other."""
    first = text.lstrip()[0]
    if first == "{" and not name.endswith(".toml"):
        return parse_json(text, name)
    try:
        return _toml(text, name)
    except PersonError:
        if first == "[" and not name.endswith(".toml"):
            return parse_json(text, name)
        raise


def read_lines(stream: BinaryIO) -> Iterator[tuple[int, bytes | None]]:
    """The lines with their numbers, empty ones left out; None in place of a line that is too long to be a person."""
    number = 0
    while line := stream.readline(LARGEST + 1):
        number += 1
        if len(line) > LARGEST and not line.endswith(b"\n"):
            while (rest := stream.readline(LARGEST)) and not rest.endswith(b"\n"):
                pass
            yield number, None
        elif line.strip():
            yield number, line


def parse_line(line: bytes | None, number: int) -> object:
    """The object of one line of JSON."""
    if line is None:
        raise PersonError("the line is too long", allowed=f"{LARGEST} bytes at most")
    return parse_json(_text(line, f"line {number}"), f"line {number}")


def read_file(path: Path) -> bytes:
    """Up to one byte more than a person can have: enough to tell that a file is too large."""
    try:
        with path.open("rb") as file:
            return file.read(LARGEST + 1)
    except OSError as error:
        raise PersonError(f"`{path}` cannot be read: {(error.strerror or 'unknown error').lower()}") from None


def _text(data: bytes, name: str) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise PersonError(
            f"`{name}` is not text: byte {error.start + 1} is not UTF-8", allowed="JSON or TOML"
        ) from None


def _toml(text: str, name: str) -> object:
    from tomllib import TOMLDecodeError

    from uncramp.kb.read import parse_toml

    try:
        return parse_toml(text)
    except TOMLDecodeError as error:
        said = str(error).lower()[:LONGEST_REASON]
        raise PersonError(f"neither JSON nor TOML: {said}", where=Where(name), allowed=SHAPE) from None
    except RecursionError:
        raise PersonError("nested too deeply", where=Where(name), allowed=SHAPE) from None
    except ValueError:
        raise PersonError("a number has too many digits", where=Where(name), allowed=SHAPE) from None
