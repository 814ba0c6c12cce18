"""Minutes to relief: learned per remedy from timed uses, drawn by chance among what is safe, slow to name a best."""

from __future__ import annotations

import math
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.people import person
from uncramp.kb import Knowledge
from uncramp.offer import Weighing
from uncramp.trials.numbers import numbers
from uncramp.trials.options import options
from uncramp.trials.relief import Before, Belief, Use, draw, from_studies, relief, sceptical
from uncramp.trials.series import TrialError
from uncramp.trials.words import relief_says

TWO = ("stand", "stretch")


def uses(remedy: str, *minutes: float, site: str = "calf", pain: int | None = None) -> list[Use]:
    return [Use(remedy, site, one, pain=pain) for one in minutes]


def middle(belief: Belief, remedy: str) -> float:
    return next(one.middle for one in belief.minutes if one.remedy == remedy)


def test_without_uses_every_remedy_takes_as_long_and_is_as_likely_the_best() -> None:
    found = relief([], ("a", "b", "c", "d"))
    assert found.best == pytest.approx([0.25] * 4)
    assert middle(found, "a") == pytest.approx(numbers().relief.median_minutes, rel=0.01)
    assert not found.may_say_best


def test_quick_uses_make_a_remedy_quick_and_likely_the_best() -> None:
    found = relief(uses("stretch", 1, 1.5, 1, 2, 1) + uses("stand", 6, 8, 5, 7, 6), TWO)
    assert middle(found, "stretch") < 2.5
    assert middle(found, "stand") > 4
    assert found.best[1] > 0.95
    assert sum(found.best) == pytest.approx(1.0)


def test_it_is_what_brute_force_finds() -> None:
    """One remedy, pain not given: a grid over the middle and the spread, written out anew."""
    found = relief([*uses("stretch", 2, 5), Use("stretch", "calf", 15, stopped=True)], ["stretch"])
    prior, mass = sceptical(), {}
    for spread in numbers().relief.within:
        for mu in np.linspace(prior.mean - 2.2, prior.mean + 2.2, 801):
            density = math.exp(-0.5 * ((mu - prior.mean) / prior.sd) ** 2)
            for minutes in (2, 5):
                density *= math.exp(-0.5 * ((math.log(minutes) - mu) / spread) ** 2) / spread
            density *= math.erfc((math.log(15) - mu) / spread / math.sqrt(2)) / 2
            mass[spread, mu] = density
    total, mean = sum(mass.values()), 0.0
    below = sorted((mu, weight / total) for (_, mu), weight in mass.items())
    for mu, weight in below:
        mean += weight
        if mean >= 0.5:
            assert math.log(middle(found, "stretch")) == pytest.approx(mu, abs=0.02)
            break


def test_a_cramp_that_had_not_let_go_counts_as_longer_than_one_that_had() -> None:
    gone, on = (relief([Use("stretch", "calf", 10, stopped=stopped)], ["stretch"]) for stopped in (False, True))
    assert middle(on, "stretch") > middle(gone, "stretch")


def test_very_long_waits_do_not_break_the_sum() -> None:
    found = relief([Use("stretch", "calf", 1440, stopped=True)] * 50 + uses("stand", 0.01), TWO)
    assert all(math.isfinite(one.middle) and one.low < one.middle < one.high for one in found.minutes)
    assert found.best[0] > 0.99


def test_bad_cramps_are_allowed_for() -> None:
    """The same times, but one remedy only met the worst pain: it is not the slower one."""
    same = [2.0, 3.0, 4.0, 3.0, 6.0]
    mild = [Use("stand", "calf", 0.6 * one, pain=2) for one in same]
    bad = [Use("stretch", "calf", one, pain=9) for one in same]
    blind = [Use(one.remedy, one.site, one.minutes) for one in mild + bad]
    assert relief(mild + bad, TWO).best[1] > relief(blind, TWO).best[1]


def test_sites_can_be_learned_apart() -> None:
    told = uses("stretch", 1, 1, 1, site="calf") + uses("stretch", 9, 9, 9, site="foot")
    calf, foot = (middle(relief(told, ["stretch"], site=site), "stretch") for site in ("calf", "foot"))
    assert calf < middle(relief(told, ["stretch"]), "stretch") < foot


def test_the_order_of_the_uses_does_not_matter() -> None:
    told = uses("stretch", 1, 4, 2) + uses("stand", 3, 5)
    shuffled = Random(1).sample(told, len(told))
    assert relief(shuffled, TWO).best == pytest.approx(relief(told, TWO).best)


@pytest.mark.parametrize(("first", "second", "enough"), [(5, 5, True), (5, 4, False), (20, 0, False)])
def test_a_best_is_named_only_after_uses_enough_of_two(first: int, second: int, enough: bool, kb: Knowledge) -> None:
    found = relief(uses("stretch", *[1.0] * first) + uses("stand", *[4.0] * second), TWO)
    assert found.may_say_best is enough
    said = relief_says(found, {}, kb.texts())
    assert any("quickest" in one for one in said) is enough


