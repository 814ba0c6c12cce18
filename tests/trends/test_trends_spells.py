"""Cramps come in spells: in made-up diaries in which nothing changes, a change is seldom seen."""

from __future__ import annotations

import math
import random

import pytest

from trends.some_diary import cramp, day, without
from uncramp.trends import findings
from uncramp.trends.weekly import Change

DAYS = 112


def nothing_changed(spread: float, lasting: float, each_day: float, seed: int) -> Change:
    """Sixteen weeks. The logarithm of the daily rate wanders with this spread; `lasting` ties each day to the next."""
    rng, entries = random.Random(seed), []
    mood = rng.gauss(0, spread)
    for nth in range(DAYS):
        mood = lasting * mood + math.sqrt(1 - lasting**2) * rng.gauss(0, spread)
        mean = each_day * math.exp(mood - spread**2 / 2)
        count, chance, bound = 0, rng.random(), math.exp(-mean)
        while chance > bound:
            count, chance = count + 1, chance * rng.random()
        entries += [cramp(nth) for _ in range(count)] or [without(nth)]
    return findings(entries, day(DAYS - 1), 16).change


def alarms(spread: float, lasting: float, each_day: float, *, people: int) -> tuple[float, float]:
    """How often a change is seen, and how often the same sum would see one that knows of no spells."""
    found = [nothing_changed(spread, lasting, each_day, seed) for seed in range(people)]
    seen = sum(one.direction != "unclear" for one in found)
    return seen / people, sum(_would_see(one) for one in found) / people


def _would_see(change: Change) -> bool:
    from uncramp.trends.intervals import rate_ratio

    ratio = rate_ratio(change.now.episodes, change.before.episodes, change.now.weeks, change.before.weeks, 95)
    return ratio is not None and 1 not in ratio


@pytest.mark.parametrize(("spread", "lasting", "each_day"), [(0.6, 0.6, 2), (0.8, 0.8, 1)])
def test_a_spell_is_seldom_taken_for_a_change(spread: float, lasting: float, each_day: float) -> None:
    seen, without_spells = alarms(spread, lasting, each_day, people=100)
    assert seen <= 0.15
    assert without_spells >= 2 * seen, "the test would notice if spells were forgotten"


def test_where_there_are_no_spells_chance_alone_is_seldom_taken_for_a_change() -> None:
    assert alarms(0, 0, 1, people=100)[0] <= 0.08
