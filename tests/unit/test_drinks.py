"""Drinks: thirst first, figures for healthy adults only, and no amount to drink for anybody."""

from __future__ import annotations

import re
from collections.abc import Mapping
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import uncramp.kb
from knowledge.people import person, random_person, thresholds
from uncramp.drinks import REFERENCE, drinks, sweat_loss
from uncramp.errors import PersonError, UsageError
from uncramp.facts import Answers
from uncramp.kb import Knowledge
from uncramp.kb.wording import texts_for_people
from uncramp.logic import FlagType, facts_of
from uncramp.triage import Level
from unit.small import knowledge

LIMITS = (
    "cond_heart_failure", "cond_ckd", "cond_dialysis", "cond_liver", "cond_low_sodium", "cond_fluid_limit",
    "med_desmopressin", "med_lithium", "med_loop_thiazide", "med_k_sparing", "med_ssri_snri",
)  # fmt: skip
"""Whoever has one of these may have to drink less, or otherwise, than others: written from the medicine."""
MAN = {"sex_at_birth": "male"}


def offered(kb: Knowledge, answers: Answers) -> list[str]:
    return [one.remedy.id for one in drinks(kb, answers).offered]


def rows(kb: Knowledge, named: Mapping[str, Any]) -> list[str]:
    reference = drinks(kb, person(kb, named)).reference
    return [intake.id for intake in reference.intakes] if reference else []


# ---- the reference card


@pytest.mark.parametrize(
    ("named", "wanted"),
    [
        (MAN, ["iom_men", "efsa_men"]),
        ({}, ["iom_women", "efsa_women"]),
        ({"pregnancy_status": "pregnant"}, ["iom_pregnant", "efsa_pregnant"]),
        ({"breastfeeding": True}, ["iom_breastfeeding", "efsa_breastfeeding"]),
        (MAN | {"age_years": 18}, ["iom_boys_14_18", "efsa_men"]),
        ({"age_years": 80}, ["iom_women", "efsa_women"]),
        ({"sex_at_birth": "not_said"}, ["iom_men", "iom_women", "efsa_men", "efsa_women"]),
        (MAN | {"age_years": 17}, []),
        ({"age_years": 8}, []),
    ],
)
def test_a_healthy_adult_sees_the_rows_for_people_like_them(
    kb: Knowledge, named: Mapping[str, Any], wanted: list[str]
) -> None:
    assert rows(kb, named) == wanted


def test_who_did_not_say_whether_a_baby_is_on_the_way_sees_both_rows(kb: Knowledge) -> None:
    reference = drinks(kb, person(kb, {}, unknown=["pregnancy_status"])).reference
    assert reference is not None
    assert [row.id for row in reference.intakes] == ["iom_women", "iom_pregnant", "efsa_women", "efsa_pregnant"]


@pytest.mark.parametrize("fact", LIMITS)
def test_nobody_who_may_have_a_fluid_limit_sees_the_figures(kb: Knowledge, fact: str) -> None:
    """Whether they said yes, were not sure, or were not asked."""
    yes = person(kb, MAN | {fact: True})
    absent = person(kb, MAN, unknown=[fact])
    unsure = Answers(absent.known, frozenset({fact}))
    for answers in (yes, absent, unsure):
        found = drinks(kb, answers)
        assert found.reference is None, fact
        assert found.reference_withheld is not None or found.level >= Level.urgent
    assert drinks(kb, person(kb, MAN)).reference is not None


@pytest.mark.parametrize(
    "now", ["heavy_sweating", "feels_feverish", "endurance_24h", "hot_place", "cond_diabetes", "cond_kidney_stones"]
)
def test_the_figures_stay_away_when_they_do_not_hold(kb: Knowledge, now: str) -> None:
    assert rows(kb, MAN | {now: True}) == []


def test_the_figures_need_the_age(kb: Knowledge) -> None:
    assert drinks(kb, person(kb, MAN, unknown=["age_years"])).reference is None


def test_somebody_who_answered_nothing_sees_no_figures_and_is_told_what_to_answer(kb: Knowledge) -> None:
    found = drinks(kb, kb.answers({}))
    assert found.reference is None
    assert not found.offered
    assert "cond_heart_failure" in found.ask


def test_the_card_says_that_it_is_no_target_and_counts_food(kb: Knowledge) -> None:
    card = next(card for card in kb.pack.card if card.id == REFERENCE)
    said = " ".join(card.says)
    assert "not a target" in said
    assert "thirst still leads" in said
    assert "water in food" in said


def test_drinks_are_never_more_than_the_total(kb: Knowledge) -> None:
    for intake in kb.pack.intake:
        assert intake.drinks_ml is None or intake.drinks_ml < intake.total_ml, intake.id


