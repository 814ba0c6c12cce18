"""Conditions in words: what a clinician reads says what the condition says."""

from __future__ import annotations

from typing import Any

import pytest

from uncramp.kb import Knowledge
from uncramp.kb.english import LABELLED, in_english, named
from uncramp.kb.entries import FactEntry


def flag(group: str, ask: str, short: str = "") -> dict[str, Any]:
    return {"type": "flag", "group": group, "ask": ask, "short": short}


ENTRIES: dict[str, dict[str, Any]] = {
    "calf": flag("site", "Calf (back of the lower leg)"),
    "foot": flag("site", "Foot or toes"),
    "cond_addison": flag("condition", "Addison's disease"),
    "med_maoi": flag("medicine", "MAO inhibitors (a, b) or c"),
    "nuts": flag("allergy", "Nuts"),
    "swollen": flag("sign", "Is it swollen?", "swollen leg"),
    "age": {"type": "int", "range": (0, 120), "unit": "years", "group": "who", "ask": "How old?", "short": "age"},
    "heat": {"type": "int", "range": (300, 440), "unit": "0.1 °C", "group": "sign", "ask": "?", "short": "temperature"},
    "kind": {
        "type": "enum",
        "values": ("cramp", "jerk"),
        "labels": ("A hard knot (that hurts)", "A jerk as {you drop|they drop} off"),
        "group": "episode",
        "ask": "What is it like?",
        "short": "kind",
    },
}
FACTS = {id: FactEntry(id=id, tier="context", **entry) for id, entry in ENTRIES.items()}


@pytest.mark.parametrize(
    ("when", "words"),
    [
        ("calf", "calf"),
        ("not calf", "NOT calf"),
        ("calf and swollen", "calf AND swollen leg"),
        ("calf or foot", "calf OR “foot or toes”"),
        ("calf and (swollen or nuts)", "calf AND (swollen leg OR nuts (allergy))"),
        ("calf and swollen or nuts", "(calf AND swollen leg) OR nuts (allergy)"),
        ("not (calf or nuts)", "NOT (calf OR nuts (allergy))"),
        ("age < 16", "age under 16 years"),
        ("age <= 16", "age at most 16 years"),
        ("age > 16 and calf", "age over 16 years AND calf"),
        ("age >= 16", "age at least 16 years"),
        ("age == 16", "age exactly 16 years"),
        ("heat >= 380", "temperature at least 38.0 °C"),
        ("kind == 'cramp'", "kind: a hard knot"),
        ("kind in ('cramp', 'jerk') and calf", "(kind: a hard knot or a jerk as they drop off) AND calf"),
        ("clot_risk and calf", "[clot risk] AND calf"),
        ("cond_addison or med_maoi", "Addison's disease OR “MAO inhibitors or c”"),
        ("always", "always"),
    ],
)
def test_a_condition_is_said_in_words(when: str, words: str) -> None:
    assert in_english(when, FACTS) == words


def test_every_question_has_a_name_for_conditions(kb: Knowledge) -> None:
    assert [fact.id for fact in kb.pack.fact if not fact.short and fact.group not in LABELLED] == []
    assert [fact.id for fact in kb.pack.fact if len(fact.short.split()) > 10] == []


def test_no_two_questions_have_the_same_name(kb: Knowledge) -> None:
    names: dict[str, list[str]] = {}
    for fact in kb.pack.fact:
        names.setdefault(named(fact), []).append(fact.id)
    assert {name: facts for name, facts in names.items() if len(facts) > 1} == {}


def test_every_condition_of_the_knowledge_can_be_said(kb: Knowledge) -> None:
    facts = {fact.id: fact for fact in kb.pack.fact}
    definitions = {one.id.replace("_", " ") for one in kb.pack.definition}
    for kind in ("rule", "contraindication", "definition", "safety_net", "medicine", "contributor", "intake"):
        for entry in getattr(kb.pack, kind):
            if entry.when:
                said = in_english(entry.when, facts)
                assert said.count("(") == said.count(")"), entry.id
                assert {part.partition("]")[0] for part in said.split("[")[1:]} <= definitions, entry.id
