"""The trends as a page has them: each chart with its title, sentence, drawing, what to keep in mind, and table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from uncramp.figures import VIEWS
from uncramp.kb.names import Names
from uncramp.trends import words
from uncramp.trends.body import body_svg
from uncramp.trends.findings import Findings
from uncramp.trends.tables import Table, table


@dataclass(frozen=True, slots=True)
class Section:
    """One chart. `pictures` is empty where there is nothing to draw; `key` says what the marks mean."""

    chart: str
    title: str
    says: str
    enough: bool
    more: tuple[str, ...]
    pictures: tuple[str, ...]
    key: tuple[tuple[str, str], ...]
    table: Table


def sections(findings: Findings, names: Names, *, width: int | None = None, print: bool = False) -> tuple[Section, ...]:
    """All of them, in the order of the page. Loads what draws, where there is something to draw."""
    return tuple(_section(chart, findings, names, width, print) for chart in words.CHARTS)


def _section(chart: str, findings: Findings, names: Names, width: int | None, print: bool) -> Section:
    texts = names.texts
    return Section(
        chart,
        words.title(chart, texts),
        words.says(chart, findings, names),
        words.enough(chart, findings),
        tuple(words.more(chart, findings, names)),
        _pictures(chart, findings, names, width, print) if _drawable(chart, findings) else (),
        tuple((mark, texts(f"trends.key_{mark}")) for mark in _key(chart, findings)),
        table(chart, findings, names),
    )


def _drawable(chart: str, findings: Findings) -> bool:
    match chart:
        case "weeks":
            return not findings.nothing
        case "times":
            return any(findings.times.hours)
        case "sites":
            return bool(findings.sites.places)
        case "relief":
            return any(one.timed for one in findings.relief)
        case "pains":
            return findings.pains.count > 0
        case _:
            return bool(findings.done)


def _pictures(chart: str, findings: Findings, names: Names, width: int | None, print: bool) -> tuple[str, ...]:
    from uncramp.trends import charts

    if chart == "sites":
        says = words.sites_says(findings, names)
        return tuple(body_svg(view, findings, names, says, print=print) for view in VIEWS)
    draw: Callable[..., str] = getattr(charts, f"{chart}_svg")
    given = names if chart in ("relief", "done") else names.texts
    return (draw(findings, given, width=width or charts.WIDTH, print=print),)


def _key(chart: str, findings: Findings) -> tuple[str, ...]:
    """The marks that are in the picture and that nothing else explains."""
    match chart:
        case "weeks":
            weeks = findings.weeks
            marks = {
                "whole": any(week.episodes and not (week.unwritten or week.to_come) for week in weeks),
                "part": any(week.episodes and (week.unwritten or week.to_come) for week in weeks),
                "blank": any(not week.known for week in weeks),
                "usual": findings.change.enough,
            }
            return tuple(mark for mark, there in marks.items() if there)
        case "relief" if any(one.middle is not None for one in findings.relief):
            return ("likely",)
        case _:
            return ()
