"""What every reader is held to, and what the harnesses share: a knowledge, a way to read choices from bytes."""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path
from typing import Any

import uncramp.kb
from uncramp.errors import UncrampError
from uncramp.kb import Knowledge
from uncramp.kb.pack import build_pack
from uncramp.logic import EnumType, FactType, FlagType, IntType
from unit.small import write

LONGEST_LINE = 20_000
"""Characters of a complaint: the longest names every value of a fact."""


@cache
def knowledge() -> Knowledge:
    """A small knowledge, so that what the fuzzer finds does not hang on the medicine of the day."""
    return Knowledge(build_pack(small_folder()))


@cache
def whole_knowledge() -> Knowledge:
    """The knowledge that comes with uncramp: a whole decision takes it all."""
    return uncramp.kb.load()


@cache
def small_folder() -> Path:
    shared = Path("/dev/shm")
    made = tempfile.TemporaryDirectory(dir=shared if shared.is_dir() else None)
    _kept.append(made)
    return write(Path(made.name) / "small")


_kept: list[Any] = []
"""Folders that are deleted when the process ends."""


def one_clear_line(error: UncrampError) -> None:
    said = str(error)
    assert said.strip(), "a complaint says something"
    assert len(said.splitlines()) == 1, f"a complaint is one line: {said!r}"
    assert all(letter.isprintable() for letter in said), f"a complaint shows what it names: {said!r}"
    assert len(said) < LONGEST_LINE, f"a complaint is short: {len(said)} characters"


def types_of(kb: Knowledge) -> dict[str, FactType]:
    return {id: fact.type for id, fact in kb.facts.items()}


def fits(kind: FactType, value: Any) -> bool:
    match kind:
        case FlagType():
            return type(value) is bool
        case IntType(low, high):
            return type(value) is int and low <= value <= high
        case EnumType(words):
            return type(value) is str and value in words


class Choices:
    """Choices read from bytes, zeros after their end."""

    def __init__(self, data: bytes) -> None:
        self.data, self.at = data, 0

    def byte(self) -> int:
        self.at += 1
        return self.data[self.at - 1] if self.at <= len(self.data) else 0

    def take(self, length: int) -> bytes:
        self.at += length
        return self.data[self.at - length : self.at]

    def left(self) -> int:
        return max(0, len(self.data) - self.at)
