"""What happened in the weeks of the page: how many, where, when in the day, what was suspected, what was tried."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from uncramp.contributors import likely_contributors
from uncramp.contributors import said as in_words
from uncramp.diary import Entry
from uncramp.diary import projections as shown
from uncramp.exchange.report.person import Profile
from uncramp.exchange.report.sheet import Figures, Row, Section
from uncramp.exchange.report.words import Words
from uncramp.kb.texts import capital
from uncramp.trends import Findings
from uncramp.trends import words as trend_words

SPAN = 28
"""Days that are held against as many before: whole weeks, so that weekends do not decide."""
PART_OF_DAY = 6


@dataclass(frozen=True, slots=True)
class Count:
    """What is written of a span of days. A number of which nothing was written is None, never 0."""

    days: int
    episodes: int
    with_episodes: int
    without: int
    unwritten: int
    woke: tuple[int, int]
    pain: tuple[int, int] | None
    minutes: tuple[int, int] | None


def count(entries: Sequence[Entry], first: str, days: int) -> Count:
    """`woke`, `pain` and `minutes` carry the number of episodes in which they were written."""
    known = _days(entries)
    all = [(date.fromisoformat(first) + timedelta(days=nth)).isoformat() for nth in range(days)]
    states = Counter(known.state(day, all[-1]) for day in all)
    within = set(all)
    some = [one for one in entries if one.kind == "episode" and shown.day_of(one.at) in within]
    woke = [one.body["woke_me"] for one in some if "woke_me" in one.body]
    return Count(
        days=days,
        episodes=len(some),
        with_episodes=states["cramp"],
        without=states["none"],
        unwritten=states["unwritten"],
        woke=(sum(woke), len(woke)),
        pain=_middle(some, "pain_before"),
        minutes=_middle(some, "minutes"),
    )


def _days(entries: Sequence[Entry]) -> shown.Days:
    """A night of a trial that is written whole is a day without, as in the trends, unless an episode says otherwise."""
    known = shown.days(entries)
    whole = {
        str(one.body["night"])
        for one in entries
        if one.kind == "trial_night" and one.body["complete"] and not one.body.get("cramps")
    }
    return shown.Days(known.counts, known.none | whole)


def _middle(episodes: Sequence[Entry], field: str) -> tuple[int, int] | None:
    """The median, the lower of two, and of how many."""
    values = sorted(one.body[field] for one in episodes if field in one.body)
    return (values[(len(values) - 1) // 2], len(values)) if values else None


def spans(entries: Sequence[Entry], first: str, today: str) -> tuple[Count, Count, Count]:
    """The last days, as many before them, and all the weeks of the page."""
    now = date.fromisoformat(today)
    whole = (now - date.fromisoformat(first)).days + 1
    span = min(SPAN, whole // 2)
    last, before = (now - timedelta(days=span * nth - 1) for nth in (1, 2))
    return (
        count(entries, last.isoformat(), span),
        count(entries, before.isoformat(), span),
        count(entries, first, whole),
    )


def counts(
    words: Words, found: tuple[Count, Count, Count], trend: Findings, began: str | None, first: str
) -> tuple[Section, Figures]:
    """The numbers side by side, what changed in a sentence, and what they leave open."""
    now, before, whole = found
    columns = (
        words.say("last_days", days=now.days),
        words.say("days_before", days=before.days),
        words.say("all_days", days=whole.days),
    )

    def middle(value: tuple[int, int] | None) -> str:
        return words.say("of_recorded", value=value[0], count=value[1]) if value else words.say("not_recorded")

    def woke(one: Count) -> str:
        return words.say("n_of", n=one.woke[0], all=one.woke[1]) if one.woke[1] else words.say("not_recorded")

    rows: list[tuple[str, Callable[[Count], str]]] = [
        ("row_episodes", lambda one: str(one.episodes)),
        ("row_with", lambda one: str(one.with_episodes)),
        ("row_without", lambda one: str(one.without)),
        ("row_unwritten", lambda one: str(one.unwritten)),
        ("row_woke", woke),
        ("row_pain", lambda one: middle(one.pain)),
        ("row_minutes", lambda one: middle(one.minutes)),
    ]
    figures = Figures(columns, tuple((words.say(key), tuple(show(one) for one in found)) for key, show in rows))
    if not whole.days - whole.unwritten:
        return Section("counts", words.say("counts"), missing=words.say("counts_missing")), figures
    said = [Row(trend_words.weeks_says(trend, words.texts))]
    if began and began > first:
        said.append(Row(words.say("began", day=words.day(began))))
    gap = (words.say("gap"),) if whole.unwritten else ()
    return Section("counts", words.say("counts"), tuple(said), notes=gap), figures


# ---- where and when


def kinds(words: Words, episodes: Sequence[Entry]) -> str:
    """What they were like, the most first."""
    found = Counter(str(one.body["what"]) for one in episodes)
    parts = [words.say("item", what=words.kind(what), count=n) for what, n in _most(found)]
    return words.say("kinds", what="; ".join(parts)) if parts else ""


def sites(words: Words, episodes: Sequence[Entry]) -> Section:
    """Per place one row, with its sides."""
    places: dict[str, Counter[str]] = {}
    for one in episodes:
        places.setdefault(str(one.body["site"]), Counter())[str(one.body.get("side", ""))] += 1
    rows = []
    for site, sides in sorted(places.items(), key=lambda pair: (-pair[1].total(), pair[0])):
        parts = [words.say("side", side=words.word(side), count=n) for side, n in _most(sides) if side]
        open_ = sides[""]
        if parts and open_:
            parts.append(words.say("side_open", count=open_))
        text = words.say("site", count=sides.total(), sides=", ".join(parts)) if parts else str(sides.total())
        rows.append(Row(text, words.place(site)))
    like = kinds(words, episodes)
    missing = "" if rows else words.say("no_episodes")
    return Section("sites", words.say("sites"), tuple(rows), missing, (like,) if like else ())


def times(words: Words, entries: Sequence[Entry]) -> Section:
    """In four parts of the day, from midnight."""
    found = shown.times_of_day(entries)
    parts = [
        words.say("hours", **{"from": f"{start:02}", "to": f"{start + PART_OF_DAY:02}", "count": n})
        for start in range(0, 24, PART_OF_DAY)
        if (n := sum(found.hours[start : start + PART_OF_DAY]))
    ]
    parts += [words.say("hours_guessed", count=found.guessed)] if found.guessed else []
    rows = [Row("; ".join(parts))] if parts else []
    return Section("times", words.say("times"), tuple(rows), "" if rows else words.say("no_episodes"))


# ---- what may bring them on


def triggers(words: Words, entries: Sequence[Entry], profile: Profile) -> Section:
    """What the person suspects, what was there on which days, and what their answers may say: three things apart."""
    episodes = [one for one in entries if one.kind == "episode"]
    suspected = Counter(str(what) for one in episodes for what in one.body.get("suspects", ()))
    rows = [
        Row(words.say("suspected", count=n, all=len(episodes)), capital(words.word(what)))
        for what, n in _most(suspected)
    ]
    days: dict[str, dict[str, bool]] = {}
    for one in entries:
        if one.kind == "exposure":
            days.setdefault(str(one.body["what"]), {})[str(one.body["day"])] = bool(one.body["present"])
    for what, some in sorted(days.items(), key=lambda pair: (-sum(pair[1].values()), pair[0])):
        text = words.say("exposed", there=sum(some.values()), all=len(some))
        rows.append(Row(text, capital(words.word(what))))
    notes = []
    answers = profile.answers(words.kb)
    found = [one for one in likely_contributors(words.kb, answers) if not one.medicines] if profile.now else []
    if found:
        titles = [in_words(words.kb, answers, one, words.texts).title for one in found]
        notes.append(words.say("contributors", what="; ".join(titles)))
    return Section(
        "triggers", words.say("triggers"), tuple(rows), "" if rows else words.say("triggers_missing"), tuple(notes)
    )


# ---- what was tried


def tried(words: Words, entries: Sequence[Entry], first: str, today: str) -> Section:
    """What was done in a cramp with how it went, then what was done between them."""
    rows = [_tried(words, one) for one in shown.per_remedy(entries)]
    days = (date.fromisoformat(today) - date.fromisoformat(first)).days + 1
    done = shown.done_between(entries, first, today)
    rows += [
        Row(words.say("done", count=one.times, days=one.days, all=days), words.remedy(one.remedy))
        for one in sorted(done, key=lambda one: (-one.days, one.remedy))
    ]
    missing = "" if rows else words.say("tried_missing")
    notes = (words.say("tried_note"),) if rows else ()
    return Section("tried", words.say("tried"), tuple(rows), missing, notes)


def _tried(words: Words, one: shown.Tried) -> Row:
    order = ("gone", "better", "same", "worse", "skipped", "time_over")
    outcomes = sorted(one.outcomes.items(), key=lambda pair: (order.index(pair[0]) if pair[0] in order else 9, pair[0]))
    parts = ", ".join(words.say("item", what=words.outcome(outcome), count=n) for outcome, n in outcomes)
    text = words.say("tried_times", count=one.tried, outcomes=parts)
    if one.median is not None:
        spans = {"median": one.median, "fast": one.seconds[0], "slow": one.seconds[-1]}
        shown_ = {name: words.span(seconds) for name, seconds in spans.items()}
        text += " " + words.say("relief" if len(one.seconds) > 1 else "relief_one", timed=len(one.seconds), **shown_)
    return Row(text, words.remedy(one.remedy))


def _most(found: Counter[str]) -> list[tuple[str, int]]:
    """The most first; equal ones by name, so that a page is the same each time."""
    return sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))
