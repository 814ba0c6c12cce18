"""Cramps in a week: week by week, what is usual, and whether it has become fewer or more.

A week of which nobody wrote anything is unknown and left out, never a nought. A week counts as known by its cramps and
its nights "without": a drink or a walk that came in from a watch says nothing about cramps.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from uncramp.diary import Entry
from uncramp.diary import projections as shown
from uncramp.trends.intervals import Interval, poisson, rate_ratio, uneven
from uncramp.trends.numbers import numbers

DAY = timedelta(days=1)
WEEK = 7
Direction = Literal["fewer", "more", "unclear"]


@dataclass(frozen=True, slots=True)
class Week:
    """A week from Monday. `to_come`: days of it that have not begun. `likely`: the range of the mean that such a count
    leaves open; None for a week that nobody wrote in.
    """

    first: str
    episodes: int
    with_episodes: int
    without: int
    unwritten: int
    to_come: int
    likely: Interval | None

    @property
    def known(self) -> bool:
        return bool(self.with_episodes + self.without)


@dataclass(frozen=True, slots=True)
class Usual:
    """Cramps in a week, over the known weeks that have ended."""

    episodes: int
    weeks: int
    rate: float | None
    likely: Interval | None
    enough: bool
    missing: int


@dataclass(frozen=True, slots=True)
class Span:
    """Some days in a row: what is written of them. `weeks`: its known weeks, counted back from its last day."""

    first: str
    last: str
    episodes: int
    weeks: int
    written: int
    unwritten: int

    @property
    def rate(self) -> float | None:
        """Cramps in a week."""
        return self.episodes / self.weeks if self.weeks else None


@dataclass(frozen=True, slots=True)
class Change:
    """The last days against as many before them. `ratio`: the rate now over the rate before.

    `as_written` takes days with nothing written for days without; `ratio` also allows that they were like the written
    ones, and holds both. `direction` is what both agree on. `uneven`: how much more uneven the weeks are than chance
    makes them; both ranges allow for it. `missing_weeks` and `missing_episodes`: what is wanted yet.
    """

    now: Span
    before: Span
    uneven: float
    as_written: Interval | None
    ratio: Interval | None
    direction: Direction
    enough: bool
    missing_weeks: int
    missing_episodes: int

    def likely(self, span: Span) -> Interval | None:
        """Where the cramps in a week of a span may really lie."""
        if not span.weeks:
            return None
        return poisson(span.episodes / self.uneven, numbers().level.percent).over(span.weeks / self.uneven)

    @property
    def gaps_decide(self) -> bool:
        """As written it would be clear, but not with what the unwritten days may hide."""
        return self.direction == "unclear" and self.as_written is not None and 1 not in self.as_written


def monday_of(until: date, weeks: int) -> date:
    """The first day of the first of so many weeks."""
    return until - timedelta(days=until.weekday() + WEEK * (weeks - 1))


def ledger(entries: Sequence[Entry]) -> shown.Days:
    """The days with cramps and the days without; a night of a trial that is written whole is a day without, too."""
    known = shown.days(entries)
    whole = {str(one.body["night"]) for one in entries if one.kind == "trial_night" and one.body["complete"]}
    return shown.Days(known.counts, known.none | whole)


def weeks_of(ledger: shown.Days, monday: date, until: date, count: int) -> tuple[Week, ...]:
    """The last `count` weeks, from the first known one on; the week of `until` is there in any case."""
    found = [_week(ledger, monday + timedelta(days=WEEK * nth), until) for nth in range(count)]
    begun = next((nth for nth, week in enumerate(found) if week.known), count - 1)
    return tuple(found[begun:])


def _week(ledger: shown.Days, monday: date, until: date) -> Week:
    today = until.isoformat()
    days = [(monday + nth * DAY).isoformat() for nth in range(WEEK)]
    past = [day for day in days if day <= today]
    states = Counter(ledger.state(day, today) for day in past)
    episodes = sum(ledger.counts.get(day, 0) for day in past)
    known = bool(states["cramp"] + states["none"])
    likely = poisson(episodes, numbers().level.percent) if known else None
    return Week(days[0], episodes, states["cramp"], states["none"], states["unwritten"], WEEK - len(past), likely)


def usual_of(weeks: Sequence[Week]) -> Usual:
    known = [week for week in weeks if week.known and not week.to_come]
    episodes, wanted = sum(week.episodes for week in known), numbers().enough.known_weeks
    if not known:
        return Usual(0, 0, None, None, False, wanted)
    spells = uneven([[week.episodes for week in known]])
    likely = poisson(episodes / spells, numbers().level.percent).over(len(known) / spells)
    missing = max(0, wanted - len(known))
    return Usual(episodes, len(known), episodes / len(known), likely, not missing, missing)


def change_of(ledger: shown.Days, until: date) -> Change:
    days, wanted = numbers().window.compared_days, numbers().enough
    now, before = _span(ledger, until, days), _span(ledger, until - days * DAY, days)
    missing_weeks = sum(max(0, wanted.compared_weeks - span.weeks) for span in (now, before))
    missing_episodes = max(0, wanted.compared_episodes - now.episodes - before.episodes)
    as_written = ratio = None
    spells = _uneven(ledger, until)
    if now.weeks and before.weeks:
        percent, counts = numbers().level.percent, (now.episodes / spells, before.episodes / spells)
        as_written = rate_ratio(*counts, now.weeks, before.weeks, percent)
        like_written = rate_ratio(*counts, now.written, before.written, percent)
        ratio = as_written.with_(like_written) if as_written and like_written else None
    enough = not (missing_weeks or missing_episodes)
    direction: Direction = "unclear"
    if enough and ratio and 1 not in ratio:
        direction = "more" if ratio.low > 1 else "fewer"
    return Change(now, before, spells, as_written, ratio, direction, enough, missing_weeks, missing_episodes)


def _uneven(ledger: shown.Days, until: date) -> float:
    """From the known weeks, counted back: those of the span now around their mean, all earlier ones around theirs."""
    now = numbers().window.compared_days // WEEK
    spans = [_span(ledger, until - WEEK * nth * DAY, WEEK) for nth in range(numbers().window.spells_weeks)]
    return uneven([one.episodes for one in some if one.weeks] for some in (spans[:now], spans[now:]))


def _span(ledger: shown.Days, last: date, length: int) -> Span:
    """So many days up to `last`. A week of it, counted back, of which nothing is known is left out altogether."""
    episodes = weeks = written = unwritten = 0
    for nth in range(length // WEEK):
        days = [(last - (WEEK * nth + back) * DAY).isoformat() for back in range(WEEK)]
        states = Counter(ledger.state(day, days[0]) for day in days)
        if states["cramp"] + states["none"]:
            weeks += 1
            episodes += sum(ledger.counts.get(day, 0) for day in days)
            written += states["cramp"] + states["none"]
            unwritten += states["unwritten"]
    return Span((last - (length - 1) * DAY).isoformat(), last.isoformat(), episodes, weeks, written, unwritten)
