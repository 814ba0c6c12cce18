"""Simulate before believing: known effects come back, and intervals cover as often as they claim.

Loose bounds on few people; `python benchmarks/trials.py` makes the large table.
"""

from __future__ import annotations

import math

import numpy as np
import pytest
from trial_nights import trial

from uncramp.trials.effect import effect
from uncramp.trials.numbers import numbers
from uncramp.trials.planning import outlook
from uncramp.trials.simulate import Truth, arms, counts

PEOPLE = 40


def test_truths_from_the_prior_come_back() -> None:
    """Of 40 intervals that claim 95 % at least 34 cover, and of 40 that claim half 11 to 29 do: outside that with a
    chance below 1 in 200 each, were the claims true."""
    rng, prior = np.random.default_rng(40), numbers().prior
    wide = half = 0
    for _ in range(PEOPLE):
        ratio = math.exp(prior.effect_sd * rng.standard_normal())
        sd, dispersion = (scale * abs(rng.standard_normal()) for scale in (prior.latent_scale, prior.dispersion_scale))
        rate = prior.baseline_median * math.exp(0.8 * rng.standard_normal())
        trend = prior.trend_sd * rng.standard_normal()
        truth = Truth(rate, ratio, sd, prior.correlation_most * rng.beta(2, 2), max(dispersion, 1e-3), trend)
        arm = arms(rng, 4, 7)
        seen = np.minimum(counts(rng, truth, arm), numbers().design.most_events)
        found, whole = effect(trial(["ab"[int(one)] for one in arm], [int(one) for one in seen]))
        place = whole.probability_below(math.log(ratio))
        wide += found.q025 < math.log(ratio) < found.q975
        half += 0.25 < place < 0.75
    assert wide >= 34
    assert 11 <= half <= 29


def test_something_that_does_nothing_seldom_looks_good() -> None:
    rng, fooled = np.random.default_rng(41), 0
    for _ in range(PEOPLE):
        arm = arms(rng, 4, 7)
        seen = counts(rng, Truth(0.6, 1.0, 0.8, 0.7, 0.5, -0.8), arm)
        belief, _ = effect(trial(["ab"[int(one)] for one in arm], [int(one) for one in seen]))
        fooled += belief.p_better > numbers().words.good
    assert fooled <= 3, "plain counting would be fooled by 5 or 6 of 40"


@pytest.mark.parametrize("seed", [1])
def test_a_plan_knows_that_few_cramps_tell_nothing_and_many_tell_something(seed: int) -> None:
    few, many = (outlook(rate, cut=0.5, people=20, pairs=4, rng=np.random.default_rng(seed)) for rate in (1.0, 25.0))
    assert few.knows <= 0.1
    assert not few.worth
    assert few.weeks is None or few.weeks >= 6
    assert many.knows >= 0.5
    assert many.worth
    assert many.fooled <= 0.2


def test_a_plan_tells_how_far_it_is_and_gives_the_same_answer_again() -> None:
    told: list[tuple[int, int]] = []
    plans = [
        outlook(5, cut=0.4, people=3, pairs=3, rng=np.random.default_rng(2), progress=lambda *at: told.append(at))
        for _ in range(2)
    ]
    assert plans[0] == plans[1]
    assert told == [(done, 6) for done in range(1, 7)] * 2
