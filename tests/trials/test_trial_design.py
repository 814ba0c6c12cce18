"""A trial is fixed before its first night: who may, in which order, when to look, and a mark that shows any change."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.people import person
from uncramp.facts import Answers
from uncramp.kb import Knowledge
from uncramp.offer import offers
from uncramp.triage import triage
from uncramp.trials.design import (
    Conduct,
    Protocol,
    canonical,
    looks,
    mark,
    may_be_tried,
    nights,
    not_safe_any_more,
    order,
    protocol,
    refusals,
)
from uncramp.trials.numbers import numbers
from uncramp.trials.series import TrialError

GROWN_UP = {"age_years": 60, "sex_at_birth": "male", "site_calf": True, "kind": "painful_cramp", "night_or_rest": True}
"""A man of 60 with cramps in the calf at night, and nothing else."""


def somebody(kb: Knowledge, **changes: Any) -> Answers:
    return person(kb, {**GROWN_UP, **changes})


def why(kb: Knowledge, answers: Answers, remedy: str = "stretch_before_bed", against: str | None = None) -> list[str]:
    return [one.why for one in refusals(kb, answers, kb.remedies[remedy], kb.remedies[against] if against else None)]


@pytest.fixture
def stretch(kb: Knowledge) -> Protocol:
    return protocol(kb, kb.remedies["stretch_before_bed"], None, seed=7)


# ---- who may


def test_a_healthy_grown_up_may_try_a_stretch_before_bed(kb: Knowledge) -> None:
    assert why(kb, somebody(kb)) == []


@pytest.mark.parametrize("age", [10, 17, None])
def test_nobody_under_18_may_nor_anybody_whose_age_is_not_known(kb: Knowledge, age: int | None) -> None:
    assert "adult" in why(kb, somebody(kb, age_years=age))


@pytest.mark.parametrize("status", ["pregnant", "maybe", "postpartum_6w", None])
def test_nobody_who_is_or_may_be_pregnant_may(kb: Knowledge, status: str | None) -> None:
    woman = somebody(kb, age_years=30, sex_at_birth="female", pregnancy_status=status)
    assert "pregnancy" in why(kb, woman)


@pytest.mark.parametrize("sign", ["limb_swollen_one_side", "chest_pain", "weakness_new"])
def test_nobody_who_should_be_seen_today_may(kb: Knowledge, sign: str) -> None:
    assert "level" in why(kb, somebody(kb, **{sign: True}))


def test_unanswered_danger_signs_refuse(kb: Knowledge) -> None:
    assert "level" in why(kb, kb.answers(GROWN_UP))


@pytest.mark.parametrize("remedy", ["magnesium", "quinine", "medication_review", "compression_stockings"])
def test_only_what_is_on_the_list_may_be_tried(kb: Knowledge, remedy: str) -> None:
    assert why(kb, somebody(kb), remedy) == ["arm"]


def test_what_is_held_back_for_this_person_may_not_be_tried(kb: Knowledge) -> None:
    held = somebody(kb, site_calf=False, site_hand=True)
    assert "held_back" in why(kb, held, "stationary_bike")


def test_a_thing_cannot_be_compared_with_itself(kb: Knowledge) -> None:
    assert "same" in why(kb, somebody(kb), "stretch_before_bed", "stretch_before_bed")


def test_every_arm_on_the_list_is_cheap_self_care_that_a_plan_can_hold(kb: Knowledge) -> None:
    for id in numbers().arms.remedies:
        remedy = kb.remedies[id]
        assert may_be_tried(remedy), id
        assert any(one.phase == "prevention" for one in remedy.indication), id
    assert set(numbers().arms.groups_never) <= {group.id for group in kb.pack.group}


# ---- fixed before night one


def test_the_mark_is_the_hash_of_the_one_text_a_protocol_has(stretch: Protocol) -> None:
    text = canonical(stretch)
    assert mark(stretch) == hashlib.sha256(text).hexdigest()
    assert json.dumps(json.loads(text), sort_keys=True, separators=(",", ":")).encode() == text


@pytest.mark.parametrize(
    "change",
    [
        {"seed": 8},
        {"pairs": 7},
        {"outcome": "woke_me"},
        {"better": 0.95},
        {"prior": {"effect_sd": 1.0}},
        {"gate": {"events": 5}},
    ],
)
def test_any_change_changes_the_mark(stretch: Protocol, change: dict[str, Any]) -> None:
    changed = replace(stretch, **change)
    assert mark(changed) != mark(stretch)
    assert Conduct().changed(stretch, changed).changes == 1
    assert Conduct().changed(stretch, replace(stretch)).as_planned


@given(seed=st.integers(0, 2**53), pairs=st.integers(3, 8), block=st.integers(1, 28))
def test_every_pair_has_both_arms_once_and_the_seed_alone_says_in_which_order(
    kb: Knowledge, seed: int, pairs: int, block: int
) -> None:
    made = protocol(kb, kb.remedies["warm_bath"], None, seed=seed, pairs=pairs, block_nights=block)
    planned = nights(made)
    assert [one.number for one in planned] == list(range(1, made.run_in_nights + 2 * pairs * block + 1))
    for pair in range(1, pairs + 1):
        arms = "".join(str(one.arm) for one in planned if one.pair == pair)
        assert arms in ("a" * block + "b" * block, "b" * block + "a" * block)
    assert nights(made) == planned
    assert all(not one.counts for one in planned[: made.run_in_nights])


def test_the_order_is_the_same_on_every_machine(stretch: Protocol) -> None:
    coins = [hashlib.sha256(f"uncramp trial 7 pair {pair}".encode()).digest()[0] % 2 for pair in range(1, 9)]
    assert order(stretch) == tuple("ba" if coin else "ab" for coin in coins)


def test_both_orders_come_about_as_often(stretch: Protocol) -> None:
    drawn = [one for seed in range(200) for one in order(replace(stretch, seed=seed))]
    assert 700 < drawn.count("ab") < 900


def test_a_washout_does_not_count(stretch: Protocol) -> None:
    washed = nights(replace(stretch, washout_nights=2))
    assert [one.counts for one in washed[7:14]] == [False, False, True, True, True, True, True]


def test_looks_are_at_the_end_of_each_pair_from_the_third(stretch: Protocol) -> None:
    assert looks(stretch) == (49, 63, 77, 91, 105, 119)
    conduct = Conduct().looked(stretch, 49)
    assert conduct.as_planned
    assert conduct.looked(stretch, 50).restarted() == Conduct(extra_looks=1, restarts=1)


@pytest.mark.parametrize(
    "change",
    [
        {"block_nights": 0}, {"pairs": 9}, {"pairs": 2}, {"washout_nights": 7}, {"seed": -1}, {"seed": 2**53 + 1},
        {"block_nights": 1, "washout_nights": 0, "carry_over": True}, {"arm_a": "stretch_before_bed"},
    ],
)  # fmt: skip
def test_a_trial_that_cannot_answer_is_refused(stretch: Protocol, change: dict[str, Any]) -> None:
    with pytest.raises(TrialError):
        replace(stretch, **change)


# ---- while it runs


@pytest.mark.parametrize(
    ("arm", "learnt"),
    [("warm_bath", "cond_pad"), ("massage_roller_ball", "med_warfarin")],
)
def test_what_the_profile_comes_to_say_against_an_arm_stops_it(kb: Knowledge, arm: str, learnt: str) -> None:
    assert not not_safe_any_more(kb, person(kb, {"age_years": 60}), [kb.remedies[arm]])
    assert not_safe_any_more(kb, person(kb, {"age_years": 60, learnt: True}), [kb.remedies[arm]])


def test_whatever_would_refuse_an_arm_at_the_beginning_stops_it_later_although_no_cramp_is_told_of(
    kb: Knowledge,
) -> None:
    arms = [one for one in kb.remedies.values() if may_be_tried(one)]
    lasting = [id for id, fact in kb.facts.items() if fact.group in ("condition", "medicine", "allergy")]
    refused = 0
    for fact in (id for id in lasting if kb.facts[id].type.__class__.__name__ == "FlagType"):
        begins = somebody(kb, **{fact: True})
        found = offers(kb, begins, triage(kb, begins).certain)
        held = {one.remedy.id for one in found.withheld if one.certain}
        held |= {one.remedy.id for one in found.offered if any(reason.certain for reason in one.ask_first)}
        for arm in arms:
            if arm.id in held:
                refused += 1
                assert not_safe_any_more(kb, person(kb, {"age_years": 60, fact: True}), [arm]), (arm.id, fact)
    assert refused > 20, "the knowledge refuses some"
