"""`uncramp food` and `uncramp drinks` as a script meets them."""

from __future__ import annotations

import json
from typing import Any

import pytest

from cli.test_commands import one_line, uncramp
from knowledge.people import person
from uncramp.cli.drinks import tenths
from uncramp.decide import answers_json
from uncramp.errors import UsageError
from uncramp.kb import Knowledge


def told(kb: Knowledge, named: dict[str, Any]) -> str:
    """A person file in which everything has an answer."""
    return json.dumps({"id": "p1", "facts": answers_json(person(kb, {"sex_at_birth": "male", **named}))})


def test_the_table_says_of_each_food_who_must_be_careful() -> None:
    shown = uncramp("food", "--nutrient", "potassium").stdout
    assert shown.index("No food has been shown to prevent cramps") < shown.index("Potato") < shown.index("Kale")
    assert "not a diagnosis" in shown
    foods = json.loads(uncramp("food", "--json").stdout)["foods"]
    assert all(food["careful"] for food in foods)
    assert len(foods) == shown.count("Who must be careful")


def test_a_person_is_told_what_suits_and_why_the_rest_does_not(kb: Knowledge) -> None:
    shown = uncramp("food", "-", stdin=told(kb, {"allergy_nuts": True, "med_k_sparing": True})).stdout
    suits, rest = shown.split("Ask a pharmacist, doctor or dietitian first")
    asked, held = rest.split("Held back for you")
    assert "Cucumber" in suits
    assert "Banana" in asked
    assert "Almonds; Cashew nuts; Walnuts; Peanut butter, smooth: Do not eat nuts" in " ".join(held.split())
    assert "Almonds" not in suits + asked


def test_the_same_as_json(kb: Knowledge) -> None:
    row = json.loads(uncramp("food", "-", "--json", "--nutrient", "water", stdin=told(kb, {"cond_ibs": True})).stdout)
    water = [food["water_g"] for food in row["offer"] if food["water_g"] is not None]
    assert water == sorted(water, reverse=True)
    held = {one["food"]: one["because"][0] for one in row["withhold"]}
    assert held["prunes"]["certain"] is True
    assert (row["id"], row["level"], row["reviewed"], row["ask"]) == ("p1", "self_care", False, [])


@pytest.mark.parametrize("command", ["food", "drinks"])
def test_in_an_emergency_there_is_only_what_to_do(kb: Knowledge, command: str) -> None:
    stdin = told(kb, {"face_arm_speech": True})
    lines = uncramp(command, "-", "--region", "uk", stdin=stdin).stdout.splitlines()
    assert lines[0] == "Call 999 now."
    assert len(lines) == 3, lines
    row = json.loads(uncramp(command, "-", "--json", "--region", "uk", stdin=stdin).stdout)
    assert (row["action"], row["offer"], row["withhold"]) == ("Call 999 now.", [], [])


def test_a_healthy_adult_sees_the_figures_and_nobody_else(kb: Knowledge) -> None:
    assert "Men from 19: total 3.7 L, drinks 3.0 L" in uncramp("drinks", "-", stdin=told(kb, {})).stdout
    for named in ({"cond_heart_failure": True}, {"age_years": 12}, {"med_lithium": True}):
        shown = uncramp("drinks", "-", stdin=told(kb, named)).stdout
        assert "3.7 L" not in shown
        assert "total" not in shown
    assert " L" not in uncramp("drinks").stdout.replace("drink L", "")


def test_somebody_who_was_asked_nothing_gets_questions_instead_of_figures() -> None:
    shown = uncramp("drinks", "-", stdin='{"facts": {"age_years": 40}}').stdout
    assert "Answer these to see more" in shown
    assert "more questions" in shown
    assert "total" not in shown


SUMS = ("--weight-before", "70.0", "--drunk", "500", "--minutes", "60")


def test_the_sums_say_what_went_and_the_warning_comes_without_them(kb: Knowledge) -> None:
    shown = uncramp("drinks", *SUMS, "--weight-after", "69.3").stdout
    assert "Lost as sweat: about 1200 ml" in shown
    assert "not what to drink" in shown
    warned = uncramp("drinks", *SUMS, "--weight-after", "70.1", "--region", "uk").stdout
    assert "Do not drink now" in warned
    assert "call 999 now" in warned
    assert "Lost as sweat" not in warned
    row = json.loads(uncramp("drinks", "-", *SUMS, "--weight-after", "69.3", "--json", stdin=told(kb, {})).stdout)
    assert row["sweat"]["loss_ml"] == 1200


def test_mistakes_are_one_line() -> None:
    assert "allowed: potassium, magnesium, calcium, water" in one_line(uncramp("food", "--nutrient", "iron"))
    assert "also need --weight-after" in one_line(uncramp("drinks", *SUMS))
    assert "kilograms such as 70 or 70.4" in one_line(uncramp("drinks", *SUMS, "--weight-after", "69.35"))
    assert "`weight_after` cannot be 6930" in one_line(uncramp("drinks", *SUMS, "--weight-after", "693"))


@pytest.mark.parametrize(("text", "wanted"), [("70", 700), ("70.4", 704), ("70,4", 704), ("0.5", 5)])
def test_kilograms_are_read_in_tenths(text: str, wanted: int) -> None:
    assert tenths(text) == wanted


@pytest.mark.parametrize("text", ["", "-70", "70.", "seventy", "1e2", "70.45", "70 kg"])
def test_what_is_no_weight_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="is no weight"):
        tenths(text)