FIGURES = {
    "iom_men": (3700, 3000), "iom_women": (2700, 2200), "efsa_men": (2500, 2000), "efsa_women": (2000, 1600),
    "iom_pregnant": (3000, 2300), "iom_breastfeeding": (3800, 3100), "efsa_pregnant": (2300, None),
    "efsa_breastfeeding": (2700, None), "efsa_children_2_3": (1300, 1000), "efsa_children_4_8": (1600, 1200),
    "efsa_boys_9_13": (2100, 1600), "efsa_girls_9_13": (1900, 1500),
}  # fmt: skip
"""As the documents have them: a slip of the finger in the knowledge shows here."""


def test_the_figures_are_those_of_the_documents(kb: Knowledge) -> None:
    found = {intake.id: (intake.total_ml, intake.drinks_ml) for intake in kb.pack.intake}
    assert {id: found[id] for id in FIGURES} == FIGURES
    assert all(intake.sources or intake.evidence == "recalled" for intake in kb.pack.intake)


def test_the_rehydration_packet_is_that_of_the_world_health_organization(kb: Knowledge) -> None:
    (packet,) = kb.pack.solution
    parts = (
        packet.sodium_mmol_l, packet.potassium_mmol_l, packet.chloride_mmol_l, packet.citrate_mmol_l,
        packet.glucose_mmol_l,
    )  # fmt: skip
    assert parts == (75, 20, 65, 10, 75)
    assert sum(parts) == packet.osmolarity_mosm_l == 245


# ---- the drinks


def test_thirst_comes_first(kb: Knowledge) -> None:
    assert offered(kb, person(kb, MAN)) == ["drink_to_thirst", "oral_rehydration", "electrolyte_drink"]


@pytest.mark.parametrize("fact", ["cond_heart_failure", "cond_dialysis", "cond_fluid_limit", "cond_low_sodium"])
def test_nobody_with_a_limit_is_told_to_drink(kb: Knowledge, fact: str) -> None:
    found = drinks(kb, person(kb, MAN | {fact: True}))
    assert found.offered == ()
    assert all(one.certain for one in found.withheld)


def test_somebody_with_kidney_disease_asks_first(kb: Knowledge) -> None:
    found = drinks(kb, person(kb, MAN | {"cond_ckd": True}))
    assert all(one.ask_first for one in found.offered)


def test_whoever_needs_help_now_gets_nothing_but_the_warning(kb: Knowledge) -> None:
    found = drinks(kb, person(kb, MAN | {"jaw_locked": True}), gained(kb))
    assert found.level is Level.urgent
    assert (found.offered, found.reference) == ((), None)
    assert found.sweat == gained(kb)


def test_in_an_emergency_the_action_stands_alone(kb: Knowledge) -> None:
    found = drinks(kb, person(kb, MAN | {"face_arm_speech": True}), gained(kb))
    assert found.level is Level.emergency
    assert (found.offered, found.reference, found.sweat) == ((), None, None)


# ---- the sums after sport


def gained(kb: Knowledge) -> Any:
    return loss(kb, 700, 704, 2500, 180)


def loss(kb: Knowledge, before: int, after: int, drunk: int, minutes: int) -> Any:
    return sweat_loss(kb, weight_before_kg_tenths=before, weight_after_kg_tenths=after, drunk_ml=drunk, minutes=minutes)


@pytest.mark.parametrize(
    ("before", "after", "drunk", "minutes", "means", "loss_ml", "per_hour"),
    [
        (700, 693, 500, 60, "lost", 1200, 1200),
        (700, 693, 500, 120, "lost", 1200, 600),
        (700, 700, 500, 60, "lost", 500, 500),
        (700, 700, 500, 239, "lost", 500, 125),
        (700, 700, 500, 240, "no_lighter_after_long", None, None),
        (700, 701, 500, 60, "gained", None, None),
        (700, 710, 0, 60, "gained", None, None),
        (700, 710, 500, 300, "gained", None, None),
        (1000, 981, 0, 60, "lost", 1900, 1900),
        (1000, 980, 0, 60, "lost_much", 2000, 2000),
        (700, 686, 0, 600, "lost_much", 1400, 140),
    ],
)
def test_what_a_change_of_weight_means(
    kb: Knowledge, before: int, after: int, drunk: int, minutes: int, means: str, loss_ml: int, per_hour: int
) -> None:
    found = loss(kb, before, after, drunk, minutes)
    assert (found.means.id, found.loss_ml, found.ml_per_hour) == (means, loss_ml, per_hour)


