"""One person before two knowledges: both judge the same raw answers, each as far as it knows the question.

A fact that only one side has is answered too; the other side ignores it, as it ignores an answer that it does not
allow. A fact that is of another kind on each side (a flag here, a number there) is answered twice.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import assert_never

import z3

from uncramp.facts import Answers
from uncramp.kb import Knowledge
from uncramp.logic.fact_types import EnumType, FactType, FlagType, IntType
from uncramp.logic.prove import Prover, Symbol, Undecided, all_of, any_of, open_fact
from uncramp.safety.deciding import Deciding
from uncramp.safety.diff.replay import said
from uncramp.safety.person import Person

OTHER_KIND = " before"
"""What stands behind the name of a fact that was of another kind in the old knowledge."""


@dataclass(frozen=True)
class Raw:
    """Answers as one side takes them."""

    given: Mapping[str, Symbol]
    doubted: Mapping[str, z3.BoolRef]


class Sides:
    """Anybody at all, as the old knowledge and the new one see them."""

    def __init__(self, old: Knowledge, new: Knowledge) -> None:
        self.given = {id: open_fact(id, kind) for id, kind in common_types(old, new).items()}
        self.doubted = {id: z3.Bool(f"unsure {id}") for id in self.given}
        self.old = Deciding(old, Person(old, " old", raw=self._seen_by(old)))
        self.new = Deciding(new, Person(new, " new", raw=self._seen_by(new)))
        self._share_rules()
        self.common: list[z3.BoolRef] = []
        for id, symbol in self.given.items():
            self.common += [symbol.inside(), z3.Not(z3.And(symbol.known, self.doubted[id]))]

    @property
    def domain(self) -> list[z3.BoolRef]:
        """Everybody whom both sides can judge."""
        return [*self.common, *self.old.person.domain, *self.new.person.domain]

    @cached_property
    def plan_domain(self) -> list[z3.BoolRef]:
        """What the plans of both sides hold together with. Nobody prefers one remedy to another."""
        found: list[z3.BoolRef] = []
        for side in (self.old, self.new):
            turns = {id for id, _ in side.plan if side.never(id)}
            found += [*side.plan_domain, *(z3.Int(f"turn {id}{side.person.tag}") == 0 for id in sorted(turns))]
        return found

    @cached_property
    def told(self) -> list[z3.BoolRef]:
        """Per fact, that the person tells something by it: a yes, a number, a word or a "not sure"."""
        return [
            any_of((self.doubted[id], all_of((one.known, one.value)) if isinstance(one.type, FlagType) else one.known))
            for id, one in self.given.items()
        ]

    @cached_property
    def wishes(self) -> list[z3.BoolRef]:
        """What makes a person simple, the first the dearest: no "not sure", nothing to tell, no answer at all."""
        return [
            *(z3.Not(doubt) for doubt in self.doubted.values()),
            *(z3.Not(one) for one in self.told),
            *(z3.Not(one.known) for one in self.given.values()),
        ]

    def simplest(self, prover: Prover, formula: z3.BoolRef) -> z3.ModelRef | None:
        """The simplest person of whom the formula holds: sure of everything if there is one, and telling the fewest
        things, unless Z3 gives up on fewer. None if there is nobody."""
        if prover.witness(formula) is None:
            return None
        sure = all_of((formula, *map(z3.Not, self.doubted.values())))
        return self._fewest(prover, sure if prover.witness(sure) is not None else formula)

    def _fewest(self, prover: Prover, formula: z3.BoolRef) -> z3.ModelRef:
        model = prover.simplest(formula, self.wishes)
        while self._tells(model):
            fewer = z3.And(formula, z3.PbLe([(one, 1) for one in self.told], self._tells(model) - 1))
            try:
                if prover.witness(fewer) is None:
                    break
                model = prover.simplest(fewer, self.wishes)
            except Undecided:
                break
        return model

    def _tells(self, model: z3.ModelRef) -> int:
        return sum(z3.is_true(model.eval(one, model_completion=True)) for one in self.told)

    def answers(self, model: z3.ModelRef) -> Answers:
        """What the person of the model answers, whichever side asks."""

        def true(formula: z3.BoolRef) -> bool:
            return bool(z3.is_true(model.eval(formula, model_completion=True)))

        known = {id: one.answer(model) for id, one in self.given.items() if true(one.known)}
        return Answers(known, frozenset(id for id, doubt in self.doubted.items() if true(doubt)))

    def _share_rules(self) -> None:
        """A rule that is the same on both sides, of facts that are the same, is one rule: half the work."""
        alike = {id for id in self.old.kb.facts if id in self.new.kb.facts and self._alike(id)}
        known = {judged.rule.id: nth for nth, judged in enumerate(self.old.kb.rules)}
        for nth, judged in enumerate(self.new.kb.rules):
            there = known.get(judged.rule.id)
            if there is not None and judged.asked <= alike:
                before = self.old.kb.rules[there]
                same = before.when == judged.when and said(before.rule) == said(judged.rule)
                if same and before.calming == judged.calming:
                    self.new.rules[nth] = self.old.rules[there]

    def _alike(self, id: str) -> bool:
        """Both sides take every answer to the fact in the same way, and weigh a missing one alike."""
        one, other = self.old, self.new
        facts = [d.kb.facts[id] for d in (one, other)]
        return (
            (facts[0].tier, facts[0].measured) == (facts[1].tier, facts[1].measured)
            and one.person.facts[id].value.eq(other.person.facts[id].value)
            and one.person.facts[id].known.eq(other.person.facts[id].known)
            and one.person.unsure[id].eq(other.person.unsure[id])
        )

    def _seen_by(self, kb: Knowledge) -> Raw:
        names = {id: self._name(id, fact.type) for id, fact in kb.facts.items()}
        given = {id: seen(fact.type, self.given[names[id]]) for id, fact in kb.facts.items()}
        return Raw(given, {id: self.doubted[names[id]] for id in kb.facts})

    def _name(self, id: str, kind: FactType) -> str:
        return id if isinstance(kind, type(self.given[id].type)) else id + OTHER_KIND


def common_types(old: Knowledge, new: Knowledge) -> dict[str, FactType]:
    """The facts of both sides, each wide enough for every answer that one of them allows."""
    found = {id: fact.type for id, fact in new.facts.items()}
    for id, fact in old.facts.items():
        match fact.type, found.get(id, fact.type):
            case (IntType(low, high), IntType(lowest, highest)):
                found[id] = IntType(min(low, lowest), max(high, highest))
            case (EnumType(values), EnumType(others)):
                found[id] = EnumType(tuple(dict.fromkeys((*values, *others))))
            case (before, now) if isinstance(before, type(now)):
                found[id] = now
            case (before, _):
                found[id + OTHER_KIND] = before
    return found


def seen(kind: FactType, wide: Symbol) -> Symbol:
    """The answer as a side takes it: absent where it is none that the side allows."""
    if kind == wide.type:
        return wide
    match kind:
        case FlagType():
            return wide
        case IntType(low, high):
            allowed = z3.And(wide.value >= low, wide.value <= high)
            return Symbol(kind, wide.value, all_of((wide.known, allowed)))
        case EnumType(values):
            value: z3.ExprRef = z3.IntVal(0)
            for nth, one in enumerate(values):
                value = z3.If(wide.equals(one), z3.IntVal(nth), value)
            return Symbol(kind, value, all_of((wide.known, any_of(wide.equals(one) for one in values))))
        case _:
            assert_never(kind)
