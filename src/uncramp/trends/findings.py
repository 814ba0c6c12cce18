"""What a diary shows over the weeks, in numbers: each with the range that chance alone leaves open, or too few to say.

A week of which nobody wrote anything is unknown and left out, never a nought. A week counts as known by its cramps and
its nights "without": a drink or a walk that came in from a watch says nothing about cramps.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from uncramp.diary import Entry
from uncramp.diary import projections as shown
from uncramp.trends.intervals import Interval, middle_ranks, poisson, rate_ratio, share, uneven
from uncramp.trends.numbers import numbers
from uncramp.trends.relief import Relief, relief_of

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


@dataclass(frozen=True, slots=True)
class Findings:
    """All of it. `first` to `last`: the days that were looked at. `nothing`: no cramp and no night without."""

    first: str
    last: str
    weeks: tuple[Week, ...]
    usual: Usual
    change: Change
    times: Times
    sites: Sites
    relief: tuple[Relief, ...]
    pains: Pains
    done: tuple[Done, ...]

    @property
    def episodes(self) -> int:
        return sum(week.episodes for week in self.weeks)

    @property
    def without(self) -> int:
        return sum(week.without for week in self.weeks)

    @property
    def nothing(self) -> bool:
        return not any(week.known for week in self.weeks)


def findings(
    entries: Sequence[Entry], today: str, weeks: int | None = None, *, planned: Mapping[str, int] | None = None
) -> Findings:
    """What the entries that hold now (`current`) say of the last `weeks` up to the week of `today`.

    Weeks before the first known one are left away. `planned`: per remedy, on how many days a week the plan asks for it.
    """
    wanted = numbers().window.weeks if weeks is None else weeks
    until, from_ = date.fromisoformat(today), first_day(today, wanted)
    near = [one for one in entries if one.understood and from_ <= one.at[:10] <= today]
    known = ledger(near)
    found = _weeks(known, _monday(until, wanted), until, wanted)
    first = found[0].first
    inside = [one for one in near if one.at[:10] >= first]
    episodes = [one for one in inside if one.kind == "episode"]
    return Findings(
        first=first,
        last=today,
        weeks=found,
        usual=_usual(found),
        change=_change(known, until),
        times=_times(episodes),
        sites=_sites(episodes),
        relief=tuple(relief_of(episodes)),
        pains=_pains(episodes),
        done=_done(inside, until, planned or {}),
    )


def first_day(today: str, weeks: int) -> str:
    """The first day that counts: that of the first week, or of those that tell how uneven the weeks are."""
    until = date.fromisoformat(today)
    return min(_monday(until, weeks), until - (WEEK * numbers().window.spells_weeks - 1) * DAY).isoformat()


def _monday(until: date, weeks: int) -> date:
    """The first day of the first of so many weeks."""
    return until - timedelta(days=until.weekday() + WEEK * (weeks - 1))


def ledger(entries: Sequence[Entry]) -> shown.Days:
    """The days with cramps and the days without; a night of a trial that is written whole is a day without, too."""
    known = shown.days(entries)
    whole = {str(one.body["night"]) for one in entries if one.kind == "trial_night" and one.body["complete"]}
    return shown.Days(known.counts, known.none | whole)


def _weeks(ledger: shown.Days, monday: date, until: date, count: int) -> tuple[Week, ...]:
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


def _usual(weeks: Sequence[Week]) -> Usual:
    known = [week for week in weeks if week.known and not week.to_come]
    episodes, wanted = sum(week.episodes for week in known), numbers().enough.known_weeks
    if not known:
        return Usual(0, 0, None, None, False, wanted)
    spells = uneven([[week.episodes for week in known]])
    likely = poisson(episodes / spells, numbers().level.percent).over(len(known) / spells)
    missing = max(0, wanted - len(known))
    return Usual(episodes, len(known), episodes / len(known), likely, not missing, missing)


def _change(ledger: shown.Days, until: date) -> Change:
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


def _times(episodes: Sequence[Entry]) -> Times:
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


def _sites(episodes: Sequence[Entry]) -> Sites:
    all, wanted = len(episodes), numbers().enough.places
    percent = numbers().level.percent
    places = tuple(
        Site(one.site, one.side, Part(one.episodes, all, share(one.episodes, all, percent)))
        for one in shown.per_site(episodes)
    )
    return Sites(places, all >= wanted, max(0, wanted - all))


def _pains(episodes: Iterable[Entry]) -> Pains:
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


def _done(entries: Sequence[Entry], until: date, planned: Mapping[str, int]) -> tuple[Done, ...]:
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
