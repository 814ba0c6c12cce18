"""Random people, the same for the same seed: half with an ordinary cramp and surprises, half with a few answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from random import Random

from uncramp.facts import Answers
from uncramp.kb import Knowledge
from uncramp.logic import Compare, EnumType, FlagType, IntType, atoms
from uncramp.logic import Fact as Value


def stranger(kb: Knowledge, rng: Random, well: Answers, near: Mapping[str, Sequence[int]]) -> tuple[str, Answers]:
    """Somebody, and whom they are like."""
    if rng.random() < 0.5:
        return "well", _surprised(kb, rng, well, near)
    return "nobody", _sparse(kb, rng, near)


def _surprised(kb: Knowledge, rng: Random, well: Answers, near: Mapping[str, Sequence[int]]) -> Answers:
    """Well, but for up to eight answers, of which some are lost and some in doubt."""
    sites = [id for id, fact in kb.facts.items() if fact.group == "site" and isinstance(fact.type, FlagType)]
    answers = well.given({rng.choice(sites): True} if sites else {})
    lost = set(rng.sample(sorted(kb.facts), min(len(kb.facts), rng.choice((0, 0, 1, 4, 16)))))
    answers = Answers({id: value for id, value in answers.known.items() if id not in lost})
    for id in rng.sample(sorted(kb.facts), min(len(kb.facts), rng.randint(0, 8))):
        answers = _one_more(kb, rng, answers, id, near, yes=0.5)
    return answers


def _sparse(kb: Knowledge, rng: Random, near: Mapping[str, Sequence[int]]) -> Answers:
    """Hardly anything is known."""
    answers, yes = Answers(), rng.choice((0.1, 0.3, 0.6))
    for id in rng.sample(sorted(kb.facts), min(len(kb.facts), rng.choice((1, 5, 10, 20, 30)))):
        answers = _one_more(kb, rng, answers, id, near, yes)
    return answers


def _one_more(
    kb: Knowledge, rng: Random, answers: Answers, id: str, near: Mapping[str, Sequence[int]], yes: float
) -> Answers:
    if rng.random() < 0.15:
        return Answers({fact: value for fact, value in answers.known.items() if fact != id}, answers.unsure | {id})
    return answers.given({id: _any(kb, id, rng, near, yes)})


def _any(kb: Knowledge, id: str, rng: Random, near: Mapping[str, Sequence[int]], yes: float) -> Value:
    match kb.facts[id].type:
        case FlagType():
            return rng.random() < yes
        case IntType(low, high):
            close = near.get(id, ())
            return rng.choice(close) if close and rng.random() < 0.5 else rng.randint(low, high)
        case EnumType(values):
            return rng.choice(values)


def limits(kb: Knowledge) -> dict[str, list[int]]:
    """Per number, the values at which some condition changes its mind, and their neighbours."""
    found: dict[str, set[int]] = {}
    for name in kb.pack.conditions:
        kind, id, *nth = name.split(":")
        for atom in atoms(kb.when(kind, id, int(nth[0]) if nth else None)):
            type = kb.facts[atom.fact].type
            if isinstance(atom, Compare) and isinstance(type, IntType):
                near = (atom.value - 1, atom.value, atom.value + 1)
                found.setdefault(atom.fact, set()).update(n for n in near if type.low <= n <= type.high)
    return {fact: sorted(values) for fact, values in found.items()}
