"""The questionnaire of the phone app against Python: the same questions in the same order, until the end."""

from __future__ import annotations

import json
import os
from collections import Counter
from dataclasses import asdict
from datetime import date
from random import Random
from typing import Any

import pytest

from agreement.scripts import Ask, difference
from knowledge.people import BASELINE, person, random_person, thresholds
from uncramp.decide import answers_json
from uncramp.errors import PersonError
from uncramp.facts import UNSURE, Answers, read_answers
from uncramp.interview import (
    BRIEF,
    WHOLE,
    More,
    Progress,
    Question,
    Stage,
    answered,
    back,
    behind,
    next_question,
    wanted,
)
from uncramp.kb import Knowledge
from uncramp.logic import EnumType, FlagType, IntType
from uncramp.logic import Fact as Value

INTERVIEWS = int(os.environ.get("UNCRAMP_PEOPLE", "2000")) // 20
GROUPS = 4
TODAY = date(2026, 2, 27)
LONGEST = 250
"""Questions after which nobody goes back any more, so that every conversation ends."""


class Person:
    """Somebody who answers at random: how often with yes, with "not sure", by going back, by wanting no more."""

    def __init__(self, kb: Knowledge, rng: Random, near: dict[str, list[int]]) -> None:
        self.kb, self.rng, self.near = kb, rng, near
        self.ordinary = rng.random() < 0.7
        self.yes = rng.choice((0.0, 0.01, 0.03) if self.ordinary else (0.01, 0.05, 0.2))
        self.doubts = rng.choice((0.0, 0.02, 0.2))
        self.backs = rng.choice((0.0, 0.0, 0.08))
        self.wants = rng.choice((0.5, 0.9, 1.0))

    def value(self, id: str) -> Value:
        if self.rng.random() < self.doubts:
            return UNSURE
        if self.ordinary and id in BASELINE:
            return BASELINE[id]
        match self.kb.facts[id].type:
            case FlagType():
                return self.rng.random() < self.yes
            case IntType(low, high):
                close = [value for value in self.near.get(id, ()) if low <= value <= high]
                return self.rng.choice(close) if close and self.rng.random() < 0.5 else self.rng.randint(low, high)
            case EnumType(values):
                return self.rng.choice(values)

    def reply(self, asked: Question | More, *, tired: bool) -> dict[str, Any]:
        if isinstance(asked, More):
            return {"yes": self.rng.random() < self.wants}
        if not tired and self.rng.random() < self.backs:
            return {"back": True}
        if asked.kind == "line" and self.rng.random() < 2 * self.yes + self.doubts:
            return {"one_by_one": {fact: self.value(fact) for fact in asked.facts}}
        if asked.kind == "line":
            return {"known": dict.fromkeys(asked.facts, False), "unsure": []}
        if asked.kind == "many" and self.rng.random() < self.doubts:
            return {"known": {}, "unsure": [*asked.facts]}
        given = {fact: self.value(fact) for fact in asked.facts}
        if asked.kind == "many":
            picked = {fact: value is True for fact, value in given.items()}
            if self.kb.facts[asked.facts[0]].group == "site":
                picked[self.rng.choice(asked.facts)] = True
            return {"known": picked, "unsure": []}
        return split(given)


def split(given: dict[str, Value]) -> dict[str, Any]:
    known = {fact: value for fact, value in given.items() if value != UNSURE}
    return {"known": known, "unsure": [fact for fact in given if fact not in known]}


def plain(asked: Question | More | str | None) -> Any:
    if isinstance(asked, More):
        return {"stage": asked.stage, "kind": "more", "count": asked.count}
    return asdict(asked) | {"facts": [*asked.facts]} if isinstance(asked, Question) else asked