def test_a_runner_who_gained_weight_is_warned_whoever_they_are(kb: Knowledge) -> None:
    for named in (MAN, MAN | {"cond_heart_failure": True}, MAN | {"endurance_24h": True}):
        found = drinks(kb, person(kb, named), gained(kb))
        assert found.sweat is not None
        assert found.sweat.means.danger
        assert "call {N}" in " ".join(found.sweat.means.says)


@pytest.mark.parametrize("fact", ["cond_heart_failure", "cond_dialysis", "cond_ckd", "med_desmopressin"])
def test_sums_are_kept_from_whoever_may_not_follow_thirst(kb: Knowledge, fact: str) -> None:
    sums = loss(kb, 700, 693, 500, 60)
    assert drinks(kb, person(kb, MAN), sums).sweat == sums
    assert drinks(kb, person(kb, MAN | {fact: True}), sums).sweat is None
    assert drinks(kb, person(kb, MAN, unknown=[fact]), sums).sweat is None


REAL = uncramp.kb.load()


@given(st.integers(200, 3000), st.integers(200, 3000), st.integers(0, 20000), st.integers(10, 2880))
def test_sums_balance_and_weight_gained_is_always_a_danger(before: int, after: int, drunk: int, minutes: int) -> None:
    found = loss(REAL, before, after, drunk, minutes)
    if after > before:
        assert found.means.danger
    if found.means.danger:
        assert (found.loss_ml, found.ml_per_hour) == (None, None)
    else:
        assert found.loss_ml == drunk + (before - after) * 100 >= 0
        assert found.ml_per_hour * minutes <= found.loss_ml * 60 < (found.ml_per_hour + 1) * minutes


@pytest.mark.parametrize(
    ("wrong", "name"),
    [
        ((70, 693, 500, 60), "weight_before"),
        ((700, 6930, 500, 60), "weight_after"),
        ((700, 693, -1, 60), "drunk"),
        ((700, 693, 500, 0), "minutes"),
    ],
)
def test_a_number_out_of_range_is_named_with_the_range(kb: Knowledge, wrong: tuple[int, ...], name: str) -> None:
    with pytest.raises(PersonError, match=rf"`{name}` cannot be .*a whole number from"):
        loss(kb, *wrong)


def test_a_knowledge_without_measures_says_so() -> None:
    with pytest.raises(UsageError, match="nothing about weight"):
        loss(knowledge(), 700, 693, 500, 60)


def test_a_knowledge_without_the_card_shows_no_figures() -> None:
    kb = knowledge()
    found = drinks(kb, kb.answers({}))
    assert (found.offered, found.reference, found.reference_withheld) == ((), None, None)


# ---- properties


AMOUNT = re.compile(
    r"\b(?:drink|sip|have|take|aim for|at least|replace)\b[^.]{0,40}?"
    r"\d+(?:[.,]\d+)?\s*(?:l\b|ml|litre|liter|glass|cup|pint|bottle)",
    re.IGNORECASE,
)


def test_no_text_tells_anybody_to_drink_an_amount(kb: Knowledge) -> None:
    said = [
        text
        for kind in ("drink", "card", "intake", "solution", "sweat", "contraindication", "remedy", "food")
        for entry in getattr(kb.pack, kind)
        for field, text in texts_for_people(kind, entry)
        if field != "portion"
    ]
    said += [text for key, text in kb.pack.texts["en"].items() if key.startswith(("drinks.", "food."))]
    assert len(said) > 1000
    assert [text for text in said if AMOUNT.search(text)] == []
    assert AMOUNT.search("Drink at least 2 litres a day")


def test_no_card_for_any_random_person_who_may_have_a_fluid_limit(kb: Knowledge) -> None:
    rng, near = Random(11), thresholds(kb)
    shown = 0
    for _ in range(200):
        try:
            answers = kb.answers(random_person(kb, rng, near))
        except PersonError:
            continue
        found = drinks(kb, answers)
        if found.reference:
            shown += 1
            assert all(answers.known.get(fact) is False for fact in LIMITS)
            assert answers.known["age_years"] >= 18
    assert shown > 0, "nobody passed: the property was not tried"


def test_one_unknown_answer_about_the_card_is_enough_to_keep_it_back(kb: Knowledge) -> None:
    """Every yes/no fact that any entry against the card names: leave just that one open."""
    asked = {fact for entry in kb.against[REFERENCE] for fact in facts_of(kb.when("contraindication", entry.id))}
    flags = [fact for fact in asked if isinstance(kb.facts[fact].type, FlagType) and fact != "under_16"]
    assert len(flags) > 25
    for fact in flags:
        assert drinks(kb, person(kb, MAN, unknown=[fact])).reference is None, fact
