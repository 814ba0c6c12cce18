"""The companion that assumes nothing of the nights: would another order of the periods have shown as much?

Within each pair the order was drawn, so under "it makes no difference" each pair could as well have come the other way
round. With few pairs it can say little: four pairs have sixteen orders.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product

from uncramp.trials.series import Arm, Series


@dataclass(frozen=True, slots=True)
class Orders:
    """Of `all` orders of the periods, how many show a difference for b at least as large as the one that was seen."""

    as_good: int
    all: int


def differences(series: Series) -> list[Fraction] | None:
    """Cramps a night, b less a, in each pair of periods; None when the nights are no sequence of whole pairs."""
    if not series.nights:
        return None
    block, nights = series.shortest, series.nights
    if len(nights) % (2 * block) or len(nights) != series.span:
        return None
    found = []
    for start in range(0, len(nights), 2 * block):
        halves = [nights[start : start + block], nights[start + block : start + 2 * block]]
        arms = [{night.arm for night in half} for half in halves]
        if sorted(map(sorted, arms)) != [["a"], ["b"]]:
            return None
        rates: dict[Arm, Fraction] = {}
        for half in halves:
            counts = [night.count for night in half if night.count is not None]
            if not counts:
                return None
            rates[half[0].arm] = Fraction(sum(counts), len(counts))
        found.append(rates["b"] - rates["a"])
    return found


def orders(differences: Sequence[Fraction]) -> Orders:
    """The exact randomisation test, one-sided: fewer cramps with b."""
    seen = sum(differences)
    sums = [
        sum(sign * one for sign, one in zip(signs, differences, strict=True))
        for signs in product((1, -1), repeat=len(differences))
    ]
    return Orders(sum(one <= seen for one in sums), len(sums))
