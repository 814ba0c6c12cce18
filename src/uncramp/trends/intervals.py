"""How far chance alone reaches: exact intervals for counts, for shares and for the ratio of two counts.

Exact means: from the tails of the Poisson and the binomial distribution themselves (Garwood 1936; Clopper and Pearson
1934), so that an interval never holds the truth more seldom than it claims, as long as one episode does not bring on
the next. The tails are the incomplete gamma and beta functions, by their continued fractions and series.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

TINY, CLOSE = 1e-300, 1e-15
MOST_TERMS = 100_000
HALVINGS = 200


@dataclass(frozen=True, slots=True)
class Interval:
    """From `low` to `high`; `high` is None where there is no upper end."""

    low: float
    high: float | None

    def __contains__(self, value: float) -> bool:
        return self.low <= value and (self.high is None or value <= self.high)

    def over(self, exposure: float) -> Interval:
        """The same for one unit, when it was found in so many."""
        return Interval(self.low / exposure, None if self.high is None else self.high / exposure)

    def with_(self, other: Interval) -> Interval:
        """The shortest interval that holds both."""
        high = None if self.high is None or other.high is None else max(self.high, other.high)
        return Interval(min(self.low, other.low), high)


@lru_cache(maxsize=4096)
def poisson(count: float, percent: float) -> Interval:
    """Garwood's interval for the mean of a Poisson count; a count need not be whole (see `uneven`)."""
    tail = _tail(percent)
    reach = count + 20 * math.sqrt(count + 1) + 20
    low = _root(lambda mean: lower_gamma(count, mean) - tail, 0, count) if count else 0.0
    return Interval(low, _root(lambda mean: lower_gamma(count + 1, mean) - (1 - tail), count, reach))


@lru_cache(maxsize=4096)
def share(count: float, of: float, percent: float) -> Interval:
    """Clopper and Pearson's interval for a probability: `count` times in `of`."""
    tail = _tail(percent)
    low = _root(lambda p: beta(count, of - count + 1, p) - tail, 0, 1) if count else 0.0
    high = _root(lambda p: beta(count + 1, of - count, p) - (1 - tail), 0, 1) if count < of else 1.0
    return Interval(low, high)


def rate_ratio(now: float, before: float, weeks_now: float, weeks_before: float, percent: float) -> Interval | None:
    """The interval for the rate now over the rate before; None when nothing was counted in either.

    Given their sum, how many of two Poisson counts fall to the first is binomial: the conditional, exact interval.
    """
    if now + before == 0:
        return None
    part = share(now, now + before, percent)
    assert part.high is not None, "a share has an upper end"
    scale = weeks_before / weeks_now
    high = None if part.high >= 1 else part.high / (1 - part.high) * scale
    return Interval(part.low / (1 - part.low) * scale, high)


def uneven(groups: Iterable[Sequence[int]]) -> float:
    """How much more uneven counts are than chance makes them: Pearson's sum over its degrees of freedom, at least 1.

    Each group is counted around its own mean. Cramps come in spells: a count of 30 that is 3 times as uneven as chance
    says as much as one of 10, so counts are divided by this before their range is told.
    """
    total, free = 0.0, 0
    for group in groups:
        mean = sum(group) / len(group) if group else 0.0
        free += max(0, len(group) - 1)
        total += sum((count - mean) ** 2 for count in group) / mean if mean else 0.0
    return max(1.0, total / free) if free else 1.0


def middle_ranks(size: int, percent: float) -> tuple[int, int] | None:
    """Which of `size` sorted values, counted from 0, hold the median between them; None when there are too few.

    From the sign test: each value lies below the median or above it as a fair coin falls.
    """
    tail = _tail(percent)
    rank = bisect_right(range((size + 1) // 2), tail, key=lambda at: 1 - beta(at + 1, size - at, 0.5))
    return (rank - 1, size - rank) if rank else None


def _tail(percent: float) -> float:
    return (100 - percent) / 200


def _root(rising: Callable[[float], float], low: float, high: float) -> float:
    """Where a function that rises with its argument passes through 0."""
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        if middle in (low, high):
            break
        if rising(middle) < 0:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def lower_gamma(shape: float, x: float) -> float:
    """The regularised lower incomplete gamma function: the chance of `shape` or more of a Poisson count of mean x."""
    if x <= 0:
        return 0.0
    front = math.exp(shape * math.log(x) - x - math.lgamma(shape))
    if x < shape + 1:
        term = total = 1 / shape
        nth = shape
        while abs(term) > abs(total) * CLOSE:
            nth += 1
            term *= x / nth
            total += term
        return min(1.0, front * total)
    return max(0.0, 1 - front * _gamma_fraction(shape, x))


def _gamma_fraction(shape: float, x: float) -> float:
    """Lentz's way with the continued fraction of the upper incomplete gamma function."""
    b = x + 1 - shape
    c, d = 1 / TINY, 1 / b
    value = d
    for nth in range(1, MOST_TERMS):
        a = -nth * (nth - shape)
        b += 2
        d = 1 / _not_nought(a * d + b)
        c = _not_nought(b + a / c)
        value *= d * c
        if abs(d * c - 1) < CLOSE * 10:
            break
    return value


def beta(a: float, b: float, x: float) -> float:
    """The regularised incomplete beta function: the chance of `a` or more in a + b - 1 tries that each succeed by x."""
    if x <= 0:
        return 0.0
    if x >= 1:
        return 1.0
    log = math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log1p(-x)
    front = math.exp(log)
    if x < (a + 1) / (a + b + 2):
        return front * _beta_fraction(a, b, x) / a
    return 1 - front * _beta_fraction(b, a, 1 - x) / b


def _beta_fraction(a: float, b: float, x: float) -> float:
    """Lentz's way with the continued fraction of the incomplete beta function."""
    c, d = 1.0, 1 / _not_nought(1 - (a + b) * x / (a + 1))
    value = d
    for nth in range(1, MOST_TERMS):
        even = nth * (b - nth) * x / ((a + 2 * nth - 1) * (a + 2 * nth))
        odd = -(a + nth) * (a + b + nth) * x / ((a + 2 * nth) * (a + 2 * nth + 1))
        for part in (even, odd):
            d = 1 / _not_nought(1 + part * d)
            c = _not_nought(1 + part / c)
            value *= d * c
        if abs(d * c - 1) < CLOSE * 10:
            break
    return value


def _not_nought(value: float) -> float:
    return value if abs(value) > TINY else TINY