def talk(kb: Knowledge, person: Person, progress: Progress) -> tuple[list[Any], list[dict[str, Any]], Answers]:
    """Everything that is asked, the replies, and what is known at the end."""
    asked: list[Any] = []
    replies: list[dict[str, Any]] = []
    while question := next_question(kb, progress, today=TODAY):
        asked.append(plain(question))
        reply = person.reply(question, tired=len(replies) > LONGEST)
        replies.append(reply)
        if isinstance(question, More):
            progress = wanted(progress, question, reply["yes"])
        elif "back" in reply:
            progress = back(progress)
        else:
            given = one_by_one(kb, progress, question, reply["one_by_one"], asked) if "one_by_one" in reply else reply
            progress = answered(progress, question, given["known"], given["unsure"])
        assert len(replies) < 2 * LONGEST, "a conversation without an end"
    asked.append(None)
    return asked, replies, kb.settled(progress.given)


def one_by_one(
    kb: Knowledge, progress: Progress, question: Question, values: dict[str, Value], asked: list[Any]
) -> dict[str, Any]:
    said: dict[str, Value] = {}
    while True:
        given = split(said)
        fact = behind(kb, progress, question, given["known"], given["unsure"])
        asked.append(fact)
        if fact is None:
            return given
        said[fact] = values[fact]


def begun(kb: Knowledge, rng: Random, near: dict[str, list[int]]) -> dict[str, Any]:
    """What is known before the first question: nothing, or a part of a person, or nearly all."""
    share = rng.choice((0.0, 0.0, rng.random(), 0.9, 0.95))
    raw = {fact: value for fact, value in random_person(kb, rng, near).items() if rng.random() < share}
    try:
        kb.answers(raw)
    except PersonError:
        return {}
    return raw


def assert_same(
    kb: Knowledge, node: Ask, person: Person, raw: dict[str, Any], stages: tuple[Stage, ...]
) -> list[dict[str, Any]]:
    """The questions of a conversation, which are the same in both, as is what is known at its end."""
    asked, replies, answers = talk(kb, person, Progress(read_answers(kb.facts, raw), stages))
    found = node("interview", facts=raw, stages=stages, today=TODAY.isoformat(), replies=replies)
    case = f"{json.dumps(raw)} {json.dumps(replies)}"
    assert not (differs := difference(asked, found["asked"])), f"{differs}\n{case}"
    assert found["known"] == dict(answers.known), case
    assert found["unsure"] == sorted(answers.unsure), case
    return [one for one in asked if isinstance(one, dict)]


@pytest.mark.parametrize("group", range(GROUPS))
def test_both_ask_the_same_until_the_end(kb: Knowledge, node: Ask, group: int) -> None:
    near = thresholds(kb)
    seen: Counter[str] = Counter()
    for nth in range(INTERVIEWS // GROUPS):
        rng = Random(f"{group}:{nth}")
        raw, stages = begun(kb, rng, near), rng.choice((BRIEF, WHOLE, WHOLE, WHOLE))
        try:
            asked = assert_same(kb, node, Person(kb, rng, near), raw, stages)
        except PersonError:  # two ages that contradict each other, one of them given before
            continue
        seen.update(f"{one['stage']} {one['kind']}" for one in asked)
    assert {"level line", "level many", "level one", "level more", "remedies more", "causes more"} <= seen.keys(), seen
    assert seen.total() > 10 * (INTERVIEWS // GROUPS)


def test_both_ask_last_where_somebody_stands_now(kb: Knowledge, node: Ask) -> None:
    ladders = [remedy.routine.ladder for remedy in kb.pack.remedy if remedy.routine and remedy.routine.ladder]
    own = {ladder.start_from for ladder in ladders} - {""}
    fitted: set[str] = set()
    for nth, site in enumerate(fact for fact in kb.facts if fact.startswith("site_")):
        told = person(kb, {site: True, "night_or_rest": True, "during_exercise": bool(nth % 2)}, unknown=own)
        keen = Person(kb, Random(nth), thresholds(kb))
        keen.wants, keen.doubts, keen.yes = 1.0, 0.1, 0.0
        asked = assert_same(kb, node, keen, answers_json(told), WHOLE)
        fitted |= {fact for one in asked if one["stage"] == "schedule" and "facts" in one for fact in one["facts"]}
    assert fitted
    assert fitted <= own
