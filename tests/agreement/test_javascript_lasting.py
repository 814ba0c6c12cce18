"""What of a profile may decide, and what is kept of a check: the browser and the command line agree."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agreement.scripts import Ask
from agreement.strategies import agreeing
from diary.test_out_and_in import row
from knowledge.people import random_person, thresholds
from uncramp.check_done import check_done
from uncramp.diary import read_entry
from uncramp.facts import UNSURE
from uncramp.kb import Knowledge
from uncramp.lasting import fresh_answers, lasts

TODAY = date(2026, 11, 20)
SAID = {
    "age_years": st.sampled_from([17, 40, 72, 4000, True]),
    "pregnancy_status": st.sampled_from(["pregnant", "not_pregnant", "unsure", "green"]),
    "cond_ckd": st.booleans(),
    "med_statin": st.booleans(),
    "allergy_nuts": st.booleans(),
    "answering_for": st.just("child"),
    "region": st.just("uk"),
    "dark_urine": st.booleans(),
    "site_calf": st.booleans(),
    "hair_colour": st.just("green"),
}
changes = st.tuples(
    st.sampled_from([0, 1, 13, 14, 15, 181, 182, 183, 900]),
    st.sampled_from(sorted(SAID)).flatmap(lambda fact: st.tuples(st.just(fact), st.none() | SAID[fact])),
)


def entries(said: list[tuple[int, tuple[str, Any]]]) -> list[dict[str, Any]]:
    return [
        row(nth, "profile_change", {"facts": {fact: answer}}, at=f"{TODAY - timedelta(days=ago)}T10:00:00Z")
        | {"recorded_at": "2026-12-01T00:00:00Z"}
        for nth, (ago, (fact, answer)) in enumerate(said)
    ]


@agreeing
@given(said=st.lists(changes, max_size=8))
def test_what_a_check_starts_from_is_the_same_in_both(
    kb: Knowledge, node: Ask, said: list[tuple[int, tuple[str, Any]]]
) -> None:
    all = entries(said)
    found = fresh_answers(kb, [read_entry(one) for one in all], TODAY)
    ours = {**found.known, **dict.fromkeys(found.unsure, UNSURE)}
    theirs = node("lasting", entries=all, today=TODAY.isoformat(), facts={})["fresh"]
    assert ours == theirs
    assert all_last(kb, ours)


def all_last(kb: Knowledge, facts: dict[str, Any]) -> bool:
    return all(lasts(kb, fact) for fact in facts)


def test_a_danger_sign_never_lasts(kb: Knowledge) -> None:
    assert not [fact for fact in kb.gates if lasts(kb, fact)]


def test_a_sign_in_the_profile_is_no_answer_of_any_check(kb: Knowledge, node: Ask) -> None:
    all = entries([(1, ("dark_urine", True)), (1, ("site_calf", True)), (1, ("answering_for", "child"))])
    assert node("lasting", entries=all, today=TODAY.isoformat(), facts={})["fresh"] == {}


@pytest.mark.parametrize(
    ("fact", "value", "ago", "counts"),
    [
        ("cond_ckd", True, 2000, True),
        ("cond_ckd", False, 181, True),
        ("cond_ckd", False, 182, False),
        ("pregnancy_status", "pregnant", 13, True),
        ("pregnancy_status", "pregnant", 14, False),
    ],
)
def test_a_yes_to_an_illness_stays_and_what_may_have_changed_is_asked_again(
    kb: Knowledge, node: Ask, fact: str, value: Any, ago: int, counts: bool
) -> None:
    fresh = node("lasting", entries=entries([(ago, (fact, value))]), today=TODAY.isoformat(), facts={})["fresh"]
    assert (fact in fresh) is counts


def test_only_what_changes_the_profile_is_written(node: Ask) -> None:
    all = entries([(300, ("cond_ckd", False)), (3, ("med_statin", True)), (3, ("age_years", 40))])
    facts = {"cond_ckd": False, "med_statin": None, "age_years": 40, "allergy_nuts": None, "dark_urine": True}
    found = node("lasting", entries=all, today=TODAY.isoformat(), facts=facts)["changes"]
    assert found == {"cond_ckd": False, "med_statin": None}, "an answer that had grown old counts as new"


def test_what_is_kept_of_a_check_is_the_same_in_both(kb: Knowledge, node: Ask) -> None:
    dice, levels, near = Random(7), set(), thresholds(kb)
    for _ in range(60):
        raw = random_person(kb, dice, near)
        ours = check_done(kb, kb.answers(raw), "check")
        assert ours == node("checkDone", facts=raw, where="check"), raw
        levels.add(ours and ours["level"])
        assert not ours or all(kb.facts[sign].tier == "gate" for sign in ours.get("signs", ()))
    assert len(levels) > 1


def test_a_check_that_came_to_no_result_is_not_kept(kb: Knowledge, node: Ask) -> None:
    assert check_done(kb, kb.answers({}), "check") is None
    assert node("checkDone", facts={}, where="check") is None
