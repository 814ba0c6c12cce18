"""Every question: its words, why it is asked, and what hangs on it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from pages.markdown import anchor, in_words, link, one_line, opening, plain, row, said, table, target
from uncramp.kb import Knowledge
from uncramp.kb.english import named
from uncramp.kb.entries import FactEntry
from uncramp.logic.expr import facts_of
from uncramp.logic.parse import parse

ABOUT = (
    "Everything that may be asked. Every question can also be answered “not sure”, and no answer is ever assumed."
    " A danger sign is asked of everybody; a yes to it is at least urgent. “Used by” lists what names the "
    "question itself; what uses it through a named condition is listed there."
)
GROUPS = {
    "who": "Who it is about", "site": "Where it is", "episode": "What it is like", "sign": "Signs",
    "event": "What happened", "condition": "Conditions", "allergy": "Allergies", "medicine": "Medicines",
}  # fmt: skip
USERS = ("definition", "rule", "safety_net", "contraindication", "medicine", "contributor", "intake")


def facts_page(kb: Knowledge) -> Iterator[str]:
    yield from opening("The questions", ABOUT, (), "facts")
    yield from table(
        ("group", "questions", "danger signs"),
        [
            (f"[{title}](#group-{group})", len(rows), sum(fact.tier == "gate" for fact in rows))
            for group, title in GROUPS.items()
            if (rows := [fact for fact in kb.pack.fact if fact.group == group])
        ],
    )
    for group, title in GROUPS.items():
        yield from ("", f"## {anchor(f'group-{group}')}{title}", "")
        yield from table(
            ("id", "question", "in a condition", "asked", "why we ask", "note for clinicians", "used by"),
            [_fact(kb, fact) for fact in kb.pack.fact if fact.group == group],
        )
    yield from _definitions(kb)
    yield from _implied(kb)
    yield from _screen(kb)


def _fact(kb: Knowledge, fact: FactEntry) -> tuple[str, ...]:
    answers = " / ".join(said(label) for label in fact.labels)
    if fact.range:
        answers = f"{fact.range[0]} to {fact.range[1]} {fact.unit}".strip()
    tier = "**danger sign**" if fact.tier == "gate" else "if measured" if fact.measured else "where it matters"
    if fact.unsure_of:
        tier = f"never: it records a doubt about {link('fact', fact.unsure_of)}"
    return (
        f"{anchor(fact.id)}{fact.id}",
        f"{said(fact.ask)}{f' ({answers})' if answers else ''}",
        named(fact),
        tier,
        said(fact.why),
        fact.note,
        _used_by(kb, fact.id),
    )


def _used_by(kb: Knowledge, name: str) -> str:
    return ", ".join(_users(kb).get(name, ())) or "no condition"


@cache
def _users(kb: Knowledge) -> dict[str, tuple[str, ...]]:
    """Per fact or definition, a link to each entry whose condition names it."""
    found: dict[str, list[str]] = {}
    for kind in USERS:
        for entry in getattr(kb.pack, kind):
            if entry.when:
                for name in facts_of(parse(entry.when)):
                    text = getattr(entry, "code", "") or entry.id
                    found.setdefault(name, []).append(link(kind, entry.id, text))
    for remedy in kb.pack.remedy:
        for name in {name for one in remedy.indication for name in facts_of(parse(one.when))}:
            found.setdefault(name, []).append(link("remedy", remedy.id))
    return {name: tuple(links) for name, links in found.items()}


def _definitions(kb: Knowledge) -> Iterator[str]:
    yield from ("", f"## {anchor('definitions')}Named conditions", "")
    yield from table(
        ("name", "means", "exactly", "note", "used by"),
        [
            (
                f"{anchor(one.id)}{one.id}",
                in_words(kb, one.when),
                f"`{one_line(one.when)}`",
                one.note,
                _used_by(kb, one.id),
            )
            for one in kb.pack.definition
        ],
    )


def _implied(kb: Knowledge) -> Iterator[str]:
    yield from ("", f"## {anchor('implied')}What one answer says about another", "")
    yield "Only where the other was not given: an answer is never changed."
    yield ""
    values = {True: "yes", False: "no"}
    yield from table(
        ("if", "then", "is"),
        [(in_words(kb, one.when), link("fact", one.fact), values.get(one.value, one.value)) for one in kb.pack.implied],
    )


def _screen(kb: Knowledge) -> Iterator[str]:
    """The danger lines and the places of the quick screen."""
    yield from ("", f"## {anchor('quick_screen')}The quick screen", "")
    yield "“None of these” answers no to exactly the questions of the lines shown."
    yield ""
    yield from table(
        ("danger line", "more", "stands for", "and answers"),
        [
            (
                f"{anchor(line.id)}{said(line.says)}",
                said(line.more),
                ", ".join(link("fact", id) for id in line.facts),
                ", ".join(f"{plain(id)}: {plain(str(value)).lower()}" for id, value in sorted(line.sets.items())),
            )
            for line in kb.pack.line
        ],
    )
    yield ""
    yield from (row("place", "asks", "first remedies"), row("---", "---", "---"))
    for quick in kb.pack.quick:
        asks = ", ".join(link("fact", id) for id in quick.ask)
        first = ", ".join(link("remedy", id) for id in quick.first)
        yield row(f"{anchor(target('quick', quick.id))}{said(quick.title)}", asks, first)
