"""The list of medicines to ask about, and who is offered to have their medicines looked at: the same people."""

from __future__ import annotations

from itertools import product

from uncramp.facts import Answers
from uncramp.kb import Knowledge
from uncramp.kb.entries import Medicine
from uncramp.logic import Expr, evaluate, facts_of
from uncramp.logic import Fact as Value

CRAMP: dict[str, Value] = {"site_calf": True, "kind": "painful_cramp"}


def test_whoever_takes_a_medicine_of_the_list_can_be_offered_the_review(kb: Knowledge) -> None:
    missed = []
    for medicine in _listed(kb):
        for taken in _people(kb, kb.when("medicine", medicine.id)):
            if not any(evaluate(when, kb.settled(Answers(taken | CRAMP)).known) is True for when in _reviews(kb)):
                missed.append(f"{medicine.id}: {[fact for fact, value in taken.items() if value]}")
    assert not missed


def test_the_review_for_a_medicine_names_no_medicine_that_the_list_does_not_explain(kb: Knowledge) -> None:
    listed = [kb.when("medicine", one.id) for one in _listed(kb)]
    shared = kb.when("definition", "cramp_medicine")
    unexplained = []
    for fact in sorted(facts_of(shared)):
        taken: dict[str, Value] = {**dict.fromkeys(facts_of(shared), False), fact: True}
        assert evaluate(shared, taken) is True, fact
        if not any(evaluate(when, taken) is True for when in listed):
            unexplained.append(fact)
    assert not unexplained


def test_nobody_is_told_that_quinine_brings_cramps(kb: Knowledge) -> None:
    """It stands in the list for the harm it can do, so whoever takes it is offered the review in words of its own."""
    reasons = {one.when: one.reason for one in kb.remedies["medication_review"].indication}
    assert "can bring cramps" in reasons["(contraction or twitch) and cramp_medicine"]
    assert "can bring cramps" not in reasons["(contraction or twitch) and med_quinine"]
    assert "med_quinine" not in facts_of(kb.when("definition", "cramp_medicine"))


def _listed(kb: Knowledge) -> list[Medicine]:
    """The medicines that a fact can tell; what was stopped lately is a danger sign, and smoking no medicine."""
    return [one for one in kb.pack.medicine if one.when]


def _people(kb: Knowledge, when: Expr) -> list[dict[str, Value]]:
    """Everybody for whom `when` holds by medicines alone, whatever else of them it asks for."""
    facts = sorted(facts_of(when))
    medicines = [fact for fact in facts if kb.facts[fact].group == "medicine"]
    everybody = (dict(zip(medicines, values, strict=True)) for values in product([True, False], repeat=len(medicines)))
    nobody: dict[str, Value] = dict.fromkeys(facts, False)
    return [taken for one in everybody if evaluate(when, taken := {**nobody, **one}) is True]


def _reviews(kb: Knowledge) -> list[Expr]:
    return [when for remedy, _, when in kb.indications if remedy.id == "medication_review"]
