"""What `uncramp now` shows for a place: the danger lines, then the relief; as text or as data."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import date

from uncramp.cli.output import disclaimer, write_json
from uncramp.cli.setting import Setting
from uncramp.errors import UsageError
from uncramp.facts import Answers
from uncramp.kb import Knowledge, Texts
from uncramp.kb.entries import Quick
from uncramp.kb.steps import remedy_steps
from uncramp.quick import none_of_these, notes, relief, tapped


def find_place(kb: Knowledge, name: str, texts: Texts) -> Quick:
    """The place to tap, by its id (`thigh-back` too) or its title; UsageError lists them, or those that begin so."""
    wanted = name.strip().lower().replace("-", "_")
    places = {quick.id: quick for quick in kb.pack.quick}
    if wanted in places:
        return places[wanted]
    near = [id for id in places if id.startswith(wanted + "_")]
    if not near:
        from uncramp.kb.called import typed  # not needed by those who type an id, and they are in a hurry

        titles = {id: typed(texts.entry("quick", id, "title", quick.title)) for id, quick in places.items()}
        near = [id for id, title in titles.items() if f"{title} ".startswith(f"{typed(name)} ")]
        if len(near) == 1:
            return places[near[0]]
    said = f"`{name}` could be several places" if near else f"there is no place `{name}`"
    raise UsageError(said, allowed=", ".join(id.replace("_", "-") for id in near or places))


def plain_lines(kb: Knowledge, quick: Quick, texts: Texts, answers: Answers) -> Iterator[str]:
    """The whole of `now` as text without timing: the danger lines, then each remedy with its steps."""
    yield texts("now.danger_heading")
    for line in kb.pack.line:
        more = texts.entry("line", line.id, "more", line.more)
        yield f"- {texts.entry('line', line.id, 'says', line.says)}{f' ({more})' if more else ''}"
    for fact in quick.ask:
        yield f"- {texts.entry('fact', fact, 'ask', kb.facts[fact].ask)}"
    yield texts("now.plain_if_any")
    yield ""
    yield texts("now.plain_none")
    known = kb.settled(answers.given({**none_of_these(kb, quick), **tapped(kb, quick)}))
    for number, offer in enumerate(relief(kb, known, today=date.today()), 1):
        remedy = offer.remedy
        yield ""
        yield f"{number}. {texts.entry('remedy', remedy.id, 'title', remedy.title)}"
        yield from (f"   {row}" for row in (*remedy_steps(remedy, texts), *notes(offer, texts)))
    yield ""
    yield disclaimer(texts)


def plain(setting: Setting, site: str, answers: Answers) -> None:
    """The danger lines and the steps as text, for a pipe, a printer or a screen reader."""
    texts = setting.texts(answers)
    for row in plain_lines(setting.kb, find_place(setting.kb, site, texts), texts, answers):
        sys.stdout.write(row + "\n")
        sys.stdout.flush()


def as_json(setting: Setting, site: str, answers: Answers) -> None:
    """The same as data."""
    kb, texts = setting.kb, setting.texts(answers)
    quick = find_place(kb, site, texts)
    known = kb.settled(answers.given({**none_of_these(kb, quick), **tapped(kb, quick)}))
    write_json(
        {
            "place": quick.id,
            "number": texts.numbers["N"],
            "danger": [
                {"line": line.id, "says": texts.entry("line", line.id, "says", line.says), "facts": list(line.facts)}
                for line in kb.pack.line
            ],
            "ask": [{"fact": fact, "ask": texts.entry("fact", fact, "ask", kb.facts[fact].ask)} for fact in quick.ask],
            "relief": [
                {
                    "remedy": offer.remedy.id,
                    "title": texts.entry("remedy", offer.remedy.id, "title", offer.remedy.title),
                    "steps": list(remedy_steps(offer.remedy, texts)),
                    "notes": notes(offer, texts),
                }
                for offer in relief(kb, known, today=date.today())
            ],
            "reviewed": False,
            "knowledge": kb.name,
        }
    )
