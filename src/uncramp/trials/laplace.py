"""Laplace's approximation: the mode of the spells and the coefficients at every node, and the evidence around it.

The posterior is log-concave, so Newton's method with step halving always arrives. The spells are eliminated by their
banded factor; what is left is a small system for the coefficients.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from uncramp.trials.banded import Factor, Floats, Tridiagonal, autoregression, factor, solve
from uncramp.trials.model import Hyper, Model, log_constant, log_likelihood

STEPS, HALVINGS = 80, 30
TOLERANCE = 1e-7


@dataclass(frozen=True)
class Mode:
    """Per node: the mode and the Gaussian around it.

    `height`, `slope` and `weight` (nights, nodes) are the parabola that stands for each night's log-likelihood. `cover`
    (coefficients, coefficients) is the covariance of the coefficients; `gain` (nights, coefficients, nodes) says how
    the spells follow them; `evidence` is the log of the integral over spells and coefficients.
    """

    spells: Floats
    coefficients: Floats
    eta: Floats
    height: Floats
    slope: Floats
    weight: Floats
    factor: Factor
    gain: Floats
    cover: Floats
    evidence: Floats


@dataclass(frozen=True)
class Problem:
    """A model at some nodes, with `offset` added to eta."""

    model: Model
    dispersion: Floats
    constant: Floats
    precision: Tridiagonal
    log_determinant: Floats
    offset: Floats

    def eta(self, spells: Floats, coefficients: Floats) -> Floats:
        return self.offset + spells + self._of(coefficients)

    def _of(self, coefficients: Floats) -> Floats:
        """Columns times coefficients, summed in a fixed order so that the answer is the same to the bit."""
        found = np.zeros((len(self.model.days), coefficients.shape[1]))
        for j in range(len(coefficients)):
            found += self.model.columns[:, j, None] * coefficients[j]
        return found

    def value(self, spells: Floats, coefficients: Floats, likelihood: Floats) -> Floats:
        """The log of the posterior density at a point, but for constants."""
        off = (coefficients - self.model.mean[:, None]) / self.model.sd[:, None]
        penalty = (spells * self.precision.times(spells)).sum(axis=0) + (off**2).sum(axis=0)
        found: Floats = likelihood.sum(axis=0) - 0.5 * penalty
        return found

    def likelihood(self, eta: Floats) -> tuple[Floats, Floats, Floats]:
        return log_likelihood(self.model.counts, eta, self.dispersion, self.constant)

    def linearised(self, weight: Floats, right: Floats | None) -> tuple[Factor, Floats, Floats, Floats | None]:
        """The factor of precision + weight, gain, precision of the coefficients, and the solution for `right`."""
        found = factor(Tridiagonal(self.precision.diagonal + weight, self.precision.beside))
        columns = self.model.columns.T
        sides = weight[:, None, :] * columns.T[:, :, None]
        solved = solve(found, sides if right is None else np.concatenate([sides, right[:, None, :]], axis=1))
        count = len(self.model.mean)
        gain = solved[:, :count]
        schur = np.empty((weight.shape[1], count, count))
        for j in range(count):
            for k in range(count):
                left = columns[j][:, None] - gain[:, j]
                schur[:, j, k] = (left * weight * columns[k][:, None]).sum(axis=0)
        schur = (schur + schur.transpose(0, 2, 1)) / 2 + np.diag(1 / self.model.sd**2)
        return found, gain, schur, None if right is None else solved[:, count]

    def step(
        self, spells: Floats, coefficients: Floats, slope: Floats, weight: Floats
    ) -> tuple[Floats, Floats, Factor, Floats, Floats]:
        """By how much spells and coefficients move to the top of the parabolas, and what was worked out for it."""
        model = self.model
        found, gain, schur, solved = self.linearised(weight, slope - self.precision.times(spells))
        assert solved is not None
        pull = -(coefficients - model.mean[:, None]) / model.sd[:, None] ** 2
        for j in range(len(coefficients)):
            pull[j] += (model.columns[:, j, None] * (slope - weight * solved)).sum(axis=0)
        by = np.asarray(np.linalg.solve(schur, pull.T[:, :, None])[:, :, 0].T, dtype=np.float64)
        along: Floats = solved - (gain * by[None, :, :]).sum(axis=1)
        return along, by, found, gain, schur


def problem(model: Model, hyper: Hyper, offset: Floats | None = None) -> Problem:
    """A model at these nodes; `offset` (nights, nodes) is what is already known of eta."""
    precision, log_determinant = autoregression(model.days, hyper.sd, hyper.correlation)
    return Problem(
        model,
        hyper.dispersion,
        log_constant(model.counts, hyper.dispersion),
        precision,
        log_determinant,
        np.zeros((len(model.days), len(hyper.sd))) if offset is None else offset,
    )


def mode(
    model: Model, hyper: Hyper, *, offset: Floats | None = None, start: tuple[Floats, Floats] | None = None
) -> Mode:
    """The mode and the evidence at every node; `offset` (nights, nodes) is what is already known of eta."""
    spells, coefficients = start if start is not None else _start(model, len(hyper.sd))
    posed = problem(model, hyper, offset)
    return _around(posed, *_climb(posed, spells, coefficients))


def _start(model: Model, nodes: int) -> tuple[Floats, Floats]:
    coefficients = np.zeros((len(model.mean), nodes))
    coefficients[0] = np.log(model.counts.mean() + 0.1)
    return np.zeros((len(model.days), nodes)), coefficients


def _climb(posed: Problem, spells: Floats, coefficients: Floats) -> tuple[Floats, Floats]:
    """Newton's method to the mode, all nodes at once."""
    likelihood, slope, weight = posed.likelihood(posed.eta(spells, coefficients))
    value = posed.value(spells, coefficients, likelihood)
    for _ in range(STEPS):
        along, by, *_ = posed.step(spells, coefficients, slope, weight)
        size = np.ones(len(value))
        for _ in range(HALVINGS):
            new = (spells + size * along, coefficients + size * by)
            likelihood, slope, weight = posed.likelihood(posed.eta(*new))
            reached = posed.value(*new, likelihood)
            short = ~(reached >= value - 1e-9 * (1 + np.abs(value)))
            if not short.any():
                break
            size = np.where(short, size / 2, size)
        (spells, coefficients), value = new, reached
        if max(np.abs(along).max(), np.abs(by).max(initial=0.0)) < TOLERANCE:
            break
    return spells, coefficients


def _around(posed: Problem, spells: Floats, coefficients: Floats) -> Mode:
    eta = posed.eta(spells, coefficients)
    likelihood, slope, weight = posed.likelihood(eta)
    found, gain, schur, _ = posed.linearised(weight, None)
    cover: Floats = np.asarray(np.linalg.inv(schur), dtype=np.float64)
    around = evidence(posed, spells, coefficients, likelihood, found, schur)
    return Mode(spells, coefficients, eta, likelihood, slope, weight, found, gain, cover, around)


def evidence(
    posed: Problem, spells: Floats, coefficients: Floats, height: Floats, found: Factor, schur: Floats
) -> Floats:
    """The log of the integral over spells and coefficients, with a parabola for each night's log-likelihood."""
    around = posed.log_determinant - found.log_determinant - np.linalg.slogdet(schur)[1]
    result: Floats = posed.value(spells, coefficients, height) + 0.5 * (around - 2 * np.log(posed.model.sd).sum())
    return result
