"""`uncramp log`: write down a cramp, a night without, or a note."""

from __future__ import annotations

import argparse
import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from rich.console import Console
from rich.text import Text

from uncramp.cli.book import open_book
from uncramp.cli.entry_words import Words
from uncramp.cli.output import write_json
from uncramp.cli.quick import find_place
from uncramp.cli.setting import Setting
from uncramp.cli.when import moment, night
from uncramp.diary import EntryError, load, to_json
from uncramp.errors import UsageError
from uncramp.facts import Answers
from uncramp.kb import Knowledge, Texts
from uncramp.quick import none_of_these, relief, tapped

OPTIONS = {"minutes": "minutes", "pain": "pain_before", "relief": "pain_after"}
"""Per option with a number, the field of the entry."""
Taken = tuple[str, str, list[str]]
"""What was said, the remedy that it was taken for, and which others it could have been."""


def log_command(setting: Setting, options: argparse.Namespace) -> None:
    """Check everything before the diary is opened; then write one entry and say what was written."""
    texts = setting.texts()
    if options.site is None and options.note is None and not options.none:
        raise UsageError("what should be written down?", allowed="a place such as `calf`, --none, or --note TEXT")
    kind, body, taken = _said(setting.kb, texts, options)
    book = open_book(create=True)
    with book.store:
        at = None
        if kind == "none_last_night":
            body["night"] = night(options.at, book.now)
        elif options.at:
            at, guessed = moment(options.at, book.now)
            body |= {"time_guessed": True} if kind == "episode" and guessed else {}
        if kind == "episode" and options.guess:
            body["time_guessed"] = True
        try:
            entry = book.write(book.writer(options.person), kind, body, at)
        except EntryError as error:
            raise UsageError(_in_options(error), allowed=error.allowed) from None
    if options.json:
        write_json(to_json(entry))
        return
    console, words = Console(), Words(setting.kb, texts)
    console.print(Text(texts("diary.written"), style="bold"))
    console.print(Text(texts("diary.entry", when=words.when(entry), what=words.line(entry))))
    for name, remedy, others in taken:
        if others:
            console.print(
                Text(texts("diary.taken_for", name=name, title=words.remedy(remedy), others=", ".join(others)))
            )
    console.print(Text(texts("diary.take_out", id=entry.id), style="dim"))


def _said(kb: Knowledge, texts: Texts, options: argparse.Namespace) -> tuple[str, dict[str, Any], list[Taken]]:
    """The kind and body that the options come to."""
    about_cramp = [
        f"--{name.replace('_', '-')}"
        for name in ("minutes", "pain", "relief", "tried", "side", "what", "woke", "still_on", "guess")
        if getattr(options, name) not in (None, False)
    ]
    if options.none and (options.site or options.note or about_cramp):
        raise UsageError("`--none` says that there was no cramp", allowed="--none alone, or with --at and a night")
    if options.none:
        return "none_last_night", {}, []
    if options.site is None:
        if about_cramp:
            raise UsageError(f"where was it? `{about_cramp[0]}` is about a cramp", hint="such as `uncramp log calf`")
        return "note", {"text": options.note}, []
    site = site_named(kb, options.site, texts)
    body: dict[str, Any] = {"what": _word("what", options.what or "painful_cramp"), "site": site}
    if options.side:
        body["side"] = _word("side", options.side)
    body |= {field: getattr(options, name) for name, field in OPTIONS.items() if getattr(options, name) is not None}
    body |= {field: True for name, field in (("woke", "woke_me"), ("still_on", "still_on")) if getattr(options, name)}
    tried, taken = _tried(kb, texts, site, options)
    body |= {"tried": tried} if tried else {}
    body |= {"note": options.note} if options.note else {}
    return "episode", body, taken


