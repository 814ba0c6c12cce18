"""The effect in one person's nights: right against other ways to the same answer, and lawful."""

from __future__ import annotations

import math
from dataclasses import replace
from time import process_time
from typing import Any

import numpy as np
import pytest
from msgspec.structs import replace as with_changes
from trial_nights import REFERENCE, simulated, trial

from uncramp.trials.banded import Tridiagonal, factor
from uncramp.trials.density import density, mixture
from uncramp.trials.effect import Belief, believed, effect, gaussian, nested, series_model, weights
from uncramp.trials.laplace import mode
from uncramp.trials.model import EFFECT, hyper_nodes, trial_model
from uncramp.trials.numbers import numbers
from uncramp.trials.selfcheck import Corrected, corrected, pareto_k
from uncramp.trials.series import Night, series
from uncramp.trials.simulate import Truth
from uncramp.trials.variational import inverse_diagonal, nearest

SOME = Truth(0.8, 0.6)


def figures(belief: Belief) -> list[float]:
    return [belief.mean, belief.sd, belief.q025, belief.q50, belief.q975, belief.p_worthwhile, belief.p_better]


# ---- right


@pytest.mark.parametrize("one", REFERENCE, ids=["helps", "few cramps", "worse"])
def test_it_says_what_long_sampling_says(one: dict[str, Any]) -> None:
    found = figures(effect(trial(one["arm"], one["counts"]))[0])
    assert found[0] == pytest.approx(one["nuts"][0], abs=0.01)
    assert found == pytest.approx(one["nuts"], abs=0.035)
    assert found == pytest.approx(one["importance"], abs=0.01)


def test_on_a_handful_of_nights_it_is_what_brute_force_finds() -> None:
    """No spells, no trend, no dispersion: what is left are two numbers, integrated on a fine grid."""
    flat = with_changes(numbers().prior, latent_scale=1e-4, dispersion_scale=1e-4, trend_sd=1e-4)
    counts, arm = np.array([2.0, 1, 3, 0, 1, 0]), np.array([0.0, 0, 0, 1, 1, 1])
    found, _ = nested(trial_model(counts, np.arange(6.0), arm, flat, length=6), flat, EFFECT)
    base, ratio = np.meshgrid(np.linspace(-7, 4, 1201), np.linspace(-3.5, 3.5, 1201), indexing="ij")
    logs = (
        -0.5 * ((base - math.log(flat.baseline_median)) / flat.baseline_sd) ** 2 - 0.5 * (ratio / flat.effect_sd) ** 2
    )
    for y, x in zip(counts, arm, strict=True):
        eta = base + (x - 0.5) * ratio
        logs += y * eta - np.exp(eta)
    mass = np.exp(logs - logs.max())
    mass /= mass.sum()
    mean = float((mass * ratio).sum())
    assert found.mean == pytest.approx(mean, abs=0.01)
    assert found.sd == pytest.approx(math.sqrt(float((mass * (ratio - mean) ** 2).sum())), abs=0.01)
    assert found.probability_below(0.0) == pytest.approx(float(mass[ratio < 0].sum()), abs=0.01)


def test_without_cramps_in_the_likelihood_the_prior_comes_back() -> None:
    """One night tells next to nothing about the effect."""
    prior = numbers().prior
    model = trial_model(np.array([1.0]), np.array([0.0]), np.array([1.0]), prior, length=1)
    found, _ = nested(model, prior, EFFECT)
    assert abs(found.mean) < 0.06
    assert found.sd == pytest.approx(prior.effect_sd, rel=0.03)


def test_another_prior_shifts_the_answer_towards_itself() -> None:
    found = simulated(3, Truth(0.8, 1.3))
    hopeful = with_changes(numbers().prior, effect_mean=-0.5, effect_sd=0.2)
    plain, informed = effect(found)[0], effect(found, hopeful)[0]
    assert -0.5 < informed.mean < plain.mean
    assert informed.sd < 0.2 < plain.sd


# ---- lawful


