"""People for the tests of the real knowledge: random ones, and ones told as a story (`person`)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from random import Random
from typing import Any

from uncramp.facts import UNSURE, Answers, read_answers
from uncramp.kb import Knowledge
from uncramp.logic import EnumType, FlagType, IntType, atoms
from uncramp.logic import Fact as Value
from uncramp.logic.expr import Compare

BASELINE: dict[str, Value] = {
    "weight_kg": 70,
    "sex_at_birth": "female",
    "pregnancy_status": "no",
    "region": "uk",
    "answering_for": "self",
    "kind": "painful_cramp",
    "onset": "seconds_minutes",
    "side": "one",
    "trend": "same",
    "symptom_days": 1,
    "episode_minutes": 3,
    "episodes_per_week": 1,
    "pain_score": 4,
}
"""Somebody with an ordinary cramp, 40 years old; every yes/no fact that a story does not name is "no"."""
AGE = {"age_years": 40}
AGES = ("age_years", "age_months", "under_16", "under_1")


def person(kb: Knowledge, named: Mapping[str, Any], unknown: Iterable[str] = ()) -> Answers:
    """The person of a story that names only what matters; `unknown` are facts nobody asked."""
    age = {} if any(fact in named for fact in AGES) else AGE
    given = {fact: value for fact, value in {**BASELINE, **age, **named}.items() if fact in kb.facts}
    if named.get("sex_at_birth") == "male" and "pregnancy_status" not in named:
        del given["pregnancy_status"]
    settled = kb.settled(read_answers(kb.facts, given))
    known = dict(settled.known)
    for id, fact in kb.facts.items():
        if isinstance(fact.type, FlagType) and id not in settled.unsure:
            known.setdefault(id, False)
    left_out = set(unknown)
    assert left_out <= kb.facts.keys(), left_out - kb.facts.keys()
    return Answers({fact: value for fact, value in known.items() if fact not in left_out}, settled.unsure - left_out)


def thresholds(kb: Knowledge) -> dict[str, list[int]]:
    """Per number, the values at which some condition changes its mind, and their neighbours."""
    found: dict[str, set[int]] = {}
    conditions = [one.when for one in kb.rules] + [
        kb.when("contraindication", entry.id) for entry in kb.pack.contraindication
    ]
    for when in conditions:
        for atom in atoms(when):
            if isinstance(atom, Compare):
                found.setdefault(atom.fact, set()).update((atom.value - 1, atom.value, atom.value + 1))
    return {fact: sorted(values) for fact, values in found.items()}


def random_person(kb: Knowledge, rng: Random, near: Mapping[str, list[int]]) -> dict[str, Any]:
    """Answers to some of the facts, the rest absent or unsure.

    Half the people are random throughout and have answered two thirds. The others have an ordinary cramp and a few
    surprises, and have answered all, nearly all or two thirds: else hardly anybody would be offered anything.
    """
    answers = _ordinary(kb, rng, near) if rng.random() < 0.5 else _anything(kb, rng, near)
    if "age_years" in answers:  # ages that fit each other, or nearly everybody would be refused
        drop: tuple[str, ...] = ("age_months", "under_16", "under_1")
    elif "age_months" in answers:
        drop = ("under_16", "under_1")
    else:
        drop = ("under_16",) if answers.get("under_1") is True else ()
    return {fact: answer for fact, answer in answers.items() if fact not in drop}


def _ordinary(kb: Knowledge, rng: Random, near: Mapping[str, list[int]]) -> dict[str, Any]:
    """Every danger sign answered with no, one place that hurts, up to six answers drawn at random."""
    sites = [id for id, fact in kb.facts.items() if fact.group == "site" and isinstance(fact.type, FlagType)]
    sure = {**person(kb, {rng.choice(sites): True, "still_happening": True, "age_years": rng.randint(5, 90)}).known}
    for id in rng.sample(sorted(sure), round(len(sure) * rng.choice((0, 0.02, 1 / 3)))):
        if kb.facts[id].tier != "gate" and id not in ("kind", "still_happening"):
            del sure[id]
    answers: dict[str, Any] = dict(sure)
    for id in rng.sample(sorted(kb.facts), rng.randint(0, 6)):
        answers[id] = UNSURE if rng.random() < 0.1 else _any_answer(kb, id, rng, near, yes=0.5)
    return answers


def _anything(kb: Knowledge, rng: Random, near: Mapping[str, list[int]]) -> dict[str, Any]:
    yes = rng.choice((0.01, 0.05, 0.3))
    answers: dict[str, Any] = {}
    for id in kb.facts:
        if rng.random() < 2 / 3:
            answers[id] = _any_answer(kb, id, rng, near, yes)
        elif rng.random() < 0.2:
            answers[id] = UNSURE
    return answers


def _any_answer(kb: Knowledge, id: str, rng: Random, near: Mapping[str, list[int]], yes: float) -> Value:
    match kb.facts[id].type:
        case FlagType():
            return rng.random() < yes
        case IntType(low, high):
            close = [value for value in near.get(id, ()) if low <= value <= high]
            return rng.choice(close) if close and rng.random() < 0.5 else rng.randint(low, high)
        case EnumType(values):
            return rng.choice(values)
