"""`uncramp trial report`, and the files of `uncramp trial protocol`: what a trial is and says, as documents."""

from __future__ import annotations

import argparse
from pathlib import Path

from rich.console import Console
from rich.text import Text

from uncramp.cli.output import disclaimer, write_json
from uncramp.cli.setting import Setting
from uncramp.cli.trial_nights import read_run
from uncramp.exchange.report.files import refuse_taken, write_private
from uncramp.exchange.trial_sheet.sheet import Sheet, report_sheet
from uncramp.kb import Texts

USUAL = Path("uncramp-trial.html")


def report_command(setting: Setting, options: argparse.Namespace) -> None:
    """The report as far as somebody has looked, or of all nights once the trial is over."""
    run, entries, now = read_run(options)
    texts, today = setting.texts(), now.date().isoformat()
    sheet = report_sheet(setting.kb, texts, setting.language, run, entries, today)
    if options.json and not (options.out or options.pdf):
        write_json(dict(sheet.data))
        return
    write_sheet(sheet, texts, options)


def write_sheet(sheet: Sheet, texts: Texts, options: argparse.Namespace) -> None:
    """A document as the files that are asked for; as HTML under the usual name when none is."""
    from uncramp.exchange.trial_sheet.page import html, pdf

    out = options.out or (None if options.pdf else USUAL)
    files = [file for file in (options.pdf, out) if file]
    if not options.force:
        for file in files:
            refuse_taken(file)  # both before either is written
    made = [pdf(sheet) if file is options.pdf else html(sheet).encode("utf-8") for file in files]
    for file, data in zip(files, made, strict=True):
        write_private(file, data, force=options.force)
    if options.json:
        write_json({"files": [str(file) for file in files], **sheet.data})
        return
    console = Console()
    for file in files:
        console.print(Text(texts("report.written", file=file)))
    console.print(Text(disclaimer(texts)))
