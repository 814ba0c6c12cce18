"""The model of one person's nights: counts, what goes into their rate, and the nodes of the hyperparameters.

count ~ negative binomial (mean exp(eta), variance mean + dispersion * mean^2)
eta   = baseline + effect * arm (+ or - 1/2) + trend + spells, spells a stationary AR(1) over the nights
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np

from uncramp.trials.banded import Floats
from uncramp.trials.numbers import Prior

EFFECT = 1
"""The column of the effect of arm b against arm a."""


@dataclass(frozen=True)
class Model:
    """Recorded nights and what is believed before them: `mean` and `sd` are the normal priors of the columns."""

    counts: Floats
    days: Floats
    columns: Floats
    mean: Floats
    sd: Floats


@dataclass(frozen=True)
class Hyper:
    """The nodes: one value of each hyperparameter per node, and the log of the prior mass that the node stands for."""

    sd: Floats
    correlation: Floats
    dispersion: Floats
    log_weight: Floats


def trial_model(
    counts: Floats, days: Floats, arm: Floats, prior: Prior, *, length: float, carried: Floats | None = None
) -> Model:
    """The columns of a trial: baseline, effect, trend over `length` nights and, if it may last, what is carried over.

    `arm` is 0 for a and 1 for b; `days` count from the first night.
    """
    columns = [np.ones_like(days), arm - 0.5, days / length - 0.5]
    mean = [math.log(prior.baseline_median), prior.effect_mean, 0.0]
    sd = [prior.baseline_sd, prior.effect_sd, prior.trend_sd]
    if carried is not None:
        columns.append(carried)
        mean.append(0.0)
        sd.append(prior.carry_sd)
    return Model(counts, days, np.stack(columns, axis=1), np.array(mean), np.array(sd))


def hyper_nodes(shape: tuple[int, int, int], prior: Prior) -> Hyper:
    """Gauss-Legendre nodes in the space of prior probability: no search, and the weights are prior mass."""
    (us, ws), (ur, wr), (ua, wa) = (_legendre(count) for count in shape)
    sd = prior.latent_scale * np.array([NormalDist().inv_cdf((1 + u) / 2) for u in us])
    correlation = prior.correlation_most * np.array([_beta22(u) for u in ur])
    dispersion = prior.dispersion_scale * np.array([NormalDist().inv_cdf((1 + u) / 2) for u in ua])
    grid = np.meshgrid(sd, correlation, dispersion, indexing="ij")
    weight = ws[:, None, None] * wr[None, :, None] * wa[None, None, :]
    return Hyper(grid[0].ravel(), grid[1].ravel(), grid[2].ravel(), np.log(weight.ravel()))


def _legendre(count: int) -> tuple[Floats, Floats]:
    nodes, weights = np.polynomial.legendre.leggauss(count)
    return (nodes + 1) / 2, weights / 2


def _beta22(u: float) -> float:
    """The quantile of Beta(2, 2): the root of 3x^2 - 2x^3 = u between 0 and 1, in closed form."""
    return 0.5 - math.sin(math.asin(1 - 2 * u) / 3)


def log_constant(counts: Floats, dispersion: Floats) -> Floats:
    """The part of the log-likelihood that does not depend on the rate, (nights, nodes).

    Gamma functions of whole numbers apart are products: log gamma(y + 1/a) - log gamma(1/a) + y log a is the sum of
    log(1 + a k) over k < y, which stays exact as the dispersion a goes to 0 (Poisson).
    """
    most = int(counts.max(initial=0))
    terms = np.log1p(np.arange(most)[:, None] * dispersion[None, :])
    upto = np.concatenate([np.zeros((1, len(dispersion))), np.cumsum(terms, axis=0)])
    factorial = np.array([math.lgamma(y + 1) for y in range(most + 1)])
    found: Floats = (upto - factorial[:, None])[counts.astype(np.intp)]
    return found


def log_likelihood(counts: Floats, eta: Floats, dispersion: Floats, constant: Floats) -> tuple[Floats, Floats, Floats]:
    """Per night and node the log-likelihood, its slope and minus its curvature in eta; `dispersion` above 0."""
    a, y = dispersion[None, :], counts[:, None]
    scaled = a * np.exp(eta)
    weight = (y + 1 / a) * scaled / (1 + scaled)
    value = constant + y * eta - (y + 1 / a) * np.log1p(scaled)
    return value, y - weight, weight / (1 + scaled)
