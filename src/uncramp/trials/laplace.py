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

    `cover` (coefficients, coefficients) is the covariance of the coefficients; `gain` (nights, coefficients, nodes)
    says how the spells follow them; `evidence` is the log of the integral over spells and coefficients.
    """

    spells: Floats
    coefficients: Floats
    eta: Floats
    slope: Floats
    weight: Floats
    factor: Factor
    gain: Floats
    cover: Floats
    evidence: Floats


@dataclass(frozen=True)
class _Problem:
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


def mode(
    model: Model, hyper: Hyper, *, offset: Floats | None = None, start: tuple[Floats, Floats] | None = None
) -> Mode:
    """The mode and the evidence at every node; `offset` (nights, nodes) is what is already known of eta."""
    nodes = len(hyper.sd)
    precision, log_determinant = autoregression(model.days, hyper.sd, hyper.correlation)
    problem = _Problem(
        model,
        hyper.dispersion,
        log_constant(model.counts, hyper.dispersion),
        precision,
        log_determinant,
        np.zeros((len(model.days), nodes)) if offset is None else offset,
    )
    spells, coefficients = start if start is not None else _start(model, nodes)
    return _around(problem, *_climb(problem, spells, coefficients))


def _start(model: Model, nodes: int) -> tuple[Floats, Floats]:
    coefficients = np.zeros((len(model.mean), nodes))
    coefficients[0] = np.log(model.counts.mean() + 0.1)
    return np.zeros((len(model.days), nodes)), coefficients


def _climb(problem: _Problem, spells: Floats, coefficients: Floats) -> tuple[Floats, Floats]:
    """Newton's method to the mode, all nodes at once."""
    model = problem.model
    likelihood, slope, weight = problem.likelihood(problem.eta(spells, coefficients))
    value = problem.value(spells, coefficients, likelihood)
    for _ in range(STEPS):
        _, gain, schur, solved = problem.linearised(weight, slope - problem.precision.times(spells))
        assert solved is not None
        pull = -(coefficients - model.mean[:, None]) / model.sd[:, None] ** 2
        for j in range(len(coefficients)):
            pull[j] += (model.columns[:, j, None] * (slope - weight * solved)).sum(axis=0)
        by = np.linalg.solve(schur, pull.T[:, :, None])[:, :, 0].T
        along = solved - (gain * by[None, :, :]).sum(axis=1)
        size = np.ones(len(value))
        for _ in range(HALVINGS):
            new = (spells + size * along, coefficients + size * by)
            likelihood, slope, weight = problem.likelihood(problem.eta(*new))
            reached = problem.value(*new, likelihood)
            short = ~(reached >= value - 1e-9 * (1 + np.abs(value)))
            if not short.any():
                break
            size = np.where(short, size / 2, size)
        (spells, coefficients), value = new, reached
        if max(np.abs(along).max(), np.abs(by).max(initial=0.0)) < TOLERANCE:
            break
    return spells, coefficients


def _around(problem: _Problem, spells: Floats, coefficients: Floats) -> Mode:
    eta = problem.eta(spells, coefficients)
    likelihood, slope, weight = problem.likelihood(eta)
    found, gain, schur, _ = problem.linearised(weight, None)
    evidence = problem.value(spells, coefficients, likelihood) + 0.5 * (
        problem.log_determinant
        - found.log_determinant
        - np.linalg.slogdet(schur)[1]
        - 2 * np.log(problem.model.sd).sum()
    )
    cover: Floats = np.asarray(np.linalg.inv(schur), dtype=np.float64)
    return Mode(spells, coefficients, eta, slope, weight, found, gain, cover, evidence)
