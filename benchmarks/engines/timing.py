"""Times that mean something on a busy machine: everything in turn, round after round, and only ratios come out."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from statistics import median

clock = time.process_time
"""Processor time: what else runs on the machine does not count, though it still empties the caches."""

Times = dict[str, list[float]]
"""By name, one time a round."""


@dataclass(frozen=True, slots=True)
class Ratio:
    """How many times as long as the base: the middle of all rounds, the lowest and the highest."""

    middle: float
    low: float
    high: float


def in_turn(runs: Mapping[str, Callable[[], float]], rounds: int) -> Times:
    """Every run once a round, one round uncounted to warm up; a run returns its own time."""
    times: Times = {name: [] for name in runs}
    for nth in range(rounds + 1):
        for name, run in runs.items():
            took = run()
            if nth:
                times[name].append(took)
    return times


def against(times: Times, base: str) -> dict[str, Ratio]:
    """Each round's time over the base's time in the same round: what slowed one down slowed down the other."""
    found = {}
    for name, own in times.items():
        each = [mine / other for mine, other in zip(own, times[base], strict=True)]
        found[name] = Ratio(median(each), min(each), max(each))
    return found
