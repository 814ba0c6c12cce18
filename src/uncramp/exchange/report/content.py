"""What the page says about one person: every section in words, and the same in numbers. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict
from typing import Any

from uncramp.diary import Entry
from uncramp.diary import projections as shown
from uncramp.exchange.report import happened
from uncramp.exchange.report.choice import SECTIONS, Choice
from uncramp.exchange.report.person import Profile, danger, marks, medicines, profile_of, signs, who
from uncramp.exchange.report.sheet import Figures, Picture, Report, Row, Section
from uncramp.exchange.report.table import table
from uncramp.exchange.report.trial import trials
from uncramp.exchange.report.words import Words
from uncramp.kb import Knowledge, Texts
from uncramp.trends import findings

APART = ("import",)
"""Kinds that say something about the diary, not about the person."""
Draw = Callable[[Sequence[Entry], str, int, Texts], Picture | None]
"""Draws the episodes week by week: the entries, today, how many weeks, and the words."""


def report(
    kb: Knowledge,
    texts: Texts,
    language: str,
    entries: Sequence[Entry],
    chosen: Choice,
    today: str,
    draw: Draw | None = None,
) -> Report:
    """The page about `entries`, those of one person that hold now (`current`)."""
    words = Words(kb, texts)
    first = chosen.first_day(today)
    known = [one for one in entries if one.understood and shown.day_of(one.at) <= today]
    recent = [one for one in known if shown.day_of(one.at) >= first]
    began = min((shown.day_of(one.at) for one in known if one.kind not in APART), default=None)
    profile = profile_of(kb, known)
    spans = happened.spans(known, first, today)
    sections, figures = _sections(words, chosen, profile, known, recent, spans, began, today)
    picture = draw(known, today, chosen.weeks, texts) if draw and "counts" in chosen.sections else None
    return Report(
        language=language,
        title=words.say("title_name", name=chosen.name) if chosen.name else words.say("title"),
        subtitle=_subtitle(words, chosen, began, first, today),
        unreviewed=words.say("unreviewed"),
        sections=sections,
        figures=figures,
        picture=picture,
        table=table(words, recent) if "table" in chosen.sections else None,
        foot=tuple(_foot(words, chosen, entries, profile, today)),
        data=_data(kb, chosen, profile, recent, spans, entries, first, today, sections),
    )


def _sections(
    words: Words,
    chosen: Choice,
    profile: Profile,
    known: Sequence[Entry],
    recent: Sequence[Entry],
    spans: tuple[happened.Count, happened.Count, happened.Count],
    began: str | None,
    today: str,
) -> tuple[tuple[Section, ...], Figures | None]:
    first = chosen.first_day(today)
    episodes = [one for one in recent if one.kind == "episode"]
    counted, figures = happened.counts(words, spans, findings(known, today, chosen.weeks), began, first)
    every: dict[str, Callable[[], Section]] = {
        "who": lambda: who(words, profile),
        "danger": lambda: danger(words, profile),
        "counts": lambda: counted,
        "questions": lambda: _questions(words, chosen),
        "medicines": lambda: medicines(words, profile, known, since=first),
        "sites": lambda: happened.sites(words, episodes),
        "tried": lambda: happened.tried(words, recent, first, today),
        "times": lambda: happened.times(words, episodes),
        "triggers": lambda: happened.triggers(words, recent, profile),
        "trials": lambda: trials(words, known, today),
    }
    made = tuple(make() for id, make in every.items() if id in chosen.sections)
    return made, figures if "counts" in chosen.sections and not counted.missing else None


def _questions(words: Words, chosen: Choice) -> Section:
    rows = tuple(Row(one) for one in chosen.questions)
    return Section("questions", words.say("questions"), rows, "" if rows else words.say("questions_missing"))


def _subtitle(words: Words, chosen: Choice, began: str | None, first: str, today: str) -> str:
    said = words.say("weeks", weeks=chosen.weeks, first=words.day(first), today=words.day(today))
    return f"{said} {words.say('since', day=words.day(began)) if began else words.say('empty')}"


def _foot(words: Words, chosen: Choice, entries: Sequence[Entry], profile: Profile, today: str) -> list[str]:
    """What the reader has to know about the page itself."""
    lines = [words.say("made", day=words.day(today), knowledge=words.kb.name)]
    if not words.texts.signed:
        lines.append(words.texts("cli.unsigned_translation"))
    newer = sum(not one.understood for one in entries)
    if newer:
        lines.append(words.say("newer", count=newer))
    if profile.strange:
        lines.append(words.say("strange", count=profile.strange))
    later = sum(one.understood and shown.day_of(one.at) > today for one in entries)
    if later:
        lines.append(words.say("later", count=later))
    out = [words.say(one) for one in SECTIONS if one not in chosen.sections and one != "table"]
    if out:
        lines.append(words.say("left_out", what="; ".join(out)))
    return lines


def _data(
    kb: Knowledge,
    chosen: Choice,
    profile: Profile,
    recent: Sequence[Entry],
    spans: tuple[happened.Count, happened.Count, happened.Count],
    entries: Sequence[Entry],
    first: str,
    today: str,
    sections: Sequence[Section],
) -> dict[str, Any]:
    """The same as data; only of the sections that were chosen."""
    episodes = [one for one in recent if one.kind == "episode"]
    hours = shown.times_of_day(episodes)
    every: dict[str, Callable[[], Any]] = {
        "who": lambda: {
            fact: answer for fact, answer in profile.now.items() if kb.facts[fact].group in ("who", "condition")
        },
        "danger": lambda: [asdict(sign) for sign in signs(profile)],
        "counts": lambda: {name: asdict(one) for name, one in zip(("last", "before", "all"), spans, strict=True)},
        "questions": lambda: list(chosen.questions),
        "medicines": lambda: {
            "may_cause_cramps": {fact: one.id for fact, one in sorted(marks(kb, profile).items())},
            "taken": [
                fact for fact, answer in profile.now.items() if kb.facts[fact].group == "medicine" and answer is True
            ],
        },
        "sites": lambda: [asdict(one) for one in shown.per_site(episodes)],
        "tried": lambda: [asdict(one) | {"median": one.median} for one in shown.per_remedy(episodes)],
        "times": lambda: {"hours": list(hours.hours), "guessed": hours.guessed},
    }
    return {
        "first": first,
        "today": today,
        "weeks": chosen.weeks,
        **{id: make() for id, make in every.items() if id in chosen.sections},
        "says": {
            one.id: {
                "rows": [asdict(row) for row in one.rows],
                "missing": one.missing or None,
                "notes": list(one.notes),
            }
            for one in sections
        },
        "newer": sum(not one.understood for one in entries),
        "reviewed": False,
        "knowledge": kb.name,
    }
