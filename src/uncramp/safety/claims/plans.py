"""Claims about the plan: nothing is offered that a known or unknown fact speaks against, to nobody."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

import z3

from uncramp.logic import FlagType, facts_of
from uncramp.logic.prove import Symbol, all_of, any_of
from uncramp.safety.claims import Case, Proof, Step, World, claim
from uncramp.safety.claims.levels import changed, completed, none_of
from uncramp.safety.deciding import Deciding
from uncramp.safety.person import YES
from uncramp.triage import Level

COMFORTS = ("reposition", "loosen_clothing", "cool_down", "sip_fluids")
"""All that may be offered to somebody who has to be seen today."""
BODY = ("condition", "medicine", "allergy")
"""Groups of facts that are there to hold remedies back."""


@claim("P08", "Whatever the answers that are missing turn out to be, nothing that they would forbid was offered.")
def nothing_forbidden(world: World) -> Iterator[Proof]:
    d = world.unsettled
    whole, inside = completed(world, d)
    for id in offered_at_all(d):
        forbidding = [d.kb.when("contraindication", one.id) for one in d.kb.against[id] if one.action == "withhold"]
        forbids = any_of(whole.truly(when) for when in forbidding)
        yield Proof(id, z3.Implies(forbids, z3.Not(d.in_plan(id))), d, inside, plan=True)


@claim("P09", "A further illness, medicine or allergy never adds a remedy, unless the remedy is for just that.")
def more_illness_never_adds(world: World) -> Iterator[Proof]:
    """Remedy by remedy. In the plan as a whole one may take the place of another that must not stand beside it."""
    d = world.anybody
    speaks_of = {id: frozenset[str]() for id in d.kb.remedies}
    for remedy, _, when in d.kb.indications:
        speaks_of[remedy.id] |= facts_of(when)
    for id, fact in d.kb.facts.items():
        if fact.group in BODY and isinstance(fact.type, FlagType):
            after = changed(world, d, {id: Symbol(fact.type, YES, YES)})
            added = [
                z3.And(after.suits[place], z3.Not(d.suits[place]), z3.Not(after.speaks("ask", place[0])))
                for place in d.suits
                if after.asks_of(place[0], id) and id not in speaks_of[place[0]]
            ]
            none = z3.Not(z3.And(d.person.says(id, False), any_of(added), same_part(d, after)))
            yield Proof(id, none, d, tuple(after.person.domain))


def same_part(d: Deciding, after: Deciding) -> z3.BoolRef:
    """Both people may look after themselves, or both have to be seen today, or now."""
    return all_of(d.at_least(level) == after.at_least(level) for level in (Level.urgent, Level.emergency))


@claim("P10", "Two things that must never go together never stand in one plan, whatever is preferred.")
def no_forbidden_pair(world: World) -> Iterator[Proof]:
    d = world.anybody
    for one, other in combinations(offered_at_all(d), 2):
        if other in d.never(one):
            yield Proof(f"{one} and {other}", z3.Not(z3.And(d.in_plan(one), d.in_plan(other))), d, plan=True)


@claim("P11", "What must never be done, and what only a prescriber can decide, is never a step of a plan.")
def never_list(world: World) -> Iterator[Proof]:
    d = world.anybody
    for remedy in d.kb.pack.remedy:
        if remedy.kind != "self_care":
            yield Proof(remedy.id, z3.Not(d.in_plan(remedy.id)), d, plan=True)


@claim("P12", "Nobody with a limit on drinking, or with too little salt in the blood, is offered more to drink.")
def drinking_limits(world: World) -> Iterator[Proof]:
    d = world.anybody
    limits = ("cond_heart_failure", "cond_dialysis", "cond_fluid_limit", "cond_low_sodium", "drank_lots")
    for limit in limits:
        for id in ("drink_to_thirst", "electrolyte_drink", "oral_rehydration"):
            for name, meant in (("yes", d.person.says(limit)), ("unknown", z3.Not(d.person.known(limit)))):
                yield Proof(f"{limit} {name}: no {id}", z3.Implies(meant, z3.Not(d.in_plan(id))), d, plan=True)


@claim("P14", "No child is offered what is only for adults.")
def children(world: World) -> Iterator[Proof]:
    d = world.anybody
    p = d.person
    grown = ("nsaid_oral", "nsaid_gel", "salicylate_rub", "paracetamol", "capsaicin_cream", "magnesium", "hot_tub")
    for name, meant in (("under 16", p.says("under_16")), ("age unknown", z3.Not(p.known("under_16")))):
        yield from none_of(d, meant, name, *grown)
    small = z3.And(p.known("age_years"), p.facts["age_years"].value < 12)
    yield from none_of(d, small, "under 12", "menthol_rub")


@claim("P17", "Self-care always has a day to look again, within two weeks, and every level says what to watch for.")
def a_net_under_everybody(world: World) -> Iterator[Proof]:
    d = world.anybody
    nets = [(net, d.person.surely(d.kb.when("safety_net", net.id))) for net in d.kb.pack.safety_net]
    for level in Level:
        here = [(net, holds) for net, holds in nets if level.name in net.levels]
        said = any_of(holds for net, holds in here if net.says)
        yield Proof(f"{level.name} has a net", z3.Implies(d.level(level), said), d)
    dated = any_of(holds for net, holds in nets if net.review_days and "self_care" in net.levels)
    yield Proof("a day to look again", z3.Implies(d.level(Level.self_care), dated), d)


@claim("P21", "Nobody who is or may be pregnant is offered what could harm the baby; weeks unknown count as late.")
def pregnancy(world: World) -> Iterator[Proof]:
    d = world.anybody
    p = d.person
    harmful = ("nsaid_oral", "nsaid_gel", "hot_tub", "salt_tablets", "jumping_before_bed")
    for status in ("pregnant", "maybe"):
        yield from none_of(d, p.says("pregnancy_status", status), status, *harmful)
    yield from none_of(d, z3.Not(p.known("pregnancy_status")), "not asked", *harmful)
    weeks = p.facts["pregnancy_weeks"]
    late = z3.And(weeks.known, weeks.value >= 16)
    for name, meant in (("from 16 weeks", late), ("weeks unknown", z3.Not(weeks.known))):
        pregnant = z3.And(p.says("pregnancy_status", "pregnant"), meant)
        yield from none_of(d, pregnant, name, "lying_on_back")


@claim("P29", "Who has to be seen today gets comfort only, and nothing that is held back.")
def urgent_is_comfort_only(world: World) -> Iterator[Proof]:
    d = world.anybody
    for id in offered_at_all(d):
        if id not in COMFORTS:
            yield Proof(id, z3.Implies(d.at_least(Level.urgent), z3.Not(d.in_plan(id))), d, plan=True)
        else:
            held = z3.And(d.at_least(Level.urgent), d.speaks("withhold", id))
            yield Proof(id, z3.Implies(held, z3.Not(d.in_plan(id))), d, plan=True)


@claim("P25", "No rule is always true, somebody may look after themselves, and every remedy of a plan is for somebody.")
def nothing_is_vacuous(world: World) -> Iterator[Step]:
    d = world.anybody
    for judged, one in zip(d.kb.rules, d.rules, strict=True):
        yield Proof(f"not always {one.rule.id}", z3.Not(d.person.perhaps(judged.when)), d, exists=True)
    for level in Level:
        yield Proof(f"somebody is {level.name}", d.level(level), d, exists=True)
    for id in offered_at_all(d):
        yield Proof(f"somebody is offered {id}", d.in_plan(id), d, exists=True, plan=True)
    if not d.plan:
        yield Case("the plan", "no remedy has an indication")


def offered_at_all(d: Deciding) -> list[str]:
    """The remedies that have an indication."""
    return sorted({id for id, _ in d.suits})
