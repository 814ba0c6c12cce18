"""`uncramp backup`, `restore`, `forget` and `doctor`: keeping the diary, and being rid of it."""

from __future__ import annotations

import argparse
import sys
from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path

from rich.console import Console
from rich.text import Text

from uncramp.cli.ask import accepted
from uncramp.cli.book import open_book
from uncramp.cli.diary import write_private
from uncramp.cli.output import write_json
from uncramp.cli.passphrase import ready
from uncramp.cli.setting import Setting
from uncramp.cli.when import day
from uncramp.diary.backup import back_up, put_aside_before, restore
from uncramp.diary.document import to_document
from uncramp.diary.health import SEVERE, examine, rescue
from uncramp.diary.making import stamp
from uncramp.diary.place import place
from uncramp.diary.scope import Scope
from uncramp.diary.telling import findings
from uncramp.errors import UsageError
from uncramp.kb import Texts
from uncramp.kb.dates import full_day


def backup_command(setting: Setting, file: Path, *, json: bool) -> None:
    book = open_book(create=False)
    with book.store:
        made = back_up(book.store, file, book.now)
    if json:
        write_json({"file": str(file), **asdict(made)})
        return
    texts = setting.texts()
    _print(texts("diary.backed_up", file=file, count=made.entries), texts("diary.backed_up_where"))


def restore_command(setting: Setting, file: Path, *, json: bool) -> None:
    ready(setting.texts())
    done = restore(place(), file, _now())
    if json:
        beside = None if done.beside is None else str(done.beside)
        write_json({"backup": asdict(done.backup), "beside": beside, "added": done.added})
        return
    texts = setting.texts()
    rows = [texts("diary.restored", day=_day(done.backup.at, texts), count=done.backup.entries)]
    rows += [texts("diary.restored_beside", file=done.beside)] if done.beside else []
    rows += [texts("encryption.plain_backup")] if done.plain_now else []
    rows += [texts("diary.restored_added", count=done.added)] if done.added is not None else []
    _print(*rows)


# ---- to forget


def forget_command(setting: Setting, options: argparse.Namespace) -> None:
    narrowed = [option for option in ("person", "since", "until") if getattr(options, option)]
    if bool(options.everything) == bool(narrowed):
        raise UsageError("forget what?", allowed="--everything, or --person ID, --since DAY, --until DAY")
    book = open_book(create=False)
    with book.store:
        scope = Scope(
            person=book.named(options.person) if options.person else None,
            first=day(options.since, book.now, "--since") if options.since else None,
            last=day(options.until, book.now, "--until") if options.until else None,
        )
        count, texts = len(book.store.entries(scope)), setting.texts()
        if not count and not scope.everything:
            _print(texts("diary.forget_none"), json={"forgotten": 0} if options.json else None)
            return
        if not options.yes and not _sure(count, texts):
            _print(texts("diary.forget_kept"))
            return
        done = book.store.forget(scope)
        old = put_aside_before(book.store.place.file) if book.store.place.file else []
    cleared = texts("diary.forgotten_cleared" if done.cleared else "diary.forgotten_not_cleared")
    rows = [texts("diary.forgotten", count=done.entries), cleared, texts("diary.forget_reach")]
    rows += [texts("diary.forget_beside", file=file) for file in old]
    data = {"forgotten": done.entries, "cleared": done.cleared, "older": [str(file) for file in old]}
    _print(*rows, json=data if options.json else None)


def _sure(count: int, texts: Texts) -> bool:
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise UsageError("there is no terminal to ask on whether that is meant", hint="add --yes if you are sure")
    _print(texts("diary.forget_what", count=count))
    try:
        return input(texts("diary.forget_sure") + " ").strip().lower() in accepted("yes", texts)
    except EOFError:
        return False


# ---- how it is doing


def doctor_command(setting: Setting, options: argparse.Namespace) -> int:
    """What was found; the exit status is 1 if the diary cannot be used as it is."""
    if options.restore:
        restore_command(setting, options.restore, json=options.json)
        return 0
    if options.rescue:
        _rescue(setting.texts(), setting.kb.name, options.rescue, json=options.json)
        return 0
    ready(setting.texts())
    found = examine(place(), _now())
    if options.json:
        write_json(asdict(found) | {"mode": None if found.mode is None else f"{found.mode:o}"})
    else:
        _print(*findings(found, setting.texts()))
    return int(any(problem in found.problems for problem in SEVERE))


def _rescue(texts: Texts, knowledge: str, file: Path, *, json: bool) -> None:
    ready(texts)
    entries = rescue(place())
    if file.exists():
        raise UsageError(f"`{file}` is there already; it was left as it is", hint="name another file")
    write_private(file, to_document(entries, knowledge=knowledge, exported_at=stamp(_now())))
    said = {"file": str(file), "entries": len(entries)} if json else None
    _print(texts("diary.rescued", file=file, count=len(entries)), json=said)


def _day(moment: str, texts: Texts) -> str:
    return full_day(date.fromisoformat(moment[:10]), texts)


def _now() -> datetime:
    return datetime.now().astimezone()


def _print(*rows: str, json: object = None) -> None:
    """The rows, or the data in their place."""
    if json is not None:
        write_json(json)
        return
    console = Console()
    for row in rows:
        console.print(Text(row))
