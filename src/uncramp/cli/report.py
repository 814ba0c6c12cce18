"""`uncramp report`: the page for a clinician as a file that only this user can read, or as data."""

from __future__ import annotations

import argparse
from datetime import datetime
from pathlib import Path

from rich.console import Console
from rich.text import Text

from uncramp.cli.book import open_book
from uncramp.cli.output import write_json
from uncramp.cli.setting import Setting
from uncramp.diary import Entry
from uncramp.diary.failures import StoreError
from uncramp.errors import UsageError
from uncramp.exchange.report.choice import choice
from uncramp.exchange.report.content import report
from uncramp.exchange.report.files import refuse_taken, write_private

USUAL = Path("uncramp-report.html")


def report_command(setting: Setting, options: argparse.Namespace) -> None:
    chosen = choice(
        sections=options.sections.split(",") if options.sections is not None else None,
        weeks=options.weeks,
        questions=options.ask,
        name=options.name,
    )
    entries, now = _entries(options.person)
    texts, today = setting.texts(), now.date().isoformat()
    only_data = options.json and not (options.out or options.pdf)
    if only_data:
        made = report(setting.kb, texts, setting.language, entries, chosen, today)
        write_json(dict(made.data))
        return
    from uncramp.exchange.report.page import html
    from uncramp.exchange.report.pdf import printed
    from uncramp.exchange.report.picture import picture

    made = report(setting.kb, texts, setting.language, entries, chosen, today, picture)
    out = options.out or (None if options.pdf else USUAL)
    if not options.force:
        for file in (options.pdf, out):
            refuse_taken(file)  # both before either is written
    files = []
    page = printed(made, texts) if options.pdf else None  # before a file is written: it may not be possible
    if page:
        files.append((options.pdf, page.pdf))
    if out:
        files.append((out, (page.html if page else html(made, texts)).encode("utf-8")))
    for file, data in files:
        write_private(file, data, force=options.force)
    if options.json:
        write_json({"files": [str(file) for file, _ in files], **made.data})
        return
    console = Console()
    if not entries:
        console.print(Text(texts("report.no_diary")))
    for file, _ in files:
        console.print(Text(texts("report.written", file=file)))


def _entries(named: str | None) -> tuple[list[Entry], datetime]:
    """What holds now of one person's entries: a page never mixes two people."""
    try:
        book = open_book(create=False)
    except StoreError as error:
        if error.trouble != "missing" or named:
            raise
        return [], datetime.now().astimezone()
    with book.store:
        person = book.reader(named)
        people = book.store.people()
        if person is None and people:
            raise UsageError(
                "a page is about one person, and it is not said which",
                hint="`uncramp diary people` lists them, `--person ID` says it",
            )
        return (book.entries(person) if person else []), book.now
