"""What a table of people may hold, and how one that cannot be read is answered."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from uncramp.errors import RuleError, TableError
from uncramp.logic import ALWAYS, NEVER, And, Compare, EnumType, Expr, Flag, FlagType, IntType, Member, Not, Or
from uncramp.logic.columns import people_of, screen

FACTS = {"calf": FlagType(), "age": IntType(0, 120), "kind": EnumType(("cramp", "twitch"))}
CALF, OLD, TWITCH = Flag("calf"), Compare("age", ">=", 65), Member("kind", ("twitch",))


def values(expr: Expr, table: Any, **options: Any) -> list[bool | None]:
    """What is said of each person, the blocks put together."""
    found: list[bool | None] = []
    for block in screen([expr], FACTS, table, **options):
        must, may = (people_of(plane[0], block.people) for plane in (block.must, block.may))
        assert not (must & ~may).any()
        found += [True if surely else None if maybe else False for surely, maybe in zip(must, may, strict=True)]
    return found


def refused(columns: dict[str, Any], **options: Any) -> str:
    with pytest.raises(TableError) as error:
        list(screen([ALWAYS], FACTS, pa.table(columns), **options))
    return str(error.value)


@pytest.mark.parametrize(
    ("expr", "column", "wanted"),
    [
        (CALF, {"calf": pa.array([True, False, None])}, [True, False, None]),
        (OLD, {"age": pa.array([65, 64, None], pa.int8())}, [True, False, None]),
        (OLD, {"age": pa.array([65, 64, None], pa.uint64())}, [True, False, None]),
        (TWITCH, {"kind": pa.array(["twitch", "cramp", None])}, [True, False, None]),
        (TWITCH, {"kind": pa.array(["twitch", "cramp", None], pa.large_string())}, [True, False, None]),
        (TWITCH, {"kind": pa.array(["twitch", "cramp", None], pa.string_view())}, [True, False, None]),
        (TWITCH, {"kind": pa.array(["twitch", "cramp", None]).dictionary_encode()}, [True, False, None]),
        (TWITCH, {"kind": pa.array([None, None], pa.string())}, [None, None]),
        (CALF, {"calf": pa.nulls(2)}, [None, None]),
        (OLD, {"age": pa.nulls(2)}, [None, None]),
        (TWITCH, {"kind": pa.nulls(2)}, [None, None]),
    ],
)
def test_a_column_may_have_any_type_that_says_it_exactly(expr: Expr, column: Any, wanted: list[bool | None]) -> None:
    assert values(expr, pa.table(column)) == wanted


def test_a_fact_without_a_column_is_unknown_of_everybody() -> None:
    table = pa.table({"calf": [True, False]})
    assert values(OLD, table) == [None, None]
    assert values(Or((CALF, OLD)), table) == [True, None]
    assert values(And((CALF, OLD)), table) == [None, False]


def test_a_calming_fact_without_a_column_is_supposed_no_of_everybody() -> None:
    assert values(Not(CALF), pa.table({"age": [3]}), calming=[{"calf"}]) == [True]


def test_always_and_never_hold_of_everybody_and_nobody() -> None:
    table = pa.table({"calf": [True, None, False]})
    assert values(ALWAYS, table) == [True] * 3
    assert values(NEVER, table) == [False] * 3


def test_a_dictionary_may_hold_a_word_that_nobody_says_and_no_word_at_all() -> None:
    words = pa.DictionaryArray.from_arrays(pa.array([2, 1, None]), pa.array(["misspelt", None, "twitch"]))
    assert values(TWITCH, pa.table({"kind": words})) == [True, None, None]


@pytest.mark.parametrize("start", [0, 1, 7, 8, 13])
def test_a_part_of_a_table_gives_what_the_whole_gives_there(start: int) -> None:
    rng = np.random.default_rng(5)
    table = pa.table(
        {
            "calf": pa.array(rng.random(100) < 0.5, mask=rng.random(100) < 0.3),
            "age": pa.array(rng.integers(0, 121, 100), mask=rng.random(100) < 0.3),
            "kind": pa.array([["cramp", "twitch", None][n] for n in rng.integers(0, 3, 100)]),
        }
    )
    expr = Or((And((CALF, Not(OLD))), TWITCH))
    assert values(expr, table.slice(start)) == values(expr, table)[start:]
    assert values(expr, table.slice(start).to_batches()[0], people=8) == values(expr, table)[start:]


def test_blocks_follow_each_other_without_a_gap_and_none_is_larger_than_asked() -> None:
    batches = [pa.record_batch({"age": pa.array(range(count))}) for count in (3, 0, 40, 9)]
    blocks = list(screen([OLD, Compare("age", "==", 0)], FACTS, iter(batches), people=16))
    assert [(block.first, block.people) for block in blocks] == [(0, 3), (3, 16), (19, 16), (35, 8), (43, 9)]
    assert [int(np.bitwise_count(block.must[1]).sum()) for block in blocks] == [1, 1, 0, 0, 1]


def test_bits_after_the_last_person_are_no() -> None:
    (block,) = screen([ALWAYS, Not(CALF)], FACTS, pa.table({"calf": [False] * 11}))
    assert block.must.tolist() == block.may.tolist() == [[0xFF, 0b111], [0xFF, 0b111]]


def test_a_reader_of_batches_is_read_only_as_far_as_it_is_asked() -> None:
    """Memory stays flat: the next batch is not touched before the block of the last one is handed over."""
    read = []

    def batches() -> Any:
        for nth in range(3):
            read.append(nth)
            yield pa.record_batch({"calf": [True]})

    found = screen([CALF], FACTS, batches())
    next(found)
    assert read == [0]


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        (
            {"age": [40, None, 130]},
            "`age` cannot be `130` in row 3; allowed: a whole number from 0 to 120, or null where it is unknown",
        ),
        ({"age": pa.array([-1], pa.int64())}, "`age` cannot be `-1` in row 1"),
        (
            {"kind": ["cramp", "unsure"]},
            "`kind` cannot be `unsure` in row 2; allowed: `cramp`, `twitch`, or null where it is unknown",
        ),
        ({"kind": pa.array(["cramp", "x"]).dictionary_encode()}, "`kind` cannot be `x` in row 2"),
        ({"calf": [0, 1]}, "the column `calf` holds int64; allowed: bool, null where it is unknown"),
        (
            {"age": [40.0]},
            "the column `age` holds double; allowed: a whole-number type such as int32 with 0 to 120, null where it",
        ),
        ({"age": [True]}, "the column `age` holds bool; allowed: a whole-number type"),
        ({"kind": [1]}, "the column `kind` holds int64; allowed: string or dictionary of string"),
        ({"calfs": [True]}, "the column `calfs` is no fact; did you mean `calf`?"),
        ({"person": [7]}, "the column `person` is no fact; name it in `beside` to leave it"),
    ],
)
def test_a_column_that_cannot_be_read_is_one_line_that_says_why(columns: dict[str, Any], said: str) -> None:
    assert said in refused(columns)


def test_the_row_is_counted_from_the_start_of_the_table_not_of_the_block() -> None:
    assert "in row 30" in refused({"age": [1] * 29 + [121] * 2}, people=8)


def test_two_columns_of_one_name_are_refused() -> None:
    twice = pa.Table.from_arrays([pa.array([True]), pa.array([False])], names=["calf", "calf"])
    with pytest.raises(TableError, match="`calf` stands there twice"):
        list(screen([CALF], FACTS, twice))


def test_columns_beside_the_facts_are_left_alone_when_they_are_named() -> None:
    table = pa.table({"person": ["a"], "calf": [True]})
    assert values(CALF, table, beside=("person",)) == [True]


@pytest.mark.parametrize("expr", [Flag("age"), Compare("calf", "<", 3), Member("age", ("3",)), Flag("thigh")])
def test_an_expression_that_does_not_fit_the_facts_is_refused(expr: Expr) -> None:
    with pytest.raises(RuleError):
        list(screen([expr], FACTS, pa.table({"calf": [True], "age": [3]})))
