"""What is counted of the cramps themselves: when, where, how much they hurt; and which steps of a plan were done."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from uncramp.diary import Entry
from uncramp.diary import projections as shown
from uncramp.trends.intervals import Interval, middle_ranks, share
from uncramp.trends.numbers import numbers
from uncramp.trends.weekly import DAY, WEEK


@dataclass(frozen=True, slots=True)
class Part:
    """A part of something that was counted, and the range of its share."""

    count: int
    of: int
    likely: Interval | None


@dataclass(frozen=True, slots=True)
class Times:
    """When cramps began. `parts` are of equal length from midnight; `most` is the fullest one, by its place.

    `stands_out`: its share is above an even one, allowing that the fullest was looked for.
    """

    hours: tuple[int, ...]
    guessed: int
    parts: tuple[Part, ...]
    most: int
    stands_out: bool
    enough: bool
    missing: int


@dataclass(frozen=True, slots=True)
class Site:
    """A place and side."""

    site: str
    side: str | None
    part: Part


@dataclass(frozen=True, slots=True)
class Sites:
    """Where cramps were, the most first."""

    places: tuple[Site, ...]
    enough: bool
    missing: int


@dataclass(frozen=True, slots=True)
class Pains:
    """Pain of 10, before and after, of the cramps that have both. `fall` is the middle of how far it went down."""

    before: tuple[int, ...]
    after: tuple[int, ...]
    count: int
    middle_before: int | None
    middle_after: int | None
    fall: int | None
    likely: Interval | None
    enough: bool
    missing: int


@dataclass(frozen=True, slots=True)
class Done:
    """A step of the plan: on how many days it was done, of those since it was first done, a few weeks back at most.

    `wanted`: on how many of them the plan asks for it, where that is known; `score` is the part of those. A day missed
    costs that day and no more: nothing here counts days in a row.
    """

    remedy: str
    days: int
    of: int
    wanted: float | None
    score: float | None
    enough: bool
    missing: int


def times_of(episodes: Sequence[Entry]) -> Times:
    known, long = shown.times_of_day(episodes), numbers().time_of_day.part_hours
    counts = [sum(known.hours[start : start + long]) for start in range(0, 24, long)]
    sure, wanted = sum(counts), numbers().enough.times
    # the fullest of several was chosen after looking, so each may err more seldom
    percent = 100 - (100 - numbers().level.percent) / len(counts)
    parts = tuple(Part(count, sure, share(count, sure, percent) if sure else None) for count in counts)
    most = max(range(len(parts)), key=lambda nth: parts[nth].count)
    likely = parts[most].likely
    enough = sure >= wanted
    stands_out = enough and likely is not None and likely.low > 1 / len(parts)
    return Times(known.hours, known.guessed, parts, most, stands_out, enough, max(0, wanted - sure))


def sites_of(episodes: Sequence[Entry]) -> Sites:
    all, wanted = len(episodes), numbers().enough.places
    percent = numbers().level.percent
    places = tuple(
        Site(one.site, one.side, Part(one.episodes, all, share(one.episodes, all, percent)))
        for one in shown.per_site(episodes)
    )
    return Sites(places, all >= wanted, max(0, wanted - all))


def pains_of(episodes: Iterable[Entry]) -> Pains:
    both = [
        (int(one.body["pain_before"]), int(one.body["pain_after"]))
        for one in episodes
        if "pain_before" in one.body and "pain_after" in one.body
    ]
    before, after = Counter(one for one, _ in both), Counter(other for _, other in both)
    falls = sorted(one - other for one, other in both)
    ranks = middle_ranks(len(falls), numbers().level.percent)
    wanted = numbers().enough.pains
    return Pains(
        tuple(before[pain] for pain in range(11)),
        tuple(after[pain] for pain in range(11)),
        len(both),
        _middle(sorted(before.elements())),
        _middle(sorted(after.elements())),
        _middle(falls),
        Interval(falls[ranks[0]], falls[ranks[1]]) if ranks else None,
        len(both) >= wanted,
        max(0, wanted - len(both)),
    )


def _middle(values: Sequence[int]) -> int | None:
    """The middle one, the lower of two."""
    return values[(len(values) - 1) // 2] if values else None


def done_of(entries: Sequence[Entry], until: date, planned: Mapping[str, int]) -> tuple[Done, ...]:
    """The steps that were done at least once in the time looked at, the most first."""
    began: dict[str, str] = {}
    for one in entries:
        if one.kind == "measure_done":
            remedy, day = str(one.body["remedy"]), shown.day_of(one.at)
            began[remedy] = min(day, began.get(remedy, day))
    earliest = (until - (numbers().window.compared_days - 1) * DAY).isoformat()
    done = {one.remedy: one.days for one in shown.done_between(entries, earliest, until.isoformat())}
    found = [
        _of_days(remedy, done.get(remedy, 0), (until - date.fromisoformat(max(first, earliest))).days + 1, planned)
        for remedy, first in began.items()
    ]
    return tuple(sorted(found, key=lambda one: (-one.days, one.remedy)))


def _of_days(remedy: str, days: int, of: int, planned: Mapping[str, int]) -> Done:
    wanted = planned[remedy] * of / WEEK if planned.get(remedy) else None
    least = numbers().enough.done_days
    score = min(1.0, days / wanted) if wanted else None
    return Done(remedy, days, of, wanted, score, of >= least, max(0, least - of))
