"""Minutes to relief: what each remedy takes for this person, learned from uses that were timed, and what to try next.

Log minutes are normal around a middle of each remedy, shifted by the pain at the start; what had not let go when the
clock stopped is right-censored. Everything is reckoned on grids: no dice but the one that a draw is handed.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from uncramp.kb import Knowledge
from uncramp.trials.banded import Floats
from uncramp.trials.numbers import numbers
from uncramp.trials.series import TrialError

PAIN_MIDDLE = 5
PAIN_NODES = np.linspace(-2.0, 2.0, 7)
"""Of its prior standard deviation."""
BASE = "duration_base"
"""The prior of an untreated cramp's minutes."""


@dataclass(frozen=True, slots=True)
class Use:
    """One use of one remedy. `minutes` to "gone", or, if `stopped`, until nobody timed it any more.

    `pain` at the start, of 10; None when nobody said: such a use is not shifted.
    """

    remedy: str
    site: str
    minutes: float
    stopped: bool = False
    pain: int | None = None


@dataclass(frozen=True, slots=True)
class Before:
    """What is believed of a remedy before its first use: a normal distribution of its middle log minutes."""

    mean: float
    sd: float


@dataclass(frozen=True, slots=True)
class Minutes:
    """The middle minutes of a remedy after its `uses`: half of all uses take less."""

    remedy: str
    uses: int
    low: float
    middle: float
    high: float


@dataclass(frozen=True)
class Belief:
    """What the uses say. `best[i]` is the probability that the i-th remedy is the quickest: what Thompson sampling
    draws it with. `may_say_best`: there are uses enough to tell people."""

    minutes: tuple[Minutes, ...]
    best: tuple[float, ...]
    may_say_best: bool


@dataclass(frozen=True, slots=True)
class Draw:
    """The remedy to try next, and the chance it was drawn with: without that the record is no use to anybody."""

    remedy: str
    chance: float

    @property
    def percent(self) -> int:
        return min(max(round(100 * self.chance), 1), 100)


def sceptical() -> Before:
    """The same for every remedy."""
    relief = numbers().relief
    return Before(math.log(relief.median_minutes), relief.between_sd)


def from_studies(kb: Knowledge, remedy: str) -> Before:
    """What studies, or our guess from them, say of a remedy's time against doing nothing; sceptical where they say
    nothing. People differ from the study's people, so it stays at least as wide as the sceptical one."""
    priors = {prior.id: prior for prior in kb.pack.prior}
    own = priors.get(kb.remedies[remedy].prior) if remedy in kb.remedies else None
    if own is None or own.scale != "time_ratio" or BASE not in priors:
        return sceptical()
    return Before(priors[BASE].mu + own.mu, math.hypot(own.sd, numbers().relief.between_sd))


def relief(
    uses: Sequence[Use], remedies: Sequence[str], before: Mapping[str, Before] | None = None, *, site: str | None = None
) -> Belief:
    """The belief about these remedies, at one site or at all; TrialError for a use that cannot have been."""
    if not remedies:
        return Belief((), (), False)
    counted = [use for use in uses if site in (None, use.site)]
    for use in counted:
        _check(use)
    priors = [(before or {}).get(id, sceptical()) for id in remedies]
    at = _grid(priors)
    weight, masses = _posterior(counted, remedies, priors, at)
    mixed = np.einsum("sp,spkm->km", weight, masses, optimize=False)
    counts = [sum(use.remedy == id for use in counted) for id in remedies]
    enough = sum(count >= numbers().relief.uses for count in counts) >= numbers().relief.remedies
    return Belief(
        tuple(_minutes(id, count, at, mass) for id, count, mass in zip(remedies, counts, mixed, strict=True)),
        tuple(float(one) for one in _best(weight, masses)),
        enough,
    )


