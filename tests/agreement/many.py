"""Every interpreter over a whole table of people and all conditions at once: packed bits, a row a condition.

To add one: a function from the conditions to a function from a table to (must, may), and its name in `ENGINES`.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import cel
import duckdb
import fhirpathpy
import numpy as np
import pyarrow as pa
from fhirpathpy.models import models

from agreement.crowd import Conditions
from agreement.engines import response, sqlite_people
from uncramp.logic import evaluate, export, facts_of
from uncramp.logic.columns import people_of, screen
from uncramp.logic.compile import compile_planes
from uncramp.logic.sql import Column, select

Planes = tuple[Any, Any]
Engine = Callable[[pa.Table], Planes]
Maker = Callable[[Conditions], Engine]

AT_ONCE = 8192
"""People whose answers are turned from a row each to a column each in one go; a multiple of eight."""


def by_evaluate(conditions: Conditions) -> Engine:
    return lambda table: _of_values([[evaluate(expr, person) for expr in conditions.exprs] for person in rows(table)])


def by_compiled_planes(conditions: Conditions) -> Engine:
    decide, width = compile_planes(conditions.exprs), (len(conditions.exprs) + 7) // 8

    def planes(table: pa.Table) -> Planes:
        must, may = zip(*map(decide, rows(table)), strict=True)
        return _turned(must, width, len(conditions.exprs)), _turned(may, width, len(conditions.exprs))

    return planes


def by_columns(conditions: Conditions) -> Engine:
    def planes(table: pa.Table) -> Planes:
        found = list(screen(conditions.exprs, conditions.facts, table))
        return np.hstack([block.must for block in found]), np.hstack([block.may for block in found])

    return planes


def by_duckdb(conditions: Conditions) -> Engine:
    base, query = duckdb.connect(), _query(conditions)

    def planes(table: pa.Table) -> Planes:
        base.register("people", table)
        found = base.sql(query).to_arrow_table()
        return _of_booleans(column.combine_chunks() for column in found.columns)

    return planes


def by_sqlite(conditions: Conditions) -> Engine:
    query = _query(conditions)

    def planes(table: pa.Table) -> Planes:
        base = sqlite_people(list(rows(table)), conditions.facts)
        base.setlimit(sqlite3.SQLITE_LIMIT_SQL_LENGTH, len(query) + 1)
        found = base.execute(query).fetchall()
        base.close()
        return _of_values([[None if value is None else {0: False, 1: True}[value] for value in row] for row in found])

    return planes


def by_cel(conditions: Conditions) -> Engine:
    texts = [export.cel(expr) for expr in conditions.exprs]
    both = [[cel.compile(text) for text in (each.must, each.may)] for each in texts]

    def planes(table: pa.Table) -> Planes:
        found = []
        for person in rows(table):
            context = cel.Context({"f": person})
            found.append([[program.execute(context) for program in pair] for pair in both])
        truth = np.array(found)
        assert truth.dtype == np.bool_, "every text has a value"
        return _packed(truth[:, :, 0].T), _packed(truth[:, :, 1].T)

    return planes


def by_fhirpath(conditions: Conditions) -> Engine:
    asked = [(fhirpathpy.compile(export.fhirpath(expr), models["r4"]), facts_of(expr)) for expr in conditions.exprs]

    def ask(person: dict[str, Any], program: Any, facts: frozenset[str]) -> bool | None:
        # only the answers that matter: this engine looks through all of them for each question
        some = response({fact: person[fact] for fact in facts}, conditions.facts)
        return (program(some) or [None])[0]

    def planes(table: pa.Table) -> Planes:
        return _of_values([[ask(person, *one) for one in asked] for person in rows(table)])

    return planes


ENGINES: dict[str, Maker] = {
    "columns": by_columns,
    "compiled": by_compiled_planes,
    "duckdb": by_duckdb,
    "sqlite": by_sqlite,
    "evaluate": by_evaluate,
    "cel": by_cel,
    "fhirpath": by_fhirpath,
}
"""The quickest first."""


def rows(table: pa.Table) -> Iterator[dict[str, Any]]:
    """The people one by one, unknown facts as None."""
    names = table.column_names
    for values in zip(*(column.to_pylist() for column in table.columns), strict=True):
        yield dict(zip(names, values, strict=True))


def value(planes: Planes, condition: int, person: int) -> bool | None:
    """What an engine says of one condition and person."""
    must, may = (bool(plane[condition][person // 8] >> person % 8 & 1) for plane in planes)
    assert may or not must, "what must be true may be"
    return True if must else None if may else False


def differences(one: Planes, other: Planes) -> list[tuple[int, int]]:
    """The (condition, person) about which two engines do not say the same."""
    unlike = (one[0] ^ other[0]) | (one[1] ^ other[1])
    return [
        (int(condition), int(person))
        for condition in np.flatnonzero(unlike.any(axis=1))
        for person in np.flatnonzero(people_of(unlike[condition], 8 * unlike.shape[1]))
    ]


def _query(conditions: Conditions) -> str:
    columns = [Column(str(nth), expr) for nth, expr in enumerate(conditions.exprs)]
    return select(columns, "people", facts=conditions.facts)


def _turned(per_person: Sequence[int], width: int, conditions: int) -> Any:
    """One big number a person, bit i for condition i, as packed bits of one condition a row."""
    parts = []
    for start in range(0, len(per_person), AT_ONCE):
        some = b"".join(number.to_bytes(width, "little") for number in per_person[start : start + AT_ONCE])
        bits = np.unpackbits(np.frombuffer(some, np.uint8).reshape(-1, width), axis=1, bitorder="little")
        parts.append(_packed(bits[:, :conditions].T))
    return np.hstack(parts)


def _of_values(values: list[list[bool | None]]) -> Planes:
    coded = np.array([[2 if value is None else int(value) for value in row] for row in values], np.uint8).T
    return _packed(coded == 1), _packed(coded >= 1)


def _of_booleans(columns: Iterator[pa.BooleanArray]) -> Planes:
    both = []
    for column in columns:
        known = column.is_valid().to_numpy(zero_copy_only=False)
        true = column.fill_null(False).to_numpy(zero_copy_only=False)
        both.append((_packed(true), _packed(true | ~known)))
    return np.array([must for must, _ in both]), np.array([may for _, may in both])


def _packed(truth: Any) -> Any:
    return np.packbits(truth, axis=-1, bitorder="little")
