"""An engine asked once for each combination of answers, whole or in parts, says what it would say of everybody."""

from collections.abc import Iterable, Sequence
from math import prod

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given

import uncramp.kb
from agreement import distinct as asking
from agreement import parts
from agreement.crowd import Conditions, conditions_of, crowd
from agreement.distinct import Asked, Distinct, Value, size
from agreement.engines import table
from agreement.many import ENGINES, by_columns, by_evaluate, differences, judge_by_evaluate, rows, value
from agreement.parts import Cut, InParts
from agreement.strategies import Types, agreeing, cases
from uncramp.logic import (
    And,
    Compare,
    EnumType,
    Expr,
    Facts,
    Flag,
    FlagType,
    IntType,
    Member,
    Not,
    Or,
    evaluate,
    facts_of,
)

FACTS: Types = {"age": IntType(0, 120), "calf": FlagType(), "kind": EnumType(("cramp", "twitch", "stiff"))}
YOUNG_CALF = And((Compare("age", "<", 16), Flag("calf")))
TWITCHES = Not(Member("kind", ("twitch", "stiff")))
SMALL = Conditions(["young_calf", "twitches", "again"], [YOUNG_CALF, TWITCHES, YOUNG_CALF], FACTS)


def people(conditions: Conditions, count: int, seed: int = 1) -> pa.Table:
    return crowd(conditions, count, np.random.default_rng(seed))


def combinations(expr: Expr, table: pa.Table) -> set[tuple[object, ...]]:
    return {tuple(person[fact] for fact in sorted(facts_of(expr))) for person in rows(table)}


def test_each_condition_is_asked_once_for_each_combination_of_its_own_answers() -> None:
    engine = Distinct(SMALL, judge_by_evaluate)
    first, second = people(SMALL, 400), people(SMALL, 400, seed=2)
    engine(first)
    assert engine.asked == len(combinations(YOUNG_CALF, first)) + len(combinations(TWITCHES, first))
    engine(first)
    engine(second)
    both = pa.concat_tables([first, second])
    assert engine.asked == len(combinations(YOUNG_CALF, both)) + len(combinations(TWITCHES, both))


def test_whoever_has_a_combination_that_is_judged_wrongly_is_found() -> None:
    def slip(exprs: Sequence[Expr], facts: Types) -> asking.Judge:
        def value(expr: Expr, person: Facts) -> Value:
            return True if person["age"] == 15 and person["calf"] is None else evaluate(expr, person)

        def judge(asked: Sequence[Asked]) -> Iterable[Value]:
            return [value(exprs[nth], person) for person, wanted in asked for nth in wanted]

        return judge

    conditions = Conditions(["young_calf"], [YOUNG_CALF], FACTS)
    table = people(conditions, 4000)
    wrong = [nth for nth, person in enumerate(rows(table)) if person["age"] == 15 and person["calf"] is None]
    assert len(wrong) > 10
    found = differences(Distinct(conditions, slip)(table), by_columns(conditions)(table))
    assert found == [(0, person) for person in wrong]


def test_a_condition_of_more_facts_than_one_number_can_tell_apart_is_judged_right() -> None:
    facts: Types = {f"fact_{nth}": FlagType() for nth in range(90)}
    halves = [Or(tuple(map(Flag, list(facts)[start::2]))) for start in (0, 1)]
    conditions = Conditions(["both"], [And(tuple(halves))], facts)
    engine = Distinct(conditions, judge_by_evaluate)
    for seed in (1, 2, 1):
        table = people(conditions, 800, seed)
        assert differences(engine(table), by_evaluate(conditions)(table)) == []
    assert engine.asked <= 1600


def test_what_is_not_remembered_is_asked_again_and_judged_right(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "REMEMBERED", 10)
    engine, table = Distinct(SMALL, judge_by_evaluate), people(SMALL, 400)
    for _ in range(2):
        assert differences(engine(table), by_evaluate(SMALL)(table)) == []
    assert engine.asked == 2 * len(combinations(YOUNG_CALF, table)) + len(combinations(TWITCHES, table))


@pytest.mark.parametrize("name", ENGINES)
def test_every_engine_says_of_a_table_what_the_meaning_says_of_each_person(
    name: str, request: pytest.FixtureRequest
) -> None:
    if name == "javascript":
        request.getfixturevalue("node")  # skips where there is none
    engine = ENGINES[name](SMALL)
    for seed in (1, 2):
        table = people(SMALL, 200, seed)
        assert differences(engine(table), by_evaluate(SMALL)(table)) == []


def test_an_answer_that_there_cannot_be_is_no_combination() -> None:
    for facts in ({"age": 121}, {"kind": "tickle"}):
        with pytest.raises(AssertionError):
            Distinct(SMALL, judge_by_evaluate)(table([facts], FACTS))


# ---- in parts


@agreeing
@given(case=cases())
def test_the_parts_of_a_random_condition_come_to_what_the_whole_means(case: tuple[Types, Expr, Facts]) -> None:
    types, expr, facts = case
    monkey = pytest.MonkeyPatch()
    with monkey.context() as patch:
        patch.setattr(parts, "MOST", 9)
        engine = InParts(Conditions(["it"], [expr], types), judge_by_evaluate)
        assert value(engine(table([facts], types)), 0, 0) is evaluate(expr, facts)


def test_the_parts_of_every_condition_of_the_knowledge_come_to_what_the_whole_means() -> None:
    conditions = conditions_of(uncramp.kb.load())
    table = people(conditions, 800)
    assert differences(InParts(conditions, judge_by_evaluate)(table), by_columns(conditions)(table)) == []


def test_a_part_reads_few_facts_or_asks_one_question() -> None:
    cut = Cut(conditions_of(uncramp.kb.load()))
    for layer in cut.layers():
        for expr in layer.exprs:
            facts = facts_of(expr)
            assert len(facts) <= 1 or prod(size(layer.facts[fact]) for fact in facts) <= parts.MOST


def test_no_question_of_a_condition_is_lost_in_its_parts() -> None:
    conditions = conditions_of(uncramp.kb.load())
    cut = Cut(conditions)

    def facts(name: str) -> set[str]:
        return {
            fact for asked in facts_of(cut.parts[name]) for fact in (facts(asked) if asked in cut.parts else {asked})
        }

    for expr, name in zip(conditions.exprs, cut.results, strict=True):
        assert facts(name) == facts_of(expr)
