"""Our own engines, in this process, asked like a peer."""

from __future__ import annotations

from collections.abc import Callable
from statistics import median
from typing import Any

import numpy as np
import pyarrow as pa

from agreement.engines import table as table_of
from engines.case import Case, Person, Value
from engines.engine import BASE, Engine
from engines.timing import clock
from uncramp.logic import Expr, evaluate, from_json, to_json
from uncramp.logic.columns import compile_columns, people_of, screen
from uncramp.logic.compile import compile_planes
from uncramp.logic.sql import Column, select

AT_ONCE = 262_144
"""People in a table for the engines that take a table: the same people again and again."""
BUILDS = 3


def compiled(case: Case) -> Engine:
    return _compiled(BASE, case, case.whole)


def compiled_holes(case: Case) -> Engine:
    return _compiled("compiled_holes", case, case.holes)


def _compiled(name: str, case: Case, timed: list[Person]) -> Engine:
    planes, build = _built(case, compile_planes, lambda planes: planes(case.whole[0]))

    def answers(people: list[Person]) -> list[list[Value]]:
        return [_bits(*planes(one), len(case.exprs)) for one in people]

    return Engine(name, "", build, answers, _one_by_one(planes, timed))


def walk(case: Case) -> Engine:
    def decide(exprs: list[Expr], person: Person) -> list[Value]:
        return [evaluate(expr, person) for expr in exprs]

    exprs, build = _built(case, list, lambda exprs: decide(exprs, case.whole[0]))

    def answers(people: list[Person]) -> list[list[Value]]:
        return [decide(exprs, person) for person in people]

    return Engine("evaluate", "", build, answers, _one_by_one(lambda person: decide(exprs, person), case.whole))


def columns(case: Case) -> Engine:
    one = table_of(case.whole[:1], case.facts).to_batches()[0]
    many = _tiled(table_of(case.whole, case.facts))
    _, build = _built(case, lambda exprs: compile_columns(exprs, case.facts), lambda planes: planes(one, 0))

    def decide() -> None:
        for _ in screen(case.exprs, case.facts, many):
            pass

    def answers(people: list[Person]) -> list[list[Value]]:
        blocks = list(screen(case.exprs, case.facts, table_of(people, case.facts)))
        must = np.hstack([_truths(block.must, block.people) for block in blocks])
        may = np.hstack([_truths(block.may, block.people) for block in blocks])
        return [[_value(*both) for both in zip(*person, strict=True)] for person in zip(must.T, may.T, strict=True)]

    return Engine(
        "columns", f"NumPy {np.__version__}", build, answers, lambda least: _repeated(decide, least) / AT_ONCE
    )


def duckdb(case: Case) -> Engine:
    import duckdb as engine

    base = engine.connect(config={"threads": 1})
    base.register("arrow", _tiled(table_of(case.whole, case.facts)))
    base.register("one", table_of(case.whole[:1], case.facts))
    base.execute("CREATE TABLE crowd AS SELECT * FROM arrow")

    def query(exprs: list[Expr]) -> str:
        return select([Column(str(nth), expr) for nth, expr in enumerate(exprs)], "people", facts=case.facts)

    def ask(text: str, source: str) -> Any:
        base.execute(f"CREATE OR REPLACE VIEW people AS SELECT * FROM {source}")
        return base.sql(text).to_arrow_table()

    text, build = _built(case, query, lambda text: ask(text, "one"))

    def answers(people: list[Person]) -> list[list[Value]]:
        base.register("few", table_of(people, case.facts))
        columns = ask(text, "few").columns
        return [list(row) for row in zip(*(column.to_pylist() for column in columns), strict=True)]

    return Engine(
        "duckdb",
        engine.__version__,
        build,
        answers,
        lambda least: _repeated(lambda: ask(text, "crowd"), least) / AT_ONCE,
    )


def _built(case: Case, make: Callable[[list[Expr]], Any], first: Callable[[Any], object]) -> tuple[Any, float]:
    """What an engine makes of the rules as the pack holds them, and the middle of a few times to the first answer."""
    texts = [to_json(expr) for expr in case.exprs]
    times = []
    for _ in range(BUILDS):
        began = clock()
        found = make([from_json(text) for text in texts])
        first(found)
        times.append(clock() - began)
    return found, median(times)


def _one_by_one(decide: Callable[[Person], Any], people: list[Person]) -> Callable[[float], float]:
    def everybody() -> None:
        for person in people:
            decide(person)

    return lambda least: _repeated(everybody, least) / len(people)


def _repeated(run: Callable[[], Any], least: float) -> float:
    """Seconds of one run, of as many as it takes."""
    done, began = 0, clock()
    while (gone := clock() - began) < least or not done:
        run()
        done += 1
    return gone / done


def _tiled(table: Any) -> Any:
    return table.take(pa.array(np.arange(AT_ONCE) % table.num_rows))


def _truths(plane: Any, people: int) -> Any:
    return np.array([people_of(row, people) for row in plane])


def _bits(must: int, may: int, count: int) -> list[Value]:
    return [_value(bool(must >> nth & 1), bool(may >> nth & 1)) for nth in range(count)]


def _value(must: bool, may: bool) -> Value:
    return True if must else None if may else False


OURS = {BASE: compiled, "compiled_holes": compiled_holes, "evaluate": walk, "columns": columns, "duckdb": duckdb}
