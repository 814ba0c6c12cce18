"""Whether a trial is worth running: it is run on made-up people first, with the looks and the rule of the real one."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median

import numpy as np

from uncramp.trials.effect import gaussian
from uncramp.trials.model import EFFECT, trial_model
from uncramp.trials.numbers import numbers
from uncramp.trials.simulate import Truth, arms, counts

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Outlook:
    """What a trial of at most `nights` nights promises. `knows`: the share that ends with "helps" when it does cut
    cramps by `cut`; `weeks`: by when half of those know; `fooled`: the share that ends so when it does nothing."""

    per_week: float
    cut: float
    nights: int
    knows: float
    weeks: int | None
    fooled: float
    worth: bool
    people: int


def outlook(
    per_week: float,
    *,
    cut: float,
    people: int,
    pairs: int,
    rng: np.random.Generator,
    progress: Progress | None = None,
) -> Outlook:
    """Simulate `people` trials of something that works as hoped, and as many of something that does nothing."""
    found: dict[float, list[int | None]] = {}
    for nth, ratio in enumerate((1 - cut, 1.0)):
        ends = found[ratio] = []
        for one in range(people):
            ends.append(_ends(per_week / 7, ratio, pairs, rng))
            if progress is not None:
                progress(nth * people + one + 1, 2 * people)
    helped = [pair for pair in found[1 - cut] if pair is not None]
    block = numbers().design.block_nights
    knows = len(helped) / people
    return Outlook(
        per_week,
        cut,
        2 * block * pairs,
        knows,
        math.ceil(median(helped) * 2 * block / 7) if helped else None,
        sum(pair is not None for pair in found[1.0]) / people,
        knows >= numbers().planning.worth,
        people,
    )


def _ends(rate: float, ratio: float, pairs: int, rng: np.random.Generator) -> int | None:
    """The pair after which one made-up trial says that it helps; None if it never does, or gives up before."""
    plan, design, words = numbers().planning, numbers().design, numbers().words
    truth = Truth(rate, ratio, plan.latent_sd, plan.correlation, plan.dispersion, plan.trend)
    arm = arms(rng, pairs, design.block_nights)
    seen = counts(rng, truth, arm)
    written = rng.random(len(arm)) >= plan.missed_percent / 100
    days = np.arange(len(arm), dtype=np.float64)
    for pair in range(design.first_look, pairs + 1):
        upto = written & (days < 2 * design.block_nights * pair)
        if seen[upto].sum() < numbers().gate.events:
            continue
        model = trial_model(seen[upto], days[upto], arm[upto], numbers().prior, length=float(len(arm)))
        belief = gaussian(model, numbers().prior, EFFECT)
        better = belief.probability_below(0.0)
        if better > words.good:
            return pair
        if better < 1 - words.good or belief.probability_below(math.log(words.worthwhile_ratio)) < words.futile:
            return None
    return None
