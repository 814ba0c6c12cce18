"""All expressions over a table of people: NumPy bit planes, block by block, for a million people and more.

As in `compile`, an expression is two two-valued ones: `must` and `may`. Here each is a row of bits, one bit a person
and eight people to a byte, so that one machine instruction decides about hundreds of people. A question that many
expressions ask is answered once for a block, a part that several share is worked out once, and a block is forgotten
when the next one comes: memory does not grow with the table.

Needs the extra `cohort` (NumPy and Arrow).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias, assert_never

import numpy as np
from numpy.typing import NDArray

from uncramp.errors import RuleError
from uncramp.logic.arrow import Bits, Column, Source, answer, blocks, check_names, read_column
from uncramp.logic.expr import And, Atom, Compare, Expr, Flag, Member, Not, Or
from uncramp.logic.fact_types import FactType

PEOPLE = 131_072
"""People in a block: with fewer, the calls for each block cost more than the arithmetic; with more, memory grows and
nothing else (`python benchmarks/engines/run.py --only cohort`)."""


@dataclass(frozen=True, slots=True)
class Block:
    """What holds of consecutive people: row i of `must` and of `may` is expression i.

    `first` is the place of the first of them in the table (from 0); the first person is the lowest bit of the first
    byte, and bits after the last person are 0.
    """

    first: int
    people: int
    must: Bits
    may: Bits


Planes: TypeAlias = Callable[[Any, int], Block]
"""From a record batch, and the place of its first row in the table, to what holds of its people."""


def screen(
    exprs: Sequence[Expr],
    facts: Mapping[str, FactType],
    table: Source,
    *,
    calming: Sequence[Collection[str]] = (),
    beside: Collection[str] = (),
    people: int = PEOPLE,
) -> Iterator[Block]:
    """Decide all of `exprs` for everybody in `table`, in blocks of at most `people`.

    One column per fact, null where it is unknown: bool, any whole-number type, or words as string or dictionary. A
    fact without a column is unknown of everybody. `beside` are columns that are no facts. A fact in `calming[i]` is
    supposed no in expression i where it is unknown. TableError for a table that cannot be read.
    """
    planes = compile_columns(exprs, facts, calming=calming, beside=beside)
    first = 0
    for batch in blocks(table, people):
        yield planes(batch, first)
        first += batch.num_rows


def compile_columns(
    exprs: Sequence[Expr],
    facts: Mapping[str, FactType],
    *,
    calming: Sequence[Collection[str]] = (),
    beside: Collection[str] = (),
) -> Planes:
    """The function that decides all of `exprs` for a block; see `screen`."""
    steps, results = _steps(exprs, calming or [()] * len(exprs), facts)
    dropped = _dropped(steps)
    written: dict[int, list[int]] = {}
    for place, slot in enumerate(results):
        written.setdefault(slot, []).append(place)

    def planes(batch: Any, first: int) -> Block:
        check_names(batch.schema.names, facts, beside)
        columns = {
            name: read_column(name, facts[name], column, first + 1)
            for name, column in zip(batch.schema.names, batch.columns, strict=True)
            if name in facts
        }
        width = (batch.num_rows + 7) // 8
        out = np.empty((len(exprs), 2, width), np.uint8)
        held: dict[int, Bits] = {}
        for slot, step in enumerate(steps):
            held[slot] = both = _both(step, held, columns, width)
            for place in written.get(slot, ()):
                out[place] = both
            for done in dropped[slot]:
                del held[done]
        if batch.num_rows % 8:
            out[:, :, -1] &= (1 << batch.num_rows % 8) - 1
        return Block(first, batch.num_rows, out[:, 0], out[:, 1])

    return planes


def people_of(bits: Bits, people: int) -> NDArray[np.bool_]:
    """One plane as one truth value a person."""
    return np.unpackbits(bits, count=people, bitorder="little").view(np.bool_)


@dataclass(frozen=True, slots=True)
class _Ask:
    """A question; `calmed`: supposed no where it is unknown."""

    atom: Atom
    calmed: bool


@dataclass(frozen=True, slots=True)
class _Join:
    """A part made of earlier steps."""

    how: Literal["and", "or", "not"]
    slots: tuple[int, ...]


_Step = _Ask | _Join


def _steps(
    exprs: Sequence[Expr], calming: Sequence[Collection[str]], facts: Mapping[str, FactType]
) -> tuple[list[_Step], list[int]]:
    """Every distinct part once, each after what it is made of; and the step that is each expression."""
    slots: dict[_Step, int] = {}

    def slot(expr: Expr, calm: Collection[str]) -> int:
        step: _Step
        match expr:
            case Flag() | Compare() | Member():
                if expr.fact not in facts:
                    raise RuleError(f"no fact is called `{expr.fact}`")
                step = _Ask(expr, expr.fact in calm)
            case Not(arg):
                step = _Join("not", (slot(arg, calm),))
            case And(args):
                step = _Join("and", tuple(sorted({slot(arg, calm) for arg in args})))
            case Or(args):
                step = _Join("or", tuple(sorted({slot(arg, calm) for arg in args})))
            case _:
                assert_never(expr)
        return slots.setdefault(step, len(slots))

    results = [slot(expr, calm) for expr, calm in zip(exprs, calming, strict=True)]
    return list(slots), results


def _dropped(steps: Sequence[_Step]) -> list[list[int]]:
    """Per step, the slots that nothing needs after it."""
    last = list(range(len(steps)))
    for at, step in enumerate(steps):
        if isinstance(step, _Join):
            for slot in step.slots:
                last[slot] = at
    dropped: list[list[int]] = [[] for _ in steps]
    for slot, at in enumerate(last):
        dropped[at].append(slot)
    return dropped


def _both(step: _Step, held: Mapping[int, Bits], columns: Mapping[str, Column], width: int) -> Bits:
    """Both planes of a step, must above may: one call then works on both."""
    if isinstance(step, _Ask):
        return _asked(step, columns.get(step.atom.fact), width)
    parts = [held[slot] for slot in step.slots]
    match step.how:
        case "not":
            return ~parts[0][::-1]
        case "and":
            return _joined(np.bitwise_and, parts, width, 0xFF)
        case "or":
            return _joined(np.bitwise_or, parts, width, 0)
        case _:
            assert_never(step.how)


def _asked(step: _Ask, column: Column | None, width: int) -> Bits:
    both = np.empty((2, width), np.uint8)
    if column is None:
        both[0], both[1] = 0, (0 if step.calmed else 0xFF)
        return both
    said = answer(column, step.atom)
    np.bitwise_and(column.known, said, out=both[0])
    if step.calmed:
        both[1] = both[0]
    else:
        np.bitwise_or(~column.known, said, out=both[1])
    return both


def _joined(how: np.ufunc, parts: Sequence[Bits], width: int, of_nothing: int) -> Bits:
    if len(parts) < 2:
        return parts[0] if parts else np.full((2, width), of_nothing, np.uint8)
    both: Bits = how(parts[0], parts[1])
    for part in parts[2:]:
        how(both, part, out=both)
    return both
