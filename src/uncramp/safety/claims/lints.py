"""Slips in the rules that only a proof can find: rules and parts that change nothing, answers that get lost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import product

import z3

from uncramp.logic import And, Compare, Expr, Flag, IntType, Member, Not, Or, atoms, facts_of, to_text
from uncramp.logic.fact_types import EnumType, FlagType
from uncramp.logic.prove import Symbol, any_of, planes, questions
from uncramp.safety.claims import Case, Proof, Step, World, claim
from uncramp.safety.person import YES


@claim("P24", "Every rule fires for somebody, and alone in deciding, unless it says why it never does.")
def no_dead_rules(world: World) -> Iterator[Step]:
    d = world.anybody
    for one in d.rules:
        others = any_of(other.fires for other in d.rules if other is not one and other.level >= one.level)
        alone = z3.And(one.fires, z3.Not(others))
        if one.rule.never_alone:
            yield Proof(f"{one.rule.id} fires", one.fires, d, exists=True)
            yield Proof(f"{one.rule.id} never decides alone, as it says", z3.Not(alone), d)
        else:
            yield Proof(f"{one.rule.id} decides alone", alone, d, exists=True)


@claim("L01", "No part of a rule can be left out without changing whom it is about.")
def no_idle_parts(world: World) -> Iterator[Proof]:
    """A part counts where it changes whether a rule fires, or whether it still may and so is asked about."""
    d = world.anybody
    for judged in d.kb.rules:
        must, may = planes(judged.when, d.person.asked)
        for said, shorter in shortened(judged.when):
            sure, possible = planes(shorter, d.person.asked)
            differs = z3.Or(z3.Xor(must, sure), z3.Xor(may, possible))
            yield Proof(f"{judged.rule.id}: `{said}`", differs, d, exists=True)


@claim("L02", "What is called unknown is unknown: the answers that are missing could make it both yes and no.")
def nothing_lost(world: World) -> Iterator[Proof]:
    d = world.anybody
    for judged in d.kb.rules:
        if repeated(judged.when):
            must, may = planes(judged.when, d.person.asked)
            worlds = list(_filled_in(judged.when, d.person.facts))
            could = any_of(planes(judged.when, questions(one))[1] for one in worlds)
            need_not = any_of(z3.Not(planes(judged.when, questions(one))[0]) for one in worlds)
            open = z3.And(may, z3.Not(must))
            yield Proof(judged.rule.id, z3.Implies(open, z3.And(could, need_not)), d)


@claim("L03", "Every fact that is asked for changes something.", "check")
def no_idle_facts(world: World) -> Iterator[Case]:
    kb = world.kb
    used = {fact for name in kb.pack.conditions for fact in facts_of(kb.when(*_split(name)))}
    used |= {fact for line in kb.pack.line for fact in line.facts} | {one.unsure_of for one in kb.facts.values()}
    used |= {remedy.routine.ladder.start_from for remedy in kb.pack.remedy if remedy.routine and remedy.routine.ladder}
    for id in kb.facts:
        yield Case(id, "" if id in used or id in SPOKEN else "no condition asks of it")


SPOKEN = ("answering_for", "region")
"""Facts that only change the words: "you" or "they", and the numbers to call."""


def shortened(expr: Expr) -> Iterator[tuple[str, Expr]]:
    """The expression without one of its parts, for each part, with the text of that part."""
    match expr:
        case Flag() | Compare() | Member():
            return
        case Not(arg):
            yield from ((said, Not(rest)) for said, rest in shortened(arg))
        case And(args) | Or(args):
            for nth, arg in enumerate(args):
                others = (*args[:nth], *args[nth + 1 :])
                yield to_text(arg), type(expr)(others)
                for said, rest in shortened(arg):
                    yield said, type(expr)((*args[:nth], rest, *args[nth + 1 :]))


def repeated(expr: Expr) -> list[str]:
    """The facts that the expression asks of more than once: without any, three values lose nothing."""
    return sorted(fact for fact, times in Counter(atom.fact for atom in atoms(expr)).items() if times > 1)


def _filled_in(expr: Expr, facts: dict[str, Symbol]) -> Iterator[dict[str, Symbol]]:
    """The same person with the repeated facts known, where they were not, in every way that matters."""
    names = repeated(expr)
    for values in product(*(_ways(expr, name, facts[name]) for name in names)):
        changed = {
            name: Symbol(facts[name].type, z3.If(facts[name].known, facts[name].value, value), YES)
            for name, value in zip(names, values, strict=True)
        }
        yield {**facts, **changed}


def _ways(expr: Expr, name: str, symbol: Symbol) -> list[z3.ExprRef]:
    match symbol.type:
        case FlagType():
            return [z3.BoolVal(True), z3.BoolVal(False)]
        case EnumType(values):
            return [z3.IntVal(nth) for nth in range(len(values))]
        case IntType(low, high):
            limits = {atom.value for atom in atoms(expr) if isinstance(atom, Compare) and atom.fact == name}
            near = {low, high} | {limit + step for limit in limits for step in (-1, 0, 1)}
            return [z3.IntVal(value) for value in sorted(near) if low <= value <= high]


def _split(name: str) -> tuple[str, str, int | None]:
    kind, id, *nth = name.split(":")
    return kind, id, int(nth[0]) if nth else None
