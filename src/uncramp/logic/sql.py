"""Expressions as SQL text for DuckDB, SQLite and whatever else reads standard SQL: TRUE, FALSE, or NULL for unknown.

SQL's own AND, OR and NOT are Kleene's, and a comparison with NULL, `IN` included, is NULL: so a table with one column
per fact and NULL for unknown gets what `evaluate` says, without a word about unknown answers. Two traps are kept out
of here. A WHERE or a CASE takes NULL for a no: for "possible" ask `COALESCE(rule, TRUE)`. And SQLite reads a quoted
name that it does not know as a string: so every column is named with its table.

No dialect has anything of its own here; what both of the engines named above understand was enough.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import assert_never

from uncramp.errors import RuleError
from uncramp.logic.expr import And, Atom, Compare, Expr, Fact, Flag, Member, Not, Or, facts_of
from uncramp.logic.fact_types import EnumType, FactType, FlagType, IntType

PERSON = "p"
"""What the row of a person is called inside a query."""


@dataclass(frozen=True, slots=True)
class Column:
    """An expression as a column of the answer; with a level it counts towards `certain` and `possible`.

    A fact in `calming` is supposed no where it is unknown.
    """

    name: str
    when: Expr
    calming: frozenset[str] = frozenset()
    level: str = ""


@dataclass(frozen=True, slots=True)
class Fill:
    """`fact` is `value` where it is unknown and `when` surely holds."""

    fact: str
    value: Fact
    when: Expr


def sql(expr: Expr, calming: Collection[str] = frozenset(), *, row: str = PERSON) -> str:
    """The boolean SQL of an expression about one row of `row`."""
    match expr:
        case Flag() | Compare() | Member():
            asked = _atom(expr, row)
            return f"COALESCE({asked}, FALSE)" if expr.fact in calming else asked
        case Not(arg):
            return f"(NOT {sql(arg, calming, row=row)})"
        case And(()):
            return "TRUE"
        case Or(()):
            return "FALSE"
        case And(args):
            return f"({' AND '.join(sql(arg, calming, row=row) for arg in args)})"
        case Or(args):
            return f"({' OR '.join(sql(arg, calming, row=row) for arg in args)})"
        case _:
            assert_never(expr)


def select(
    columns: Sequence[Column],
    table: str,
    *,
    facts: Mapping[str, FactType],
    keep: Sequence[str] = (),
    has: Collection[str] | None = None,
    fills: Sequence[Fill] = (),
    levels: Sequence[str] = (),
) -> str:
    """One SELECT over `table`: the columns in `keep` as they are, then one per expression: TRUE, FALSE or NULL.

    With `levels` (the highest first, the last being that of nobody whom an expression speaks of) it ends with
    `certain`, the highest level of what surely holds, and `possible`, the highest of what may. Facts that are no
    columns of the table (it has those in `has`, or all) are unknown. `fills` are worked out first, in their order.
    """
    wanted = {fact for column in columns for fact in facts_of(column.when)}
    wanted |= {fact for fill in fills for fact in (fill.fact, *facts_of(fill.when))}
    used = [fact for fact in facts if fact in wanted]
    given = [
        _column(fact) if has is None or fact in has else f"CAST(NULL AS {_type(facts[fact])}) AS {quoted(fact)}"
        for fact in used
    ]
    source = f"SELECT {_listed([*map(_column, keep), *given])}\nFROM {quoted(table)} AS {PERSON}"
    for stage in _stages(fills):
        source = f"SELECT {_listed([*map(_column, keep), *(_filled(fact, stage) for fact in used)])}\n{_from(source)}"
    decided = [f"{sql(column.when, column.calming)} AS {quoted(column.name)}" for column in columns]
    source = f"SELECT {_listed([*map(_column, keep), *decided])}\n{_from(source)}"
    if not levels:
        return source
    told = [*map(_column, keep), *(_column(column.name) for column in columns)]
    told += [_highest(columns, levels, "FALSE", "certain"), _highest(columns, levels, "TRUE", "possible")]
    return f"SELECT {_listed(told)}\n{_from(source)}"


def create_table(table: str, facts: Mapping[str, FactType], key: str) -> str:
    """The table that `select` asks: its `key`, and one column per fact."""
    columns = [f"{quoted(key)} TEXT", *(f"{quoted(name)} {_type(kind)}" for name, kind in facts.items())]
    return f"CREATE TABLE {quoted(table)} ({', '.join(columns)})"


def quoted(name: str) -> str:
    """A name as an SQL identifier."""
    return '"' + _without_nul(name).replace('"', '""') + '"'


def _atom(atom: Atom, row: str) -> str:
    column = f"{row}.{quoted(atom.fact)}"
    match atom:
        case Flag():
            return column
        case Compare(_, "==", value):
            return f"({column} = {value:d})"
        case Compare(_, op, value):
            return f"({column} {op} {value:d})"
        case Member(_, words):
            return f"({column} IN ({', '.join(map(_string, words))}))"
        case _:
            assert_never(atom)


def _stages(fills: Sequence[Fill]) -> list[list[Fill]]:
    """The fills in groups that can be worked out at once: none reads what another of its group writes.

    INVARIANT: a fill reads what those before it in order wrote, and nothing that those after it write.
    """
    written: dict[str, int] = {}
    read: dict[str, int] = {}
    stages: list[list[Fill]] = []
    for fill in fills:
        asked = facts_of(fill.when)
        after = max((written[fact] + 1 for fact in asked if fact in written), default=0)
        at = max(after, written.get(fill.fact, 0), read.get(fill.fact, 0))
        written[fill.fact] = at
        for fact in asked:
            read[fact] = max(read.get(fact, 0), at)
        stages += [[] for _ in range(len(stages), at + 1)]
        stages[at].append(fill)
    return stages


def _filled(fact: str, stage: Sequence[Fill]) -> str:
    """The fact after a stage; of several fills the first that holds counts."""
    arms = " ".join(f"WHEN {sql(fill.when)} THEN {_value(fill.value)}" for fill in stage if fill.fact == fact)
    return f"COALESCE({_column(fact)}, CASE {arms} END) AS {quoted(fact)}" if arms else _column(fact)


def _highest(columns: Sequence[Column], levels: Sequence[str], unknown: str, name: str) -> str:
    arms = []
    for level in levels[:-1]:
        names = [f"COALESCE({_column(column.name)}, {unknown})" for column in columns if column.level == level]
        if names:
            arms.append(f"WHEN {' OR '.join(names)} THEN {_string(level)}")
    case = f"CASE {' '.join(arms)} ELSE {_string(levels[-1])} END" if arms else _string(levels[-1])
    return f"{case} AS {quoted(name)}"


def _column(name: str) -> str:
    return f"{PERSON}.{quoted(name)}"


def _from(source: str) -> str:
    return f"FROM ({source}) AS {PERSON}"


def _listed(parts: Iterable[str]) -> str:
    """What a SELECT lists: something, even where nothing is asked of."""
    return ",\n  ".join(parts) or "NULL"


def _value(value: Fact) -> str:
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    return str(value) if isinstance(value, int) else _string(value)


def _string(text: str) -> str:
    return "'" + _without_nul(text).replace("'", "''") + "'"


def _without_nul(text: str) -> str:
    if "\0" in text:
        raise RuleError(f"`{text[:60]!r}` holds a NUL character", allowed="text that SQL can hold")
    return text


def _type(kind: FactType) -> str:
    match kind:
        case FlagType():
            return "BOOLEAN"
        case IntType():
            return "INTEGER"
        case EnumType():
            return "TEXT"
        case _:
            assert_never(kind)
