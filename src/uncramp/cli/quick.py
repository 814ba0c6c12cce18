"""What `uncramp now` shows for a place: the danger lines, then the relief; as text or as data."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

from uncramp.cli.output import disclaimer, write_json
from uncramp.cli.setting import Setting
from uncramp.errors import UsageError
from uncramp.facts import Answers
from uncramp.kb import Knowledge, Texts
from uncramp.kb.entries import Quick
from uncramp.kb.steps import remedy_steps

if TYPE_CHECKING:
    from uncramp.offer import Offer


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


def tapped(kb: Knowledge, quick: Quick) -> dict[str, Any]:
    """What the tap itself answers: this place, and where it names one, no other."""
    sites = {id: False for id, fact in kb.facts.items() if fact.group == "site"}
    return (sites if sites.keys() & quick.sets.keys() else {}) | quick.sets


def none_of_these(kb: Knowledge, quick: Quick) -> dict[str, Any]:
    """What "none of these" answers: exactly the facts that the shown lines name."""
    given: dict[str, Any] = {}
    for line in kb.pack.line:
        given |= dict.fromkeys(line.facts, False) | line.sets
    return given | dict.fromkeys(quick.ask, False)


def relief(kb: Knowledge, answers: Answers) -> list[Offer]:
    """What is offered for now, in the order to try it, what needs asking first last; nothing where help comes first."""
    # imported here, because the danger lines stand on the screen before any of it is needed
    from uncramp.plan import plan
    from uncramp.triage import triage

    made = plan(kb, answers, triage(kb, answers), today=date.today())
    return sorted((step.offer for step in made.now), key=lambda offer: bool(offer.ask_first))


def notes(offer: Offer, texts: Texts) -> list[str]:
    """What to ask or to mind before doing it, each sentence once."""
    asked = [f"{texts('show.ask_first')}: {reason.said(texts)}" for reason in offer.ask_first]
    return list(dict.fromkeys((*asked, *(reason.said(texts) for reason in offer.modify))))


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
    for number, offer in enumerate(relief(kb, known), 1):
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
                for offer in relief(kb, known)
            ],
            "reviewed": False,
            "knowledge": kb.name,
        }
    )
