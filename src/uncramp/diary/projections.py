"""What is shown of a diary: projections of the entries that hold now (`current`), each computed afresh.

The phone app computes the same in `site/static/js/diary/shown.js`; a test holds the two against each other.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Literal, TypeVar

from uncramp.diary.check import instant
from uncramp.diary.entries import Entry

HALF_A_DAY = timedelta(hours=12)
PROFILE = 1
"""The version of the changes of the profile that can be read here."""
Row = TypeVar("Row")
State = Literal["cramp", "none", "unwritten", "later"]


def day_of(at: str) -> str:
    """The day at the place where it happened, whatever the time zone now."""
    return at[:10]


def night_of(at: str) -> str:
    """The night between two noons, named by the morning in it: 11 at night and 3 in the morning are one night."""
    return (datetime.fromisoformat(at[:19]) + HALF_A_DAY).date().isoformat()


def by_time(entries: Iterable[Entry]) -> list[Entry]:
    return sorted(entries, key=lambda entry: (instant(entry.at), entry.id))


def by_day(entries: Iterable[Entry]) -> list[tuple[str, list[Entry]]]:
    """The entries by day, the newest day and the newest entry first."""
    days = _grouped(entries, lambda entry: day_of(entry.at))
    return [(day, by_time(days[day])[::-1]) for day in sorted(days, reverse=True)]


@dataclass(frozen=True, slots=True)
class Days:
    """Which days have episodes, and how many, and which were written to be without."""

    counts: Mapping[str, int]
    none: frozenset[str]

    def state(self, day: str, today: str) -> State:
        """Nothing written is never "none"; a cramp outweighs a "none" of the same day."""
        if self.counts.get(day):
            return "cramp"
        if day > today:
            return "later"
        return "none" if day in self.none else "unwritten"


def days(entries: Sequence[Entry]) -> Days:
    counts = Counter(day_of(entry.at) for entry in _episodes(entries))
    return Days(counts, frozenset(str(one.body["night"]) for one in entries if one.kind == "none_last_night"))


@dataclass(frozen=True, slots=True)
class Week:
    """A week from Monday: cramps, days with and without, days of which nothing is written."""

    first: str
    episodes: int
    with_episodes: int
    without: int
    unwritten: int


def per_week(entries: Sequence[Entry], today: str, weeks: int) -> list[Week]:
    """Week by week, the oldest first, up to the week of `today`. A week with days unwritten may have had more."""
    known, monday = days(entries), date.fromisoformat(first_of_weeks(today, weeks))
    return [_week(known, monday + timedelta(days=7 * nth), today) for nth in range(weeks)]


def first_of_weeks(today: str, weeks: int) -> str:
    """The Monday from which so many weeks come up to that of `today`."""
    now = date.fromisoformat(today)
    return (now - timedelta(days=now.weekday() + 7 * (weeks - 1))).isoformat()


def _week(known: Days, monday: date, today: str) -> Week:
    all = [(monday + timedelta(days=nth)).isoformat() for nth in range(7)]
    states = Counter(known.state(day, today) for day in all if day <= today)
    episodes = sum(known.counts.get(day, 0) for day in all if day <= today)
    return Week(all[0], episodes, states["cramp"], states["none"], states["unwritten"])


@dataclass(frozen=True, slots=True)
class Place:
    """How many episodes there were at a place and side."""

    site: str
    side: str | None
    episodes: int


def per_site(entries: Iterable[Entry]) -> list[Place]:
    """The most first."""
    counts = Counter((str(one.body["site"]), one.body.get("side")) for one in _episodes(entries))
    places = [Place(site, side, count) for (site, side), count in counts.items()]
    return sorted(places, key=lambda place: (-place.episodes, place.site))


@dataclass(frozen=True, slots=True)
class TimesOfDay:
    """How many episodes began in each hour of the day, where they happened; guessed times are counted apart."""

    hours: tuple[int, ...]
    guessed: int


def times_of_day(entries: Iterable[Entry]) -> TimesOfDay:
    found = list(_episodes(entries))
    sure = Counter(int(one.at[11:13]) for one in found if not one.body.get("time_guessed"))
    return TimesOfDay(tuple(sure[hour] for hour in range(24)), len(found) - sure.total())


@dataclass(frozen=True, slots=True)
class Tried:
    """How often a remedy was tried, how often each outcome came, and the seconds measured until "gone", sorted."""

    remedy: str
    tried: int
    outcomes: Mapping[str, int]
    seconds: tuple[int, ...]

    @property
    def median(self) -> int | None:
        """The middle one, the lower of two; None if there is none."""
        return self.seconds[(len(self.seconds) - 1) // 2] if self.seconds else None


def per_remedy(entries: Iterable[Entry]) -> list[Tried]:
    """The most used first. Counts, and no ranking: what is tried first on hard days looks worse than it is."""
    tries: list[Mapping[str, Any]] = [one for entry in _episodes(entries) for one in entry.body.get("tried", ())]
    found = [_tried(remedy, some) for remedy, some in _grouped(tries, lambda one: str(one["remedy"])).items()]
    return sorted(found, key=lambda one: (-one.tried, one.remedy))


def _tried(remedy: str, some: Sequence[Mapping[str, Any]]) -> Tried:
    seconds = sorted(one["seconds"] for one in some if one["outcome"] == "gone" and "seconds" in one)
    return Tried(remedy, len(some), dict(Counter(str(one["outcome"]) for one in some)), tuple(seconds))


@dataclass(frozen=True, slots=True)
class Done:
    """How often a step of the plan was done, and on how many days. No streaks: a day missed costs nothing."""

    remedy: str
    times: int
    days: int


def done_between(entries: Iterable[Entry], first: str, last: str) -> list[Done]:
    """Both days belong to the span."""
    done = [one for one in entries if one.kind == "measure_done" and first <= day_of(one.at) <= last]
    groups = _grouped(done, lambda one: str(one.body["remedy"]))
    return [Done(remedy, len(some), len({day_of(one.at) for one in some})) for remedy, some in groups.items()]


def search(entries: Iterable[Entry], query: str, text_of: Callable[[Entry], str] | None = None) -> list[Entry]:
    """The entries in which every word of `query` occurs, the newest first; accents and capitals do not matter."""
    words, said = folded(query).split(), text_of or _words
    found = [entry for entry in entries if all(word in text for text in [folded(said(entry))] for word in words)]
    return by_time(found)[::-1]


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer of the profile, and the day on which it was given."""

    value: Any
    on: str


