"""What may play a part in one person's cramps: whom it is shown, in what order, and in what words."""

from __future__ import annotations

import re
from typing import Any

import pytest

from knowledge.people import person
from uncramp.contributors import could_contribute, likely_contributors, rows, said
from uncramp.facts import Answers
from uncramp.kb import Knowledge
from uncramp.kb.entries import Contributor
from uncramp.kb.wording import texts_for_people
from uncramp.triage import Level, triage
from unit.small import REVIEWED, Medicine, flag, knowledge

# ---- the real knowledge: people as they come

MARATHON = {
    "site_calf": True,
    "during_exercise": True,
    "endurance_24h": True,
    "hot_place": True,
    "heavy_sweating": True,
}
CALM = {"only_worked_muscles": True, "eased_by_stretch": True, "cooled_and_well": True}
EYELID = {"site_eyelid": True, "kind": "painless_twitch", "caffeine_much": True, "poor_sleep": True, "desk_work": True}
NIGHT = {"site_calf": True, "night_or_rest": True}
PEOPLE: dict[str, tuple[dict[str, Any], list[str]]] = {
    "a runner after a hot marathon": ({**MARATHON, **CALM, "age_years": 35}, ["hard_work", "heat_and_sweat"]),
    "on a water tablet at 72": ({**NIGHT, "age_years": 72, "med_loop_thiazide": True}, ["water_tablets", "age"]),
    "a night worker on coffee, eyelid twitching": (EYELID, ["poor_sleep", "caffeine", "eyelid_screen"]),
    "pregnant": ({**NIGHT, "pregnancy_status": "pregnant", "pregnancy_weeks": 24, "age_years": 29}, ["pregnancy"]),
    "on dialysis, the team knows": (
        {**NIGHT, "cond_dialysis": True, "cond_ckd": True, "cramps_only_dialysis": True, "age_years": 50},
        ["dialysis", "kidneys"],
    ),
    "a desk worker's neck": ({"site_neck": True, "kind": "ongoing_spasm", "desk_work": True}, ["desk"]),
    "on a statin": ({"site_thigh_back": True, "med_statin": True, "age_years": 64}, ["statins"]),
    "smoking": ({"site_calf": True, "smoker": True}, ["stimulants_and_nicotine"]),
    "a known irritable bowel in a hard week": (
        {
            "site_abdomen": True,
            "kind": "inside_squeeze",
            "cond_ibs": True,
            "stress_now": True,
            "checked_and_same": True,
        },
        ["bowel", "stress"],
    ),
    "multiple sclerosis, stiff as usual": (
        {"site_thigh_front": True, "kind": "stiffness", "cond_ms": True, "spasticity_usual": True},
        ["long_known_nerve_illness"],
    ),
    "an underactive thyroid with good tests": ({**NIGHT, "cond_low_thyroid": True, "thyroid_steady": True}, []),
    "no to everything": ({}, []),
    "no to everything but a calf cramp": ({"site_calf": True, "still_happening": True}, []),
}


@pytest.mark.parametrize("who", PEOPLE)
def test_this_person_reads_what_may_play_a_part(kb: Knowledge, who: str) -> None:
    facts, wanted = PEOPLE[who]
    answers = person(kb, facts)
    assert triage(kb, answers).level <= Level.routine
    assert [one.id for one in likely_contributors(kb, answers)] == wanted


@pytest.mark.parametrize("sign", ["jaw_locked", "chest_pain", "leg_bigger_tender", "weakness_new", "dark_urine"])
def test_somebody_with_a_danger_sign_reads_nothing_of_it(kb: Knowledge, sign: str) -> None:
    """Not even at urgent: "it may be the coffee" must not stand beside "get help today"."""
    answers = person(kb, {**MARATHON, "caffeine_much": True, "med_statin": True, sign: True})
    assert triage(kb, answers).level >= Level.urgent
    assert likely_contributors(kb, answers) == ()
    assert could_contribute(kb, answers) == ()


def test_somebody_whose_danger_signs_are_unanswered_reads_nothing_of_it(kb: Knowledge) -> None:
    answers = kb.answers({"site_calf": True, "med_statin": True})
    assert triage(kb, answers).level is Level.urgent
    assert likely_contributors(kb, answers) == ()


def test_what_was_not_asked_is_asked_and_what_nobody_knows_is_not_asked_again(kb: Knowledge) -> None:
    answers = person(kb, {**EYELID, "stress_now": True}, unknown=["stress_now", "caffeine_much"])
    assert {"stress_now", "caffeine_much"} <= set(could_contribute(kb, answers))
    assert "caffeine" not in [one.id for one in likely_contributors(kb, answers)]
    doubtful = Answers(answers.known, frozenset({"stress_now", "caffeine_much"}))
    assert not {"stress_now", "caffeine_much"} & set(could_contribute(kb, doubtful))


def test_a_habit_changes_nothing_about_how_urgent_it_is(kb: Knowledge) -> None:
    habits = ["caffeine_much", "poor_sleep", "stress_now", "desk_work", "long_standing", "cold_feet_bed"]
    conditions = [one.when for one in kb.rules]
    conditions += [kb.when("contraindication", one.id) for one in kb.pack.contraindication]
    from uncramp.logic import facts_of

    assert not set(habits) & {fact for when in conditions for fact in facts_of(when)}


def test_there_are_contributors_for_everything_that_was_asked_for(kb: Knowledge) -> None:
    assert len(kb.pack.contributor) >= 25
    used = {id for one in kb.pack.contributor for id in one.medicines}
    not_a_cause = {"review_quinine", "review_sedative_withdrawal", "review_baclofen_withdrawal"}
    assert {one.id for one in kb.pack.medicine if one.when} - used == not_a_cause


