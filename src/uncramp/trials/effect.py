"""The effect of arm b against arm a in one person's nights: nested Laplace, and the check that goes with it.

At nine values of the effect everything else is integrated again by Laplace's approximation, at every node of the three
hyperparameters. NumPy only, no dice but those of the check, the same to the bit on one machine.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from uncramp.trials.banded import Floats
from uncramp.trials.density import QUANTILES, Density, density, mixture
from uncramp.trials.laplace import Mode, mode
from uncramp.trials.model import EFFECT, Hyper, Model, hyper_nodes, trial_model
from uncramp.trials.numbers import Prior, numbers
from uncramp.trials.selfcheck import Corrected, corrected
from uncramp.trials.series import Series
from uncramp.trials.variational import nearest

NEGLIGIBLE = 1e-4
"""Nodes with less than this share of the heaviest one's weight are left out."""
Trust = Literal["kept", "widened", "withheld"]
SEED = 20_240_101
"""Of the check's draws: the same nights always give the same check."""


@dataclass(frozen=True)
class Belief:
    """What the nights say about the log rate ratio of arm b against arm a. `trust`: kept, widened or withheld."""

    mean: float
    sd: float
    q025: float
    q50: float
    q975: float
    p_better: float
    p_worthwhile: float
    khat: float
    ess: float
    trust: Trust


def effect(
    series: Series, prior: Prior | None = None, *, carry: bool = False, length: float | None = None
) -> tuple[Belief, Density]:
    """The belief after these nights and the whole distribution; `length` is the planned one, in nights."""
    model = series_model(series, prior or numbers().prior, carry=carry, length=length)
    found, check = nested(model, prior or numbers().prior, EFFECT)
    return believed(found, check), found


def series_model(series: Series, prior: Prior, *, carry: bool = False, length: float | None = None) -> Model:
    """The model of the recorded nights; those without a count only leave a gap."""
    recorded = [night for night in series.nights if night.count is not None]
    first = recorded[0].date.toordinal()
    days = np.array([night.date.toordinal() - first for night in recorded], dtype=np.float64)
    counts = np.array([night.count for night in recorded], dtype=np.float64)
    arm = np.array([float(night.arm == "b") for night in recorded])
    carried = _carried(series, numbers().design.carry_halves) if carry else None
    return trial_model(counts, days, arm, prior, length=length or days[-1] + 1, carried=carried)


def _carried(series: Series, kept: float) -> Floats:
    """What is left on each recorded night of earlier nights with arm b: nothing while b itself goes on."""
    left, before, found = 0.0, series.nights[0].date, []
    for night in series.nights:
        gone = (night.date - before).days
        left, before = left * kept**gone, night.date
        if night.arm == "b":
            left = 1.0
        if night.count is not None:
            found.append(0.0 if night.arm == "b" else left)
    return np.array(found)


def nested(model: Model, prior: Prior, column: int) -> tuple[Density, Corrected]:
    """The distribution of one coefficient and its check."""
    hyper = hyper_nodes(numbers().nodes.report, prior)
    found = mode(model, hyper)
    check = _checked(model, hyper, found, column)
    return _integrated(model, hyper, found, weights(found, hyper), column), check


