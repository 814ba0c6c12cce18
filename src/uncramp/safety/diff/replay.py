"""The person whom Z3 found, judged by the code that decides; what the formulas say must be what it says."""

from __future__ import annotations

from dataclasses import dataclass

import z3

from uncramp.decide import ANY_DAY
from uncramp.facts import Answers
from uncramp.kb import Knowledge
from uncramp.kb.entries import Rule
from uncramp.logic import Expr, evaluate
from uncramp.offer import Offer, Weighing, offers
from uncramp.plan import visit
from uncramp.safety.deciding import Deciding
from uncramp.safety.diff.visits import Visit, visits
from uncramp.safety.run import ModelDiffers
from uncramp.triage import Level, Triage, triage

SAID = ("medicine", "contributor", "safety_net", "intake")
"""The kinds of entries that are said where their condition surely holds, and neither judge nor hold back."""


@dataclass(frozen=True)
class Replayed:
    """What the code that decides says of one person, with the knowledge of one side."""

    found: Triage
    visit: Visit
    offered: dict[str, Offer]
    free: frozenset[str]
    """The foods and cards that nothing holds back."""
    said: frozenset[str]
    """The medicines, contributors and other sentences whose condition surely holds, as `Knowledge.pack` names them."""

    @property
    def level(self) -> Level:
        return self.found.level

    @property
    def rules(self) -> tuple[str, ...]:
        """The rules that decided the level: those that fire, or that hang on an answer that is missing."""
        of_level = [rule.id for rule in self.found.fired if Level[rule.level] is self.level]
        return tuple(of_level or (rule.id for rule in (*self.found.by_gate, *self.found.by_unsure)))

    def state(self, id: str) -> list[tuple[Level, Visit] | None]:
        """What the rule says where it fires, or is open on a danger sign, or on a "not sure"."""
        rows = (self.found.fired, self.found.by_gate, self.found.by_unsure)
        return [next((said(rule) for rule in row if rule.id == id), None) for row in rows]


def said(rule: Rule) -> tuple[Level, Visit]:
    return Level[rule.level], Visit(rule.route or rule.contact or "", rule.within_days)


def replay(side: Deciding, model: z3.ModelRef, *, plan: bool) -> Replayed:
    """The person of the model by the code that decides; ModelDiffers where the formulas say something else."""
    real = by_the_code(side.kb, side.person.answers(model))

    def true(formula: z3.BoolRef) -> bool:
        return bool(z3.is_true(model.eval(formula, model_completion=True)))

    levels = [level for level in Level if true(side.level(level))]
    if levels != [real.level]:
        raise ModelDiffers(f"{levels} instead of {real.level.name} for {side.person.answers(model)}")
    to_see = [one for one, formula in visits(side, real.level).items() if true(formula)]
    if real.level is not Level.self_care and to_see != [real.visit]:
        raise ModelDiffers(f"{to_see} instead of {real.visit} for {side.person.answers(model)}")
    offered = {id for (id, _), formula in side.plan.items() if true(formula)} if plan else set(real.offered)
    if offered != set(real.offered):
        raise ModelDiffers(f"{sorted(offered ^ set(real.offered))} are offered or not, {side.person.answers(model)}")
    return real


def by_the_code(kb: Knowledge, answers: Answers) -> Replayed:
    """What the code that decides says of these raw answers."""
    settled = kb.settled(answers)
    found = triage(kb, settled)
    to_see = visit(kb, found, ANY_DAY)
    weighing = Weighing(kb, settled)
    others = [one.id for one in (*kb.pack.food, *kb.pack.card)]
    return Replayed(
        found,
        Visit.of(to_see),
        {offer.remedy.id: offer for offer in offers(kb, settled, found.level).offered},
        frozenset(id for id in others if found.level < Level.urgent and not weighing.suits(id).withhold),
        frozenset(name for name, when in sentences(kb).items() if evaluate(when, settled.known) is True),
    )


def sentences(kb: Knowledge) -> dict[str, Expr]:
    """The conditions on which something is only said: the name in the pack, and the condition."""
    names = [name for name in kb.pack.conditions if name.partition(":")[0] in SAID]
    return {name: kb.when(kind, id) for name in names for kind, _, id in [name.partition(":")]}
