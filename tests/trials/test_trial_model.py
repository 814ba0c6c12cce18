"""The model of the nights, held against slow references that are written from its definition."""

from __future__ import annotations

import math

import numpy as np
import pytest

from uncramp.trials.banded import Tridiagonal, autoregression, draw, factor, solve
from uncramp.trials.model import hyper_nodes, log_constant, log_likelihood
from uncramp.trials.numbers import numbers

RNG = np.random.default_rng(5)
COUNTS = np.array([0.0, 1.0, 2.0, 7.0, 0.0, 40.0])
DAYS = np.array([0.0, 1.0, 2.0, 5.0, 6.0, 20.0])
"""With gaps, as when nights are missing."""


def negative_binomial(count: int, eta: float, dispersion: float) -> float:
    """The log probability straight from the gamma functions."""
    size, mean = 1 / dispersion, math.exp(eta)
    return (
        math.lgamma(count + size)
        - math.lgamma(size)
        - math.lgamma(count + 1)
        + size * math.log(size / (size + mean))
        + count * math.log(mean / (size + mean))
    )


@pytest.mark.parametrize("dispersion", [0.01, 0.3, 2.0])
def test_the_likelihood_is_that_of_the_negative_binomial(dispersion: float) -> None:
    a = np.array([dispersion])
    eta = RNG.normal(size=(len(COUNTS), 1))
    value, _, _ = log_likelihood(COUNTS, eta, a, log_constant(COUNTS, a))
    slow = [negative_binomial(int(y), e, dispersion) for y, e in zip(COUNTS, eta[:, 0], strict=True)]
    assert value[:, 0] == pytest.approx(slow, rel=1e-9)


def test_probabilities_of_all_counts_add_up_to_one() -> None:
    every = np.arange(400.0)
    a = np.array([0.4])
    value, _, _ = log_likelihood(every, np.full((400, 1), math.log(3.0)), a, log_constant(every, a))
    assert np.exp(value).sum() == pytest.approx(1.0, abs=1e-9)


def test_without_dispersion_it_becomes_poisson() -> None:
    a = np.array([1e-9])
    value, slope, weight = log_likelihood(COUNTS, np.full((6, 1), 0.5), a, log_constant(COUNTS, a))
    rate = math.exp(0.5)
    assert value[:, 0] == pytest.approx([y * 0.5 - rate - math.lgamma(y + 1) for y in COUNTS], rel=1e-6)
    assert slope[:, 0] == pytest.approx(COUNTS - rate, rel=1e-6)
    assert weight[:, 0] == pytest.approx([rate] * 6, rel=1e-6)


def test_slope_and_curvature_are_the_derivatives_of_the_likelihood() -> None:
    a, step = np.array([0.3, 1.0]), 1e-5
    eta = RNG.normal(size=(len(COUNTS), 2))
    constant = log_constant(COUNTS, a)
    before, here, after = (log_likelihood(COUNTS, eta + move, a, constant) for move in (-step, 0.0, step))
    assert here[1] == pytest.approx((after[0] - before[0]) / (2 * step), rel=1e-5, abs=1e-6)
    assert here[2] == pytest.approx((before[1] - after[1]) / (2 * step), rel=1e-5, abs=1e-6)


def dense(matrix: Tridiagonal, node: int) -> np.ndarray:
    beside = matrix.beside[1:, node]
    return np.diag(matrix.diagonal[:, node]) + np.diag(beside, 1) + np.diag(beside, -1)


def test_the_banded_precision_is_the_inverse_of_the_covariance_also_over_gaps() -> None:
    sd, correlation = np.array([0.5, 1.2]), np.array([0.3, 0.85])
    precision, log_determinant = autoregression(DAYS, sd, correlation)
    for node in range(2):
        apart = np.abs(DAYS[:, None] - DAYS[None, :])
        covariance = sd[node] ** 2 * correlation[node] ** apart
        assert dense(precision, node) @ covariance == pytest.approx(np.eye(6), abs=1e-9)
        assert log_determinant[node] == pytest.approx(-np.linalg.slogdet(covariance)[1])


def test_the_banded_factor_solves_and_measures_like_a_dense_one() -> None:
    precision, _ = autoregression(DAYS, np.array([0.5, 1.2]), np.array([0.3, 0.85]))
    found = factor(precision)
    right = RNG.normal(size=(6, 3, 2))
    solved = solve(found, right)
    for node in range(2):
        assert dense(precision, node) @ solved[:, :, node] == pytest.approx(right[:, :, node], abs=1e-9)
        assert found.log_determinant[node] == pytest.approx(np.linalg.slogdet(dense(precision, node))[1])
        assert precision.times(right[:, 0])[:, node] == pytest.approx(dense(precision, node) @ right[:, 0, node])


def test_draws_have_the_covariance_that_belongs_to_the_precision() -> None:
    precision, _ = autoregression(DAYS, np.array([0.5]), np.array([0.8]))
    drawn = draw(factor(precision), np.zeros(40_000, dtype=np.intp), np.random.default_rng(1).normal(size=(6, 40_000)))
    assert np.cov(drawn) == pytest.approx(np.linalg.inv(dense(precision, 0)), abs=0.01)


def test_the_nodes_carry_the_prior_s_mass_and_mean() -> None:
    prior = numbers().prior
    nodes = hyper_nodes((12, 6, 12), prior)
    weight = np.exp(nodes.log_weight)
    assert weight.sum() == pytest.approx(1.0)
    half_normal = math.sqrt(2 / math.pi)
    assert (weight * nodes.sd).sum() == pytest.approx(prior.latent_scale * half_normal, rel=0.01)
    assert (weight * nodes.dispersion).sum() == pytest.approx(prior.dispersion_scale * half_normal, rel=0.01)
    assert (weight * nodes.correlation).sum() == pytest.approx(prior.correlation_most / 2, rel=1e-6)
