"""A distribution of one number from its log density at a few points: mean, spread, quantiles and probabilities."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from uncramp.trials.banded import Floats

FINE = 1201
QUANTILES = (0.025, 0.5, 0.975)


@dataclass(frozen=True)
class Density:
    """`at` are the points of a fine grid, `log_density` the log density there (0 at its peak), `below` the
    probability below each."""

    at: Floats
    log_density: Floats
    below: Floats
    mean: float
    sd: float

    def quantile(self, probability: float) -> float:
        return float(np.interp(probability, self.below, self.at))

    def probability_below(self, value: float) -> float:
        return float(np.interp(value, self.at, self.below, left=0.0, right=1.0))


def density(at: Floats, log_density: Floats) -> Density:
    """The distribution whose log density is the cubic spline through the points (evenly spaced, five or more)."""
    fine = np.linspace(at[0], at[-1], FINE)
    logs = spline(at, log_density, fine)
    return on_grid(fine, logs - logs.max())


def mixture(weight: Floats, mean: Floats, sd: Floats, *, reach: float = 7.0) -> Density:
    """The distribution that is a mixture of normal ones."""
    middle = float((weight * mean).sum())
    spread = math.sqrt(float((weight * (sd**2 + (mean - middle) ** 2)).sum()))
    fine = np.linspace(middle - reach * spread, middle + reach * spread, FINE)
    z = (fine[:, None] - mean) / sd
    dense = (weight / sd * np.exp(-0.5 * z * z)).sum(axis=1)
    return on_grid(fine, np.log(np.maximum(dense, 1e-300) / dense.max()))


def on_grid(fine: Floats, logs: Floats) -> Density:
    """The distribution with this log density on a fine even grid."""
    dense = np.exp(logs)
    below = np.concatenate([[0.0], np.cumsum((dense[1:] + dense[:-1]) / 2)])
    mass = dense / dense.sum()
    mean = float((fine * mass).sum())
    sd = math.sqrt(float(((fine - mean) ** 2 * mass).sum()))
    return Density(fine, logs, below / below[-1], mean, sd)


def spline(x: Floats, y: Floats, at: Floats) -> Floats:
    """The cubic spline through evenly spaced points, third derivative continuous next to both ends.

    It gives back every cubic as it is, so the log density of a normal distribution comes through unharmed.
    """
    n, h = len(x), x[1] - x[0]
    system, right = np.zeros((n, n)), np.zeros(n)
    for i in range(1, n - 1):
        system[i, i - 1 : i + 2] = (1.0, 4.0, 1.0)
        right[i] = 6 * (y[i - 1] - 2 * y[i] + y[i + 1]) / h**2
    system[0, :3] = system[-1, -3:] = (1.0, -2.0, 1.0)
    bend = np.linalg.solve(system, right)
    i = np.clip(((at - x[0]) / h).astype(np.intp), 0, n - 2)
    left, over = (x[i + 1] - at) / h, (at - x[i]) / h
    found: Floats = (
        left * y[i] + over * y[i + 1] + ((left**3 - left) * bend[i] + (over**3 - over) * bend[i + 1]) * h**2 / 6
    )
    return found
