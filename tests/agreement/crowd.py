"""Random people over the real knowledge by the thousand, as an Arrow table: complete ones, and ones full of gaps.

Answers drawn blindly would leave most conditions false of everybody. So each person is bent towards one condition drawn
at random: most of what it asks is answered the way that makes it true.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pyarrow as pa

from agreement.strategies import Types
from uncramp.kb import Knowledge
from uncramp.logic import Compare, EnumType, Expr, Fact, Flag, FlagType, IntType, Member, Not, atoms

Rng = np.random.Generator
UNKNOWN = (0, 0.02, 0.1, 0.35, 0.8)
"""Which part of the facts one person has not answered; each is as likely."""
YES = (0.01, 0.05, 0.3, 0.6)
"""Which part of the yes/no facts that are answered is a yes."""
BENT = 0.8
"""Which part of the questions of the condition meant for a person is answered in its favour."""


@dataclass(frozen=True)
class Conditions:
    """Every condition of a knowledge, by the name it has in the pack."""

    names: list[str]
    exprs: list[Expr]
    facts: Types

    @cached_property
    def wishes(self) -> list[list[tuple[str, list[Fact]]]]:
        """Per condition, its questions as facts with the answers that speak for it."""
        return [_wishes(expr, self.facts, wanted=True) for expr in self.exprs]

    @cached_property
    def near(self) -> dict[str, list[int]]:
        """Per number, the values around which some condition changes its mind."""
        found: dict[str, set[int]] = {}
        for expr in self.exprs:
            for atom in atoms(expr):
                if isinstance(atom, Compare):
                    kind = self.facts[atom.fact]
                    assert isinstance(kind, IntType)
                    close = range(max(kind.low, atom.value - 1), min(kind.high, atom.value + 1) + 1)
                    found.setdefault(atom.fact, set()).update(close)
        return {fact: sorted(values) for fact, values in found.items()}


def conditions_of(kb: Knowledge) -> Conditions:
    names = sorted(kb.pack.conditions)
    exprs = []
    for name in names:
        kind, id, *nth = name.split(":")
        exprs.append(kb.when(kind, id, int(nth[0]) if nth else None))
    return Conditions(names, exprs, {id: fact.type for id, fact in kb.facts.items()})


def crowd(conditions: Conditions, people: int, rng: Rng) -> pa.Table:
    """`people` random people, the same for the same `rng`."""
    unknown, yes = rng.choice(UNKNOWN, people), rng.choice(YES, people)
    answers = {fact: _answers(conditions, fact, yes, rng) for fact in conditions.facts}
    known = {fact: rng.random(people, np.float32) >= unknown for fact in conditions.facts}
    meant = rng.integers(0, len(conditions.exprs), people)
    order = np.argsort(meant, kind="stable")
    ends = np.searchsorted(meant[order], np.arange(len(conditions.exprs) + 1))
    for nth, wishes in enumerate(conditions.wishes):
        rows = order[ends[nth] : ends[nth + 1]]
        for fact, granted in wishes:
            some = rows[rng.random(len(rows), np.float32) < BENT]
            answers[fact][some] = _coded(conditions.facts[fact], granted)[rng.integers(0, len(granted), len(some))]
            known[fact][some] = True
    return pa.table({fact: _column(kind, answers[fact], known[fact]) for fact, kind in conditions.facts.items()})


def _answers(conditions: Conditions, fact: str, yes: Any, rng: Rng) -> Any:
    match conditions.facts[fact]:
        case FlagType():
            return rng.random(len(yes), np.float32) < yes
        case IntType(low, high):
            anywhere = rng.integers(low, high + 1, len(yes), dtype=np.int32)
            close = np.array(conditions.near.get(fact, [low]), np.int32)
            return np.where(rng.random(len(yes)) < 0.5, anywhere, rng.choice(close, len(yes)))
        case EnumType(words):
            return rng.integers(0, len(words), len(yes), dtype=np.int8)


def _coded(kind: Any, values: list[Fact]) -> Any:
    return np.array([kind.values.index(value) if isinstance(kind, EnumType) else value for value in values])


def _column(kind: Any, answers: Any, known: Any) -> Any:
    if isinstance(kind, EnumType):
        return pa.DictionaryArray.from_arrays(pa.array(answers, mask=~known), list(kind.values))
    return pa.array(answers, mask=~known)


def _wishes(expr: Expr, facts: Types, *, wanted: bool) -> list[tuple[str, list[Fact]]]:
    match expr:
        case Flag(fact):
            return [(fact, [wanted])]
        case Compare(fact, op, value):
            kind = facts[fact]
            assert isinstance(kind, IntType)
            below, above = [max(kind.low, value - 1)], [min(kind.high, value + 1)]
            true = {"<": below, "<=": [*below, value], ">": above, ">=": [*above, value], "==": [value]}[op]
            false = {"<": [value], "<=": above, ">": [value], ">=": below, "==": [*below, *above]}[op]
            return [(fact, list(true if wanted else false))]
        case Member(fact, words):
            kind = facts[fact]
            assert isinstance(kind, EnumType)
            return [(fact, [word for word in kind.values if (word in words) is wanted] or [*kind.values])]
        case Not(arg):
            return _wishes(arg, facts, wanted=not wanted)
        case _:
            return [wish for arg in expr.args for wish in _wishes(arg, facts, wanted=wanted)]
