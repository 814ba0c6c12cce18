"""All interpreters on every condition of the real knowledge, over people with and without gaps.

More people, in the engines that are quick: `just agree --people 1e8`. More in all of them:
`just agree --people 1e6 --engines all`.
"""

from functools import cache

import numpy as np
import pyarrow as pa
import pytest

import uncramp.kb
from agreement.crowd import Conditions, conditions_of, crowd
from agreement.many import ENGINES, Planes, differences, rows, value
from uncramp.logic.columns import people_of

SEED = 20_261_120
PEOPLE = {"compiled": 4000, "duckdb": 4000, "javascript": 2000, "sqlite": 400, "evaluate": 2000, "cel": 200}
"""How many people each engine judges here; what takes longest gets fewest."""


@cache
def everything() -> tuple[Conditions, pa.Table, Planes]:
    """The conditions, some people, and what the columns say of them, which the other engines are held against."""
    conditions = conditions_of(uncramp.kb.load())
    people = crowd(conditions, max(PEOPLE.values()), np.random.default_rng(SEED))
    return conditions, people, ENGINES["columns"](conditions)(people)


@pytest.mark.parametrize("engine", PEOPLE)
def test_every_engine_says_the_same_of_every_condition(engine: str, request: pytest.FixtureRequest) -> None:
    if engine == "javascript":
        request.getfixturevalue("node")  # skips where there is none
    conditions, people, expected = everything()
    count = PEOPLE[engine]
    found = ENGINES[engine](conditions)(people.slice(0, count))
    assert found[0].shape == (len(conditions.exprs), (count + 7) // 8)
    start = np.uint8((1 << count % 8) - 1) if count % 8 else np.uint8(0xFF)
    some: Planes = tuple(plane[:, : (count + 7) // 8].copy() for plane in expected)
    for plane in some:
        plane[:, -1] &= start
    unlike = [(conditions.names[condition], person) for condition, person in differences(found, some)]
    assert unlike == []


@pytest.mark.parametrize("engine", ["cel", "fhirpath"])
def test_every_exported_text_says_the_same_where_it_is_true_false_and_open(engine: str) -> None:
    """The slow engines see, for each condition, one person of each kind, found by the quick ones."""
    conditions, people, (must, may) = everything()
    wanted = {True: must, False: ~may, None: may & ~must}
    for nth, (name, expr) in enumerate(zip(conditions.names, conditions.exprs, strict=True)):
        truth = {kind: people_of(plane[nth], people.num_rows) for kind, plane in wanted.items()}
        chosen = {kind: int(some.argmax()) for kind, some in truth.items() if some.any()}
        found = ENGINES[engine](Conditions([name], [expr], conditions.facts))(people.take(list(chosen.values())))
        for place, (expected, person) in enumerate(chosen.items()):
            assert value(found, 0, place) is expected, f"{name}, person {person}"


def test_these_people_make_conditions_true_false_and_open() -> None:
    conditions, people, (must, may) = everything()
    true, possible = (np.bitwise_count(plane).sum(axis=1) for plane in (must, may))
    asking = np.array([bool(list(wishes)) for wishes in conditions.wishes])
    assert (true > 0).mean() > 0.95
    assert (possible[asking] < people.num_rows).all()
    assert (possible[asking] > true[asking]).all()


def test_some_of_these_people_have_answered_everything_and_some_next_to_nothing() -> None:
    _, people, _ = everything()
    known = [sum(answer is not None for answer in person.values()) / people.num_columns for person in rows(people)]
    assert max(known) == 1
    assert min(known) < 0.3