def _checked(model: Model, hyper: Hyper, found: Mode, column: int) -> Corrected:
    """The check; once more with ten times the draws when the first ones would not be trusted."""
    limits = numbers().check
    found = nearest(model, hyper, found)
    weight = weights(found, hyper)
    draws = limits.draws
    while True:
        check = corrected(model, hyper, found, weight, column, np.random.default_rng(SEED), draws)
        again = min(limits.draws_again, limits.largest // len(model.days) // 2 * 2)
        if trusted(check) or again <= draws:
            return check
        draws = again


def trusted(check: Corrected) -> bool:
    """Whether the check itself stands on enough draws."""
    limits = numbers().check
    return check.khat <= limits.khat_most and check.ess >= limits.ess_least * check.draws


def unchecked(model: Model, prior: Prior, column: int) -> Density:
    """The same distribution without its check: for many made-up people, never for a real one."""
    hyper = hyper_nodes(numbers().nodes.report, prior)
    found = mode(model, hyper)
    return _integrated(model, hyper, found, weights(found, hyper), column)


def _integrated(model: Model, hyper: Hyper, found: Mode, weight: Floats, column: int) -> Density:
    """Everything but the coefficient integrated out, at values around where the Gaussians put it."""
    chosen = numbers().nodes
    mean, sd = _moments(found, weight, column)
    values = mean + sd * np.linspace(-chosen.reach, chosen.reach, chosen.effect)
    logs = _evidence_at(model, hyper, found, weight, column, values)
    logs += -0.5 * ((values - model.mean[column]) / model.sd[column]) ** 2
    return density(values, logs)


def gaussian(model: Model, prior: Prior, column: int, shape: tuple[int, int, int] | None = None) -> Density:
    """The quick form, a mixture of one Gaussian per node: for planning by simulation."""
    return gaussians(model, prior, (column,), shape)[0]


def gaussians(
    model: Model, prior: Prior, columns: Iterable[int], shape: tuple[int, int, int] | None = None
) -> list[Density]:
    """The quick form for several coefficients of one model."""
    hyper = hyper_nodes(shape or numbers().nodes.planning, prior)
    found = mode(model, hyper)
    share = weights(found, hyper)
    return [mixture(share, found.coefficients[j], np.sqrt(found.cover[:, j, j])) for j in columns]


def weights(found: Mode, hyper: Hyper) -> Floats:
    """The posterior probability of each node."""
    logs = found.evidence + hyper.log_weight
    share = np.exp(logs - logs.max())
    result: Floats = share / share.sum()
    return result


def _moments(found: Mode, weight: Floats, column: int) -> tuple[float, float]:
    at, cover = found.coefficients[column], found.cover[:, column, column]
    mean = float((weight * at).sum())
    return mean, math.sqrt(float((weight * (cover + (at - mean) ** 2)).sum()))


def _evidence_at(model: Model, hyper: Hyper, found: Mode, weight: Floats, column: int, values: Floats) -> Floats:
    """The log of the integral over everything else, with the coefficient held at each of the values."""
    keep = np.flatnonzero(weight > NEGLIGIBLE * weight.max())
    at, node = (grid.ravel() for grid in np.meshgrid(values, keep, indexing="ij"))
    rest = np.delete(np.arange(len(model.mean)), column)
    without = replace(model, columns=model.columns[:, rest], mean=model.mean[rest], sd=model.sd[rest])
    some = Hyper(hyper.sd[node], hyper.correlation[node], hyper.dispersion[node], hyper.log_weight[node])
    # start where the Gaussian at the mode says that the rest goes when the coefficient moves
    cover = found.cover[node]
    moved = (at - found.coefficients[column, node]) / cover[:, column, column]
    by = cover[:, :, column].T * moved
    spells = found.spells[:, node] - (found.gain[:, :, node] * by[None]).sum(axis=1)
    start = spells, (found.coefficients[:, node] + by)[rest]
    held = mode(without, some, offset=model.columns[:, column, None] * at, start=start)
    logs = (held.evidence + some.log_weight).reshape(len(values), len(keep))
    top = logs.max()
    found_logs: Floats = np.log(np.exp(logs - top).sum(axis=1)) + top
    return found_logs


def believed(found: Density, check: Corrected) -> Belief:
    """The distribution as figures, after its check: kept, widened to cover both answers, or withheld."""
    limits = numbers().check
    low, middle, high = (found.quantile(q) for q in QUANTILES)
    better = found.probability_below(0.0)
    worthwhile = found.probability_below(math.log(numbers().words.worthwhile_ratio))
    shift = check.mean - found.mean
    trust: Trust = "kept"
    if not trusted(check) or abs(shift) > limits.shift_withhold * found.sd:
        trust = "withheld"
    elif abs(shift) > limits.shift_widen * found.sd:
        trust = "widened"
        low, high = low - abs(shift), high + abs(shift)
        better = _nearer_even(found.probability_below(-shift), better)
        worthwhile = _nearer_even(
            found.probability_below(math.log(numbers().words.worthwhile_ratio) - shift), worthwhile
        )
    sd = found.sd if trust != "widened" else math.hypot(found.sd, shift)
    return Belief(found.mean, sd, low, middle, high, better, worthwhile, check.khat, check.ess, trust)


def _nearer_even(one: float, other: float) -> float:
    return min(one, other, key=lambda p: abs(p - 0.5))