def test_swapping_the_arms_turns_the_answer_round() -> None:
    found = simulated(4, SOME)
    swapped = series(replace(night, arm="b" if night.arm == "a" else "a") for night in found.nights)
    one, other = effect(found)[0], effect(swapped)[0]
    assert other.mean == pytest.approx(-one.mean, abs=1e-9)
    assert (other.q025, other.q975) == pytest.approx((-one.q975, -one.q025), abs=1e-9)
    assert other.p_better == pytest.approx(1 - one.p_better, abs=1e-9)


def test_the_same_nights_give_the_same_answer_to_the_bit() -> None:
    found = simulated(5, SOME)
    assert effect(found)[0] == effect(series(reversed(found.nights)))[0] == effect(found)[0]


def test_a_night_that_was_not_recorded_is_a_night_that_is_not_in_the_table() -> None:
    found = simulated(6, SOME)
    hidden = [replace(night, count=None) if nth % 3 == 0 else night for nth, night in enumerate(found.nights)]
    without = [night for nth, night in enumerate(found.nights) if nth % 3]
    assert effect(series(hidden))[0] == effect(series(without))[0]


def test_fewer_recorded_nights_leave_it_wider() -> None:
    found = simulated(7, Truth(1.5, 0.7), pairs=8)
    half = [replace(night, count=None) if nth % 2 else night for nth, night in enumerate(found.nights)]
    assert effect(series(half))[0].sd > effect(found)[0].sd


def test_more_pairs_leave_it_narrower() -> None:
    spreads = [effect(simulated(8, Truth(1.0, 0.7), pairs=pairs))[0].sd for pairs in (2, 4, 8)]
    assert spreads == sorted(spreads, reverse=True)
    assert spreads[0] < numbers().prior.effect_sd


def test_what_is_the_same_in_both_arms_says_that_there_is_no_difference() -> None:
    found = effect(trial("aaaaaaabbbbbbbbbbbbbbaaaaaaa", [1, 0, 2, 1, 0, 1, 2, 1, 0, 2, 1, 0, 1, 2] * 2))[0]
    assert abs(found.mean) < 0.1
    assert found.q025 < 0 < found.q975


def test_a_leftover_of_the_night_before_is_only_told_from_the_effect_when_it_is_asked_for() -> None:
    found = simulated(9, SOME)
    plain, carried = effect(found)[0], effect(found, carry=True)[0]
    assert plain.mean != carried.mean
    assert carried.sd >= 0.99 * plain.sd


@pytest.mark.parametrize("truth", [SOME, Truth(1.0, 1.0, 1.0, 0.85, 0.3), Truth(0.12, 0.6)])
def test_the_check_draws_from_where_the_mass_is_and_not_from_around_the_mode(truth: Truth) -> None:
    model = series_model(simulated(11, truth), numbers().prior)
    hyper = hyper_nodes(numbers().nodes.report, numbers().prior)
    around = mode(model, hyper)
    moved = nearest(model, hyper, around)
    counted = [
        corrected(model, hyper, found, weights(found, hyper), EFFECT, np.random.default_rng(1), 2000).ess / 2000
        for found in (around, moved)
    ]
    assert counted[1] > max(0.8, counted[0])


def test_the_variance_of_each_night_is_the_diagonal_of_the_inverse() -> None:
    rng = np.random.default_rng(2)
    beside = rng.normal(size=(6, 2))
    matrix = Tridiagonal(4 + rng.random((6, 2)), beside)
    found = inverse_diagonal(factor(matrix))
    for node in range(2):
        full = np.diag(matrix.diagonal[:, node]) + np.diag(beside[1:, node], 1) + np.diag(beside[1:, node], -1)
        assert found[:, node] == pytest.approx(np.diag(np.linalg.inv(full)))


@pytest.mark.parametrize("pairs", [1, 52])
def test_two_weeks_and_two_years_stand_their_own_check(pairs: int) -> None:
    found = effect(simulated(12, Truth(0.8, 0.7), pairs=pairs))[0]
    assert found.trust == "kept"


