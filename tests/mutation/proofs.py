"""Slips that nobody could notice, because they change nothing for anybody; and the safety claims that notice one."""

from __future__ import annotations

from functools import cached_property

import z3

from mutation.mutants import Mutant, mutated
from uncramp.kb import Knowledge
from uncramp.logic.prove import Prover, Undecided, any_of, planes
from uncramp.safety.claims import World
from uncramp.safety.deciding import Deciding
from uncramp.safety.person import Person
from uncramp.safety.run import CLAIMS, Trial
from uncramp.triage import Level

EFFORT = 4_000_000
"""How much Z3 may work on one question before it is left open; an open question counts as a difference."""
OF_LEVELS = ("P20", "P05", "P30", "P23", "P22")
OF_PLANS = ("P12", "P14", "P21")
"""The claims that a slip in a rule, or in what holds remedies back, can break; the cheap ones first. The others hold by
the program, whatever the knowledge says, or look for parts that are idle and not for wrong ones. None says whom a
remedy is for."""


class Proofs:
    """Anybody at all, with the knowledge as it is."""

    def __init__(self, kb: Knowledge) -> None:
        self.kb = kb

    @cached_property
    def _anybody(self) -> Deciding:
        return Deciding(self.kb, Person(self.kb))

    @cached_property
    def _prover(self) -> Prover:
        return Prover(self._anybody.person.domain, EFFORT)

    def equivalent(self, mutant: Mutant) -> bool:
        """Whether the slip changes no condition for anybody; and no level, where only that of a rule slipped."""
        if mutant.of == "rule" and mutant.fields:
            return self._same_levels(mutant)
        if mutant.fields or None in mutant.changes.values():
            return False
        ask = self._anybody.person.asked
        for name, expr in mutant.changes.items():
            kind, id, *nth = name.split(":")
            before = planes(self.kb.when(kind, id, int(nth[0]) if nth else None), ask)
            after = planes(expr, ask)  # type: ignore[arg-type]
            if self._somebody(any_of([z3.Xor(before[0], after[0]), z3.Xor(before[1], after[1])])):
                return False
        return True

    def claim(self, mutant: Mutant) -> str:
        """The first safety claim that somebody breaks because of the slip; empty if all that could be broken hold."""
        touched = [id for id in (*OF_LEVELS, *OF_PLANS) if self._touches(mutant, id)]
        if not touched:
            return ""
        trial = Trial(mutated(self.kb, mutant))
        return next((id for id in touched if not trial.outcome(CLAIMS[id], first=True).holds), "")

    def _touches(self, mutant: Mutant, id: str) -> bool:
        """Whether the claim asks of something that the slip changed."""
        kinds = {mutant.of, *(name.partition(":")[0] for name in mutant.changes)}
        if id in OF_LEVELS:
            return "rule" in kinds
        names = {name.partition(":")[2] for name in mutant.changes} | {mutant.entry}
        return "contraindication" in kinds and any(
            one.id in names for remedy in self._spoken_of[id] for one in self.kb.against[remedy]
        )

    @cached_property
    def _spoken_of(self) -> dict[str, set[str]]:
        """The remedies that a claim about plans speaks of: the last word of each of its steps."""
        world = World(self.kb)
        return {id: {step.what.split()[-1] for step in CLAIMS[id].steps(world)} for id in OF_PLANS}

    def _same_levels(self, mutant: Mutant) -> bool:
        after = Deciding(mutated(self.kb, mutant), self._anybody.person)
        levels = (Level.routine, Level.urgent, Level.emergency)
        return not self._somebody(any_of(z3.Xor(self._anybody.at_least(one), after.at_least(one)) for one in levels))

    def _somebody(self, differs: z3.BoolRef) -> bool:
        try:
            return self._prover.witness(differs) is not None
        except Undecided:
            return True
