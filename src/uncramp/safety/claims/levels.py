"""Claims about the level: nothing lowers it, no danger sign is missed, an unknown answer is never taken for a no."""

from __future__ import annotations

from collections.abc import Iterator

import z3

from uncramp.logic import FlagType, IntType
from uncramp.logic.prove import Symbol, all_of, any_of
from uncramp.safety.claims import Proof, World, claim
from uncramp.safety.deciding import Deciding, remedies_of
from uncramp.safety.person import YES, Person
from uncramp.triage import Level

WARNINGS = ("sign", "event", "condition", "medicine", "allergy")
"""Groups of facts that are warnings: a yes can only make things more careful."""
RISING = ("episode_minutes", "episodes_per_week", "pain_score", "temp_tenths_c")
"""Numbers of which more is never less dangerous. Age, weeks and days of symptoms are dangerous at both ends."""


@claim("P01", "Everybody has exactly one level.")
def one_level(world: World) -> Iterator[Proof]:
    d = world.anybody
    levels = [d.level(level) for level in Level]
    yield Proof("at least one", any_of(levels), d)
    for nth, one in enumerate(levels):
        yield Proof(
            f"{Level(nth).name} excludes the others", z3.Not(z3.And(one, any_of(levels[:nth] + levels[nth + 1 :]))), d
        )


@claim("P02", "A rule for an emergency makes an emergency, nothing else does, and then no remedy is offered.")
def emergency_stands_alone(world: World) -> Iterator[Proof]:
    d = world.anybody
    emergency = d.at_least(Level.emergency)
    yield Proof("it is one exactly when a rule says so", d.fires(Level.emergency) == emergency, d)
    for id in sorted({id for id, _ in d.plan}):
        yield Proof(f"{id} is not offered", z3.Implies(emergency, z3.Not(d.in_plan(id))), d, plan=True)


@claim("P03", "The level is never lower than any rule that fires, and only a rule raises it.")
def highest_rule(world: World) -> Iterator[Proof]:
    d = world.anybody
    for one in d.rules:
        yield Proof(f"rule {one.rule.id}", z3.Implies(one.fires, d.at_least(one.level)), d)
    for level in (Level.routine, Level.urgent, Level.emergency):
        raised = any_of(z3.Or(one.fires, one.open) for one in d.rules if one.level >= level)
        yield Proof(f"{level.name} has a reason", z3.Implies(d.at_least(level), raised), d)


@claim("P04", "A warning that turns from no to yes never lowers the level.")
def warnings_only_raise(world: World) -> Iterator[Proof]:
    """But for one thing: a "not sure" that alone made it routine may no longer matter once the answer is there."""
    d = world.anybody
    for id, fact in world.kb.facts.items():
        if fact.group in WARNINGS and isinstance(fact.type, FlagType):
            after = changed(world, d, {id: Symbol(fact.type, YES, YES)})
            before = d.person.given[id]
            no = z3.And(before.known, z3.Not(before.value))
            yield Proof(id, z3.Implies(no, rises(d, after)), d, tuple(after.person.domain))


def rises(d: Deciding, after: Deciding) -> z3.BoolRef:
    """The level is no lower after than before; routine counts only where a rule fires, not where a doubt raised it.

    Only rules that the change can touch are asked: whatever else raised the level raises it still.
    """
    touched = [one for one, then in zip(d.rules, after.rules, strict=True) if one is not then]
    return all_of(
        z3.Implies(
            any_of(formula for one in touched for formula in one.raises(level, unsure=False)),
            after.at_least(level),
        )
        for level in (Level.routine, Level.urgent, Level.emergency)
    )


@claim("P05", "Every danger sign that is there means help today at least.")
def danger_signs_are_urgent(world: World) -> Iterator[Proof]:
    d = world.anybody
    for gate in sorted(world.kb.gates):
        yield Proof(gate, z3.Implies(d.person.says(gate), d.at_least(Level.urgent)), d)


@claim("P06", "An unanswered danger sign is never taken for a no.")
def unknown_is_not_no(world: World) -> Iterator[Proof]:
    d = world.anybody
    p = d.person
    no = {gate: Symbol(FlagType(), z3.And(p.facts[gate].known, p.facts[gate].value), YES) for gate in world.kb.gates}
    answered_no = changed(world, d, no)
    for level in (Level.routine, Level.urgent, Level.emergency):
        yield Proof(
            f"answering no to all never raises to {level.name}",
            z3.Implies(answered_no.at_least(level), d.at_least(level)),
            d,
            tuple(answered_no.person.domain),
        )
    some = {
        gate: Symbol(FlagType(), z3.If(p.facts[gate].known, p.facts[gate].value, z3.Bool(f"true {gate}")), YES)
        for gate in world.kb.gates
    }
    answered = changed(world, d, some)
    yield Proof(
        "whatever makes it urgent once answered makes it urgent before",
        z3.Implies(answered.fires(Level.urgent), d.at_least(Level.urgent)),
        d,
        tuple(answered.person.domain),
    )
    for gate in sorted(world.kb.gates):
        yield Proof(f"{gate} is open", z3.Implies(z3.Not(p.known(gate)), d.at_least(Level.urgent)), d)


