"""Made-up nights with a known truth: for planning a trial, and to test that the truth comes back."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from uncramp.trials.banded import Floats


@dataclass(frozen=True, slots=True)
class Truth:
    """`rate`: cramps a night with arm a in the middle of the trial, spells averaged; `ratio`: that of b to a."""

    rate: float
    ratio: float
    latent_sd: float = 0.4
    correlation: float = 0.5
    dispersion: float = 0.3
    trend: float = -0.2


def arms(rng: np.random.Generator, pairs: int, block: int) -> Floats:
    """Randomised pairs of periods, 0 for a and 1 for b."""
    first = rng.integers(2, size=pairs)
    return np.concatenate([np.repeat([float(one), 1.0 - one], block) for one in first])


def counts(rng: np.random.Generator, truth: Truth, arm: Floats) -> Floats:
    """Cramps in each night."""
    nights = len(arm)
    fresh = rng.standard_normal(nights)
    spell = np.empty(nights)
    spell[0] = truth.latent_sd * fresh[0]
    for i in range(1, nights):
        kept = truth.correlation * spell[i - 1]
        spell[i] = kept + truth.latent_sd * math.sqrt(1 - truth.correlation**2) * fresh[i]
    base = math.log(truth.rate) - truth.latent_sd**2 / 2
    eta = base + math.log(truth.ratio) * arm + truth.trend * (np.arange(nights) / nights - 0.5) + spell
    mean = rng.gamma(1 / truth.dispersion, truth.dispersion * np.exp(eta))
    return rng.poisson(mean).astype(np.float64)
