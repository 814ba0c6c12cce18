"""`uncramp diary import`: a diary's own file, an export of Apple Health, or a table of somebody's own."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any
from uuid import uuid4

from rich.console import Console
from rich.text import Text

from uncramp.cli.book import OWN, Book
from uncramp.cli.entry_words import Words
from uncramp.cli.output import write_json
from uncramp.cli.setting import Setting
from uncramp.cli.table_wizard import Wizard
from uncramp.diary import load
from uncramp.diary.document import Incoming, Refused, from_document
from uncramp.errors import UncrampError, UsageError
from uncramp.exchange.apple_health import Progress, read
from uncramp.exchange.drafts import Draft, Settled, entries_of, settle, take
from uncramp.exchange.foreign import ForeignFileError
from uncramp.exchange.kinds_of_files import LARGEST, form_of
from uncramp.exchange.mapping import read_mapping, write_mapping
from uncramp.exchange.own_csv import from_csv
from uncramp.exchange.own_table import read_rows
from uncramp.exchange.table_file import read_sheet
from uncramp.exchange.table_guess import guess, has_days
from uncramp.kb import Texts

MOST_SHOWN = 10
LEFT_OUT = ("in_bed", "awake", "nap", "other_device", "same_workout", "same_day", "same_weight")


def import_command(setting: Setting, book: Book, file: Path, options: argparse.Namespace) -> None:
    """Bring a file in; the form is told by what is in it, not by its name."""
    try:
        form = "document" if file.suffix.lower() in (".json", ".jsonl") else form_of(file)
        match form:
            case "apple":
                _apple(setting, book, file, options)
            case "document" | "csv":
                _own_file(setting, book, file, form, options)
            case "table":
                _table(setting, book, file, options)
    except (ForeignFileError, FileNotFoundError) as error:
        said = error.what.removeprefix("the file ") if isinstance(error, ForeignFileError) else "cannot be read"
        hint = error.hint if isinstance(error, ForeignFileError) else ""
        raise UsageError(f"`{file}` {said}", hint=hint) from None


# ---- a diary's own file


def _own_file(setting: Setting, book: Book, file: Path, form: str, options: argparse.Namespace) -> None:
    found = _incoming(book, file, form)
    if not options.dry_run:
        added = book.store.append(found.fresh)
        people = {entry.person for entry in found.fresh}
        if book.store.kept(OWN) is None and len(people) == 1 and book.own() in people:
            book.store.keep(OWN, next(iter(people)))
        if added.added and (own := book.own()):
            body: dict[str, Any] = {"from": "csv" if form == "csv" else "uncramp_json", "entries": len(added.added)}
            body |= {"refused": len(found.refused)} if found.refused else {}
            book.write(own, "import", body)
    texts, many = setting.texts(), {"new": len(found.fresh), "known": found.known}
    if options.json:
        write_json({**many, "refused": [asdict(one) for one in found.refused], **_dry(options)})
        return
    console = Console()
    console.print(Text(texts("diary.imported", **many, refused=len(found.refused))))
    if form == "csv":
        _lines(console, texts, found.refused)
    else:
        for one in found.refused[:MOST_SHOWN]:
            console.print(Text(f"  {texts('diary.refused', nth=one.nth, why=one.why)}"))
        if len(found.refused) > MOST_SHOWN:
            console.print(Text(texts("diary.refused_more", count=len(found.refused) - MOST_SHOWN)))
    if options.dry_run:
        console.print(Text(texts("imports.dry"), style="bold"))


def _incoming(book: Book, file: Path, form: str) -> Incoming:
    try:
        if file.stat().st_size > LARGEST:
            raise UsageError(f"`{file}` is larger than a diary can be", allowed=f"{LARGEST} bytes at most")
        text = file.read_text(encoding="utf-8")
    except OSError as error:
        raise UsageError(f"`{file}` cannot be read: {(error.strerror or 'unknown error').lower()}") from None
    except UnicodeDecodeError as error:
        raise UsageError(f"`{file}` is not text: byte {error.start + 1} is not UTF-8") from None
    try:
        read = from_csv if form == "csv" else from_document
        return read(load(), text, book.store.entries())
    except UncrampError as error:
        raise UsageError(f"`{file}`: {error.what}", hint=error.hint) from None


# ---- Apple Health


def _apple(setting: Setting, book: Book, file: Path, options: argparse.Namespace) -> None:
    texts = setting.texts()
    with _progress(texts, quiet=options.json) as told:
        found = read(file, told)
    settled = _settled(book, found.drafts, options, source="apple_health", of="apple_health")
    if options.json:
        counts = {name: dict(getattr(found, name)) for name in ("ignored", "left_out", "unread")}
        write_json(_as_json(settled) | counts | _dry(options))
        return
    console = Console()
    _tell(console, texts, settled, options)
    if not found.drafts:
        console.print(Text(texts("imports.apple_none")))
    left = [texts(f"imports.apple_{name}", count=found.left_out[name]) for name in LEFT_OUT if found.left_out[name]]
    left += [texts("imports.apple_unread", type=name, count=count) for name, count in found.unread.most_common()]
    if left:
        console.print(Text(f"\n{texts('imports.apple_left')}"))
        for row in left:
            console.print(Text(f"  {row}"))
    if found.ignored:
        console.print(Text(f"\n{texts('imports.apple_ignored')}"))
        for name, count in found.ignored.most_common(MOST_SHOWN):
            console.print(Text(texts("imports.apple_type", type=_printable(name), count=count)))
        if len(found.ignored) > MOST_SHOWN:
            console.print(Text(texts("imports.apple_types_more", count=len(found.ignored) - MOST_SHOWN)))


@contextmanager
def _progress(texts: Texts, *, quiet: bool) -> Iterator[Progress | None]:
    """A bar on the error stream, where somebody looks at it."""
    console = Console(stderr=True)
    if quiet or not console.is_terminal:
        yield None
        return
    from rich.progress import BarColumn, DownloadColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TimeRemainingColumn())
    with Bar(*columns, console=console, transient=True) as progress:
        task = progress.add_task(texts("imports.reading"), total=None)
        yield lambda done, whole: progress.update(task, completed=done, total=whole)


# ---- a table


def _table(setting: Setting, book: Book, file: Path, options: argparse.Namespace) -> None:
    kinds, texts, console = load(), setting.texts(), Console()
    kept: Path | None = options.mapping
    known = read_mapping(kinds, _text(kept)) if kept and kept.exists() else None
    sheet = read_sheet(
        file.read_bytes(), encoding=known.encoding if known else "", delimiter=known.delimiter if known else ""
    )
    if known is None and not has_days(sheet):
        raise ForeignFileError("no_days")
    wizard = Wizard(setting, kinds, sheet, console)
    if known is None and not wizard.somebody:
        raise UsageError(
            "there is no terminal to ask on what the columns mean",
            hint="say it once in a terminal with --mapping FILE, then use that file here",
        )
    mapping = known or wizard.asked(guess(kinds, sheet))
    rows = read_rows(kinds, sheet, mapping, book.now)
    source = "own_table"
    if known is None:
        trial = _settled(book, rows.drafts, argparse.Namespace(dry_run=True, person=options.person), source=source)
        trial.refused = sorted([*trial.refused, *rows.refused], key=lambda one: one.nth)
        wizard.show(trial, Words(setting.kb, texts))
        _counts(console, texts, trial)
        wizard.keep(kept or file.with_name(f"{file.stem}.mapping.toml"), write_mapping(mapping))
        if not options.dry_run and trial.fresh and not wizard.yes("imports.take_ask"):
            console.print(Text(texts("imports.not_taken")))
            return
    settled = _settled(book, rows.drafts, options, source=source, of="csv", refused=rows.refused)
    if options.json:
        write_json(_as_json(settled) | _dry(options))
    elif known is None:
        _end(console, texts, settled, options)
    else:
        _tell(console, texts, settled, options)


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except OSError as error:
        raise UsageError(f"`{file}` cannot be read: {(error.strerror or 'unknown error').lower()}") from None
    except UnicodeDecodeError:
        raise ForeignFileError("no_mapping", "it is not UTF-8") from None


# ---- what all of them share


def _settled(
    book: Book, drafts: Iterable[Draft], options: argparse.Namespace, *, source: str, of: str = "",
    refused: Iterable[Refused] = (),
) -> Settled:  # fmt: skip
    """Sort the drafts; unless it is a dry run, write them."""
    kinds = load()
    person = (book.named(options.person) if options.person else book.own() or str(uuid4())) if options.dry_run else (
        book.writer(options.person)
    )  # fmt: skip
    settled = settle(kinds, drafts, entries_of(book.store, person), source=source, person=person, now=book.now)
    settled.refused = sorted([*settled.refused, *refused], key=lambda one: one.nth)
    if not options.dry_run:
        settled.forgotten = take(book.store, kinds, settled, of=of, person=person, now=book.now)
    return settled


def _tell(console: Console, texts: Texts, settled: Settled, options: argparse.Namespace) -> None:
    _counts(console, texts, settled)
    _end(console, texts, settled, options)


def _counts(console: Console, texts: Texts, settled: Settled) -> None:
    console.print(Text(texts("imports.counts", new=settled.new, known=settled.known, refused=len(settled.refused))))
    for key, count in (("revised", settled.revised), ("twice", settled.twice)):
        if count:
            console.print(Text(texts(f"imports.{key}", count=count)))
    _lines(console, texts, settled.refused)


def _end(console: Console, texts: Texts, settled: Settled, options: argparse.Namespace) -> None:
    if settled.forgotten:
        console.print(Text(texts("imports.forgotten", count=settled.forgotten)))
    key = "dry" if options.dry_run else "done" if settled.fresh else "nothing_new"
    console.print(Text(texts(f"imports.{key}"), style="bold"))


def _lines(console: Console, texts: Texts, refused: list[Refused]) -> None:
    for one in refused[:MOST_SHOWN]:
        console.print(Text(texts("imports.line", line=one.nth, why=one.why)))
    if len(refused) > MOST_SHOWN:
        console.print(Text(texts("imports.more_lines", count=len(refused) - MOST_SHOWN)))


def _as_json(settled: Settled) -> dict[str, Any]:
    counts = {name: getattr(settled, name) for name in ("new", "revised", "known", "twice", "forgotten")}
    return counts | {"refused": [asdict(one) for one in settled.refused]}


def _dry(options: argparse.Namespace) -> dict[str, bool]:
    return {"dry_run": True} if options.dry_run else {}


def _printable(name: str) -> str:
    return "".join(letter if letter.isprintable() else "?" for letter in name)