# ---- words


def words(kb: Knowledge) -> list[str]:
    """Every text of a contributor or topic as people read it about themselves and about others, medicines too."""
    entries = [(kind, one) for kind in ("contributor", "topic") for one in getattr(kb.pack, kind)]
    used = {id for one in kb.pack.contributor for id in one.medicines}
    entries += [("medicine", one) for one in kb.pack.medicine if one.id in used]
    return [
        kb.texts(region="uk", others=others).entry(kind, one.id, field, text)
        for kind, one in entries
        for field, text in texts_for_people(kind, one)
        for others in (False, True)
    ]


def test_no_text_says_what_somebody_has_or_what_it_was_caused_by(kb: Knowledge) -> None:
    texts = words(kb)
    assert len(texts) > 400
    assert [text for text in texts if re.search(r"\b(you|they) have\b|caused by", text, re.IGNORECASE)] == []


def test_no_text_brings_its_own_dose_stretch_or_pack(kb: Knowledge) -> None:
    """Remedies stand in the plan, weighed against illnesses and medicines; `do` must not go round that."""
    risky = re.compile(
        r"\b(stretch|massage|heat|ice|warm pack|magnesium tablets|litres?|mg|painkiller)\b", re.IGNORECASE
    )
    assert [one.id for one in kb.pack.contributor if risky.search(one.do)] == []


def test_a_medicine_speaks_with_its_own_words_and_only_if_it_is_taken(kb: Knowledge) -> None:
    answers = person(kb, {**NIGHT, "med_k_sparing": True})
    [one] = [one for one in likely_contributors(kb, answers) if one.id == "water_tablets"]
    told = said(kb, answers, one, kb.texts())
    [keeping] = [one for one in kb.pack.medicine if one.id == "review_potassium_keeping_tablet"]
    assert (told.says, told.do) == (keeping.says, keeping.ask_about)
    assert set(keeping.sources) <= set(told.sources)


def test_as_data_each_contributor_stands_with_the_answers_that_settle_it(kb: Knowledge) -> None:
    found = rows(kb, person(kb, EYELID), kb.texts())
    assert [row["contributor"] for row in found] == ["poor_sleep", "caffeine", "eyelid_screen"]
    assert found[1]["facts"] == {"caffeine_much": True}
    assert found[1]["strength"] == "B"
    assert "may" in found[1]["says"]
    assert all(list(row) == ["contributor", "says", "do", "strength", "sources", "facts"] for row in found)


# ---- small knowledge: the order, and the kind


def contributor(id: str, strength: str, *kinds: str, when: str = "often", **more: Any) -> Contributor:
    texts = {} if more.get("medicines") else {"when": when, "says": f"{id} may add to it.", "do": f"Look at {id}."}
    return Contributor(id=id, title=id, kinds=kinds, strength=strength, **{**REVIEWED, **texts, **more})


CALM_FACTS = (
    flag("often"),
    flag("tablet", group="medicine"),
    flag("inhaler", group="medicine"),
    *(fact for fact in knowledge().pack.fact if fact.id == "kind"),
)


def ids(kb: Knowledge, **answers: Any) -> list[str]:
    return [one.id for one in likely_contributors(kb, kb.answers(answers))]


def test_the_strongest_comes_first_then_the_nearest_to_the_kind() -> None:
    kb = knowledge(
        contributor("far", "B", "cramp", "twitch"),
        contributor("weak", "C", "twitch"),
        contributor("near", "B", "twitch", "cramp"),
        contributor("strong", "A", "cramp", "twitch"),
        facts=CALM_FACTS,
    )
    assert ids(kb, often=True, kind="twitch") == ["strong", "near", "far", "weak"]
    assert ids(kb, often=True, kind="cramp") == ["strong", "far", "near"]


def test_without_a_kind_every_kind_may_be_meant() -> None:
    kb = knowledge(contributor("a", "B", "cramp"), contributor("b", "B", "twitch"), facts=CALM_FACTS)
    assert ids(kb, often=True) == ["a", "b"]
    assert ids(kb, often=True, kind="unsure") == ["a", "b"]


@pytest.mark.parametrize("answer", [False, "unsure", None])
def test_what_does_not_surely_hold_is_not_said(answer: object) -> None:
    kb = knowledge(contributor("a", "B", "cramp"), facts=CALM_FACTS)
    assert ids(kb, often=answer, kind="cramp") == []


def test_of_two_questions_the_one_with_the_stronger_answer_comes_first() -> None:
    kb = knowledge(contributor("a", "C", "cramp"), contributor("b", "A", "cramp", when="tablet"), facts=CALM_FACTS)
    assert could_contribute(kb, kb.answers({"kind": "cramp"})) == ("tablet", "often")
    assert could_contribute(kb, kb.answers({"kind": "twitch"})) == ()


def test_any_of_its_medicines_makes_a_contributor_hold() -> None:
    def medicine(id: str, when: str) -> Medicine:
        more = {"effect": "cramps", "strength": "B", "ask_about": f"Ask about {id}."}
        return Medicine(id=id, title=id, when=when, says=f"{id} can cause cramps.", **more, **REVIEWED)

    kb = knowledge(
        medicine("one", "tablet"),
        medicine("other", "inhaler"),
        contributor("both", "A", "cramp", medicines=("one", "other")),
        facts=CALM_FACTS,
    )
    assert ids(kb, tablet=False, inhaler=False) == []
    for given, told in (
        ({"inhaler": True}, "other can cause cramps."),
        ({"tablet": True, "inhaler": True}, "one can cause cramps. other can cause cramps."),
    ):
        [row] = rows(kb, kb.answers(given), kb.texts())
        assert row["says"] == told
