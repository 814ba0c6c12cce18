"""`uncramp report`: the page for a clinician as a file that only this user can read, or as data."""

from __future__ import annotations

import argparse
from pathlib import Path

from rich.console import Console
from rich.text import Text

from uncramp.cli.book import read_one
from uncramp.cli.output import write_json
from uncramp.cli.setting import Setting
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
    read = read_one(options.person, "a page is about one person")
    texts, today, entries = setting.texts(), read.now.date().isoformat(), read.entries
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