def test_three_years_of_nights_cost_what_there_are_more_of_them() -> None:
    def cost(pairs: int) -> float:
        model = series_model(simulated(10, SOME, pairs=pairs), numbers().prior)
        times = []
        for _ in range(3):
            began = process_time()
            gaussian(model, numbers().prior, EFFECT)
            times.append(process_time() - began)
        return min(times)

    cost(4)
    assert cost(80) / cost(10) < 8 * 2.5, "eight times the nights: cubed it would be five hundred times"


def test_thousands_of_nights_still_make_sense() -> None:
    found, _ = effect(simulated(11, Truth(0.6, 0.6), pairs=80))
    assert found.trust == "kept"
    assert math.exp(found.q025) < 0.6 < math.exp(found.q975)
    assert found.sd < 0.12


@pytest.mark.parametrize("counts", [[100] * 28, [0] * 27 + [100], [0, 100] * 14])
def test_strange_counts_do_not_break_the_sum(counts: list[int]) -> None:
    found = effect(trial("aaaaaaabbbbbbbaaaaaaabbbbbbb", counts))[0]
    assert all(math.isfinite(value) for value in figures(found))
    assert found.q025 < found.q50 < found.q975


# ---- the check


def test_every_result_carries_its_check() -> None:
    found = effect(simulated(12, SOME))[0]
    assert found.trust == "kept"
    assert 0 <= found.khat < numbers().check.khat_most
    assert 100 < found.ess <= numbers().check.draws


def checked(mean: float, khat: float, ess: float = 1500) -> Belief:
    grid = np.linspace(-3, 2, 9)
    return believed(density(grid, -0.5 * ((grid + 0.5) / 0.5) ** 2), Corrected(mean, 0.5, (0, 0, 0), khat, ess, 2000))


def test_a_check_that_cannot_be_trusted_withholds_the_answer() -> None:
    assert checked(-0.5, 0.3).trust == "kept"
    assert checked(-0.5, 0.8).trust == "withheld"
    assert checked(-0.5, 0.3, ess=20).trust == "withheld"
    assert checked(0.0, 0.3).trust == "withheld"


def test_a_check_that_differs_a_little_widens_the_answer_and_never_makes_it_surer() -> None:
    plain, widened = checked(-0.5, 0.3), checked(-0.6, 0.3)
    assert widened.trust == "widened"
    assert widened.q025 < plain.q025 < plain.q975 < widened.q975
    assert abs(widened.p_better - 0.5) <= abs(plain.p_better - 0.5)
    assert abs(widened.p_worthwhile - 0.5) <= abs(plain.p_worthwhile - 0.5)


def test_heavy_tailed_weights_are_noticed() -> None:
    rng = np.random.default_rng(2)
    assert pareto_k(rng.normal(scale=0.2, size=2000)) < 0.5
    assert pareto_k(3 * rng.exponential(size=2000)) > 0.7


# ---- distributions


def test_a_normal_log_density_gives_the_normal_distribution_back() -> None:
    grid = np.linspace(-4, 6, 9)
    found = density(grid, -0.5 * ((grid - 1) / 1.1) ** 2)
    assert (found.mean, found.sd) == pytest.approx((1.0, 1.1), abs=1e-3)
    assert found.quantile(0.975) == pytest.approx(1 + 1.96 * 1.1, abs=5e-3)
    one = mixture(np.array([0.5, 0.5]), np.array([-1.0, 1.0]), np.array([1.0, 1.0]))
    assert one.sd == pytest.approx(math.sqrt(2), abs=1e-3)
    assert one.probability_below(0.0) == pytest.approx(0.5, abs=1e-6)


def test_a_planned_length_only_scales_the_trend() -> None:
    found = simulated(13, SOME)
    assert effect(found, length=56)[0] == effect(found)[0]
    assert effect(found, length=112)[0].mean == pytest.approx(effect(found)[0].mean, abs=0.1)


def test_dates_may_come_in_any_order() -> None:
    nights = [Night(one.date, one.arm, one.count) for one in simulated(14, SOME).nights]
    assert effect(series(sorted(nights, key=lambda one: (one.arm, one.date))))[0] == effect(series(nights))[0]
