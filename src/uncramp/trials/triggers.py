"""What cramps go together with in a diary: one joint model of all that was noted, each effect drawn towards none.

Nothing here was randomised, so nothing is called a cause. One habit at a time would accuse an innocent one in every
second diary; jointly, and shrunk, about one in eight (docs/trials.md).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Literal

import numpy as np

from uncramp.trials.density import QUANTILES
from uncramp.trials.effect import gaussians
from uncramp.trials.model import Model
from uncramp.trials.numbers import numbers
from uncramp.trials.series import TrialError


@dataclass(frozen=True, slots=True)
class Day:
    """One day: how many cramps (None: not recorded), and of each exposure whether it was there (None: not asked)."""

    date: date
    count: int | None
    there: Mapping[str, bool | None]


@dataclass(frozen=True, slots=True)
class Together:
    """One exposure: the rate with it against the rate without, and whether it may be named."""

    exposure: str
    ratio: float
    low: float
    high: float
    p_more: float
    named: bool


@dataclass(frozen=True, slots=True)
class Triggers:
    """`left_out`: exposures that were noted too seldom, or hardly ever changed."""

    state: Literal["not_enough", "none", "together"]
    found: tuple[Together, ...]
    left_out: tuple[str, ...]
    days: int
    events: int


def triggers(days: Sequence[Day]) -> Triggers:
    """What goes together with cramps in these days; TrialError for a day that is there twice."""
    limits = numbers().triggers
    ordered = sorted(days, key=lambda day: day.date)
    for before, day in pairwise(ordered):
        if before.date == day.date:
            raise TrialError(f"the day {day.date} is there twice", hint="keep one row a day")
    recorded = [day for day in ordered if day.count is not None]
    every = sorted({name for day in recorded for name in day.there})
    kept = _usable(recorded, every)
    left_out = tuple(name for name in every if name not in kept)
    # a day whose answer to one of them is unknown is left out: it is never taken for a no
    used = [day for day in recorded if all(day.there.get(name) is not None for name in kept)]
    events = sum(day.count or 0 for day in used)
    if not kept or len(used) < limits.days_least or events < limits.events:
        return Triggers("not_enough", (), left_out, len(used), events)
    found = _together(used, kept)
    state: Literal["none", "together"] = "together" if any(one.named for one in found) else "none"
    return Triggers(state, found, left_out, len(used), events)


def _usable(recorded: Sequence[Day], every: Sequence[str]) -> list[str]:
    """The exposures that were answered on most days, and were both there and not there often enough."""
    limits, found = numbers().triggers, []
    for name in every:
        answers = [day.there.get(name) for day in recorded]
        answered = [one for one in answers if one is not None]
        often = min(sum(answered), len(answered) - sum(answered)) >= limits.seldom_least
        if often and 100 * len(answered) >= limits.answered_percent * len(answers):
            found.append(name)
    return found[: limits.most]


def _together(used: Sequence[Day], names: Sequence[str]) -> tuple[Together, ...]:
    limits, prior = numbers().triggers, numbers().prior
    there = np.array([[float(bool(day.there[name])) for name in names] for day in used])
    at = np.array([float(day.date.toordinal() - used[0].date.toordinal()) for day in used])
    trend = at / (at[-1] + 1) - 0.5
    model = Model(
        np.array([float(day.count or 0) for day in used]),
        at,
        np.column_stack([np.ones(len(used)), there - there.mean(axis=0), trend]),
        np.array([math.log(prior.baseline_median), *[0.0] * len(names), 0.0]),
        np.array([prior.baseline_sd, *[limits.effect_sd] * len(names), prior.trend_sd]),
    )
    rows = []
    for name, found in zip(names, gaussians(model, prior, range(1, len(names) + 1)), strict=True):
        low, middle, high = (math.exp(found.quantile(q)) for q in QUANTILES)
        more = 1 - found.probability_below(0.0)
        rows.append(Together(name, middle, low, high, more, more > limits.together))
    return tuple(sorted(rows, key=lambda row: (-row.p_more, row.exposure)))
