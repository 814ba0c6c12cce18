"""Food: whom each food suits, on the real knowledge told as people, and the order on a small one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from random import Random
from typing import Any

import pytest

from knowledge.people import person, random_person, thresholds
from uncramp.errors import PersonError
from uncramp.facts import Answers
from uncramp.food import NUTRIENTS, amount, foods, ranked
from uncramp.kb import Knowledge
from uncramp.kb.entries import Food
from uncramp.logic import evaluate
from uncramp.triage import Level, triage
from unit.small import DUE, contra, knowledge, rule

POTASSIUM = ("banana", "potato", "dried_fruit", "orange", "avocado", "prune_juice", "spinach", "lentils", "milk")
VITAMIN_K = ("kale", "spinach", "broccoli", "brussels_sprouts", "kiwi")
NUTS = ("almonds", "cashews", "walnuts", "peanut_butter")
FERMENTABLE = (
    "prune_juice",
    "prunes",
    "dried_fruit",
    "lentils",
    "white_beans",
    "wholemeal_bread",
    "milk",
    "watermelon",
)


KNOWN_ON_DIALYSIS = {"cond_dialysis": True, "checked_and_same": True}
"""A new cramp on dialysis is urgent; one that the unit has looked at is not."""


def fate(kb: Knowledge, answers: Answers) -> dict[str, str]:
    """What becomes of each food: offered, ask, modify or withhold (the strongest)."""
    found = foods(kb, answers)
    rows = {one.food.id: "ask" if one.ask_first else "modify" if one.modify else "offered" for one in found.offered}
    return rows | {one.food.id: "withhold" for one in found.withheld}


PEOPLE: list[tuple[str, Mapping[str, Any], Iterable[str], str]] = [
    ("somebody on dialysis", KNOWN_ON_DIALYSIS, POTASSIUM, "ask"),
    ("somebody on dialysis", KNOWN_ON_DIALYSIS, ("hard_cheese", "quinoa", "dark_chocolate"), "ask"),
    ("somebody with kidney disease", {"cond_ckd": True}, POTASSIUM, "ask"),
    ("somebody on spironolactone", {"med_k_sparing": True}, POTASSIUM, "ask"),
    ("somebody on potassium tablets", {"med_potassium": True}, POTASSIUM, "ask"),
    ("somebody on trimethoprim", {"med_trimethoprim": True}, POTASSIUM, "ask"),
    ("somebody on ramipril", {"med_acei_arb": True}, ("banana", "spinach"), "modify"),
    ("somebody on ramipril with diabetes", {"med_acei_arb": True, "cond_diabetes": True}, POTASSIUM, "ask"),
    ("somebody on warfarin", {"med_warfarin": True, "med_anticoagulant": True}, VITAMIN_K, "modify"),
    ("somebody on warfarin", {"med_warfarin": True, "med_anticoagulant": True}, ("cranberry_grapefruit",), "withhold"),
    ("somebody with an irritable bowel", {"cond_ibs": True}, FERMENTABLE, "withhold"),
    ("somebody with an irritable bowel", {"cond_ibs": True}, ("banana", "avocado", "almonds", "tofu"), "modify"),
    ("somebody with a nut allergy", {"allergy_nuts": True}, NUTS, "withhold"),
    ("somebody with a fish allergy", {"allergy_fish": True}, ("seafood", "sardines"), "withhold"),
    ("somebody with a sesame allergy", {"allergy_sesame": True}, ("sesame_seeds",), "withhold"),
    ("somebody with a soya allergy", {"allergy_soy": True}, ("tofu", "soya_drink", "edamame"), "withhold"),
    ("somebody with a milk allergy", {"allergy_milk": True}, ("milk", "yoghurt", "hard_cheese"), "withhold"),
    ("somebody with a latex allergy", {"allergy_latex": True}, ("banana", "avocado", "kiwi"), "ask"),
    ("somebody with coeliac disease", {"cond_coeliac": True}, ("wholemeal_bread",), "withhold"),
    ("somebody with coeliac disease", {"cond_coeliac": True}, ("oats",), "modify"),
    ("somebody with a narrow bowel", {"cond_bowel_narrow": True}, ("oats", "lentils", "almonds"), "withhold"),
    (
        "somebody who cannot swallow well",
        {"cond_swallow": True},
        ("almonds", "pumpkin_seeds", "chia_seeds"),
        "withhold",
    ),
    ("a toddler", {"age_years": 3}, (*NUTS, "pumpkin_seeds", "sesame_seeds"), "withhold"),
    ("a toddler", {"age_years": 3}, ("banana", "tomato", "strawberries", "sardines"), "modify"),
    ("somebody pregnant", {"pregnancy_status": "pregnant"}, ("seafood", "sardines", "milk", "hard_cheese"), "modify"),
    ("somebody with heart failure", {"cond_heart_failure": True}, ("melon", "watermelon", "hard_cheese"), "modify"),
    ("somebody on an MAO inhibitor", {"med_maoi": True}, ("hard_cheese",), "withhold"),
    ("somebody on thyroid tablets", {"med_levothyroxine": True}, ("milk", "tofu"), "modify"),
    ("somebody with kidney stones", {"cond_kidney_stones": True}, ("spinach", "beetroot", "cashews"), "modify"),
]


@pytest.mark.parametrize(("who", "named", "ids", "wanted"), PEOPLE, ids=[f"{row[0]}: {row[3]}" for row in PEOPLE])
def test_what_becomes_of_the_foods(
    kb: Knowledge, who: str, named: Mapping[str, Any], ids: Iterable[str], wanted: str
) -> None:
    found = fate(kb, person(kb, named))
    assert {id: found[id] for id in ids} == dict.fromkeys(ids, wanted), who


def test_a_healthy_adult_is_offered_every_food_and_asked_about_none(kb: Knowledge) -> None:
    found = foods(kb, person(kb, {"sex_at_birth": "male"}))
    assert found.withheld == ()
    assert [one.food.id for one in found.offered if one.ask_first] == []
    assert len(found.offered) == len(kb.pack.food) > 45


def test_an_allergy_nobody_asked_about_counts_as_there_and_is_worth_a_question(kb: Knowledge) -> None:
    found = foods(kb, person(kb, {}, unknown=["allergy_nuts"]))
    held = {one.food.id: one for one in found.withheld}
    assert set(held) == set(NUTS)
    assert not any(one.certain for one in held.values())
    assert "allergy_nuts" in found.ask


def test_not_sure_about_an_allergy_holds_back_but_is_not_asked_again(kb: Knowledge) -> None:
    sure = person(kb, {}, unknown=["allergy_nuts"])
    found = foods(kb, Answers(sure.known, frozenset({"allergy_nuts"})))
    assert {one.food.id for one in found.withheld} == set(NUTS)
    assert "allergy_nuts" not in found.ask


@pytest.mark.parametrize(
    "named",
    [{"jaw_locked": True}, {"face_arm_speech": True}, {"cond_dialysis": True}, {"age_months": 8, "age_years": 0}],
)
def test_whoever_needs_help_now_gets_no_list_of_foods(kb: Knowledge, named: Mapping[str, Any]) -> None:
    found = foods(kb, person(kb, named))
    assert found.level >= Level.urgent
    assert (found.offered, found.withheld, found.ask) == ((), (), ())


# ---- properties over random people


@pytest.fixture(scope="module")
def crowd(kb: Knowledge) -> list[Answers]:
    rng, near, people = Random(7), thresholds(kb), []
    while len(people) < 150:
        try:
            people.append(kb.answers(random_person(kb, rng, near)))
        except PersonError:
            continue
    return people


def test_no_food_is_offered_that_something_may_withhold(kb: Knowledge, crowd: list[Answers]) -> None:
    """Judged anew, without `Weighing`: the entries of the pack, each by the evaluator that is the meaning."""
    offered = 0
    for answers in crowd:
        for one in foods(kb, answers).offered:
            offered += 1
            names = {one.food.id, *one.food.groups}
            for entry in kb.pack.contraindication:
                if not names & set(entry.remedies):
                    continue
                value = evaluate(kb.when("contraindication", entry.id), answers.known)
                if entry.action == "withhold":
                    assert value is False, (one.food.id, entry.id)
                elif value is not False:
                    shown = one.ask_first if entry.action == "ask" else one.modify
                    assert entry in [reason.entry for reason in shown], (one.food.id, entry.id)
    assert offered > 500


def test_every_food_is_offered_or_withheld_unless_something_else_comes_first(
    kb: Knowledge, crowd: list[Answers]
) -> None:
    for answers in crowd:
        found = foods(kb, answers)
        seen = [one.food.id for one in found.offered] + [one.food.id for one in found.withheld]
        if triage(kb, answers).certain >= Level.urgent:
            assert seen == []
        else:
            assert sorted(seen) == sorted(food.id for food in kb.pack.food)
        assert all(one.because for one in found.withheld)


# ---- the table itself


def test_a_portion_with_much_potassium_is_marked_as_such(kb: Knowledge) -> None:
    much = next(int(one.value) for one in kb.pack.quantity if one.id == "high_potassium_portion")
    for food in kb.pack.food:
        if food.potassium_mg is not None:
            assert ("potassium_food" in food.groups) == (food.potassium_mg >= much), food.id


def test_what_often_upsets_an_irritable_bowel_is_marked_as_such(kb: Knowledge) -> None:
    for food in kb.pack.food:
        assert ("fodmap_food" in food.groups) == (food.fodmap == "high"), food.id


def test_a_figure_needs_the_weight_it_is_for_and_cannot_be_more_than_it(kb: Knowledge) -> None:
    for food in kb.pack.food:
        figures = [amount(food, nutrient) for nutrient in NUTRIENTS]
        assert (food.grams is None) == all(figure is None for figure in figures), food.id
        if food.grams:
            assert food.water_g is not None
            assert food.water_g <= food.grams, food.id
            assert food.sources, food.id
            assert sum(figure or 0 for figure in figures[:3]) < food.grams * 50, food.id


def test_every_food_has_a_warning_or_is_free_of_contraindications(kb: Knowledge) -> None:
    for food in kb.pack.food:
        assert food.careful or not kb.against[food.id], food.id


def test_the_foods_of_the_article_are_all_there(kb: Knowledge) -> None:
    article = (
        "kale banana sesame_seeds avocado oats flaxseed dried_fruit potato almonds brown_rice seafood orange tofu "
        "prune_juice"
    )
    assert set(article.split()) <= {food.id for food in kb.pack.food}


# ---- the order, on three foods


def a_food(id: str, **more: Any) -> Food:
    return Food(id=id, title=id.capitalize(), evidence="recalled", check_at="a table", review_due=DUE, **more)


SMALL = (
    a_food("bread", grams=50, potassium_mg=90, magnesium_mg=30, calcium_mg=5, water_g=20),
    a_food("soup"),
    a_food("plum", grams=80, potassium_mg=120, magnesium_mg=5, calcium_mg=5, water_g=70),
    a_food("fig", grams=80, potassium_mg=120, magnesium_mg=9, calcium_mg=30, water_g=60),
)


@pytest.mark.parametrize(
    ("nutrient", "order"),
    [
        ("potassium", ["fig", "plum", "bread", "soup"]),
        ("magnesium", ["bread", "fig", "plum", "soup"]),
        ("calcium", ["fig", "bread", "plum", "soup"]),
        ("water", ["plum", "fig", "bread", "soup"]),
        (None, ["bread", "soup", "plum", "fig"]),
    ],
)
def test_most_of_the_nutrient_comes_first_and_the_unknown_last(nutrient: Any, order: list[str]) -> None:
    kb = knowledge(*SMALL)
    assert [food.id for food in ranked(kb, nutrient)] == order
    assert [one.food.id for one in foods(kb, kb.answers({}), nutrient=nutrient).offered] == order


def test_what_is_withheld_keeps_its_reasons_apart_from_what_is_asked_and_changed() -> None:
    kb = knowledge(
        *SMALL,
        contra("no_figs", "withhold", "fig", "numb"),
        contra("ask_plums", "ask", "plum", "numb"),
        contra("small_bread", "modify", "bread", "numb"),
    )
    found = foods(kb, kb.answers({"numb": True}))
    assert [(one.food.id, one.certain) for one in found.withheld] == [("fig", True)]
    assert {one.food.id: (len(one.ask_first), len(one.modify)) for one in found.offered} == {
        "bread": (0, 1),
        "soup": (0, 0),
        "plum": (1, 0),
    }


def test_a_danger_that_is_only_unanswered_does_not_hide_the_food() -> None:
    kb = knowledge(*SMALL, rule("clot", "emergency", "swollen"))
    assert foods(kb, kb.answers({})).offered
    assert not foods(kb, kb.answers({"swollen": True})).offered
