"""The check that goes with every result: the same answer by drawing from Gaussians and weighing the draws.

The weights are what the Gaussians leave out. When a few draws carry all the weight (Pareto k-hat above 0.7),
or the corrected mean lies elsewhere, the approximation is not to be trusted with these nights.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from uncramp.trials.banded import Floats, autoregression, draw
from uncramp.trials.laplace import Mode
from uncramp.trials.model import Hyper, Model, log_constant, log_likelihood


@dataclass(frozen=True)
class Corrected:
    """The corrected distribution of one coefficient; `ess` is in draws, of `draws`."""

    mean: float
    sd: float
    quantiles: tuple[float, ...]
    khat: float
    ess: float
    draws: int


def corrected(
    model: Model, hyper: Hyper, found: Mode, weight: Floats, column: int, rng: np.random.Generator, draws: int
) -> Corrected:
    """Draw spells and coefficients from the mixture of Gaussians (`weight` per node), and weigh them.

    `draws` is even. What the coefficient is given eta is drawn too, for the quantiles.
    """
    half = draws // 2
    stratified = np.repeat((rng.random() + np.arange(half)) / half, 2)
    node = np.minimum(np.searchsorted(np.cumsum(weight), stratified), len(weight) - 1)
    off = _off(found, model, node, rng)
    eta = found.eta[:, node] + off
    constant = log_constant(model.counts, hyper.dispersion)[:, node]
    there = log_likelihood(model.counts, eta, hyper.dispersion[node], constant)[0]
    parabola = found.height[:, node] + found.slope[:, node] * off - 0.5 * found.weight[:, node] * off**2
    logs = (there - parabola).sum(axis=0)
    mean, sd = _given_eta(model, hyper, eta, node, column)
    mass = np.exp(logs - logs.max())
    mass /= mass.sum()
    middle = float((mass * mean).sum())
    spread = float(np.sqrt((mass * (sd**2 + (mean - middle) ** 2)).sum()))
    return Corrected(
        middle,
        spread,
        _quantiles(mass, mean + sd * rng.standard_normal(draws), (0.025, 0.5, 0.975)),
        pareto_k(logs),
        float(1 / (mass**2).sum()),
        draws,
    )


def _off(found: Mode, model: Model, node: npt.NDArray[np.intp], rng: np.random.Generator) -> Floats:
    """Draws of eta around its middle, (nights, draws), each followed by its mirror image."""
    root = np.linalg.cholesky(found.cover)[node]
    z = _mirrored(rng.standard_normal((len(node) // 2, root.shape[1])))
    coefficients = np.zeros_like(z)
    for j in range(z.shape[1]):
        for k in range(j + 1):
            coefficients[:, j] += root[:, j, k] * z[:, k]
    off = draw(found.factor, node, _mirrored(rng.standard_normal((len(node) // 2, len(model.days)))).T)
    for j in range(z.shape[1]):
        off += (model.columns[:, j, None] - found.gain[:, j][:, node]) * coefficients[:, j]
    return off


def _mirrored(drawn: Floats) -> Floats:
    """Each row followed by its negative: a mean over both has no error in anything that is straight."""
    both: Floats = np.repeat(drawn, 2, axis=0)
    both[1::2] *= -1
    return both


def _given_eta(
    model: Model, hyper: Hyper, eta: Floats, node: npt.NDArray[np.intp], column: int
) -> tuple[Floats, Floats]:
    """Mean and sd of a coefficient once eta is known: exact, so only eta has to be drawn."""
    precision, _ = autoregression(model.days, hyper.sd, hyper.correlation)
    count, nodes = len(model.mean), len(hyper.sd)
    through = np.stack([precision.times(np.repeat(model.columns[:, j, None], nodes, axis=1)) for j in range(count)])
    inner = np.zeros((nodes, count, count))
    for j in range(count):
        for k in range(count):
            inner[:, j, k] = (through[j] * model.columns[:, k, None]).sum(axis=0)
    cover = np.linalg.inv(inner + np.diag(1 / model.sd**2))
    pull = np.repeat((model.mean / model.sd**2)[:, None], len(node), axis=1)
    for j in range(count):
        pull[j] += (through[j][:, node] * eta).sum(axis=0)
    mean = (cover[node, column].T * pull).sum(axis=0)
    return mean, np.sqrt(cover[node, column, column])


def _quantiles(mass: Floats, values: Floats, wanted: tuple[float, ...]) -> tuple[float, ...]:
    order = np.argsort(values, kind="stable")
    below = np.cumsum(mass[order]) - 0.5 * mass[order]
    return tuple(float(np.interp(q, below, values[order])) for q in wanted)


def pareto_k(log_weights: Floats) -> float:
    """The shape of the generalised Pareto distribution through the largest weights (Zhang and Stephens)."""
    count = len(log_weights)
    tail = int(min(0.2 * count, 3 * np.sqrt(count)))
    ordered = np.sort(np.exp(log_weights - log_weights.max()))
    over = ordered[-tail:] - ordered[-tail - 1]
    over = over[over > 0]
    if len(over) < 5:
        return 0.0
    tries = np.arange(1, 21 + int(np.sqrt(len(over))))
    b = 1 / over[-1] + (1 - np.sqrt(len(tries) / (tries - 0.5))) / (3 * over[int(len(over) / 4 + 0.5) - 1])
    k = np.log1p(-b[:, None] * over).mean(axis=1)
    fit = len(over) * (np.log(-b / k) - k - 1)
    share = 1 / np.exp(fit - fit[:, None]).sum(axis=1)
    k_hat = np.log1p(-float((b * share).sum()) * over).mean()
    return float((len(over) * k_hat + 5) / (len(over) + 10))  # drawn a little towards 0.5, as with few draws it jumps
