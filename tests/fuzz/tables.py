"""Arrow tables made from bytes: refused if, and only if, a row is no person; else each row judged as that person."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pyarrow as pa

from fuzz.promise import Choices, fits, knowledge, one_clear_line, types_of
from uncramp.errors import TableError
from uncramp.logic import EnumType, FactType, FlagType, IntType, evaluate
from uncramp.logic.columns import people_of, screen
from uncramp.logic.parse import parse


def table(data: bytes) -> None:
    """An Arrow table made from bytes: read as exactly what a person of each row would be, or refused."""
    types = types_of(knowledge())
    arrays = list(_columns(Choices(data), sorted(types)))
    height = min((len(array) for _, array in arrays), default=0)
    made = pa.RecordBatch.from_arrays([array[:height] for _, array in arrays], names=[name for name, _ in arrays])
    exprs = [
        parse(text) for text in ("swollen and not calf", "age_years >= 65 or faint", "kind in ('twitch', 'cramp')")
    ]
    good = _is_table(made, types)
    try:
        found = list(screen(exprs, types, made, people=7))
    except TableError as error:
        one_clear_line(error)
        found = None
    assert (found is not None) == (good or height == 0), "a table gets an answer if, and only if, it has no slip"
    people = made.to_pylist() if good else []
    for block in found or ():
        for nth, expr in enumerate(exprs):
            must, may = people_of(block.must[nth], block.people), people_of(block.may[nth], block.people)
            for place, (surely, maybe) in enumerate(zip(must, may, strict=True)):
                said = True if surely else None if maybe else False
                assert said is evaluate(expr, people[block.first + place])


def _is_table(made: Any, types: Mapping[str, FactType]) -> bool:
    """Whether every column is a fact, there once, of a type that says its answers exactly, and each answer is one."""
    names = made.schema.names
    if len(set(names)) < len(names) or not set(names) <= types.keys():
        return False
    for name, column in zip(names, made.columns, strict=True):
        kind, held = types[name], column.type
        try:
            column.validate(full=True)
        except pa.ArrowInvalid:
            return False
        if pa.types.is_null(held):
            continue
        if pa.types.is_dictionary(held):
            held = held.value_type
            if not isinstance(kind, EnumType):
                return False
        exact = {
            FlagType: pa.types.is_boolean(held),
            IntType: pa.types.is_integer(held),
            EnumType: pa.types.is_string(held) or pa.types.is_large_string(held) or pa.types.is_string_view(held),
        }
        if not exact[type(kind)]:
            return False
        if not all(value is None or fits(kind, value) for value in column.to_pylist()):
            return False
    return True


WORDS = ("cramp", "twitch", "unsure", "", "Cramp", "\0", "é" * 30, "a\nb")


def _columns(choices: Choices, names: list[str]) -> Iterator[tuple[str, Any]]:
    """Up to five columns: name, type, how far it is sliced, rows."""
    height = choices.byte() % 20
    for _ in range(choices.byte() % 6):
        which = choices.byte()
        name = (*names, "nobody", "", "a\nb", "x" * 3000)[which % (len(names) + 4)]
        skip, form = choices.byte() % 10, choices.byte() % 19
        cells = [choices.byte() for _ in range(height + skip)]
        known = [None if cell % 5 == 0 else cell // 5 for cell in cells]
        yield name, _array(form, known)[skip:]


def _array(form: int, cells: list[int | None]) -> Any:
    def each(make: Callable[[int], Any], kind: Any) -> Any:
        return pa.array([None if cell is None else make(cell) for cell in cells], kind)

    whole = [pa.int8(), pa.int16(), pa.int32(), pa.int64(), pa.uint8(), pa.uint16(), pa.uint32(), pa.uint64()]
    match form:
        case 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7:
            signed = form < 4
            return each(lambda cell: -cell if signed and cell > 40 else cell * (3 if form % 4 else 1), whole[form])
        case 8:
            return each(lambda cell: 2**63 - 1 - cell, pa.int64())
        case 9:
            return each(lambda cell: bool(cell & 1), pa.bool_())
        case 10:
            return pa.nulls(len(cells))
        case 11:
            return each(float, pa.float64())
        case 12 | 13 | 14:
            kind = (pa.string(), pa.large_string(), pa.string_view())[form - 12]
            return each(lambda cell: WORDS[cell % (2 if cell < 40 else len(WORDS))], kind)
        case 15:
            codes = pa.array([None if cell is None else cell % 2 for cell in cells], pa.int8())
            return pa.DictionaryArray.from_arrays(codes, pa.array(["twitch", "cramp", None, "unused"]))
        case 16:
            codes = pa.array([None if cell is None else cell % 6 - 2 for cell in cells], pa.int8())
            return pa.DictionaryArray.from_arrays(codes, pa.array(["twitch", "cramp"]), safe=False)
        case 17:
            ends = pa.py_buffer(b"".join((2 * place).to_bytes(4, "little") for place in range(len(cells) + 1)))
            words = pa.py_buffer(bytes(2 * [5 * (cell or 20) for cell in cells]) + bytes(2 * len(cells)))
            return pa.Array.from_buffers(pa.string(), len(cells), [None, ends, words])
        case _:
            codes = pa.array([None if cell is None else cell % 3 for cell in cells], pa.uint16())
            return pa.DictionaryArray.from_arrays(codes, pa.array(["twitch", None, "unsure"]))