def draw(belief: Belief, uniform: float) -> Draw:
    """Thompson sampling: each remedy with the chance that it is the quickest; `uniform` is the dice, from 0 to 1.

    INVARIANT: the belief was made of `trials.options.options` for this person, and of nothing else.
    """
    if not belief.best:
        raise TrialError("there is nothing that may be tried")
    below = 0.0
    for one, chance in zip(belief.minutes, belief.best, strict=True):
        below += chance
        if uniform < below:
            return Draw(one.remedy, chance)
    return Draw(belief.minutes[-1].remedy, belief.best[-1])


def _check(use: Use) -> None:
    longest = numbers().relief.longest_minutes
    if not (math.isfinite(use.minutes) and 0 < use.minutes <= longest):
        raise TrialError(f"{use.minutes} minutes with `{use.remedy}`", allowed=f"more than 0, up to {longest}")
    if use.pain is not None and not 0 <= use.pain <= 10:
        raise TrialError(f"pain {use.pain} with `{use.remedy}`", allowed="0 to 10")


def _grid(priors: Sequence[Before]) -> Floats:
    relief = numbers().relief
    low = min(one.mean - relief.reach * one.sd for one in priors)
    high = max(one.mean + relief.reach * one.sd for one in priors)
    return np.linspace(low, high, relief.grid)


def _posterior(
    uses: Sequence[Use], remedies: Sequence[str], priors: Sequence[Before], at: Floats
) -> tuple[Floats, Floats]:
    """The weight of each (spread, pain) node, and at each of them the masses of every remedy's middle on the grid."""
    relief = numbers().relief
    within, pain = np.array(relief.within), relief.pain_sd * PAIN_NODES
    logs = np.empty((len(within), len(pain), len(remedies), len(at)))
    for k, (id, prior) in enumerate(zip(remedies, priors, strict=True)):
        logs[:, :, k] = -0.5 * ((at - prior.mean) / prior.sd) ** 2
        for use in uses:
            if use.remedy == id:
                logs[:, :, k] += _log_likelihood(use, at, within, pain)
    top = logs.max(axis=3, keepdims=True)
    masses = np.exp(logs - top)
    total = masses.sum(axis=3, keepdims=True)
    # each remedy's prior has the same mass at every node, so its own constant may be left out
    node = (top + np.log(total)).sum(axis=(2, 3)) - 0.5 * (PAIN_NODES**2)[None, :]
    weight = np.exp(node - node.max())
    return weight / weight.sum(), masses / total


def _log_likelihood(use: Use, at: Floats, within: Floats, pain: Floats) -> Floats:
    shift = 0.0 * pain if use.pain is None else pain * (use.pain - PAIN_MIDDLE)
    z = (math.log(use.minutes) - at[None, None, :] - shift[None, :, None]) / within[:, None, None]
    found: Floats = _log_above(z) if use.stopped else -0.5 * z**2 - np.log(within)[:, None, None]
    return found


def _log_above(z: Floats) -> Floats:
    """The log of the normal probability above z, also far out where the probability itself is 0."""
    far = z > 30
    near = np.array([math.erfc(one / math.sqrt(2)) / 2 for one in np.where(far, 0.0, z).ravel()]).reshape(z.shape)
    tail = np.where(far, z, 31.0)
    return np.where(far, -0.5 * tail**2 - np.log(tail * math.sqrt(2 * math.pi)), np.log(near))


def _best(weight: Floats, masses: Floats) -> Floats:
    """The probability of each remedy to have the smallest middle: exact on the grid, ties shared evenly."""
    above = 1 - np.cumsum(masses, axis=3) + masses / 2
    found = np.empty(masses.shape[2])
    for k in range(len(found)):
        others = np.delete(above, k, axis=2).prod(axis=2)
        found[k] = (weight * (masses[:, :, k] * others).sum(axis=2)).sum()
    result: Floats = found / found.sum()
    return result


def _minutes(id: str, uses: int, at: Floats, mass: Floats) -> Minutes:
    below = np.cumsum(mass) - mass / 2
    low, middle, high = (float(np.exp(np.interp(q, below, at))) for q in (0.025, 0.5, 0.975))
    return Minutes(id, uses, low, middle, high)
