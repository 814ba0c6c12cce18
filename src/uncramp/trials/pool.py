"""Many people's trials of the same thing put together: a model of two levels. Experimental (docs/trials.md).

person i: log rate ratio theta_i ~ normal(mean, between), and the person's own likelihood curve
mean ~ normal(0, mean_sd), between ~ half-normal; both integrated on grids
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np

from uncramp.trials.banded import Floats
from uncramp.trials.curve import Curve, grid
from uncramp.trials.density import QUANTILES
from uncramp.trials.numbers import numbers
from uncramp.trials.series import TrialError


@dataclass(frozen=True)
class Spread:
    """A log rate ratio: its mean, spread, and the limits that hold 95 of 100."""

    mean: float
    sd: float
    q025: float
    q50: float
    q975: float
    p_better: float


@dataclass(frozen=True)
class Pooled:
    """`mean`: of all people; `another`: of somebody who has not tried it; `people`: of each who did, in their order;
    `between`: the middle of how much people differ."""

    mean: Spread
    another: Spread
    people: tuple[Spread, ...]
    between: float


def pooled(curves: Sequence[Curve]) -> Pooled:
    """The trials put together; TrialError unless they all compared the same, and there are enough of them."""
    least = numbers().pool.people_least
    kinds = {(one.arm_a, one.arm_b, one.outcome) for one in curves}
    if len(kinds) > 1:
        said = "; ".join(f"{b} against {a}, {outcome}" for a, b, outcome in sorted(kinds)[:3])
        raise TrialError(f"these are trials of different things: {said}", allowed="one comparison at a time")
    if len(curves) < least:
        raise TrialError(f"{len(curves)} trials are too few to put together", allowed=f"at least {least}")
    return together(np.array([one.log_likelihood for one in curves]))


def together(logs: Floats) -> Pooled:
    """The same from the bare curves, (people, points)."""
    at, limits = grid(), numbers().pool
    means = np.linspace(-limits.reach / 2, limits.reach / 2, limits.mean_points)
    nodes = (np.arange(limits.between_nodes) + 0.5) / limits.between_nodes
    betweens = np.array(
        [max(limits.between_scale * NormalDist().inv_cdf((1 + u) / 2), limits.smallest_between) for u in nodes]
    )
    likely = np.exp(logs)
    # (between, mean, points): what each pair of values says of a person before that person's own nights
    before = np.exp(-0.5 * ((at - means[None, :, None]) / betweens[:, None, None]) ** 2)
    before /= before.sum(axis=2, keepdims=True)
    evidence = np.einsum("bmg,pg->bmp", before, likely)
    weight = np.log(np.maximum(evidence, 1e-300)).sum(axis=2) - 0.5 * (means / limits.mean_sd) ** 2
    share = np.exp(weight - weight.max())
    share /= share.sum()
    people = np.einsum("bm,bmp,bmg->pg", share, 1 / np.maximum(evidence, 1e-300), before) * likely
    another = np.einsum("bm,bmg->g", share, before)
    over = np.cumsum(share.sum(axis=1))
    return Pooled(
        mean=_spread(means, share.sum(axis=0)),
        another=_spread(at, another),
        people=tuple(_spread(at, one) for one in people),
        between=float(np.interp(0.5, over, betweens)),
    )


def _spread(at: Floats, mass: Floats) -> Spread:
    """Figures of a distribution that is given by its mass around each point of an even grid."""
    mass = mass / mass.sum()
    mean = float((at * mass).sum())
    step = at[1] - at[0]
    edges = np.concatenate([[at[0] - step / 2], at + step / 2])
    below = np.concatenate([[0.0], np.cumsum(mass)])
    low, middle, high = (float(np.interp(q, below, edges)) for q in QUANTILES)
    sd = float(np.sqrt(((at - mean) ** 2 * mass).sum()))
    return Spread(mean, sd, low, middle, high, float(np.interp(0.0, edges, below)))
