"""What uncramp concludes about anybody at all, as formulas: `triage` and `offer` once more, for Z3.

INVARIANT: this says the same as the code that decides. Every counterexample is replayed through that code, and the
tests hold the two against each other on the corpus.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache, cached_property

import z3

from uncramp.kb import Knowledge
from uncramp.kb.entries import Contraindication, Phase, Remedy
from uncramp.logic import And, Atom, Compare, Expr, Flag, Member, Not, Or, facts_of
from uncramp.logic.prove import Planes, Questions, all_of, any_of, holds, negated, planes
from uncramp.offer import COMFORT, PHASES
from uncramp.safety.person import NO, YES, Person
from uncramp.triage import Level, level_of

Set = Mapping[str, z3.BoolRef]
"""A set of facts that differs from person to person: per fact, whether it is in."""
Place = tuple[str, Phase]
"""A remedy in a part of the plan."""


class Judged:
    """One triage rule for one person: whether it fires, stays open, and on what that hangs."""

    def __init__(self, deciding: Deciding, nth: int) -> None:
        self._of, self._judged = deciding, deciding.kb.rules[nth]
        self.rule = self._judged.rule
        self.level = level_of(self.rule)

    @cached_property
    def fires(self) -> z3.BoolRef:
        return self._planes[0]

    @cached_property
    def open(self) -> z3.BoolRef:
        must, may = self._planes
        return z3.And(may, z3.Not(must))

    @cached_property
    def by_gate(self) -> z3.BoolRef:
        """It may fire, and that hangs on an unanswered danger sign."""
        return self._hangs_on(self._of.unknown_gates)

    @cached_property
    def by_unsure(self) -> z3.BoolRef:
        """It may fire, and that hangs on a "not sure" about something else."""
        return z3.And(z3.Not(self.by_gate), self._hangs_on(self._of.doubts))

    def raises(self, level: Level, *, unsure: bool = True) -> list[z3.BoolRef]:
        """What makes this rule raise somebody to `level` at least; with or without a "not sure" about context."""
        if self.level < level:
            return []
        found = [self.fires]
        if level <= Level.urgent:
            found.append(self.by_gate)
        if level <= Level.routine and unsure:
            found.append(self.by_unsure)
        return found

    @cached_property
    def askable(self) -> z3.BoolRef:
        """Something that was not asked yet, and can be asked, could still make it fire."""
        return _open_part(self._judged.when, self._asked_with(self._of.in_vain), self._of.person.unsure)

    @cached_property
    def _planes(self) -> Planes:
        return planes(self._judged.when, self._asked_with({}))

    def _asked_with(self, ruled_out: Set) -> Questions:
        """Unknown facts that only calm are supposed no, as are those of `ruled_out`."""
        person, calming = self._of.person, self._judged.calming

        @cache
        def ask(atom: Atom) -> Planes:
            symbol = person.facts[atom.fact]
            said = all_of((symbol.known, holds(atom, symbol)))
            if atom.fact in calming:
                return said, said
            return said, any_of((said, all_of((negated(symbol.known), negated(ruled_out.get(atom.fact, NO))))))

        return ask

    def _hangs_on(self, doubts: Set) -> z3.BoolRef:
        """`triage._hangs_on`: it could not come true without these unknown facts, or could by them alone."""
        person = self._of.person
        unknown = {fact: negated(person.known(fact)) for fact in self._judged.asked - self._judged.calming}
        some = any_of(all_of((open, doubts[fact])) for fact, open in unknown.items() if fact in doubts)
        only = all_of(any_of((negated(open), doubts.get(fact, NO))) for fact, open in unknown.items())
        without = planes(self._judged.when, self._asked_with(doubts))[1]
        others = {fact: all_of((open, negated(doubts.get(fact, NO)))) for fact, open in unknown.items()}
        alone = planes(self._judged.when, self._asked_with(others))[1]
        return all_of((self.open, some, any_of((only, negated(without), alone))))


def _open_part(expr: Expr, ask: Questions, unsure: Set) -> z3.BoolRef:
    """The residual of `expr` is open and asks of a fact that is not unsure."""
    must, may = planes(expr, ask)
    depends = z3.And(may, z3.Not(must))
    match expr:
        case Flag() | Compare() | Member():
            return z3.And(depends, z3.Not(unsure[expr.fact]))
        case Not(arg):
            return _open_part(arg, ask, unsure)
        case And(args) | Or(args):
            return z3.And(depends, any_of(_open_part(arg, ask, unsure) for arg in args))


class Deciding:
    """One person's level and plan."""

    def __init__(self, kb: Knowledge, person: Person, like: Deciding | None = None) -> None:
        """With `like`, whatever asks only of facts that this person shares with that one is taken over from there."""
        self.kb, self.person = kb, person
        self._like = like
        self.rules: list[Judged] = [
            like.rules[nth] if like and not person.differs(*judged.asked) else Judged(self, nth)
            for nth, judged in enumerate(kb.rules)
        ]
        self.unknown_gates: Set = {fact: z3.Not(person.known(fact)) for fact in kb.gates}
        unsure = {fact: doubt for fact, doubt in person.unsure.items() if fact not in kb.measured}
        self.doubts: Set = {**unsure, **self.unknown_gates}
        self.in_vain: Set = {
            **{fact: doubt for fact, doubt in person.unsure.items() if fact not in kb.gates},
            **dict.fromkeys(kb.never_asked, YES),
        }
        self._plan_domain: list[z3.BoolRef] = []
        self._weighed: dict[str, z3.BoolRef] = {}

    # ---- the level

    def fires(self, level: Level) -> z3.BoolRef:
        """A rule of at least this level surely fires."""
        return any_of(one.fires for one in self.rules if one.level >= level)

    def at_least(self, level: Level) -> z3.BoolRef:
        """The person is at this level or above."""
        return YES if level is Level.self_care else any_of(one for rule in self.rules for one in rule.raises(level))

    def level(self, level: Level) -> z3.BoolRef:
        above = Level(level + 1) if level < Level.emergency else None
        return z3.And(self.at_least(level), z3.Not(self.at_least(above)) if above else YES)

    @cached_property
    def complete(self) -> z3.BoolRef:
        """No question that is left could reach urgent."""
        return z3.Not(
            any_of(
                z3.And(one.open, one.askable, z3.Not(self.fires(one.level)))
                for one in self.rules
                if one.level >= Level.urgent
            )
        )

    # ---- what is offered

    def speaks(self, action: str, id: str) -> z3.BoolRef:
        """Something with this action speaks, or may speak, against the remedy or food."""
        return any_of(self.may_apply(one) for one in self.kb.against[id] if one.action == action)

    def may_apply(self, contraindication: Contraindication) -> z3.BoolRef:
        id = contraindication.id
        if id not in self._weighed:
            when = self.kb.when("contraindication", id)
            if self._like and not self.person.differs(*facts_of(when)):
                self._weighed[id] = self._like.may_apply(contraindication)
            else:
                self._weighed[id] = self.person.perhaps(when)
        return self._weighed[id]

    @cached_property
    def indicated(self) -> dict[Place, list[tuple[int, z3.BoolRef]]]:
        """Per place in the plan, its indications: where each stands in the order, and whether it surely holds."""
        found: dict[Place, list[tuple[int, z3.BoolRef]]] = {}
        for remedy, indication, when in self.kb.indications:
            row = found.setdefault((remedy.id, indication.phase), [])
            row.append((indication.order, self.person.surely(when)))
        return found

    @cached_property
    def suits(self) -> dict[Place, z3.BoolRef]:
        """Per place: indicated, allowed at this level and held back by no contraindication."""
        urgent, emergency = self.at_least(Level.urgent), self.at_least(Level.emergency)
        return {
            (id, phase): z3.And(
                any_of(holds for _, holds in indications),
                z3.Not(emergency if COMFORT in self.kb.remedies[id].groups else urgent),
                z3.Not(self.speaks("withhold", id)),
            )
            for (id, phase), indications in self.indicated.items()
        }

    @cached_property
    def plan(self) -> dict[Place, z3.BoolRef]:
        """Per place, whether it stands in the plan: it suits, and no "never" pair leaves it out.

        Whatever the preference: each remedy has any place within its phase. It holds together with `plan_domain`.
        """
        found = dict(self.suits)
        paired = {place for place in found if self.never(place[0])}
        tag = self.person.tag
        stands = {place: z3.Bool(f"stands {' '.join(place)}{tag}") for place in paired}
        turn = {id: z3.Int(f"turn {id}{tag}") for id, _ in paired}
        before = {place: self._turn(place, turn) for place in paired}
        self._plan_domain += [z3.And(one >= 0, one < LONGEST_PREFERENCE) for one in turn.values()]
        for place, formula in stands.items():
            id, phase = place
            rivals = (other for other in paired if other[0] in self.never(id))
            earlier = (one for one in PHASES[: PHASES.index(phase)] if (id, one) in paired)
            left_out = any_of(
                [z3.And(before[other] < before[place], stands[other]) for other in rivals]
                + [z3.And(found[id, one], z3.Not(stands[id, one])) for one in earlier]
            )
            self._plan_domain.append(formula == z3.And(found[place], z3.Not(left_out)))
        return found | stands

    @property
    def plan_domain(self) -> list[z3.BoolRef]:
        """What ties the formulas of `plan` to the person."""
        _ = self.plan
        return self._plan_domain

    def in_plan(self, id: str) -> z3.BoolRef:
        return any_of(formula for (remedy, _), formula in self.plan.items() if remedy == id)

    def asks_of(self, id: str, fact: str) -> bool:
        """An indication of the remedy, or what speaks against it, asks of the fact."""
        return fact in self._asked[id]

    @cached_property
    def _asked(self) -> dict[str, frozenset[str]]:
        found = {id: frozenset[str]() for id in self.kb.remedies}
        for remedy, _, when in self.kb.indications:
            found[remedy.id] |= facts_of(when)
        for id, others in self.kb.against.items():
            if id in found:
                found[id] = found[id].union(*(facts_of(self.kb.when("contraindication", one.id)) for one in others))
        return found

    def never(self, id: str) -> frozenset[str]:
        """The remedies that must not stand beside this one."""
        clashes = self.kb.clashes.get(id, {})
        return frozenset(other for other, pairs in clashes.items() if any(pair.action == "never" for pair in pairs))

    def _turn(self, place: Place, turn: Mapping[str, z3.ArithRef]) -> z3.ArithRef:
        """Where a place comes in the plan: by phase, preference, the order of its indication, and name."""
        id, phase = place
        ids = sorted(self.kb.remedies)
        order: z3.ArithRef = z3.IntVal(LONGEST_ORDER - 1)
        for nth, holds_now in sorted(self.indicated[place], key=lambda one: -one[0]):
            order = z3.If(holds_now, z3.IntVal(nth), order)
        found = z3.IntVal(PHASES.index(phase)) * LONGEST_PREFERENCE + turn[id]
        return (found * LONGEST_ORDER + order) * len(ids) + ids.index(id)


LONGEST_PREFERENCE, LONGEST_ORDER = 1000, 1000


def remedies_of(kb: Knowledge, *names: str) -> Iterator[Remedy]:
    """The remedies that are, or belong to, one of these; KeyError for a name that is nothing."""
    known = set(kb.remedies) | {group.id for group in kb.pack.group}
    for name in names:
        if name not in known:
            raise KeyError(name)
    for remedy in kb.pack.remedy:
        if {remedy.id, *remedy.groups} & set(names):
            yield remedy
