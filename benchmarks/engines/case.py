"""What every engine is given: the triage rules, people who answered everything, and the same people with holes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

import numpy as np

from agreement.crowd import Conditions, crowd
from agreement.many import rows
from uncramp.kb import Knowledge
from uncramp.logic import Expr, FactType, evaluate, facts_of

Person = dict[str, Any]
Value = bool | str | None
"""True, False, None (it depends), or `ERROR`."""
ERROR = "error"

HOLES = 0.3
"""Which part of the answers is taken away."""


@dataclass(frozen=True, slots=True)
class Case:
    exprs: list[Expr]
    facts: dict[str, FactType]
    whole: list[Person]
    holes: list[Person]

    def truth(self, people: Sequence[Person]) -> list[list[bool | None]]:
        """What the meaning of the language says."""
        return [[evaluate(expr, person) for expr in self.exprs] for person in people]


def case(kb: Knowledge, people: int, seed: int = 1) -> Case:
    """Random people, most of them bent towards a rule, so that rules of every kind are met; not plausible ones.

    They have an answer to every fact that a triage rule asks of, and to no other: no engine is given what it need not
    look at.
    """
    exprs = [judged.when for judged in kb.rules]
    asked = frozenset().union(*map(facts_of, exprs))
    facts = {id: fact.type for id, fact in kb.facts.items() if id in asked}
    conditions = Conditions([judged.rule.id for judged in kb.rules], exprs, facts)
    rng = np.random.default_rng(seed)
    whole: list[Person] = []
    while len(whole) < people:  # about one in five has no hole
        whole += [one for one in rows(crowd(conditions, 1000, rng)) if None not in one.values()]
    del whole[people:]
    dice = Random(seed)
    holes = [{fact: value for fact, value in one.items() if dice.random() >= HOLES} for one in whole]
    return Case(exprs, facts, whole, holes)


@dataclass(frozen=True, slots=True)
class Verdict:
    """An engine's answers about people with holes, beside the meaning.

    `no` and `yes`: said so of a rule that depends on a missing answer, or that is settled the other way. `silent`: an
    error, or "it depends", about a rule that the known answers settle. `people`: those of whom any of it was said.
    """

    asked: int
    no: int
    yes: int
    silent: int
    people: int

    @property
    def wrong(self) -> int:
        return self.no + self.yes + self.silent


def judged(truth: Sequence[Sequence[bool | None]], said: Sequence[Sequence[Value]]) -> Verdict:
    """An error about a rule that depends is no wrong answer: the engine did not decide."""
    no = yes = silent = people = asked = 0
    for rights, answers in zip(truth, said, strict=True):
        before = no + yes + silent
        for right, answer in zip(rights, answers, strict=True):
            no += answer is False and right is not False
            yes += answer is True and right is not True
            silent += answer in (None, ERROR) and right is not None
        people += no + yes + silent > before
        asked += len(rights)
    return Verdict(asked, no, yes, silent, people)
