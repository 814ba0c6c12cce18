"""The texts for other engines: what they look like, and names and words that must not break out of them."""

from __future__ import annotations

import sqlite3

import duckdb
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from agreement.engines import ENGINES, UNTYPED, by_fhirpath
from agreement.strategies import agreeing
from uncramp.errors import RuleError
from uncramp.logic import ALWAYS, NEVER, And, Compare, EnumType, Expr, Flag, FlagType, IntType, Member, Not, Or
from uncramp.logic.export import cel, fhirpath
from uncramp.logic.sql import Column, Fill, create_table, select, sql

X, AGE, KIND = Flag("x"), Compare("age", "==", -5), Member("kind", ("a", "b"))
QUERYING = tuple(engine for engine in ENGINES if engine not in UNTYPED)


@pytest.mark.parametrize(
    ("expr", "text"),
    [
        (X, 'p."x"'),
        (AGE, '(p."age" = -5)'),
        (KIND, "(p.\"kind\" IN ('a', 'b'))"),
        (Not(And((X, Or((AGE, X))))), '(NOT (p."x" AND ((p."age" = -5) OR p."x")))'),
        (ALWAYS, "TRUE"),
        (NEVER, "FALSE"),
    ],
)
def test_sql(expr: Expr, text: str) -> None:
    assert sql(expr) == text


@pytest.mark.parametrize(
    ("expr", "must", "may"),
    [
        (X, "(has(f.x) && type(f.x) != null_type && f.x)", "(!has(f.x) || type(f.x) == null_type || f.x)"),
        (Not(X), "!(!has(f.x) || type(f.x) == null_type || f.x)", "!(has(f.x) && type(f.x) != null_type && f.x)"),
        (
            AGE,
            "(has(f.age) && type(f.age) != null_type && f.age == -5)",
            "(!has(f.age) || type(f.age) == null_type || f.age == -5)",
        ),
        (ALWAYS, "true", "true"),
        (NEVER, "false", "false"),
    ],
)
def test_cel(expr: Expr, must: str, may: str) -> None:
    assert (cel(expr).must, cel(expr).may) == (must, may)


@pytest.mark.parametrize(
    ("expr", "text"),
    [
        (X, "item.where(linkId = 'x').answer.value"),
        (Not(AGE), "(item.where(linkId = 'age').answer.value = -5).not()"),
        (KIND, "(item.where(linkId = 'kind').answer.value.code in ('a' | 'b'))"),
        (Or((X, ALWAYS)), "(item.where(linkId = 'x').answer.value or true)"),
        (NEVER, "false"),
    ],
)
def test_fhirpath(expr: Expr, text: str) -> None:
    assert fhirpath(expr) == text


ODD = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0"), min_size=1, max_size=5)


@pytest.mark.parametrize("engine", QUERYING)
@agreeing
@given(word=st.one_of(ODD, st.sampled_from(["'", '"', "\\", "\\'", "');--", "\\b", "\\u0041", "%x", "\n", "é", "😀"])))
def test_a_word_is_only_ever_a_word(engine, word: str) -> None:
    assume(engine is not by_fhirpath or "\\" not in word)
    other = word + "'"
    types = {"kind": EnumType((word, other))}
    for said in (word, other):
        assert engine(Member("kind", (word,)), {"kind": said}, types, frozenset()) is (said == word)
        assert engine(Member("kind", (word, "-")), {"kind": said}, types, frozenset()) is (said == word)


@pytest.mark.parametrize("name", ['"', 'a"; DROP TABLE people; --', "select", "a b", "'"])
def test_a_name_is_only_ever_a_name_in_sql(name: str) -> None:
    query = select([Column(name, Not(Flag(name)))], name, facts={name: FlagType()})
    for connect in (sqlite3.connect, duckdb.connect):
        base = connect(":memory:")
        base.execute(create_table(name, {name: FlagType()}, "key"))
        base.execute("INSERT INTO " + '"' + name.replace('"', '""') + '"' + " VALUES ('1', TRUE), ('2', NULL)")
        assert [row[0] for row in base.execute(query).fetchall()] == [False, None]
        base.close()


@pytest.mark.parametrize("text", [lambda: sql(Member("k", ("a\0b",))), lambda: sql(Flag("a\0b"))])
def test_text_that_sql_cannot_hold_is_refused(text) -> None:
    with pytest.raises(RuleError, match="NUL character"):
        text()