# ---- what to try next


@settings(max_examples=50)
@given(uniform=st.floats(0, 1, exclude_max=True), seed=st.integers(0, 5))
def test_only_what_was_handed_in_is_ever_drawn_and_with_the_chance_that_is_recorded(uniform: float, seed: int) -> None:
    rng = Random(seed)
    told = [Use(rng.choice(["stand", "stretch", "unsafe"]), "calf", rng.uniform(0.5, 9)) for _ in range(12)]
    found = relief(told, TWO)
    drawn = draw(found, uniform)
    assert drawn.remedy in TWO
    assert drawn.chance == dict(zip(TWO, found.best, strict=True))[drawn.remedy]
    assert 1 <= drawn.percent <= 100


def test_draws_come_as_often_as_their_recorded_chance() -> None:
    found = relief(uses("stretch", 2, 3, 2) + uses("stand", 4, 3), TWO)
    rng = Random(3)
    share = sum(draw(found, rng.random()).remedy == "stretch" for _ in range(4000)) / 4000
    assert share == pytest.approx(found.best[1], abs=0.03)


def test_only_what_the_plan_offers_for_now_may_be_drawn(kb: Knowledge) -> None:
    calf = {"site_calf": True, "age_years": 60, "sex_at_birth": "male"}
    healthy, swollen = options(kb, person(kb, calf)), options(kb, person(kb, {**calf, "limb_swollen_one_side": True}))
    assert "calf_stretch_wall" in healthy or "calf_stretch_seated" in healthy
    assert len(healthy) >= 2
    assert swollen == ()
    for id in healthy:
        assert not Weighing(kb, person(kb, calf)).suits(id).withhold
        assert not Weighing(kb, person(kb, calf)).suits(id).ask


def test_what_an_answer_holds_back_can_no_longer_be_drawn(kb: Knowledge) -> None:
    calf = {"site_calf": True, "age_years": 60, "sex_at_birth": "male"}
    usual, narrowed = set(options(kb, person(kb, calf))), 0
    for fact in (id for id, one in kb.facts.items() if one.group in ("condition", "allergy", "medicine")):
        told = person(kb, {**calf, fact: True})
        left = set(options(kb, told))
        narrowed += left < usual
        assert all(not Weighing(kb, told).suits(id).withhold for id in left), fact
    assert narrowed > 5


def test_nothing_safe_is_nothing_to_draw() -> None:
    with pytest.raises(TrialError, match="nothing that may be tried"):
        draw(relief(uses("stretch", 1), ()), 0.5)


def test_over_a_month_the_quickest_is_found_more_often_than_by_chance() -> None:
    """Twenty made-up people, five remedies, thirty cramps each."""
    rng, right = np.random.default_rng(4), 0
    names = [f"r{k}" for k in range(5)]
    for _ in range(20):
        true = math.log(4) + 0.5 * rng.standard_normal(5)
        told: list[Use] = []
        for _ in range(30):
            chosen = draw(relief(told, names), rng.random()).remedy
            minutes = math.exp(true[names.index(chosen)] + 0.6 * rng.standard_normal())
            told.append(Use(chosen, "calf", min(minutes, 15.0), stopped=minutes > 15))
        right += int(np.argmax(relief(told, names).best)) == int(np.argmin(true))
    assert right >= 10, "by chance it would be 4 of 20"


# ---- what studies say


def test_studies_move_the_start_and_never_make_it_narrower(kb: Knowledge) -> None:
    stretch, unknown = from_studies(kb, "calf_stretch_wall"), from_studies(kb, "no_such_remedy")
    assert stretch.mean < sceptical().mean
    assert stretch.sd >= sceptical().sd
    assert unknown == sceptical()


def test_what_was_believed_before_matters_less_with_every_use() -> None:
    sure = {"stretch": Before(math.log(1.0), 0.5)}

    def apart(count: int) -> float:
        told = uses("stretch", *[5.0] * count)
        return math.log(middle(relief(told, TWO), "stretch") / middle(relief(told, TWO, sure), "stretch"))

    assert apart(0) > apart(5) > apart(30) > 0
    assert apart(30) < 0.2


@pytest.mark.parametrize("minutes", [0, -1, math.nan, math.inf, 2000])
def test_minutes_that_cannot_have_been_are_refused(minutes: float) -> None:
    with pytest.raises(TrialError, match="allowed: more than 0"):
        relief(uses("x", minutes), ["x"])


def test_pain_that_cannot_have_been_is_refused() -> None:
    with pytest.raises(TrialError, match="allowed: 0 to 10"):
        relief(uses("x", 1, pain=11), ["x"])