def site_named(kb: Knowledge, name: str, texts: Texts) -> str:
    """The part of the body: a place of the first page by its name, or any other that the knowledge knows."""
    wanted = name.strip().lower().replace("-", "_").removeprefix("site_")
    sites = [id for id, fact in kb.facts.items() if fact.group == "site"]
    if f"site_{wanted}" in sites:
        return f"site_{wanted}"
    places = {quick.id for quick in kb.pack.quick}
    if wanted != "other" and (wanted in places or not any(id.startswith(f"site_{wanted}_") for id in sites)):
        try:
            quick = find_place(kb, name, texts)
        except UsageError as error:
            if "several" in error.what:
                raise
            quick = None
        site = next((fact for fact in quick.sets if fact in sites), None) if quick else None
        if site:
            return site
    near = [id for id in sites if id.startswith(f"site_{wanted}_")]
    if len(near) == 1:
        return near[0]
    what = f"`{name}` could be several places" if near else f"there is no place `{name}`"
    raise UsageError(what, allowed=", ".join(id.removeprefix("site_").replace("_", "-") for id in near or sites))


def _word(option: str, said: str) -> str:
    """The word of a field that is meant: the whole of it, or the only one with that part."""
    kind = load().find("episode", 1)
    values = next(field.values for field in kind.field if field.id == option) if kind else ()
    return _only(values, said, f"--{option}")


def _only(values: Sequence[str], said: str, option: str) -> str:
    wanted = said.strip().lower().replace("-", "_")
    near = [value for value in values if wanted in value.split("_")]
    if wanted in values or len(near) == 1:
        return wanted if wanted in values else near[0]
    raise UsageError(f"`{option} {said}` is none of its words", allowed=", ".join(values))


def _tried(
    kb: Knowledge, texts: Texts, site: str, options: argparse.Namespace
) -> tuple[list[dict[str, Any]], list[Taken]]:
    """What was tried, in order: `NAME`, or `NAME=OUTCOME`."""
    kind = load().find("episode", 1)
    assert kind
    field = next(field for field in kind.field if field.id == "tried")
    outcomes = next(part.values for part in field.field if part.id == "outcome")
    tried, taken = [], []
    for said in options.tried or ():
        name, equals, outcome = said.partition("=")
        remedy, others = remedy_named(kb, texts, site, name)
        taken.append((name, remedy, others))
        found = _only(outcomes, outcome, "--tried ...=") if equals else _outcome(options, name, outcomes)
        tried.append({"remedy": remedy, "outcome": found})
    return tried, taken


def _outcome(options: argparse.Namespace, name: str, outcomes: Sequence[str]) -> str:
    """How it went by the pain before and after; with several things tried, nobody knows which one it was."""
    before, after = options.pain, options.relief
    if before is None or after is None or len(options.tried) > 1:
        hint = "or give the pain before and after: --pain 7 --relief 2"
        raise UsageError(f"how did `{name}` go? say --tried {name}=OUTCOME", allowed=", ".join(outcomes), hint=hint)
    if after == 0:
        return "gone"
    return "better" if after < before else "same" if after == before else "worse"


def remedy_named(kb: Knowledge, texts: Texts, site: str, name: str) -> tuple[str, list[str]]:
    """The remedy that is meant: by its id, else the first one offered for this place whose name holds the words."""
    wanted = name.strip().lower().replace("-", "_").replace(" ", "_")
    if wanted in kb.remedies:
        return wanted, []
    quick = next((one for one in kb.pack.quick if site in one.sets), None)
    place = none_of_these(kb, quick) | tapped(kb, quick) if quick else {site: True}
    offered = [one.remedy.id for one in relief(kb, kb.settled(Answers(place)), today=date.today())]
    titles = {id: texts.entry("remedy", id, "title", one.title).lower() for id, one in kb.remedies.items()}
    words = wanted.split("_")
    near = [id for id in kb.remedies if all(_begins_in(id, word) for word in words)]
    near = near or [id for id, title in titles.items() if all(_begins_in(title, word) for word in words)]
    here = [id for id in offered if id in near]
    if here:
        return here[0], here[1:]
    if len(near) == 1:
        return near[0], []
    what = f"`{name}` could be several remedies" if near else f"there is no remedy `{name}`"
    raise UsageError(what, allowed=", ".join(near or offered), hint="`uncramp list` shows them all")


def _begins_in(text: str, word: str) -> bool:
    return bool(word) and re.search(rf"(?<![^\W_]){re.escape(word)}", text) is not None


def _in_options(error: EntryError) -> str:
    """The complaint about a field by the option that filled it."""
    names = {field: option for option, field in OPTIONS.items()} | {"note": "note", "text": "note"}
    option = names.get(error.path.removeprefix("body."))
    return error.what.replace(f"`{error.path}`", f"`--{option}`") if option else error.what
