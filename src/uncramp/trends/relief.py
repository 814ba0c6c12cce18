"""Minutes to relief by remedy: what had not gone when the clock stopped took longer, nobody knows how long."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import NormalDist
from typing import Any

from uncramp.diary import Entry
from uncramp.trends.intervals import Interval
from uncramp.trends.numbers import numbers

GONE, NOT_DONE = "gone", "skipped"
MINUTE = 60


@dataclass(frozen=True, slots=True)
class Point:
    """Of the uses that lasted to this moment, which part was still not gone right after it, and how sure that is."""

    seconds: int
    left: float
    variance: float


@dataclass(frozen=True, slots=True)
class Relief:
    """One remedy: uses, those timed, those that ended in "gone", and the minutes after which half of them had gone.

    `middle` is None when fewer than half are known to have gone; `likely` where the middle of all such uses may lie.
    """

    remedy: str
    tried: int
    timed: int
    gone: int
    not_gone: int
    middle: float | None
    likely: Interval | None
    enough: bool
    missing: int


def relief_of(episodes: Iterable[Entry]) -> list[Relief]:
    """The most used first: no ranking by what helped, because what is tried first on hard days looks worse."""
    uses: dict[str, list[Mapping[str, Any]]] = {}
    for episode in episodes:
        for use in episode.body.get("tried", ()):
            if use["outcome"] != NOT_DONE:
                uses.setdefault(str(use["remedy"]), []).append(use)
    found = [_relief(remedy, some) for remedy, some in uses.items()]
    return sorted(found, key=lambda one: (-one.tried, one.remedy))


def _relief(remedy: str, uses: Sequence[Mapping[str, Any]]) -> Relief:
    timed = [(int(use["seconds"]), use["outcome"] == GONE) for use in uses if "seconds" in use]
    gone = sum(use["outcome"] == GONE for use in uses)
    wanted = numbers().enough.tries
    curve = survival(timed)
    middle = next((point.seconds / MINUTE for point in curve if point.left <= 0.5), None)
    return Relief(
        remedy,
        tried=len(uses),
        timed=len(timed),
        gone=gone,
        not_gone=len(uses) - gone,
        middle=middle,
        likely=_likely(curve) if timed else None,
        enough=len(timed) >= wanted,
        missing=max(0, wanted - len(timed)),
    )


def survival(timed: Sequence[tuple[int, bool]]) -> list[Point]:
    """Kaplan and Meier's curve with Greenwood's variance, a point for each moment at which something went.

    Each use is its seconds and whether it was gone then. One that stopped at the same second as another went still
    counts as not gone at that second.
    """
    ends = Counter(seconds for seconds, gone in timed if gone)
    points, left, spread = [], 1.0, 0.0
    ordered = sorted(seconds for seconds, _ in timed)
    at_risk, past = len(ordered), 0
    for seconds in sorted(ends):
        while ordered[past] < seconds:
            past += 1
        at_risk, went = len(ordered) - past, ends[seconds]
        left *= 1 - went / at_risk
        spread = math.inf if went == at_risk else spread + went / (at_risk * (at_risk - went))
        points.append(Point(seconds, left, 0.0 if left == 0 else left * left * spread))
    return points


def _likely(curve: Sequence[Point]) -> Interval:
    """Brookmeyer and Crowley's interval for the middle: all moments at which a half may have been left, on the scale of
    log(-log), which keeps its promise with few uses.
    """
    reach = NormalDist().inv_cdf(0.5 + numbers().level.percent / 200)
    half = math.log(-math.log(0.5))
    low: float | None = None
    for point in curve:
        if not 0 < point.left < 1:
            above = point.left == 0
        else:
            error = math.sqrt(point.variance) / (point.left * abs(math.log(point.left)))
            distance = (math.log(-math.log(point.left)) - half) / error
            if low is None and distance >= -reach:
                low = point.seconds / MINUTE
            above = distance > reach
        if above:
            high = point.seconds / MINUTE
            return Interval(high if low is None else low, high)
    return Interval(curve[0].seconds / MINUTE if low is None and curve else low or 0.0, None)
