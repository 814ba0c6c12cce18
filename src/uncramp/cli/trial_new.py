"""`uncramp trial new` and `protocol`: a trial fixed before its first night, for somebody who may."""

from __future__ import annotations

import argparse
import secrets
import sys
from collections.abc import Sequence
from datetime import date
from typing import Any

from rich.console import Console
from rich.text import Text

from uncramp.cli.ask import Interview, accepted
from uncramp.cli.book import Book, open_book
from uncramp.cli.output import disclaimer, write_json
from uncramp.cli.own_diary import OwnDiary
from uncramp.cli.people import read_source
from uncramp.cli.setting import Setting
from uncramp.cli.trial import remedy_of, show_outlook, simulated, within
from uncramp.cli.when import day
from uncramp.diary import Entry, to_json
from uncramp.errors import UsageError
from uncramp.facts import Answers
from uncramp.kb import Texts
from uncramp.kb.dates import full_day
from uncramp.own_trial.beginning import Wanted, first_nights, others_running, protocol_says, wanted_of, weekly
from uncramp.own_trial.outlook import outlook_json
from uncramp.own_trial.people import DAY, title_of
from uncramp.trial_diary import Run, design_body, runs
from uncramp.trials.design import LARGEST_SEED, Protocol, canonical, protocol
from uncramp.trials.numbers import numbers


def protocol_command(setting: Setting, options: argparse.Namespace) -> None:
    """Fix a trial before its first night, for the person in a file: arms, order, looks, priors, and its mark."""
    _, answers = read_source(setting.kb, options.file)
    texts, wanted = setting.texts(answers), _wanted(setting, options, answers)
    if wanted.refused:
        _show_refusal(wanted, texts, json=options.json)
        return
    made = _protocol(setting, options, wanted)
    if options.out or options.pdf:
        from uncramp.cli.trial_report import write_sheet
        from uncramp.exchange.trial_sheet.sheet import protocol_sheet

        write_sheet(protocol_sheet(setting.kb, texts, setting.language, made, None), texts, options)
        return
    if options.json:
        sys.stdout.buffer.write(canonical(made) + b"\n")
        return
    console = Console()
    for line in protocol_says(made, wanted, texts):
        console.print(Text(line))
    console.print(Text(f"\n{texts('trials.first')}"))
    console.print(Text(disclaimer(texts)))


def new_command(setting: Setting, options: argparse.Namespace) -> None:
    """Whether the person may, whether it is worth it, and the order of the periods; then it is written down."""
    there = sys.stdin.isatty() and sys.stdout.isatty()
    wanted = _wanted(setting, options, _answers(setting, options, there))
    texts = setting.texts(wanted.answers)
    if wanted.refused:
        _show_refusal(wanted, texts, json=options.json)
        return
    book = open_book(create=True)
    with book.store:
        person = book.reader(options.person)
        entries = book.entries(person) if person else []
        today = book.now.date()
        first = _first_night(options.start, book)
        before = _instead_of(options.instead_of, entries)
        _one_at_a_time(entries, today, before)
        made = _protocol(setting, options, wanted)
        per_week = _per_week(options, entries, today)
        found = simulated(per_week, options, made.seed)
        console = Console(stderr=options.json)
        show_outlook(console, found, title_of(wanted.remedy, texts), texts, made.seed)
        for line in protocol_says(made, wanted, texts):
            console.print(Text(line))
        console.print(Text(texts("trials.begins", day=full_day(date.fromisoformat(first) - DAY, texts))))
        if not (options.yes or (there and _sure(texts))):
            console.print(Text(texts("trials.nothing_written"), style="bold"))
            written = None
        else:
            written = _write(book, options.person, design_body(made, first, before.id if before else None), before)
            console.print(Text(texts("trials.begun", id=written.id[-8:]), style="bold"))
        console.print(Text(f"\n{texts('trials.first')}"))
        console.print(Text(disclaimer(texts)))
    if options.json:
        write_json({"outlook": outlook_json(found, made.seed), "entry": to_json(written) if written else None})


