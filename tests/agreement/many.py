"""Every interpreter over a whole table of people and all conditions at once: packed bits, a row a condition.

To add one: a function from the conditions to a function from a table to (must, may), and its name in `ENGINES`. For one
that judges person by person and is slow: a judge, and `distinct(judge)`.
"""

from __future__ import annotations

import json
import shutil
import sqlite3
import subprocess
import weakref
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import cel
import duckdb
import fhirpathpy
import numpy as np
import pyarrow as pa
from fhirpathpy.models import models

from agreement.crowd import Conditions
from agreement.distinct import Asked, Judge, Value, distinct, rows
from agreement.engines import BY_PLANES, response, sqlite_people
from agreement.parts import in_parts
from agreement.strategies import Types
from uncramp.errors import UsageError
from uncramp.logic import Expr, evaluate, export, facts_of, to_json
from uncramp.logic.columns import people_of, screen
from uncramp.logic.compile import compile_planes
from uncramp.logic.sql import Column, select

Planes = tuple[Any, Any]
Engine = Callable[[pa.Table], Planes]
Maker = Callable[[Conditions], Engine]

AT_ONCE = 8192
"""People whose answers are turned from a row each to a column each in one go; a multiple of eight."""
JUDGE = Path(__file__).with_name("judge.mjs")


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


def by_javascript(conditions: Conditions) -> Engine:
    """The evaluator of the phone app, in a Node of its own."""
    process = subprocess.Popen([node_program(), str(JUDGE)], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert process.stdin
    assert process.stdout
    say, hear = process.stdin, process.stdout
    say.write(json.dumps([to_json(expr) for expr in conditions.exprs]).encode() + b"\n")

    def planes(table: pa.Table) -> Planes:
        parts = []
        for start in range(0, table.num_rows, AT_ONCE):
            some = table.slice(start, AT_ONCE)
            said = {"people": some.num_rows, "answers": some.to_pydict()}
            say.write(json.dumps(said).encode() + b"\n")
            say.flush()
            digits = np.frombuffer(hear.readline().rstrip(b"\n"), np.uint8) - ord("0")
            assert len(digits) == some.num_rows * len(conditions.exprs), "node answers for everybody"
            coded = digits.reshape(some.num_rows, len(conditions.exprs)).T
            parts.append((_packed(coded == 1), _packed(coded >= 1)))
        return np.hstack([must for must, _ in parts]), np.hstack([may for _, may in parts])

    weakref.finalize(planes, process.communicate)  # node ends with what it hears
    return planes


# ---- those that are asked of one person: what they say, one value after the other


def judge_by_evaluate(exprs: Sequence[Expr], facts: Types) -> Judge:
    return lambda asked: (evaluate(exprs[nth], person) for person, wanted in asked for nth in wanted)


def judge_by_cel(exprs: Sequence[Expr], facts: Types) -> Judge:
    texts = [export.cel(expr) for expr in exprs]
    programs = [(cel.compile(text.must), cel.compile(text.may)) for text in texts]

    def judge(asked: Sequence[Asked]) -> Iterator[Value]:
        for person, wanted in asked:
            context = cel.Context({"f": person})
            for nth in wanted:
                must, may = programs[nth]
                yield BY_PLANES[must.execute(context), may.execute(context)]

    return judge


def judge_by_fhirpath(exprs: Sequence[Expr], facts: Types) -> Judge:
    programs = [(fhirpathpy.compile(export.fhirpath(expr), models["r4"]), facts_of(expr)) for expr in exprs]

    def ask(person: dict[str, Any], program: Any, matter: frozenset[str]) -> Value:
        # only the answers that matter: this engine looks through all of them for each question
        some = response({fact: person[fact] for fact in matter}, facts)
        value: Value = (program(some) or [None])[0]
        return value

    return lambda asked: (ask(person, *programs[nth]) for person, wanted in asked for nth in wanted)


ENGINES: dict[str, Maker] = {
    "columns": by_columns,
    "compiled": by_compiled_planes,
    "duckdb": by_duckdb,
    "javascript": by_javascript,
    "evaluate": distinct(judge_by_evaluate),
    "sqlite": by_sqlite,
    "cel": distinct(judge_by_cel),
    "fhirpath_parts": in_parts(judge_by_fhirpath),
    "fhirpath": distinct(judge_by_fhirpath),
}
"""The quickest first; the last would take days for a million people."""


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


def node_program() -> str:
    if (program := shutil.which("node")) is None:
        raise UsageError("node is not installed, so the scripts of the phone app cannot be run", hint="install Node 20")
    return program


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
