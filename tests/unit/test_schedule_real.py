"""The dates that the real knowledge gives to people."""

from __future__ import annotations

from typing import Any

import pytest

from uncramp.kb import Knowledge
from uncramp.kb.entries import Remedy
from uncramp.kb.needed import BEFORE_BED, LAST_HOUR
from uncramp.kb.routines import IMPACT
from unit.routines import NIGHT, amounts, real


def preventing(kb: Knowledge) -> list[Remedy]:
    return [one for one in kb.pack.remedy if any(indication.phase == "prevention" for indication in one.indication)]


def test_every_remedy_that_prevents_has_dates_or_says_why_not(kb: Knowledge) -> None:
    assert preventing(kb)
    for entry in preventing(kb):
        assert (entry.routine is None) is bool(entry.no_routine), entry.id
        if entry.routine:
            assert entry.routine.review_days, entry.id
            assert entry.routine.stop_if or entry.stop_if, entry.id


def test_nothing_jumps_after_eight_or_in_the_last_hour_before_bed(kb: Knowledge) -> None:
    late = [one for one in preventing(kb) if IMPACT in one.groups]
    assert [one.id for one in late] == ["jog_in_place"]
    for entry in late:
        assert entry.routine is not None
        assert (entry.routine.finish_before_bed_minutes or 0) >= kb.number(BEFORE_BED) == 60
        assert (entry.routine.finish_by_hour or 24) <= kb.number(LAST_HOUR) == 20
        assert entry.routine.at != "bedtime"
    bike = kb.remedies["stationary_bike"].routine
    assert bike is not None
    assert (bike.finish_before_bed_minutes or 0) >= 60


@pytest.mark.parametrize(
    ("id", "said"),
    [
        ("stretch_before_bed", {"hold_seconds": 10, "repetitions": 3, "weeks": 6, "at": "bedtime"}),
        ("pelvic_floor", {"times": 3, "per": "day", "repetitions": 10, "weeks": 12}),
        ("bladder_training", {"diary_days": 3, "weeks": 12, "review_days": 42}),
        ("desk_breaks", {"every_minutes": 45}),
        ("daily_walk", {"times": 5, "per": "week"}),
    ],
)
def test_the_quantities_are_those_of_the_evidence(kb: Knowledge, id: str, said: dict[str, Any]) -> None:
    routine = kb.remedies[id].routine
    assert {field: getattr(routine, field) for field in said} == said


@pytest.mark.parametrize(
    ("id", "said"),
    [
        ("daily_walk", {"start": 10, "percent": 10, "goal": 30}),
        ("graded_conditioning", {"percent": 10}),
        ("bladder_training", {"start": 60, "step": 15, "goal": 180}),
        ("pelvic_floor", {"start": 3, "step": 1, "goal": 10}),
        ("stationary_bike", {"start": 3, "goal": 5}),
        ("cut_stimulants", {"shares": (75, 50)}),
    ],
)
def test_the_ladders_are_those_of_the_evidence(kb: Knowledge, id: str, said: dict[str, Any]) -> None:
    routine = kb.remedies[id].routine
    assert routine is not None
    assert {field: getattr(routine.ladder, field) for field in said} == said


BLADDER = {
    "site_calf": False,
    "site_bladder_pelvis": True,
    "kind": "inside_squeeze",
    "cond_overactive_bladder": True,
    "checked_and_same": True,
}


@pytest.mark.parametrize(
    ("answer", "training", "floor"),
    [
        ({}, True, True),
        ({"cond_retention_catheter": True}, False, False),
        ({"cond_pelvic_pain": True}, True, False),
        ({"burning_pee": True}, False, True),
        ({"pregnancy_status": "pregnant", "pregnancy_weeks": 12}, False, True),
        ({"cond_memory": True}, False, True),
        ({"age_years": 12}, False, False),
    ],
)
def test_bladder_and_floor_are_trained_only_where_that_is_right(
    kb: Knowledge, answer: dict[str, Any], training: bool, floor: bool
) -> None:
    from knowledge.people import person
    from uncramp.offer import offers
    from uncramp.triage import Level

    offered = offers(kb, person(kb, {**NIGHT, **BLADDER, **answer}), Level.self_care).offered
    found = {offer.remedy.id for offer in offered if offer.phase == "prevention"}
    assert ("bladder_training" in found, "pelvic_floor" in found) == (training, floor)


@pytest.mark.parametrize("sign", ["cannot_pee", "catheter_blocked", "blood_in_urine"])
def test_no_bladder_is_trained_beside_a_sign_that_needs_a_check(kb: Knowledge, sign: str) -> None:
    assert "bladder_training" not in real(kb, {**BLADDER, sign: True})


def test_the_urge_is_guided_step_by_step_and_a_session_of_squeezes_counts_ten(kb: Knowledge) -> None:
    training, floor = kb.remedies["bladder_training"], kb.remedies["pelvic_floor"]
    assert training.guide is not None
    assert [step.kind for step in training.guide.step] == ["move", "hold", "hold", "hold", "move"]
    assert floor.guide is not None
    assert floor.routine is not None
    assert floor.guide.rounds == floor.routine.repetitions == 10


def test_a_walker_of_a_quarter_of_an_hour_begins_there(kb: Knowledge) -> None:
    assert amounts(real(kb, {"walk_minutes_now": 15})["daily_walk"])[:4] == [15, 16, 17, 18]


def test_a_child_without_caffeine_is_not_told_to_drink_less_coffee(kb: Knowledge) -> None:
    twitch = {"site_calf": False, "site_eyelid": True, "kind": "painless_twitch", "pain_score": 0}
    assert "cut_stimulants" not in real(kb, {**twitch, "age_years": 9})
    assert "cut_stimulants" in real(kb, {**twitch, "age_years": 15, "caffeine_much": True})
    assert "cut_stimulants" in real(kb, {**twitch, "age_years": 28})
