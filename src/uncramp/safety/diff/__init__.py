"""Compare two knowledges: equivalent, or for each changed answer the simplest person who gets it.

What is said here holds of everybody both sides can judge, whatever they answer, leave out or are not sure of. Every
person that is found is judged once more by the code that decides.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import product
from typing import Literal

import z3

from uncramp.kb import Knowledge
from uncramp.logic.prove import EFFORT, Prover, Undecided, all_of, any_of
from uncramp.safety.deciding import Judged
from uncramp.safety.diff.edits import Edit, edits, rule_edits
from uncramp.safety.diff.offering import Candidate, candidates
from uncramp.safety.diff.replay import replay
from uncramp.safety.diff.report import LevelChange, OfferChange, Refused, Report, RuleChange, Somebody, VisitChange
from uncramp.safety.diff.sides import Sides
from uncramp.safety.diff.visits import visits
from uncramp.safety.person import NO
from uncramp.safety.run import ModelDiffers
from uncramp.triage import Level


def diff(old: Knowledge, new: Knowledge, effort: int = EFFORT) -> Report:
    """Everything in which the answers of the two differ."""
    changes = edits(old, new)
    if not changes:
        return Report(old, new, ())
    return Search(Sides(old, new), effort).report(changes)


class Search:
    """The search for people of whom the two sides say something else."""

    def __init__(self, sides: Sides, effort: int) -> None:
        self.sides, self.old, self.new = sides, sides.old, sides.new
        self._effort = effort
        self._of_levels = Prover(sides.domain, effort)
        self._undecided: list[str] = []

    @cached_property
    def _of_plans(self) -> Prover:
        """What the plans are made of is heavy, so levels do without."""
        return Prover([*self.sides.domain, *self.sides.plan_domain], self._effort)

    def report(self, changes: tuple[Edit, ...]) -> Report:
        levels, visited = tuple(self.levels()), tuple(self.visits())
        return Report(
            self.old.kb,
            self.new.kb,
            changes,
            levels=levels,
            visits=visited,
            rules=tuple(self.rules(rule_edits(self.old.kb, self.new.kb), levels, visited)),
            offers=tuple(self.offers()),
            refused=tuple(self.refused()),
            undecided=tuple(self._undecided),
        )

    # ---- levels and visits

    def levels(self) -> Iterator[LevelChange]:
        """For each two levels between which somebody moves, the simplest of them; the lower ones first."""
        if not self._somebody_moves:
            return
        pairs = [(one, other) for one, other in product(Level, Level) if one is not other]
        for old, new in sorted(pairs, key=lambda pair: (pair[1] > pair[0], -pair[0], pair[1])):
            here = z3.And(self.old.level(old), self.new.level(new))
            somebody = self._somebody(f"{old.name} to {new.name}", here)
            if somebody:
                yield LevelChange(old, new, somebody)

    def visits(self) -> Iterator[VisitChange]:
        """Per level, somebody who stays at it and is sent elsewhere."""
        for level, differs in self._visit_differs.items():
            somebody = self._somebody(f"visits at {level.name}", all_of((self._both_at(level), differs)))
            if somebody:
                yield VisitChange(level, somebody.old.visit, somebody.new.visit, somebody)

    @property
    def _somebody_moves(self) -> bool:
        try:
            return not z3.is_false(self._level_differs) and self._of_levels.witness(self._level_differs) is not None
        except Undecided:
            return True  # each two levels will be looked at, and say which of them cannot be told

    @cached_property
    def _level_differs(self) -> z3.BoolRef:
        return _any_differ((self.old.at_least(level), self.new.at_least(level)) for level in Level)

    @cached_property
    def _visit_differs(self) -> dict[Level, z3.BoolRef]:
        """Per level at which they may, that the visits differ of somebody who is at it on both sides."""
        found = {}
        for level in (Level.emergency, Level.urgent, Level.routine):
            old, new = visits(self.old, level), visits(self.new, level)
            differ = _any_differ((old.get(one, NO), new.get(one, NO)) for one in {**old, **new})
            if not z3.is_false(differ):
                found[level] = differ
        return found

    def _both_at(self, level: Level) -> z3.BoolRef:
        return z3.And(self.old.level(level), self.new.level(level))

    # ---- rules

    def rules(
        self, changed: tuple[Edit, ...], levels: Iterable[LevelChange], visited: Iterable[VisitChange]
    ) -> Iterator[RuleChange]:
        """For each changed rule somebody who gets another answer where it judges otherwise: by this rule alone if there
        is such a person, and a lower level if there is one."""
        moved = {edit.id: self._moved(edit) for edit in changed}
        falls = any(change.lower for change in levels)
        if not falls and not [*levels, *visited]:
            yield from (RuleChange(edit, None) for edit in changed)
            return
        for edit in changed:
            alone = all_of(z3.Not(other) for id, other in moved.items() if id != edit.id)
            wanted = [self._falls] * falls + [self._answer_differs]
            tries = [all_of((moved[edit.id], *more, answer)) for more in ((alone,), ()) for answer in wanted]
            somebody = next(filter(None, (self._somebody(f"rule {edit.id}", one) for one in tries)), None)
            others = [
                one.id for one in changed if somebody and one.id != edit.id and _judged_otherwise(somebody, one.id)
            ]
            yield RuleChange(edit, somebody, tuple(others))

    @cached_property
    def _falls(self) -> z3.BoolRef:
        return any_of(
            z3.And(self.old.at_least(level), z3.Not(self.new.at_least(level)))
            for level in (Level.routine, Level.urgent, Level.emergency)
        )

    @cached_property
    def _answer_differs(self) -> z3.BoolRef:
        elsewhere = [all_of((self._both_at(level), differs)) for level, differs in self._visit_differs.items()]
        return any_of([self._level_differs, *elsewhere])

    def _moved(self, edit: Edit) -> z3.BoolRef:
        """The rule fires, or stays open, on one side only; or it speaks on both and says something else."""
        old, new = (next((one for one in d.rules if one.rule.id == edit.id), None) for d in (self.old, self.new))
        differs = _any_differ(zip(_states(old), _states(new), strict=True))
        says_another = edit.how == "changed" and set(edit.fields) - {"when"}
        return any_of([differs, *_states(old)]) if says_another else differs

    # ---- what is offered and said

    def offers(self) -> Iterator[OfferChange]:
        """Of each remedy, food, card and sentence: somebody who stays at their level and meets it otherwise."""
        same_level = any_of(self._both_at(level) for level in Level)
        found = list(candidates(self.old, self.new))
        met = self._met(found, same_level)
        for one in (one for one in found if one in met):
            wanted = z3.And(same_level, one.formula)
            somebody = self._somebody(f"{one.kind} {one.id} {one.what}", wanted, plan=True)
            if somebody:
                if not one.seen(somebody.old, somebody.new):
                    raise ModelDiffers(f"{one.kind} {one.id} {one.what}: {somebody.answers}")
                yield OfferChange(one.kind, one.id, one.what, somebody)

    def _met(self, candidates: list[Candidate], here: z3.BoolRef) -> set[Candidate]:
        """Those that somebody meets: each person found shows several, and that nobody meets the rest is one proof."""
        left, met = candidates, set[Candidate]()
        try:
            while left and (model := self._of_plans.witness(z3.And(here, any_of(one.formula for one in left)))):
                met |= {one for one in left if z3.is_true(model.eval(one.formula, model_completion=True))}
                left = [one for one in left if one not in met]
        except Undecided:
            return {*candidates}  # each will be looked at, and say whether it cannot be told
        return met

    # ---- who cannot be judged

    def refused(self) -> Iterator[Refused]:
        """Whoever contradicts themselves by one side's reckoning only."""
        old, new = (all_of(d.person.domain) for d in (self.old, self.new))
        if old.eq(new):
            return
        prover = Prover(self.sides.common, self._effort)
        sides: tuple[tuple[Literal["old", "new"], z3.BoolRef], ...] = (
            ("new", z3.And(old, z3.Not(new))),
            ("old", z3.And(new, z3.Not(old))),
        )
        for by, contradicts in sides:
            model = self._simplest(f"refused by the {by} side", contradicts, prover)
            if model is not None:
                yield Refused(by, self.sides.answers(model))

    # ---- one person

    def _somebody(self, what: str, formula: z3.BoolRef, *, plan: bool = False) -> Somebody | None:
        """The simplest person of whom the formula holds, judged by the code that decides; None: there is nobody."""
        model = self._simplest(what, formula, self._of_plans if plan else self._of_levels)
        if model is None:
            return None
        old, new = (replay(side, model, plan=plan) for side in (self.old, self.new))
        return Somebody(self.sides.answers(model), old, new)

    def _simplest(self, what: str, formula: z3.BoolRef, prover: Prover) -> z3.ModelRef | None:
        try:
            return self.sides.simplest(prover, formula)
        except Undecided as why:
            self._undecided.append(f"{what}: {why}")
            return None


def _states(judged: Judged | None) -> list[z3.BoolRef]:
    return [judged.fires, judged.by_gate, judged.by_unsure] if judged else [NO, NO, NO]


def _judged_otherwise(somebody: Somebody, id: str) -> bool:
    return somebody.old.state(id) != somebody.new.state(id)


def _any_differ(pairs: Iterable[tuple[z3.BoolRef, z3.BoolRef]]) -> z3.BoolRef:
    """Of some two the one holds without the other; NO where they are the same formulas: nothing is to be proved."""
    rows = [z3.Xor(one, other) for one, other in pairs if not one.eq(other)]
    return any_of(rows) if rows else NO
