"""Conditions cut into parts for an engine that is too slow for whole ones: each part reads few facts, or other parts.

What a part says is to the next one the answer to a question of its own: true, false, or unknown. So the engine works
out every `and`, `or`, `not` and question of a condition, but it never sees the whole text of a long one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import groupby
from math import prod
from typing import Any

import numpy as np
import pyarrow as pa

from agreement.crowd import Conditions
from agreement.distinct import Distinct, JudgeMaker, size
from uncramp.logic import And, Compare, Expr, Flag, FlagType, Member, Not, Or, facts_of

MOST = 243
"""Combinations of answers that a part may have before it is cut: those of five yes/no questions, with unknown."""


class Cut:
    """The parts of all conditions, each once, by the name under which the next one reads it. `whole` counts the
    conditions that needed no cut."""

    def __init__(self, conditions: Conditions) -> None:
        self.parts: dict[str, Expr] = {}
        self._facts = dict(conditions.facts)
        self._names: dict[Expr, str] = {}
        self._depth: dict[str, int] = {}
        self.results = [self._part(self._cut(expr)).fact for expr in conditions.exprs]
        self.whole = sum(self.parts[name] == expr for name, expr in zip(self.results, conditions.exprs, strict=True))

    def layers(self) -> list[Conditions]:
        """The parts in an order in which each reads only facts and parts of layers before its own."""
        names = sorted(self.parts, key=self._depth.__getitem__)
        grouped = [list(group) for _, group in groupby(names, key=self._depth.__getitem__)]
        return [Conditions(group, [self.parts[name] for name in group], self._facts) for group in grouped]

    def _cut(self, expr: Expr) -> Expr:
        """`expr` with what is too long in it replaced by a question about a part."""
        if self._fits([expr]):
            return expr
        match expr:
            case Flag() | Compare() | Member():
                return expr
            case Not(arg):
                return Not(self._part(self._cut(arg)))
            case And(args) | Or(args):
                return self._joined(type(expr), args)

    def _joined(self, join: type[And] | type[Or], args: Sequence[Expr]) -> Expr:
        """As few groups of arms as there can be that stand beside each other and fit."""
        groups: list[list[Expr]] = []
        for arg in args:
            arm = arg if self._fits([arg]) else self._part(self._cut(arg))
            if groups and self._fits([*groups[-1], arm]):
                groups[-1].append(arm)
            else:
                groups.append([arm])
        if len(groups) == 1:
            return join(tuple(groups[0]))
        return self._joined(join, [self._part(join(tuple(group)) if group[1:] else group[0]) for group in groups])

    def _part(self, expr: Expr) -> Flag:
        if isinstance(expr, Flag) and expr.fact in self.parts:
            return expr
        if expr not in self._names:
            name = self._names[expr] = f"part_{len(self.parts)}"
            self._depth[name] = 1 + max((self._depth.get(fact, 0) for fact in facts_of(expr)), default=0)
            self.parts[name], self._facts[name] = expr, FlagType()
        return Flag(self._names[expr])

    def _fits(self, exprs: Iterable[Expr]) -> bool:
        facts = {fact for expr in exprs for fact in facts_of(expr)}
        return prod(size(self._facts[fact]) for fact in facts) <= MOST


class InParts:
    """The engine `judge` makes, asked about the parts of conditions."""

    def __init__(self, conditions: Conditions, judge: JudgeMaker) -> None:
        cut = Cut(conditions)
        self._results = cut.results
        self._layers = [(layer.names, Distinct(layer, judge)) for layer in cut.layers()]

    @property
    def asked(self) -> int:
        return sum(layer.asked for _, layer in self._layers)

    def __call__(self, table: pa.Table) -> tuple[Any, Any]:
        found: dict[str, tuple[Any, Any]] = {}
        for names, engine in self._layers:
            must, may = engine(table)
            for name, *planes in zip(names, must, may, strict=True):
                found[name] = (planes[0], planes[1])
                table = table.append_column(name, _answers(*planes, people=table.num_rows))
        return np.array([found[name][0] for name in self._results]), np.array(
            [found[name][1] for name in self._results]
        )


def in_parts(judge: JudgeMaker) -> Callable[[Conditions], InParts]:
    def maker(conditions: Conditions) -> InParts:
        return InParts(conditions, judge)

    maker.__name__ = judge.__name__.removeprefix("judge_")
    return maker


def _answers(must: Any, may: Any, *, people: int) -> pa.Array:
    true, possible = (np.unpackbits(plane, count=people, bitorder="little").astype(bool) for plane in (must, may))
    return pa.array(true, mask=possible & ~true)