def test_a_word_that_fhirpath_engines_read_differently_is_refused() -> None:
    with pytest.raises(RuleError, match="holds a backslash"):
        fhirpath(Member("k", ("a\\",)))


@pytest.mark.parametrize("name", ["in", "null", "a-b", "", "1a"])
def test_a_name_that_cel_cannot_have_is_refused(name: str) -> None:
    with pytest.raises(RuleError, match="CEL has no field"):
        cel(Flag(name))


AGED_7 = Compare("age", "==", 7)
FACTS = {"x": FlagType(), "y": FlagType(), "age": IntType(0, 120)}
LEVELS = ("high", "low", "none")


def answers(query: str, *people: tuple[bool | int | None, ...]) -> list[tuple[object, ...]]:
    """What SQLite and DuckDB say, which must be the same, of people given as (x, y, age)."""
    found = []
    for connect in (sqlite3.connect, duckdb.connect):
        base = connect(":memory:")
        base.execute(create_table("people", FACTS, "id"))
        base.executemany("INSERT INTO people VALUES (?, ?, ?, ?)", [(str(n), *one) for n, one in enumerate(people)])
        found.append(sorted(tuple(row) for row in base.execute(query).fetchall()))
        base.close()
    assert found[0] == found[1]
    return [row[1:] for row in found[0]]


def test_the_levels_are_the_highest_that_is_certain_and_the_highest_that_is_possible() -> None:
    columns = [Column("a", X, level="high"), Column("b", Flag("y"), level="low"), Column("c", NEVER, level="low")]
    query = select(columns, "people", facts=FACTS, keep=["id"], levels=LEVELS)
    said = answers(query, (True, None, 1), (None, True, 1), (False, None, 1), (False, False, 1))
    assert [row[-2:] for row in said] == [("high", "high"), ("low", "high"), ("none", "low"), ("none", "none")]
    assert said[1][:3] == (None, True, False)


def test_a_calming_fact_counts_only_when_it_is_given() -> None:
    columns = [Column("a", And((X, Not(Flag("y")))), frozenset({"y"}), "high")]
    query = select(columns, "people", facts=FACTS, keep=["id"], levels=LEVELS)
    said = answers(query, (True, None, 1), (True, False, 1), (True, True, 1), (None, None, 1))
    assert said == [(True, "high", "high"), (True, "high", "high"), (False, "none", "none"), (None, "none", "high")]


def test_a_fact_that_is_no_column_of_the_table_is_unknown() -> None:
    columns = [Column("a", Or((X, Flag("z")))), Column("b", Member("k", ("a",))), Column("c", Compare("n", "<", 3))]
    facts = {**FACTS, "z": FlagType(), "k": EnumType(("a",)), "n": IntType(0, 9)}
    query = select(columns, "people", facts=facts, keep=["id"], has=FACTS)
    assert answers(query, (True, True, 1), (False, True, 1)) == [(True, None, None), (None, None, None)]


def test_a_misspelt_column_is_an_error_and_not_a_word() -> None:
    base = sqlite3.connect(":memory:")
    base.execute('CREATE TABLE people ("y" BOOLEAN)')
    with pytest.raises(sqlite3.OperationalError, match="no such column"):
        base.execute(select([Column("a", X)], "people", facts=FACTS))
    base.close()


def test_facts_are_filled_in_order_and_a_given_answer_is_never_changed() -> None:
    fills = [
        Fill("y", True, Compare("age", "<", 16)),
        Fill("x", False, Flag("y")),
        Fill("y", False, Compare("age", ">=", 16)),
        Fill("age", 3, X),
        Fill("x", True, Not(Flag("y"))),
    ]
    query = select([Column("a", X), Column("b", Flag("y"))], "people", facts=FACTS, keep=["id"], fills=fills)
    said = answers(query, (None, None, 3), (None, None, 40), (None, None, None), (True, None, 3), (None, False, 3))
    assert said == [(False, True), (True, False), (None, None), (True, True), (True, False)]


def test_a_fill_does_not_read_what_a_later_one_wrote() -> None:
    """`x` reads `y`, so it comes in the second round; `age` needs nothing, and still must not come before it."""
    fills = [Fill("y", True, ALWAYS), Fill("x", True, And((Flag("y"), AGED_7))), Fill("age", 7, ALWAYS)]
    query = select([Column("a", X), Column("b", AGED_7)], "people", facts=FACTS, keep=["id"], fills=fills)
    assert answers(query, (None, None, None), (None, None, 7)) == [(None, True), (True, True)]
