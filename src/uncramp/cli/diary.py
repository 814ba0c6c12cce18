"""`uncramp diary`: what is written, week by week; out to a file and in again; whose it is."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from uncramp.cli.book import OWN, Book, open_book
from uncramp.cli.bring_in import import_command
from uncramp.cli.encrypt import decrypt_command, encrypt_command
from uncramp.cli.entry_words import Words
from uncramp.cli.log import site_named
from uncramp.cli.output import disclaimer, write_json
from uncramp.cli.setting import Setting
from uncramp.cli.when import day
from uncramp.diary import Entry, load, to_json
from uncramp.diary import projections as shown
from uncramp.diary.document import to_document, to_lines
from uncramp.diary.failures import StoreError
from uncramp.diary.making import stamp
from uncramp.diary.overview import Overview
from uncramp.diary.scope import Scope
from uncramp.diary.table import to_csv
from uncramp.errors import UsageError
from uncramp.kb import Texts

ACTIONS = ("export", "import", "people", "delete", "encrypt", "decrypt")
FORMS = ".json, .jsonl or .csv"
NEWEST, WEEKS, PART_OF_DAY = 20, 8, 6
APART = ("profile_change", "import", "trial_design", "trial_night", "trial_look", "trial_end")
"""Kinds that are not a thing that happened, and have a page of their own."""


def diary_command(setting: Setting, options: argparse.Namespace) -> None:
    action, target = options.action, options.target
    if action is not None and action not in ACTIONS:
        raise UsageError(f"`uncramp diary {action}` is nothing it can do", allowed=f"{', '.join(ACTIONS)}, or nothing")
    if action in ("export", "import", "delete") and target is None:
        raise UsageError(f"`uncramp diary {action}` of what?", allowed="an id" if action == "delete" else "a file")
    if action in ("encrypt", "decrypt"):
        (encrypt_command if action == "encrypt" else decrypt_command)(setting, json=options.json)
        return
    try:
        book = open_book(create=action == "import")
    except StoreError as error:
        if error.trouble != "missing" or action is not None:
            raise
        _nothing(setting.texts(), json=options.json)
        return
    with book.store:
        match action:
            case "export":
                _export(setting, book, Path(target), options)
            case "import":
                import_command(setting, book, Path(target), options)
            case "people":
                _people(setting.texts(), book, target, json=options.json)
            case "delete":
                _delete(setting, book, target, json=options.json)
            case _:
                _show(setting, book, options)


def _nothing(texts: Texts, *, json: bool) -> None:
    if json:
        write_json({"person": None, "entries": []})
    else:
        Console().print(Text(texts("diary.nothing")))


# ---- what is written


def _show(setting: Setting, book: Book, options: argparse.Namespace) -> None:
    texts = setting.texts()
    words = Words(setting.kb, texts)
    since = day(options.since, book.now, "--since") if options.since else None
    site = site_named(setting.kb, options.site, texts) if options.site else None
    person = book.reader(options.person)
    if not (options.json or options.search or options.site or options.all or since):
        _first_page(words, book, person)
        return
    all = Overview(book.store, person).since(since) if since else []
    all = all or book.entries(person)
    found = [
        entry for entry in all if (not since or entry.at[:10] >= since) and (not site or entry.body.get("site") == site)
    ]
    if options.search:
        found = shown.search(found, options.search, words.text)
    if options.json:
        write_json(_json(setting, book, person, shown.by_time(found)))
        return
    if not all:
        _nothing(texts, json=False)
        return
    console = Console()
    if not options.search:
        began = min((entry.at[:10] for entry in found if entry.understood), default="")
        _weeks(console, found, book.now.date().isoformat(), words, began)
        _counts(console, found, words)
    listed = [one for one in found if one.kind not in APART]
    _list(console, listed, words, many=None if options.all else len(listed))
    _foot(console, book, person, texts)


def _first_page(words: Words, book: Book, person: str | None) -> None:
    """The same for the whole diary, of which only what is shown is read, however long it is."""
    overview = Overview(book.store, person)
    began = overview.first_day()
    if began is None:
        _nothing(words.texts, json=False)
        return
    today = book.now.date().isoformat()
    recent = overview.since(shown.first_of_weeks(today, WEEKS + 1))
    listed = [entry for entry in recent if entry.kind not in APART]
    many = overview.count(without=APART)
    if len(listed) < min(NEWEST, many):
        listed = [entry for entry in book.entries(person) if entry.kind not in APART]
    console = Console()
    _weeks(console, recent, today, words, began)
    _counts(console, overview.of_kinds("episode"), words)
    _list(console, listed, words, many=many)
    _foot(console, book, person, words.texts)


def _foot(console: Console, book: Book, person: str | None, texts: Texts) -> None:
    others = sum(one.entries for one in book.store.people() if person and one.person != person)
    if others:
        console.print(Text(texts("diary.others", count=others)))
    console.print(Text(f"\n{disclaimer(texts)}", style="dim"))


def _weeks(console: Console, entries: Sequence[Entry], today: str, words: Words, began: str) -> None:
    known = [entry for entry in entries if entry.understood]
    weeks = _since_first(shown.per_week(known, today, WEEKS), began)
    table = Table(title=words.say("weeks"), title_justify="left", title_style="bold", box=None, pad_edge=False)
    heads = ("week_from", "week_cramps", "", "week_without", "week_unwritten")
    for nth, head in enumerate(heads):
        said = words.say(head) if head else words.texts("diary.week_with")
        table.add_column(said, justify="right" if nth else "left")
    for week in weeks:
        numbers = (week.episodes, week.with_episodes, week.without, week.unwritten)
        table.add_row(words.day(week.first), *map(str, numbers))
    console.print(table)
    if unwritten := sum(week.unwritten for week in weeks):
        console.print(Text(words.say("weeks_gap", count=unwritten), style="dim"))


def _since_first(weeks: Sequence[shown.Week], began: str) -> Sequence[shown.Week]:
    """Without the weeks before the diary began."""
    later = [nth for nth, week in enumerate(weeks) if week.first > began]
    return weeks[max(0, later[0] - 1) :] if later else weeks[-1:]


def _counts(console: Console, entries: Sequence[Entry], words: Words) -> None:
    """Where, when in the day, and what was tried; each only where something is written about it."""
    texts, known = words.texts, [entry for entry in entries if entry.understood]
    rows = [
        texts("diary.place", place=words.place(one.site, one.side), count=one.episodes) for one in shown.per_site(known)
    ]
    _part(console, texts("diary.places"), rows)
    _part(console, texts("diary.hours"), _hours(known, texts))
    tried = shown.per_remedy(known)
    _part(console, words.say("helped"), [_helped(one, words) for one in tried])
    if tried:
        console.print(Text(words.say("helped_caveat"), style="dim"))


def _hours(entries: Sequence[Entry], texts: Texts) -> list[str]:
    found = shown.times_of_day(entries)
    starts = range(0, 24, PART_OF_DAY)
    rows = [
        texts("diary.hour", **{"from": f"{start:02}:00", "to": f"{start + PART_OF_DAY:02}:00", "count": count})
        for start in starts
        if (count := sum(found.hours[start : start + PART_OF_DAY]))
    ]
    return rows + ([texts("diary.hours_guessed", count=found.guessed)] if found.guessed else [])


def _helped(one: shown.Tried, words: Words) -> str:
    outcomes = ", ".join(
        words.say("helped_outcome", outcome=words.word(outcome), count=count) for outcome, count in one.outcomes.items()
    )
    said = f"{words.remedy(one.remedy)}. {words.say('helped_times', count=one.tried, outcomes=outcomes)}"
    if one.median is None:
        return said
    spans = {"median": one.median, "fast": one.seconds[0], "slow": one.seconds[-1]}
    time = words.say("helped_time", **{name: words.span(seconds) for name, seconds in spans.items()})
    return f"{said} {time}"


def _part(console: Console, heading: str, rows: Sequence[str]) -> None:
    if rows:
        console.print(Text(f"\n{heading}", style="bold"))
        for row in rows:
            console.print(Text(f"  {row}"))


def _list(console: Console, entries: Sequence[Entry], words: Words, *, many: int | None) -> None:
    """The newest of `many` entries; all that are given if that is None."""
    newest = shown.by_time(entries)[::-1]
    rows = newest if many is None else newest[:NEWEST]
    lines = [words.texts("diary.entry", when=words.when(one), what=words.line(one)) for one in rows]
    _part(console, words.say("entries"), lines or [words.say("found_none")])
    if many is not None and many > len(rows):
        console.print(Text(words.texts("diary.older", count=many - len(rows)), style="dim"))


def _json(setting: Setting, book: Book, person: str | None, entries: Sequence[Entry]) -> dict[str, Any]:
    known = [entry for entry in entries if entry.understood]
    hours = shown.times_of_day(known)
    return {
        "person": person,
        "entries": [to_json(entry) for entry in entries],
        "weeks": [asdict(week) for week in shown.per_week(known, book.now.date().isoformat(), WEEKS)],
        "places": [asdict(place) for place in shown.per_site(known)],
        "hours": list(hours.hours),
        "hours_guessed": hours.guessed,
        "tried": [asdict(one) | {"median": one.median} for one in shown.per_remedy(known)],
        "reviewed": False,
        "knowledge": setting.kb.name,
    }


# ---- out and in


def _export(setting: Setting, book: Book, file: Path, options: argparse.Namespace) -> None:
    person = None if options.person in (None, "all") else book.named(options.person)
    entries = book.store.entries(Scope(person=person))
    header = {"knowledge": setting.kb.name, "exported_at": stamp(book.now)}
    match file.suffix.lower():
        case ".json":
            text = to_document(entries, **header)
        case ".jsonl":
            text = to_lines(entries, **header)
        case ".csv":
            text = to_csv(load(), [entry for entry in book.entries(person) if entry.understood])
        case _:
            raise UsageError(f"`{file}` is of no form that a diary can have", allowed=f"a name that ends in {FORMS}")
    write_private(file, text)
    if options.json:
        write_json({"file": str(file), "entries": len(entries)})
    else:
        Console().print(Text(setting.texts()("diary.exported", file=file, count=len(entries))))


def write_private(file: Path, text: str) -> None:
    """A file that only its owner can read: nobody else's business."""
    try:
        file.touch(mode=0o600)
        file.write_bytes(text.encode("utf-8"))
    except OSError as error:
        raise UsageError(f"`{file}` cannot be written: {(error.strerror or 'unknown error').lower()}") from None


# ---- whose it is, and taking an entry out


def _people(texts: Texts, book: Book, own: str | None, *, json: bool) -> None:
    if own:
        book.store.keep(OWN, book.named(own))
    mine, people = book.own(), book.store.people()
    if json:
        write_json([asdict(one) | {"own": one.person == mine} for one in people])
        return
    console = Console()
    if own:
        console.print(Text(texts("diary.now_own", person=mine)))
    for one in people:
        key = "diary.person_own" if one.person == mine else "diary.person"
        console.print(Text(texts(key, person=one.person, count=one.entries, day=one.newest[:10])))


def _delete(setting: Setting, book: Book, id: str, *, json: bool) -> None:
    found = [entry for entry in book.entries(None) if entry.id == id.lower()]
    if not found:
        raise UsageError(f"there is no entry `{id}`", hint="`uncramp diary --json` shows the id of each")
    book.delete(found[0])
    if json:
        write_json({"deleted": found[0].id})
        return
    words = Words(setting.kb, setting.texts())
    console = Console()
    console.print(Text(words.texts("diary.deleted"), style="bold"))
    console.print(Text(words.texts("diary.entry", when=words.when(found[0]), what=words.line(found[0]))))
