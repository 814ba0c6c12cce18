"""`uncramp trends`: bars of text and a sentence for each chart, the numbers as data, or one page with the charts."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

from rich.console import Console
from rich.text import Text

from uncramp.cli.book import read_one
from uncramp.cli.output import disclaimer, write_json
from uncramp.cli.setting import Setting
from uncramp.errors import UsageError
from uncramp.kb.names import Names
from uncramp.trends import Findings, findings, words
from uncramp.trends.numbers import numbers
from uncramp.trends.planned import planned

BAR, BLOCK = 24, "█"
"""Letters of the longest bar."""


def trends_command(setting: Setting, options: argparse.Namespace) -> None:
    most = numbers().window.most_weeks
    weeks = numbers().window.weeks if options.weeks is None else options.weeks
    if not 1 <= weeks <= most:
        raise UsageError(f"`--weeks {weeks}`", allowed=f"1 to {most}")
    read = read_one(options.person, "trends are about one person")
    today = read.now.date().isoformat()
    found = findings(read.entries, today, weeks, planned=planned(setting.kb, read.entries, today))
    names = Names(setting.kb, setting.texts())
    if options.html:
        _page(setting, options.html, found, names)
    if options.json:
        says = {chart: words.says(chart, found, names) for chart in words.CHARTS}
        known = {"reviewed": False, "knowledge": setting.kb.name}
        write_json({"person": read.person, "today": today, "says": says, "findings": asdict(found), **known})
        return
    console = Console()
    lines = [names.texts("trends.written", file=options.html)] if options.html else list(_lines(found, names))
    for line in lines:
        console.print(Text(line))
    console.print(Text(f"\n{disclaimer(names.texts)}", style="dim"))


def _lines(found: Findings, names: Names) -> Iterator[str]:
    """Each chart as its title, its sentence and its bars."""
    texts = names.texts
    if found.nothing:
        yield texts("trends.nothing")
        yield texts("trends.nothing_do")
        return
    first, last = words.long_day(found.first, texts), words.long_day(found.last, texts)
    yield texts("trends.how", first=first, last=last)
    for chart in words.CHARTS:
        yield f"\n{words.title(chart, texts)}"
        yield words.says(chart, found, names)
        yield from _bars(chart, found, names)
        if chart != "sites":  # that is about the picture
            yield from words.more(chart, found, names)


def _bars(chart: str, found: Findings, names: Names) -> Iterator[str]:
    texts, rows = names.texts, _rows(chart, found, names)
    wide = max((len(label) for label, _, _ in rows), default=0)
    most = max((number for _, number, _ in rows if number is not None), default=0)
    for label, number, said in rows:
        if number is None:
            yield f"  {label:<{wide}}  {texts('trends.terminal_open')}"
            continue
        bar = BLOCK * (max(1, round(BAR * number / most)) if number else 0)
        yield f"  {label:<{wide}}  {bar} {said}" if bar else f"  {label:<{wide}}  {said}"


def _rows(chart: str, found: Findings, names: Names) -> list[tuple[str, float | None, str]]:
    """What a bar is called, how long it is (None: not known), and what stands behind it."""
    texts = names.texts
    match chart:
        case "weeks":
            return [
                (words.short_day(week.first, texts), week.episodes if week.known else None, str(week.episodes))
                for week in found.weeks
            ]
        case "times":
            return [
                ("-".join(words.part_hours(nth)), part.count, str(part.count))
                for nth, part in enumerate(found.times.parts)
            ]
        case "sites":
            return [
                (names.place(one.site, one.side), one.part.count, str(one.part.count))
                for one in found.sites.places[: numbers().shown.places]
            ]
        case "relief":
            return [
                (names.remedy(one.remedy), one.middle or 0, words.half_of(one, texts))
                for one in found.relief[: numbers().shown.remedies]
            ]
        case "done":
            return [
                (names.remedy(one.remedy), one.days, f"{one.days} / {one.of}")
                for one in found.done[: numbers().shown.remedies]
            ]
        case _:
            return []


def _page(setting: Setting, file: Path, found: Findings, names: Names) -> None:
    """The charts as one page that needs no other file, and that only its owner can read."""
    from uncramp.trends.file import trends_file

    text = trends_file(found, names, setting.language, disclaimer(names.texts))
    try:
        file.touch(mode=0o600, exist_ok=False)
        file.write_text(text, encoding="utf-8")
    except FileExistsError:
        raise UsageError(f"`{file}` is there already", allowed="the name of a new file") from None
    except OSError as error:
        raise UsageError(f"`{file}` cannot be written: {(error.strerror or 'unknown error').lower()}") from None
