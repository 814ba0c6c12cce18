"""The numbers of each chart as a table: what a screen reader reads, and what the page folds away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from uncramp.kb import Texts
from uncramp.kb.names import Names
from uncramp.trends import words
from uncramp.trends.findings import Findings
from uncramp.trends.weekly import Week


@dataclass(frozen=True, slots=True)
class Table:
    """A table: the first cell of each row names it."""

    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def table(chart: str, findings: Findings, names: Names) -> Table:
    made = {"weeks": _weeks, "times": _times, "sites": _sites, "relief": _relief, "pains": _pains, "done": _done}
    heads, rows = made[chart](findings, names)
    texts = names.texts
    return Table(words.title(chart, texts), tuple(texts(f"trends.column_{head}") for head in heads), tuple(rows))


Made = tuple[tuple[str, ...], Sequence[tuple[str, ...]]]


def _weeks(findings: Findings, names: Names) -> Made:
    """The newest week first."""
    rows = [_week(week, names.texts) for week in reversed(findings.weeks)]
    return ("week", "cramps", "likely", "without", "open"), rows


def _week(week: Week, texts: Texts) -> tuple[str, ...]:
    day = words.short_day(week.first, texts)
    if week.to_come:
        day = texts("trends.still_going", day=day)
    if not week.known:
        return day, texts("trends.none_yet"), "", "", str(week.unwritten)
    return day, str(week.episodes), words.range_of(week.likely, texts), str(week.without), str(week.unwritten)


def _times(findings: Findings, names: Names) -> Made:
    texts, rows = names.texts, []
    for nth, part in enumerate(findings.times.parts):
        start, end = words.part_hours(nth)
        hours = texts("trends.hours", **{"from": start, "to": end})
        rows.append((hours, str(part.count), words.range_of(part.likely, texts, times=10)))
    return ("hours", "cramps", "tenths"), rows


def _sites(findings: Findings, names: Names) -> Made:
    rows = [
        (names.place(one.site, one.side), str(one.part.count), words.range_of(one.part.likely, names.texts, times=10))
        for one in findings.sites.places
    ]
    return ("place", "cramps", "tenths"), rows


def _relief(findings: Findings, names: Names) -> Made:
    rows = [
        (
            names.remedy(one.remedy),
            str(one.tried),
            str(one.gone),
            str(one.not_gone),
            words.half_of(one, names.texts),
            words.range_of(one.likely, names.texts) if one.middle is not None else "",
        )
        for one in findings.relief
    ]
    return ("remedy", "tried", "gone", "not_gone", "half", "likely"), rows


def _pains(findings: Findings, _: Names) -> Made:
    pains = findings.pains
    rows = [(str(pain), str(pains.before[pain]), str(pains.after[pain])) for pain in range(len(pains.before))]
    return ("pain", "before", "after"), rows


def _done(findings: Findings, names: Names) -> Made:
    rows = [
        (
            names.remedy(one.remedy),
            str(one.days),
            str(one.of),
            words.about(one.wanted, names.texts) if one.wanted else "",
        )
        for one in findings.done
    ]
    return ("remedy", "days", "of", "wanted"), rows
