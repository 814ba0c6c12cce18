"""Every interpreter that gives an expression a value, called the same way about one person.

Asked of an expression, what is known of a person, what the facts can be (by default whatever fits the expression), and
the calming facts: those that are supposed no where they are unknown. `evaluate` and `residual` are given the calming
facts that are unknown as ruled out.
"""

import sqlite3
from collections.abc import Callable, Set
from typing import Any

import cel
import duckdb
import fhirpathpy
import pyarrow as pa
from fhirpathpy.models import models

from agreement.strategies import Types
from uncramp.logic import Compare, EnumType, Expr, Facts, FactType, Flag, FlagType, IntType, Member, atoms, evaluate
from uncramp.logic import export as exported
from uncramp.logic.columns import people_of, screen
from uncramp.logic.compile import compile_planes
from uncramp.logic.residual import residual
from uncramp.logic.sql import Column, create_table, select

Value = bool | None
Engine = Callable[..., Value]

BY_PLANES: dict[tuple[bool, bool], Value] = {(True, True): True, (False, False): False, (False, True): None}
"""The value by what must and what may be true; must without may is nonsense and has none."""


def unknown(calming: Set[str], facts: Facts) -> Set[str]:
    return {fact for fact in calming if facts.get(fact) is None}


def by_evaluate(expr: Expr, facts: Facts, types: Types | None = None, calming: Set[str] = frozenset()) -> Value:
    return evaluate(expr, facts, unknown(calming, facts))


def by_residual(expr: Expr, facts: Facts, types: Types | None = None, calming: Set[str] = frozenset()) -> Value:
    rest = residual(expr, facts, unknown(calming, facts))
    return rest if isinstance(rest, bool) else None


def by_compiled_planes(expr: Expr, facts: Facts, types: Types | None = None, calming: Set[str] = frozenset()) -> Value:
    assert not calming
    must, may = compile_planes([expr])(facts)
    return BY_PLANES[bool(must), bool(may)]


def by_columns(expr: Expr, facts: Facts, types: Types | None = None, calming: Set[str] = frozenset()) -> Value:
    types = types or types_of(expr)
    (block,) = screen([expr], types, table([facts], types), calming=[calming])
    return BY_PLANES[bool(people_of(block.must[0], 1)[0]), bool(people_of(block.may[0], 1)[0])]


def by_duckdb(expr: Expr, facts: Facts, types: Types | None = None, calming: Set[str] = frozenset()) -> Value:
    types = types or types_of(expr)
    with duckdb.connect() as base:
        base.register("people", table([facts], types))
        return base.execute(_query(expr, types, calming)).fetchall()[0][0]


def by_sqlite(expr: Expr, facts: Facts, types: Types | None = None, calming: Set[str] = frozenset()) -> Value:
    types = types or types_of(expr)
    base = sqlite_people([facts], types)
    (value,) = base.execute(_query(expr, types, calming)).fetchone()
    base.close()
    return None if value is None else {0: False, 1: True}[value]


def by_cel(expr: Expr, facts: Facts, types: Types | None = None, calming: Set[str] = frozenset()) -> Value:
    texts = exported.cel(expr, calming)
    person = {"f": dict(facts)}
    return BY_PLANES[cel.evaluate(texts.must, person), cel.evaluate(texts.may, person)]


def by_fhirpath(expr: Expr, facts: Facts, types: Types | None = None, calming: Set[str] = frozenset()) -> Value:
    found = fhirpathpy.evaluate(
        response(facts, types or types_of(expr)), exported.fhirpath(expr, calming), {}, models["r4"]
    )
    return found[0] if found else None


ENGINES: tuple[Engine, ...] = (
    by_evaluate,
    by_residual,
    by_compiled_planes,
    by_columns,
    by_duckdb,
    by_sqlite,
    by_cel,
    by_fhirpath,
)
KNOW_CALMING = tuple(engine for engine in ENGINES if engine is not by_compiled_planes)
"""The engines that can be told what to suppose; for the compiled planes `triage` does that itself."""
UNTYPED = (by_evaluate, by_residual, by_compiled_planes)
"""The engines that take a person as they are, even an answer that no table could hold."""


def types_of(expr: Expr) -> Types:
    """What the facts of an expression can be, by the way it asks for them."""
    types: dict[str, FactType] = {"x": FlagType()}  # a table has at least one column
    for atom in atoms(expr):
        match atom:
            case Flag(fact):
                types[fact] = FlagType()
            case Compare(fact):
                types[fact] = IntType(-1000, 1000)
            case Member(fact):
                types[fact] = EnumType(("a", "b", "c"))
    return types


# ---- one person, or several, as each kind of engine wants them


def table(people: list[Facts], types: Types) -> pa.Table:
    """One column per fact; null is unknown."""
    return pa.table(
        {name: pa.array([person.get(name) for person in people], _arrow(kind)) for name, kind in types.items()}
    )


def sqlite_people(people: list[Facts], types: Types) -> sqlite3.Connection:
    base = sqlite3.connect(":memory:")
    base.execute(create_table("people", types, "id"))
    holes = ", ".join("?" * (len(types) + 1))
    base.executemany(
        f"INSERT INTO people VALUES ({holes})",
        ([nth, *(person.get(name) for name in types)] for nth, person in enumerate(people)),
    )
    return base


def response(facts: Facts, types: Types) -> dict[str, Any]:
    """The answers as a FHIR QuestionnaireResponse; nobody is asked what they have not answered."""
    items = [
        {"linkId": name, "answer": [_answer(types[name], value)]} for name, value in facts.items() if value is not None
    ]
    return {"resourceType": "QuestionnaireResponse", "status": "completed", "item": items}


def _answer(kind: FactType, value: object) -> dict[str, Any]:
    match kind:
        case FlagType():
            return {"valueBoolean": value}
        case IntType():
            return {"valueInteger": value}
        case EnumType():
            return {"valueCoding": {"code": value}}


def _arrow(kind: FactType) -> Any:
    match kind:
        case FlagType():
            return pa.bool_()
        case IntType():
            return pa.int32()
        case EnumType():
            return pa.string()


def _query(expr: Expr, types: Types, calming: Set[str]) -> str:
    return select([Column("value", expr, frozenset(calming))], "people", facts=types)
