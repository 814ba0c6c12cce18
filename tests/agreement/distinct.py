"""A slow engine over a whole table of people: a condition is asked once for each combination of answers to its facts.

A condition reads its own few facts and nothing else. So of all people who answer those alike the engine is asked about
one, whom it is shown with all their answers, and what it says holds for the others. Combinations stay remembered from
one table to the next. `Distinct.asked` counts what the engine was really asked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from agreement.crowd import Conditions
from agreement.strategies import Types
from uncramp.logic import EnumType, Expr, FactType, FlagType, IntType, facts_of

Value = bool | None
Asked = tuple[dict[str, Any], list[int]]
"""A person, and which of the conditions the engine shall judge."""
Judge = Callable[[Sequence[Asked]], Iterable[Value]]
"""The values of all that is asked, one after the other."""
JudgeMaker = Callable[[Sequence[Expr], Types], Judge]

AT_ONCE = 1024
"""People whom a judge is shown in one go."""
REMEMBERED = 1 << 20
"""Combinations of one condition that are kept for the tables to come; further ones are asked about again."""
WORD = 1 << 62
"""Combinations that one number can tell apart."""
CODES = {False: 0, True: 1, None: 2}


class Distinct:
    """The engine `judge` makes, asked only what it has not been asked before."""

    def __init__(self, conditions: Conditions, judge: JudgeMaker) -> None:
        exprs = list(dict.fromkeys(conditions.exprs))
        self.asked = 0
        self._facts = conditions.facts
        self._judge = judge(exprs, conditions.facts)
        self._combinations = [Combinations(expr, conditions.facts) for expr in exprs]
        self._places = [exprs.index(expr) for expr in conditions.exprs]

    def __call__(self, table: pa.Table) -> tuple[Any, Any]:
        coded = {fact: codes(self._facts[fact], table[fact]) for one in self._combinations for fact in one.facts}
        news = [one.look_up(coded, table.num_rows) for one in self._combinations]
        people = np.concatenate(news)
        conditions = np.repeat(np.arange(len(news)), [len(new) for new in news])
        order = np.argsort(people, kind="stable")
        answers = np.empty(len(people), np.uint8)
        answers[order] = self._ask(table, people[order], conditions[order])
        self.asked += len(people)
        ends = np.cumsum([len(new) for new in news])[:-1]
        planes = [one.spread(some) for one, some in zip(self._combinations, np.split(answers, ends), strict=True)]
        must, may = (np.array([plane[kind] for plane in planes]) for kind in (0, 1))
        return must[self._places], may[self._places]

    def _ask(self, table: pa.Table, people: Any, conditions: Any) -> Any:
        """What the judge says of each (person, condition); the people are in order."""
        chosen, starts = np.unique(people, return_index=True)
        ends = [*starts[1:], len(people)]
        found = bytearray()
        for at in range(0, len(chosen), AT_ONCE):
            persons = rows(table.take(chosen[at : at + AT_ONCE]))
            wanted = (conditions[start:end].tolist() for start, end in zip(starts[at:], ends[at:], strict=True))
            found += bytes(CODES[value] for value in self._judge(list(zip(persons, wanted, strict=False))))
        assert len(found) == len(people), "every question has an answer"
        return np.frombuffer(found, np.uint8)


class Combinations:
    """The combinations of answers to the facts of one condition, and what was said of them."""

    def __init__(self, expr: Expr, facts: Types) -> None:
        self.facts = sorted(facts_of(expr))
        self._sizes = [size(facts[fact]) for fact in self.facts]
        self._keys: Any = None
        self._values = np.empty(0, np.uint8)

    def look_up(self, coded: Mapping[str, Any], people: int) -> Any:
        """Note who has which combination; one person for each that is new."""
        keys = self._keys_of(coded, people)
        if self._keys is None:
            self._keys = keys[:0]
        place = np.searchsorted(self._keys, keys)
        known = np.zeros(people, bool)
        inside = place < len(self._keys)
        known[inside] = self._keys[place[inside]] == keys[inside]
        strangers = np.flatnonzero(~known)
        self._new, first, nth = np.unique(keys[strangers], return_index=True, return_inverse=True)
        self._place = place.astype(np.int32)
        self._place[strangers] = len(self._keys) + nth
        return strangers[first]

    def spread(self, answers: Any) -> tuple[Any, Any]:
        """The answers about the new combinations, for everybody who has them: what must be true, what may be."""
        values = np.concatenate([self._values, answers])[self._place]
        if len(self._keys) + len(self._new) <= REMEMBERED:
            at = np.searchsorted(self._keys, self._new)
            self._keys, self._values = np.insert(self._keys, at, self._new), np.insert(self._values, at, answers)
        return np.packbits(values == 1, bitorder="little"), np.packbits(values >= 1, bitorder="little")

    def _keys_of(self, coded: Mapping[str, Any], people: int) -> Any:
        """A number for each combination, or a word of several numbers where one cannot tell them all apart."""
        words, room = [np.zeros(people, np.int64)], WORD
        for fact, many in zip(self.facts, self._sizes, strict=True):
            if room < many:
                words.append(np.zeros(people, np.int64))
                room = WORD
            words[-1] = words[-1] * many + coded[fact]
            room //= many
        if len(words) == 1:
            return words[0]
        return np.stack(words, axis=1).astype(">i8").view(f"S{8 * len(words)}").ravel()


def distinct(judge: JudgeMaker) -> Callable[[Conditions], Distinct]:
    def maker(conditions: Conditions) -> Distinct:
        return Distinct(conditions, judge)

    maker.__name__ = judge.__name__.removeprefix("judge_")
    return maker


def rows(table: pa.Table) -> Iterator[dict[str, Any]]:
    """The people one by one, unknown facts as None."""
    names = table.column_names
    for values in zip(*(column.to_pylist() for column in table.columns), strict=True):
        yield dict(zip(names, values, strict=True))


def size(kind: FactType) -> int:
    """How many answers there are, unknown among them."""
    match kind:
        case FlagType():
            return 3
        case IntType(low, high):
            return high - low + 2
        case EnumType(words):
            return len(words) + 1


def codes(kind: FactType, column: pa.ChunkedArray) -> Any:
    """The answers as numbers from 1, and 0 for unknown."""
    low, numbers = 0, column
    match kind:
        case IntType(low):
            pass
        case EnumType(words):
            numbers = pc.index_in(column.cast(pa.string()), pa.array(words))
    found = numbers.cast(pa.int64()).fill_null(low - 1).to_numpy() - low + 1
    assert np.array_equal(found > 0, column.is_valid().to_numpy()), "every answer is one that there can be"
    assert (found < size(kind)).all()
    return found
