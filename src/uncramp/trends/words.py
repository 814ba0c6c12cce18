"""The trends in sentences: for each chart its title, the one sentence that it comes to, and what that may be worth.

Never surer than the numbers: "about", how many of every ten, and what else would fit.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from uncramp.kb import Texts
from uncramp.kb.dates import full_day
from uncramp.kb.decimals import decimal
from uncramp.kb.names import Names
from uncramp.trends.body import elsewhere
from uncramp.trends.counted import Pains
from uncramp.trends.findings import Findings
from uncramp.trends.intervals import Interval
from uncramp.trends.numbers import numbers
from uncramp.trends.relief import Relief
from uncramp.trends.weekly import Change, Span

CHARTS = ("weeks", "times", "sites", "relief", "pains", "done")
EXACT_BELOW = 3
"""Cramps a week from which on a whole number is near enough."""


def title(chart: str, texts: Texts) -> str:
    return texts(f"trends.title_{chart}")


def says(chart: str, findings: Findings, names: Names) -> str:
    """The finding of a chart, as one sentence; or how much is still needed for one."""
    match chart:
        case "weeks":
            return weeks_says(findings, names.texts)
        case "times":
            return times_says(findings, names.texts)
        case "sites":
            return sites_says(findings, names)
        case "relief":
            return relief_says(findings, names)
        case "pains":
            return pains_says(findings.pains, names.texts)
        case _:
            return done_says(findings, names)


def more(chart: str, findings: Findings, names: Names) -> list[str]:
    """What is said below: what else would fit, what is left out, and what it does not show."""
    texts = names.texts
    match chart:
        case "weeks":
            return list(_weeks_more(findings, texts))
        case "times" if findings.times.guessed:
            return [texts("trends.times_guessed", count=findings.times.guessed)]
        case "sites" if elsewhere(findings, names):
            return [texts("trends.sites_elsewhere", places=", ".join(elsewhere(findings, names)))]
        case "relief" if findings.relief:
            return [texts("trends.relief_caveat")]
        case "pains" if findings.pains.enough:
            return [texts("trends.pains_caveat")]
        case "done" if findings.done:
            return [texts("trends.done_caveat")]
        case _:
            return []


def enough(chart: str, findings: Findings) -> bool:
    """Whether there is enough for the chart to be more than a grey outline."""
    match chart:
        case "weeks":
            return findings.usual.enough
        case "times":
            return findings.times.enough
        case "sites":
            return findings.sites.enough
        case "relief":
            return any(one.enough for one in findings.relief)
        case "pains":
            return findings.pains.enough
        case _:
            return any(one.enough for one in findings.done)


# ---- week by week


def weeks_says(findings: Findings, texts: Texts) -> str:
    change, usual = findings.change, findings.usual
    if findings.nothing:
        return texts("trends.weeks_none")
    if change.enough:
        key = "gaps" if change.gaps_decide else change.direction
        return texts(f"trends.weeks_{key}", now=_rate(change.now, texts), before=_rate(change.before, texts))
    if usual.enough and usual.rate is not None:
        return texts("trends.weeks_usual", rate=about(usual.rate, texts))
    return texts("trends.weeks_few", missing=usual.missing)


def _weeks_more(findings: Findings, texts: Texts) -> Iterator[str]:
    change = findings.change
    if change.enough:
        if not change.gaps_decide and (said := _ratio_says(change, texts)):
            yield said
        yield texts("trends.spells")
    elif findings.usual.enough:
        yield texts("trends.weeks_wanted", weeks=change.missing_weeks, episodes=change.missing_episodes)
    if any(week.unwritten for week in findings.weeks if week.known):
        yield texts("trends.gap")


def _ratio_says(change: Change, texts: Texts) -> str | None:
    """Of ten cramps before, how many there are now; None where there were none before."""
    if not change.before.rate or change.now.rate is None or change.ratio is None:
        return None
    middle, low = about(10 * change.now.rate / change.before.rate, texts), about(10 * change.ratio.low, texts)
    if change.ratio.high is None:
        return texts("trends.weeks_ratio_open", middle=middle, low=low)
    return texts("trends.weeks_ratio", middle=middle, low=low, high=about(10 * change.ratio.high, texts))


def _rate(span: Span, texts: Texts) -> str:
    return about(span.rate or 0.0, texts)


def about(number: float, texts: Texts) -> str:
    """A number as people say it: whole, but for small ones; a decimal never ends in a nought."""
    return f"{number:.0f}" if number >= EXACT_BELOW else decimal(round(number, 1), texts)


def tenths(part: float) -> int:
    """Of every ten. None and all of them are said only when it is so."""
    return min(max(round(10 * part), 1 if part else 0), 10 if part >= 1 else 9)


# ---- the other charts


def times_says(findings: Findings, texts: Texts) -> str:
    times = findings.times
    if not times.enough:
        return texts("trends.times_few", missing=times.missing)
    if not times.stands_out:
        return texts("trends.times_even")
    start, end = part_hours(times.most)
    top = times.parts[times.most]
    return texts("trends.times_most", **{"from": start, "to": end, "tenths": tenths(top.count / top.of)})


def part_hours(nth: int) -> tuple[str, str]:
    """From when to when a part of the day goes."""
    long = numbers().time_of_day.part_hours
    return f"{nth * long:02}:00", f"{(nth + 1) * long:02}:00"


def sites_says(findings: Findings, names: Names) -> str:
    sites, texts = findings.sites, names.texts
    if not sites.enough:
        return texts("trends.sites_few", missing=sites.missing)
    top, *others = sites.places
    if others and others[0].part.count == top.part.count:
        return texts("trends.sites_even")
    place = names.place(top.site, top.side)
    return texts("trends.sites_most", place=place, tenths=tenths(top.part.count / top.part.of))


def relief_says(findings: Findings, names: Names) -> str:
    texts = names.texts
    if not findings.relief:
        return texts("trends.relief_none")
    first = next((one for one in findings.relief if one.enough), None)
    if first is None:
        return texts("trends.relief_few", missing=min(one.missing for one in findings.relief))
    if first.middle is None:
        return texts("trends.relief_less", remedy=names.remedy(first.remedy))
    return texts("trends.relief_half", remedy=names.remedy(first.remedy), minutes=half_of(first, texts))


def half_of(relief: Relief, texts: Texts) -> str:
    """After how many minutes half had gone, if that is known."""
    if relief.middle is None:
        return texts("trends.none_yet")
    return texts("trends.minutes", minutes=about(relief.middle, texts))


def pains_says(pains: Pains, texts: Texts) -> str:
    if not pains.enough or pains.likely is None or pains.likely.high is None:
        return texts("trends.pains_few", missing=pains.missing)
    key = "fell" if pains.likely.low > 0 else "rose" if pains.likely.high < 0 else "same"
    return texts(f"trends.pains_{key}", before=pains.middle_before, after=pains.middle_after)


def done_says(findings: Findings, names: Names) -> str:
    texts = names.texts
    if not findings.done:
        return texts("trends.done_none")
    first = next((one for one in findings.done if one.enough), None)
    if first is None:
        return texts("trends.done_few", missing=min(one.missing for one in findings.done))
    said = {"remedy": names.remedy(first.remedy), "days": first.days, "of": first.of}
    if first.wanted is None:
        return texts("trends.done_days", **said)
    return texts("trends.done_wanted", **said, wanted=about(first.wanted, texts))


# ---- small words


def short_day(day: str, texts: Texts) -> str:
    """A day short enough to stand below a bar."""
    when = date.fromisoformat(day)
    return f"{when.day} {texts(f'month.{when.month}')[:3]}"


def long_day(day: str, texts: Texts) -> str:
    return full_day(date.fromisoformat(day), texts)


def range_of(likely: Interval | None, texts: Texts, *, times: float = 1) -> str:
    """What would fit, too; in units of which there are so many in one."""
    if likely is None:
        return ""
    low = about(likely.low * times, texts)
    if likely.high is None:
        return texts("trends.range_open", low=low)
    return texts("trends.range", low=low, high=about(likely.high * times, texts))
