"""The people of the corpus, each once, and what each condition of the knowledge finds among them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from uncramp.facts import UNSURE, Answers
from uncramp.kb import Knowledge
from uncramp.logic import Fact as Value
from uncramp.logic import FlagType
from uncramp.safety.corpus.expected import SHORT, digest

NOBODY = Answers()
WELL = "well"
"""The person whom most others are like."""


@dataclass(frozen=True)
class Someone:
    """One person: why they are here first, and whom they are like."""

    id: str
    why: str
    like: str
    answers: Answers


@dataclass(frozen=True)
class Shown:
    """What shows a condition: ids of people. Lists go by its questions, in reading order, each question once."""

    condition: str
    fires: str
    near: list[list[str]] = field(default_factory=list)
    """Per question, two people who differ in this answer alone: surely so, and surely not so."""
    values: list[list[str]] = field(default_factory=list)
    """Per question about a number those below, at and above its limit; per question about words, one for each word."""
    open: list[str] = field(default_factory=list)
    """People of whom an answer is missing or in doubt, so that it depends."""

    def row(self) -> dict[str, Any]:
        return {key: value for key, value in vars(self).items() if value}


class People:
    """Everybody so far; whoever comes twice is there once, and for the first reason."""

    def __init__(self, likes: Mapping[str, Answers]) -> None:
        self.likes = likes
        self._found: dict[str, Someone] = {}

    def add(self, answers: Answers, why: str, like: str = WELL) -> str:
        id = digest(raw(answers), length=SHORT)
        self._found.setdefault(id, Someone(id, why, like, answers))
        return id

    def __len__(self) -> int:
        return len(self._found)

    def since(self, start: int) -> list[Someone]:
        return [*self._found.values()][start:]


def raw(answers: Answers) -> dict[str, Value]:
    """The answers as `facts` of a person."""
    return {**answers.known, **dict.fromkeys(answers.unsure, UNSURE)}


def unlike(answers: Answers, like: Answers) -> dict[str, Any]:
    """Only what differs from that person: other `facts`, and those `without` an answer."""
    ours, theirs = raw(answers), raw(like)
    facts = {id: value for id, value in sorted(ours.items()) if id not in theirs or theirs[id] != value}
    without = sorted(theirs.keys() - ours.keys())
    return {"facts": facts} | ({"without": without} if without else {})


def alike(row: Mapping[str, Any], likes: Mapping[str, Mapping[str, Value]]) -> dict[str, Value]:
    """All answers of a person of the corpus: the one they are like, without some and with others."""
    left_out = set(row.get("without", ()))
    kept = {id: value for id, value in likes[row.get("like", WELL)].items() if id not in left_out}
    return {**kept, **row["facts"]}


def lost(answers: Answers, facts: Iterable[str], *, unsure: bool = False) -> Answers:
    """The same person without these answers, as if nobody had asked or, if `unsure`, in vain."""
    gone = frozenset(facts)
    known = {id: value for id, value in answers.known.items() if id not in gone}
    return Answers(known, answers.unsure | gone if unsure else answers.unsure - gone)


def everybody_well(kb: Knowledge, given: Answers) -> Answers:
    """Somebody of whom every yes/no fact is "no", but for what the given answers fill in by themselves."""
    implied = {one.fact for one in kb.implied}
    flags = [id for id, fact in kb.facts.items() if isinstance(fact.type, FlagType) and not fact.unsure_of]
    answers = NOBODY.given({id: False for id in flags if id not in implied}).given(given.known, given.unsure)
    for id in flags:
        if id not in kb.settled(answers).known:
            answers = answers.given({id: False})
    return answers