def _write(book: Book, person: str | None, body: dict[str, Any], before: Run | None) -> Entry:
    writer = book.writer(person)
    if before is not None and before.end is None:
        book.write(writer, "trial_end", {"trial": before.id, "why": "started_again"})
    return book.write(writer, "trial_design", body)


def _wanted(setting: Setting, options: argparse.Namespace, answers: Answers) -> Wanted:
    remedy = remedy_of(setting.kb, options.remedy)
    against = remedy_of(setting.kb, options.against) if options.against else None
    return wanted_of(setting.kb, answers, remedy, against)


def _protocol(setting: Setting, options: argparse.Namespace, wanted: Wanted) -> Protocol:
    within("--seed", options.seed or 0, 0, LARGEST_SEED)
    return protocol(
        setting.kb,
        wanted.remedy,
        wanted.against,
        seed=secrets.randbelow(LARGEST_SEED) if options.seed is None else options.seed,
        outcome="woke_me" if options.woke else "all",
        pairs=getattr(options, "pairs", None),
    )


def _answers(setting: Setting, options: argparse.Namespace, there: bool) -> Answers:
    if options.file is not None:
        return read_source(setting.kb, options.file)[1]
    if not there:
        raise UsageError("there is nobody to ask", hint="give a file with a person, or - for standard input")
    console = Console()
    own = OwnDiary(setting, console, wanted=not options.no_diary and options.person is None)
    return Interview(setting.kb, setting.texts(), console, input, own.start()).full()


def _show_refusal(wanted: Wanted, texts: Texts, *, json: bool) -> None:
    if json:
        write_json({"refused": [{"why": one.why, "remedy": one.remedy and one.remedy.id} for one in wanted.refused]})
        return
    console = Console()
    console.print(Text(texts("trials.refused"), style="bold"))
    for one in wanted.refused:
        said = {"arm": title_of(one.remedy, texts), "years": numbers().design.adult_years}
        console.print(Text(texts(f"trials.refused_{one.why}", **said)))
    console.print(Text(disclaimer(texts)))


def _first_night(said: str | None, book: Book) -> str:
    """The morning after the first night: tomorrow, or as said, but never a night that has begun."""
    earliest, latest = first_nights(book.now.date())
    found = date.fromisoformat(day(said, book.now, "--start")) if said else earliest
    if not earliest <= found <= latest:
        allowed = f"a day from {earliest} to {latest}"
        raise UsageError(f"`--start {said}`: a trial is fixed before its first night", allowed=allowed)
    return found.isoformat()


def _instead_of(start: str | None, entries: Sequence[Entry]) -> Run | None:
    if start is None:
        return None
    found = [run for run in runs(entries) if run.id.startswith(start) or run.id.endswith(start)]
    if len(found) != 1:
        known = ", ".join(run.id[-8:] for run in found or runs(entries))
        raise UsageError(f"`--instead-of {start}` is not one trial", allowed=known or "there is none yet")
    return found[0]


def _one_at_a_time(entries: Sequence[Entry], today: date, before: Run | None) -> None:
    """Two trials in the same nights hide each other's effect."""
    open_ = others_running(entries, today, before)
    if open_:
        hint = "end it first (`uncramp trial end own-wish`), or begin it again with --instead-of"
        raise UsageError(f"a trial is running already: {open_[0].id[-8:]}", hint=hint)


def _per_week(options: argparse.Namespace, entries: Sequence[Entry], today: date) -> float:
    """Cramps a week: as said, else the mean of the weeks in which the diary knows every day, or nearly."""
    if options.per_week is not None:
        return float(options.per_week)
    found = weekly(entries, today)
    if found is None:
        hint = (
            "say it with --per-week, or keep a diary for a while: nights without a cramp as well (`uncramp log --none`)"
        )
        raise UsageError("the diary does not say yet how many cramps a week there are", hint=hint)
    return found


def _sure(texts: Texts) -> bool:
    return input(texts("trials.sure") + " ").strip().lower() in accepted("yes", texts)
