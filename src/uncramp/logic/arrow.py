"""A block of an Arrow table as answers: each column checked against its fact, each question one packed bit a person.

Bits are packed eight people to a byte, the first person in the lowest bit. Bits after the last person are arbitrary.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias, assert_never

import numpy as np
import pyarrow as pa  # type: ignore[import-untyped]  # pyarrow ships no types
import pyarrow.compute as pc  # type: ignore[import-untyped]
from numpy.typing import NDArray

from uncramp.errors import RuleError, TableError
from uncramp.logic.evaluate import COMPARISONS
from uncramp.logic.expr import Atom, Compare, Flag, Member, printable, to_text
from uncramp.logic.fact_types import EnumType, FactType, FlagType, IntType

Bits: TypeAlias = NDArray[np.uint8]
Source: TypeAlias = Any
"""A `pyarrow.Table`, `RecordBatch` or `RecordBatchReader`, or any iterable of record batches."""

UNKNOWN = "null where it is unknown"


@dataclass(frozen=True, slots=True)
class Flags:
    """The answers to a yes/no fact; `yes` is arbitrary where nothing is known."""

    known: Bits
    yes: Bits


@dataclass(frozen=True, slots=True)
class Numbers:
    known: Bits
    values: NDArray[Any]


@dataclass(frozen=True, slots=True)
class Words:
    """The answers to a choice: `codes` are places in `words`."""

    known: Bits
    codes: NDArray[Any]
    words: list[str | None]


Column = Flags | Numbers | Words


def blocks(source: Source, people: int) -> Iterator[Any]:
    """The record batches of `source` in order, none of more than `people` rows and none empty."""
    if isinstance(source, pa.RecordBatch):
        source = (source,)
    batches: Iterable[Any] = source.to_batches() if isinstance(source, pa.Table) else source
    for batch in batches:
        for start in range(0, batch.num_rows, people):
            yield batch.slice(start, people)


def check_names(names: Iterable[str], facts: Mapping[str, FactType], beside: Collection[str]) -> None:
    """Every column is a fact or one of `beside` (such as a person's number), and stands there once."""
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise TableError(f"the column `{printable(name)}` stands there twice", allowed="one column per fact")
        seen.add(name)
        if name not in facts and name not in beside:
            raise TableError(f"the column `{printable(name)}` is no fact", hint=_meant(name, facts))


def read_column(name: str, kind: FactType, column: Any, first: int) -> Column:
    """The answers in one column of a block whose first row is row `first` of the table (rows count from 1).

    Raises TableError naming the column, the row, the value and what is allowed; nothing is clamped or guessed.
    """
    if pa.types.is_null(column.type):
        column = pa.nulls(len(column), _plain_type(kind))
    known = _known(column)
    match kind:
        case FlagType() if pa.types.is_boolean(column.type):
            return Flags(known, _bits(column.buffers()[1], column.offset, len(column)))
        case IntType(low, high) if pa.types.is_integer(column.type):
            values = np.frombuffer(column.buffers()[1], column.type.to_pandas_dtype())
            numbers = Numbers(known, values[column.offset : column.offset + len(column)])
            _check_range(name, low, high, column, first)
            return numbers
        case EnumType(allowed) if _holds_words(column.type):
            return _words(name, allowed, column, known, first)
        case _:
            raise TableError(f"the column `{name}` holds {column.type}", allowed=f"{_arrow_of(kind)}, {UNKNOWN}")


def answer(column: Column, atom: Atom) -> Bits:
    """What the known answers say to a question; arbitrary where nothing is known."""
    match column, atom:
        case Flags(_, yes), Flag():
            return yes
        case Numbers(_, values), Compare(_, op, value):
            return _packed(np.asarray(COMPARISONS[op](values, value)))
        case Words(_, codes, words), Member(_, wanted):
            return _packed(np.array([word in wanted for word in words])[codes])
        case _:
            raise RuleError(f"`{to_text(atom)}` does not fit its fact")


def _words(name: str, allowed: tuple[str, ...], column: Any, known: Bits, first: int) -> Words:
    coded = column if pa.types.is_dictionary(column.type) else column.dictionary_encode()
    codes = coded.indices.fill_null(0).to_numpy(zero_copy_only=False)
    # the last place is that of people without a word, should there be no words at all
    words = [*_plain_words(name, coded.dictionary), None]
    _check_codes(name, codes, len(words) - 1, known, first)
    strange = np.array([word is not None and word not in allowed for word in words])
    if strange.any():
        bad = np.flatnonzero(strange[codes] & _unpacked(known, len(codes)))
        if bad.size:
            said = printable(str(words[codes[bad[0]]]))
            raise TableError(
                f"`{name}` cannot be `{said}` in row {first + bad[0]}",
                allowed=f"{', '.join(f'`{word}`' for word in allowed)}, or {UNKNOWN}",
            )
    if None in words[:-1]:
        known = known & _packed(np.array([word is not None for word in words])[codes])
    return Words(known, codes, words)


def _plain_words(name: str, dictionary: Any) -> list[str | None]:
    try:
        words: list[str | None] = dictionary.to_pylist()
    except UnicodeDecodeError:
        raise TableError(f"the column `{name}` holds words that are not UTF-8") from None
    return words


def _check_codes(name: str, codes: NDArray[Any], words: int, known: Bits, first: int) -> None:
    """A code without a word would count from the other end: Arrow itself does not look."""
    if not len(codes) or (codes.min() >= 0 and codes.max() < words):
        return
    bad = np.flatnonzero(((codes < 0) | (codes >= words)) & _unpacked(known, len(codes)))
    if bad.size:
        what = f"`{name}` has the code {codes[bad[0]]} in row {first + bad[0]}"
        raise TableError(what, allowed=f"a code of one of its {words} words, or {UNKNOWN}")


def _check_range(name: str, low: int, high: int, column: Any, first: int) -> None:
    ends = pc.min_max(column)
    if ends["min"].as_py() is None or (low <= ends["min"].as_py() and ends["max"].as_py() <= high):
        return
    row, value = next(
        (row, value) for row, value in enumerate(column.to_pylist()) if value is not None and not low <= value <= high
    )
    raise TableError(
        f"`{name}` cannot be `{value}` in row {first + row}",
        allowed=f"a whole number from {low} to {high}, or {UNKNOWN}",
    )


def _known(column: Any) -> Bits:
    valid = column.buffers()[0]
    if valid is None or not column.null_count:
        return np.full((len(column) + 7) // 8, 0xFF, np.uint8)
    return _bits(valid, column.offset, len(column))


def _bits(buffer: Any, offset: int, people: int) -> Bits:
    """`people` bits of an Arrow buffer from bit `offset` on; no copy where they start with a byte."""
    raw = np.frombuffer(buffer, np.uint8)[offset // 8 : (offset + people + 7) // 8]
    if offset % 8 == 0:
        return raw
    return _packed(np.unpackbits(raw, bitorder="little")[offset % 8 :][:people])


def _packed(truth: NDArray[Any]) -> Bits:
    return np.packbits(truth, bitorder="little")


def _unpacked(bits: Bits, people: int) -> NDArray[np.bool_]:
    return np.unpackbits(bits, count=people, bitorder="little").view(np.bool_)


def _holds_words(kind: Any) -> bool:
    if pa.types.is_dictionary(kind):
        kind = kind.value_type
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind))


def _plain_type(kind: FactType) -> Any:
    match kind:
        case FlagType():
            return pa.bool_()
        case IntType():
            return pa.int32()
        case EnumType():
            return pa.string()
        case _:
            assert_never(kind)


def _arrow_of(kind: FactType) -> str:
    match kind:
        case FlagType():
            return "bool"
        case IntType(low, high):
            return f"a whole-number type such as int32 with {low} to {high}"
        case EnumType():
            return "string or dictionary of string"
        case _:
            assert_never(kind)


def _meant(name: str, known: Iterable[str]) -> str:
    import difflib

    near = difflib.get_close_matches(name, known, n=2)
    return f"did you mean {' or '.join(f'`{word}`' for word in near)}?" if near else "name it in `beside` to leave it"