@claim("P07", "More answers never undo what is sure, and never bring what was impossible.")
def answers_add_up(world: World) -> Iterator[Proof]:
    d = world.unsettled
    p = d.person
    whole, inside = completed(world, d)
    for one, judged in zip(d.rules, world.kb.rules, strict=True):
        truly = whole.truly(judged.when)
        yield Proof(f"{one.rule.id} stays sure", z3.Implies(p.surely(judged.when), truly), d, inside)
        yield Proof(f"{one.rule.id} was possible", z3.Implies(truly, p.perhaps(judged.when)), d, inside)


@claim("P20", "A baby under one is seen today at least, whatever else is answered.")
def babies(world: World) -> Iterator[Proof]:
    d = world.anybody
    p = d.person
    urgent = d.at_least(Level.urgent)
    yield Proof("age 0", z3.Implies(p.says("age_years", 0), urgent), d)
    yield Proof("under one", z3.Implies(p.says("under_1"), urgent), d)


@claim(
    "P22",
    "A chest or throat that may be the heart or the airway is urgent, and nothing is stretched, rubbed or heated.",
)
def chest_and_airway(world: World) -> Iterator[Proof]:
    d = world.anybody
    p = d.person
    kinds = ("painful_cramp", "ongoing_spasm", "stiffness", "inside_squeeze")
    no_hiccups = z3.Not(p.says("hiccups"))
    chest = z3.And(p.says("site_chest"), no_hiccups, any_of(p.says("kind", kind) for kind in kinds))
    throat = z3.And(p.says("site_throat"), z3.Or(p.says("breathing_difficulty"), p.says("throat_closing_or_noisy")))
    for name, meant in (("chest", chest), ("throat", throat)):
        yield Proof(f"{name} is urgent", z3.Implies(meant, d.at_least(Level.urgent)), d)
        yield from none_of(d, meant, name, "stretch_any", "massage_any", "heat_any")


@claim("P23", "A leg or arm that may hold a clot is urgent, and nothing is stretched, rubbed or heated.")
def clots(world: World) -> Iterator[Proof]:
    d = world.anybody
    for sign in ("limb_swollen_one_side", "limb_red_warm"):
        meant = d.person.says(sign)
        yield Proof(f"{sign} is urgent", z3.Implies(meant, d.at_least(Level.urgent)), d)
        yield from none_of(d, meant, sign, "stretch_any", "massage_any", "heat_any")


@claim("P26", "Self-care means: every danger sign was answered with no, and no rule fires.")
def self_care_is_exact(world: World) -> Iterator[Proof]:
    d = world.anybody
    p = d.person
    alone = d.level(Level.self_care)
    for gate in sorted(world.kb.gates):
        yield Proof(f"{gate} is answered with no", z3.Implies(alone, p.says(gate, False)), d)
    yield Proof("no rule fires", z3.Implies(alone, z3.Not(d.fires(Level.routine))), d)
    none = all_of(z3.Not(z3.Or(one.fires, one.open)) for one in d.rules)
    yield Proof("and nothing else is asked for", z3.Implies(none, alone), d)


@claim("P30", "A number on its dangerous side only raises the level: longer, more often, more pain, hotter.")
def thresholds_point_the_right_way(world: World) -> Iterator[Proof]:
    d = world.anybody
    for id in RISING:
        before, type = d.person.given[id], world.kb.facts[id].type
        assert isinstance(type, IntType)
        after = changed(world, d, {id: Symbol(type, before.value + 1, YES)})
        meant = z3.And(before.known, before.value < type.high)
        yield Proof(id, z3.Implies(meant, rises(d, after)), d, tuple(after.person.domain))


def changed(world: World, d: Deciding, but: dict[str, Symbol]) -> Deciding:
    """The same person with other answers."""
    return Deciding(world.kb, Person(world.kb, "'", like=d.person, but=but, settling=world.settling), like=d)


def completed(world: World, d: Deciding) -> tuple[Person, tuple[z3.BoolRef, ...]]:
    """The same person once everything is known, any way that may turn out, and what the new answers can be."""
    whole = {
        id: Symbol(one.type, z3.If(one.known, one.value, _fresh(f"true {id}", one)), YES)
        for id, one in d.person.facts.items()
    }
    person = Person(world.kb, "'", like=d.person, but=whole, settling=False)
    return person, tuple(one.inside() for one in person.facts.values())


def none_of(d: Deciding, meant: z3.BoolRef, name: str, *groups: str) -> Iterator[Proof]:
    """None of these remedies is in the plan of whom `meant` speaks."""
    for remedy in remedies_of(d.kb, *groups):
        if remedy.indication:
            yield Proof(f"{name}: no {remedy.id}", z3.Implies(meant, z3.Not(d.in_plan(remedy.id))), d, plan=True)


def _fresh(name: str, like: Symbol) -> z3.ExprRef:
    return z3.Bool(name) if isinstance(like.type, FlagType) else z3.Int(name)
