"""What one person's trial says about the effect, as a curve that can be put together with other people's.

The curve is the log-likelihood of the log rate ratio, everything else integrated out and the prior of the effect taken
out again: with a prior left in, it would be counted once per person. It holds no date, no night and no name.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np
from msgspec.structs import replace as with_fields

from uncramp.trials.banded import Floats
from uncramp.trials.density import Density
from uncramp.trials.effect import effect, series_model, unchecked
from uncramp.trials.model import EFFECT, Model
from uncramp.trials.numbers import numbers
from uncramp.trials.series import Series, TrialError

FORMAT = "uncramp-trial-curve"
VERSION = 1
ROUND = 4
"""Decimals of a log-likelihood: more would say nothing."""
DEEPEST = -1e4
"""A log-likelihood is cut off here: such an effect is out of the question."""


@dataclass(frozen=True)
class Curve:
    """One trial as it is shared: what was compared, how much of it there is, and the log-likelihood on the grid."""

    arm_a: str
    arm_b: str
    outcome: str
    nights: int
    events: int
    log_likelihood: tuple[float, ...]
    format: str = FORMAT
    version: int = VERSION


def grid() -> Floats:
    """The log rate ratios at which every curve is given."""
    pool = numbers().pool
    return np.linspace(-pool.reach, pool.reach, pool.points)


def curve(series: Series, *, arm_a: str, arm_b: str, outcome: str, carry: bool = False) -> Curve:
    """The curve of a trial; TrialError when its answer does not stand its own check."""
    belief, _ = effect(series, carry=carry)
    if belief.trust == "withheld":
        raise TrialError("the sum does not hold for these nights, so there is nothing to share")
    wide = with_fields(numbers().prior, effect_mean=0.0, effect_sd=numbers().pool.wide_sd)
    model = series_model(series, wide, carry=carry)
    values = tuple(round(float(value), ROUND) for value in log_likelihood(model))
    return Curve(arm_a, arm_b, outcome, len(series.recorded()), series.events, values)


def log_likelihood(model: Model) -> Floats:
    """On the grid, 0 at the highest point. `model` has any normal prior of the effect; it is taken out again."""
    wide = numbers().pool.wide_sd
    model = replace(model, mean=_with(model.mean, 0.0), sd=_with(model.sd, wide))
    return likelihood_on(grid(), unchecked(model, numbers().prior, EFFECT), wide)


def _with(values: Floats, value: float) -> Floats:
    changed = values.copy()
    changed[EFFECT] = value
    return changed


def likelihood_on(at: Floats, found: Density, prior_sd: float) -> Floats:
    """A density with a normal prior taken out of it, carried on in straight lines where it was not worked out."""
    x, logs = found.at, found.log_density + 0.5 * (found.at / prior_sd) ** 2
    inside = np.interp(at, x, logs)
    first, last = ((logs[i + 1] - logs[i]) / (x[i + 1] - x[i]) for i in (0, -2))
    left = np.where(at < x[0], logs[0] + first * (at - x[0]), inside)
    both: Floats = np.where(at > x[-1], logs[-1] + last * (at - x[-1]), left)
    cut: Floats = np.maximum(both - both.max(), DEEPEST)
    return cut


def to_json(one: Curve) -> dict[str, Any]:
    pool = numbers().pool
    grid_ = {"from": -pool.reach, "to": pool.reach, "points": pool.points}
    return asdict(one) | {"grid": grid_, "log_likelihood": list(one.log_likelihood)}


def read_curve(raw: object) -> Curve:
    """A shared curve; TrialError says what it lacks to be one."""
    if not isinstance(raw, Mapping) or raw.get("format") != FORMAT:
        raise TrialError("this is no shared trial", hint="`uncramp trial share` writes one")
    if raw.get("version") != VERSION:
        raise TrialError(f"it is of version {raw.get('version')!r:.20}", allowed=f"version {VERSION}")
    pool = numbers().pool
    if raw.get("grid") != {"from": -pool.reach, "to": pool.reach, "points": pool.points}:
        raise TrialError("its curve has other points", allowed=f"{pool.points} from {-pool.reach} to {pool.reach}")
    values = raw.get("log_likelihood")
    if not isinstance(values, list) or len(values) != pool.points or not all(map(_is_log, values)) or max(values) != 0:
        allowed = f"{pool.points} numbers from {DEEPEST:g} to 0, the highest 0"
        raise TrialError("`log_likelihood` is no curve", allowed=allowed)
    names = {name: raw.get(name) for name in ("arm_a", "arm_b", "outcome")}
    for name, value in names.items():
        if not isinstance(value, str) or not value.isidentifier() or len(value) > 60:
            raise TrialError(f"`{name}` is no name", allowed="the id of a remedy, or nothing_extra; all or woke_me")
    counted = {name: raw.get(name) for name in ("nights", "events")}
    for name, number in counted.items():
        if type(number) is not int or not 0 <= number <= 10**6:
            raise TrialError(f"`{name}` is no number of them", allowed="a whole number")
    return Curve(**names, **counted, log_likelihood=tuple(map(float, values)))  # type: ignore[arg-type]


def _is_log(value: object) -> bool:
    return (
        isinstance(value, int | float)
        and not isinstance(value, bool)
        and DEEPEST <= value <= 0
        and math.isfinite(value)
    )
