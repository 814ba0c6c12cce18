"""Gaussians nearer to the posterior than those around its mode: what the check draws from.

Around the mode a night without a cramp looks as if a rate far below it were hardly possible. Averaged over the Gaussian
itself, slope and curvature are what they are where the mass lies (a Gaussian variational approximation, by quadrature
night by night; Opper and Archambeau 2009). Two rounds are enough, and the weights of the draws become nearly even.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from uncramp.trials.banded import Factor, Floats
from uncramp.trials.laplace import Mode, Problem, evidence, problem
from uncramp.trials.model import Hyper, Model

ROUNDS = 2
AT, SHARE = np.polynomial.hermite_e.hermegauss(7)
SHARE = SHARE / SHARE.sum()


def nearest(model: Model, hyper: Hyper, found: Mode) -> Mode:
    """The Gaussian of each node moved from the mode to where the mass is; `evidence` becomes that of the Gaussian."""
    posed = problem(model, hyper)
    for _ in range(ROUNDS):
        found = _round(posed, found)
    return found


def _round(posed: Problem, found: Mode) -> Mode:
    model = posed.model
    spread = np.sqrt(variance(model, found))
    height, slope, weight = (np.zeros_like(spread) for _ in range(3))
    for at, share in zip(AT, SHARE, strict=True):
        value, up, bend = posed.likelihood(found.eta + at * spread)
        height += share * value
        slope += share * up
        weight += share * bend
    along, by, factor, gain, schur = posed.step(found.spells, found.coefficients, slope, weight)
    spells, coefficients = found.spells + along, found.coefficients + by
    eta = posed.eta(spells, coefficients)
    # the parabola of each night is the nearest to its likelihood under the Gaussian, seen from the new middle
    off = eta - found.eta
    height += 0.5 * weight * spread**2 + slope * off - 0.5 * weight * off**2
    return replace(
        found,
        spells=spells,
        coefficients=coefficients,
        eta=eta,
        height=height,
        slope=slope - weight * off,
        weight=weight,
        factor=factor,
        gain=gain,
        cover=np.asarray(np.linalg.inv(schur), dtype=np.float64),
        evidence=evidence(posed, spells, coefficients, height, factor, schur),
    )


def variance(model: Model, found: Mode) -> Floats:
    """The variance of eta on each night under the Gaussian of each node."""
    spread = inverse_diagonal(found.factor)
    off = model.columns[:, :, None] - found.gain
    for j in range(off.shape[1]):
        for k in range(off.shape[1]):
            spread += off[:, j] * off[:, k] * found.cover[:, j, k]
    return spread


def inverse_diagonal(found: Factor) -> Floats:
    """The diagonal of the inverse of a factored tridiagonal matrix, from its last row up."""
    spread = 1 / found.pivots
    for i in range(len(spread) - 2, -1, -1):
        spread[i] += found.below[i + 1] ** 2 * spread[i + 1]
    return spread