def answered(entries: Iterable[Entry]) -> dict[str, Answered]:
    """The answers that hold at the end: what the changes of the profile say, the later over the earlier.

    Anything may stand there. Which of it may decide: `uncramp.lasting`.
    """
    facts: dict[str, Answered] = {}
    for entry in by_time(one for one in entries if one.kind == "profile_change" and one.version == PROFILE):
        for fact, value in entry.body["facts"].items():
            facts[fact] = Answered(value, day_of(entry.at))
    return {fact: one for fact, one in facts.items() if one.value is not None}


def profile(entries: Iterable[Entry]) -> dict[str, Any]:
    """The same without the days."""
    return {fact: one.value for fact, one in answered(entries).items()}


def _words(entry: Entry) -> str:
    """The words that an entry holds."""
    body = json.dumps(dict(entry.body), separators=(",", ":"), ensure_ascii=False)
    return f"{day_of(entry.at)} {entry.kind} {body}"


MARKS = re.compile("[\\^`\u00a8\u00af\u00b4\u00b7\u00b8\u02b0-\u036f]")
"""Accents and the like that stand for themselves; those that join a letter are told by their class."""


def folded(text: str) -> str:
    letters = MARKS.sub("", unicodedata.normalize("NFKD", text))
    return "".join(letter for letter in letters if not unicodedata.combining(letter)).lower()


def _episodes(entries: Iterable[Entry]) -> Iterable[Entry]:
    return (entry for entry in entries if entry.kind == "episode")


def _grouped(rows: Iterable[Row], key: Callable[[Row], str]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(key(row), []).append(row)
    return found
