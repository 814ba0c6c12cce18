"""Random people over the real knowledge: whatever they answer, the decision keeps every promise.

The suite judges 3,000 people. The long run, after any change to the engine or the knowledge:

    UNCRAMP_PEOPLE=100000 python -m pytest tests/knowledge/test_random_people.py

It takes a few minutes and names the seed of the person who breaks a promise; to see that one again:

    UNCRAMP_SEED=1234 UNCRAMP_PEOPLE=1 python -m pytest tests/knowledge/test_random_people.py

The promises are checked against the pack itself and the compiled conditions, not with the code that decides.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from dataclasses import dataclass
from random import Random
from typing import Any

import pytest

from knowledge.people import random_person, thresholds
from uncramp.decide import decide
from uncramp.errors import PersonError
from uncramp.facts import Answers
from uncramp.kb import Knowledge
from uncramp.logic import FlagType, evaluate
from uncramp.logic.compile import compile_planes
from uncramp.triage import Level, triage

PEOPLE = int(os.environ.get("UNCRAMP_PEOPLE", "3000"))
SEED = int(os.environ.get("UNCRAMP_SEED", "0"))
COMFORT = {"reposition", "loosen_clothing", "cool_down", "sip_fluids"}
"""All that may be offered to somebody who has to be seen today."""
LEVELS = ("self_care", "routine", "urgent", "emergency")


@dataclass
class Oracle:
    """What must and may be true of a person, by the compiled conditions; who is meant, by the entries themselves."""

    kb: Knowledge

    def __post_init__(self) -> None:
        kb, self.keys = self.kb, list(self.kb.pack.conditions)
        self.whens = [kb.when(*self.split(name)) for name in self.keys]
        self.planes = compile_planes(self.whens)
        self.near = thresholds(kb)
        self.texts = kb.texts(region="uk")
        self.names = {remedy.id: {remedy.id, *remedy.groups} for remedy in kb.pack.remedy}
        self.never = {pair.id for pair in kb.pack.pair if pair.action == "never"}
        self.against = {
            id: [entry for entry in kb.pack.contraindication if names & set(entry.remedies)]
            for id, names in self.names.items()
        }

    @staticmethod
    def split(name: str) -> tuple[str, str, int | None]:
        kind, id, *nth = name.split(":")
        return kind, id, int(nth[0]) if nth else None

    def sure_and_possible(self, answers: Answers) -> tuple[set[str], set[str]]:
        must, may = self.planes(answers.known)
        for nth, (name, when) in enumerate(zip(self.keys, self.whens, strict=True)):
            compiled = {(1, 1): True, (0, 1): None, (0, 0): False}[must >> nth & 1, may >> nth & 1]
            assert compiled is evaluate(when, answers.known), name
        return (
            {name for nth, name in enumerate(self.keys) if must >> nth & 1},
            {name for nth, name in enumerate(self.keys) if may >> nth & 1},
        )


@pytest.fixture(scope="module")
def oracle(kb: Knowledge) -> Oracle:
    return Oracle(kb)


def people(oracle: Oracle, count: int) -> Any:
    """(seed, answers) of those who can be judged."""
    refused = 0
    for seed in range(SEED, SEED + count):
        try:
            yield seed, oracle.kb.answers(random_person(oracle.kb, Random(seed), oracle.near))
        except PersonError:
            refused += 1
    assert refused <= max(1, count // 10)


def holds(kind: str, entry: Any, names: set[str]) -> bool:
    """A condition that was left out always holds."""
    return f"{kind}:{entry.id}" in names or entry.when == "always"


def test_the_decision_about_anybody_keeps_every_promise(oracle: Oracle) -> None:
    seen: Counter[str] = Counter()
    for seed, answers in people(oracle, PEOPLE):
        sure, possible = oracle.sure_and_possible(answers)
        decision = decide(oracle.kb, answers, oracle.texts, id=seed)
        assert json.loads(json.dumps(decision, allow_nan=False)) == decision, f"person {seed}"
        seen[decision["level"]] += 1
        seen["complete"] += decision["complete"]
        seen["offered"] += bool(decision["offer"])
        seen["withheld"] += bool(decision["withhold"])
        seen["paired"] += any(row["because"][0]["contraindication"] in oracle.never for row in decision["withhold"])
        for promise in PROMISES:
            assert promise(oracle, answers, decision, sure, possible), f"person {seed}: {promise.__name__}"
    if PEOPLE >= 1000:
        floor = {"self_care": 150, "routine": 300, "urgent": 300, "emergency": 300, "offered": 700, "withheld": 300}
        floor["paired"] = 100
        assert all(seen[what] >= least * PEOPLE / 3000 for what, least in floor.items()), seen


# ---- the promises: each takes the person, the decision, and what is sure and possible about them


def the_level_is_no_lower_than_any_rule_that_fired(
    oracle: Oracle, answers: Answers, decision: Any, sure: set[str], possible: set[str]
) -> bool:
    level = LEVELS.index(decision["level"])
    return all(LEVELS.index(rule.level) <= level for rule in oracle.kb.pack.rule if f"rule:{rule.id}" in sure)


def every_rule_that_fired_is_named(
    oracle: Oracle, answers: Answers, decision: Any, sure: set[str], possible: set[str]
) -> bool:
    named = {row["rule"] for row in decision["because"]}
    fired = {rule.id for rule in oracle.kb.pack.rule if f"rule:{rule.id}" in sure}
    return fired <= named and all(f"rule:{id}" in possible for id in named)


def an_unanswered_danger_sign_keeps_the_level_at_urgent(
    oracle: Oracle, answers: Answers, decision: Any, sure: set[str], possible: set[str]
) -> bool:
    return oracle.kb.gates <= answers.known.keys() or decision["level"] in ("urgent", "emergency")


def nothing_is_offered_that_may_be_withheld(
    oracle: Oracle, answers: Answers, decision: Any, sure: set[str], possible: set[str]
) -> bool:
    return not any(
        holds("contraindication", entry, possible)
        for row in decision["offer"]
        for entry in oracle.against[row["remedy"]]
        if entry.action == "withhold"
    )


def every_caution_that_may_hold_is_named_with_the_remedy(
    oracle: Oracle, answers: Answers, decision: Any, sure: set[str], possible: set[str]
) -> bool:
    for row in decision["offer"]:
        for action, field in (("ask", "ask_first"), ("modify", "modify")):
            wanted = {
                entry.id
                for entry in oracle.against[row["remedy"]]
                if entry.action == action and holds("contraindication", entry, possible)
            }
            named = {reason["contraindication"] for reason in row[field] if reason["says"]}
            pairs = {pair.id for pair in oracle.kb.pack.pair if pair.action == "apart"}
            if not wanted <= named or not named - wanted <= pairs:
                return False
    return True


def whatever_is_withheld_has_a_reason_that_may_hold(
    oracle: Oracle, answers: Answers, decision: Any, sure: set[str], possible: set[str]
) -> bool:
    for row in decision["withhold"]:
        allowed = {
            entry.id: holds("contraindication", entry, sure)
            for entry in oracle.against[row["remedy"]]
            if entry.action == "withhold" and holds("contraindication", entry, possible)
        }
        if not row["because"]:
            return False
        for reason in row["because"]:
            certain = True if reason["contraindication"] in oracle.never else allowed.get(reason["contraindication"])
            if certain is not reason["certain"]:
                return False
    return True


def whatever_is_offered_is_surely_indicated(
    oracle: Oracle, answers: Answers, decision: Any, sure: set[str], possible: set[str]
) -> bool:
    return all(
        any(
            indication.phase == row["phase"]
            and (indication.when == "always" or f"remedy:{row['remedy']}:{nth}" in sure)
            for nth, indication in enumerate(oracle.kb.remedies[row["remedy"]].indication)
        )
        for row in decision["offer"]
    )


def whatever_is_surely_indicated_is_offered_or_withheld(
    oracle: Oracle, answers: Answers, decision: Any, sure: set[str], possible: set[str]
) -> bool:
    if decision["level"] in ("urgent", "emergency"):
        return True
    named = {row["remedy"] for row in (*decision["offer"], *decision["withhold"])}
    return all(
        remedy.id in named
        for remedy in oracle.kb.pack.remedy
        for nth, indication in enumerate(remedy.indication)
        if indication.when == "always" or f"remedy:{remedy.id}:{nth}" in sure
    )


def nothing_is_offered_and_withheld_at_once(
    oracle: Oracle, answers: Answers, decision: Any, sure: set[str], possible: set[str]
) -> bool:
    return not {row["remedy"] for row in decision["offer"]} & {row["remedy"] for row in decision["withhold"]}


def no_forbidden_pair_stands_in_the_plan(
    oracle: Oracle, answers: Answers, decision: Any, sure: set[str], possible: set[str]
) -> bool:
    offered = {row["remedy"] for row in decision["offer"]}
    for pair in oracle.kb.pack.pair:
        if pair.action == "never":
            firsts = {id for id in offered if pair.first in oracle.names[id]}
            seconds = {id for id in offered if pair.second in oracle.names[id]}
            if any(one != other for one in firsts for other in seconds):
                return False
    return True


def each_level_offers_only_what_is_its_own(
    oracle: Oracle, answers: Answers, decision: Any, sure: set[str], possible: set[str]
) -> bool:
    offered = {row["remedy"] for row in decision["offer"]}
    match decision["level"]:
        case "emergency":
            return not offered and not decision["withhold"]
        case "urgent":
            return offered <= COMFORT
        case _:
            return all(oracle.kb.remedies[id].kind == "self_care" for id in offered)


def there_is_always_an_action_and_a_safety_net(
    oracle: Oracle, answers: Answers, decision: Any, sure: set[str], possible: set[str]
) -> bool:
    said = [decision["action"], *decision["safety_net"], *(row["says"] for row in decision["because"])]
    dated = decision["level"] != "self_care" or 1 <= decision["review_days"] <= 14
    return bool(decision["safety_net"]) and dated and all(text and "{" not in text for text in said)


def only_what_was_not_asked_is_asked(
    oracle: Oracle, answers: Answers, decision: Any, sure: set[str], possible: set[str]
) -> bool:
    ask = decision["ask"]
    return len(set(ask)) == len(ask) and not any(answers.asked(fact) for fact in ask)


PROMISES = (
    the_level_is_no_lower_than_any_rule_that_fired,
    every_rule_that_fired_is_named,
    an_unanswered_danger_sign_keeps_the_level_at_urgent,
    nothing_is_offered_that_may_be_withheld,
    every_caution_that_may_hold_is_named_with_the_remedy,
    whatever_is_withheld_has_a_reason_that_may_hold,
    whatever_is_offered_is_surely_indicated,
    whatever_is_surely_indicated_is_offered_or_withheld,
    nothing_is_offered_and_withheld_at_once,
    no_forbidden_pair_stands_in_the_plan,
    each_level_offers_only_what_is_its_own,
    there_is_always_an_action_and_a_safety_net,
    only_what_was_not_asked_is_asked,
)


# ---- the other way to the same answer


def test_the_compiled_conditions_come_to_the_same_decisions(oracle: Oracle) -> None:
    """`for_many` is for a clinic's list; what it says about each person must not differ by a word."""
    many = Knowledge(oracle.kb.pack)
    many.for_many()
    for seed, answers in people(oracle, PEOPLE // 5):
        one = decide(oracle.kb, answers, oracle.texts)
        assert decide(many, answers, oracle.texts) == one, f"person {seed}"


# ---- one answer more


def test_a_warning_that_turns_from_no_to_yes_never_lowers_the_level(oracle: Oracle) -> None:
    """Except that a visit which only a "not sure" asked for may give way to a question."""
    warnings = [
        id
        for id, fact in oracle.kb.facts.items()
        if isinstance(fact.type, FlagType) and fact.group not in ("who", "episode", "site")
    ]
    for seed, answers in people(oracle, PEOPLE // 3):
        before = triage(oracle.kb, answers)
        for fact in Random(seed).sample(warnings, 5):
            if answers.known.get(fact) is False:
                after = triage(oracle.kb, Answers({**answers.known, fact: True}, answers.unsure))
                by_doubt_alone = before.level is Level.routine and before.certain is Level.self_care
                gave_way = by_doubt_alone and after.possible > Level.self_care
                assert after.level >= before.level or gave_way, f"person {seed}: {fact}"
                assert after.certain >= before.certain, f"person {seed}: {fact}"


def test_a_danger_sign_that_was_asked_about_at_last_never_raises_the_level_with_no(oracle: Oracle) -> None:
    for seed, answers in people(oracle, PEOPLE // 3):
        unanswered = sorted(oracle.kb.gates - answers.known.keys())
        if unanswered:
            fact = Random(seed).choice(unanswered)
            before, after = triage(oracle.kb, answers), triage(oracle.kb, answers.given({fact: False}))
            assert after.level <= before.level, f"person {seed}: {fact}"
