"""What the pages share: tables, links to entries, and how an entry came to be believed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import groupby
from typing import TypeVar

from uncramp.kb import HERE, Knowledge
from uncramp.kb.english import in_english
from uncramp.kb.entries import Entry, Reviewed
from uncramp.kb.read import read_folder
from uncramp.logic.expr import facts_of
from uncramp.logic.parse import parse

NUMBERS = {"{N}": "the emergency number", "{U}": "urgent advice", "{P}": "poisons advice"}
PAGE_OF = {
    "rule": "rules", "safety_net": "rules",
    "remedy": "remedies", "group": "remedies",
    "contraindication": "contraindications",
    "fact": "facts", "definition": "facts", "line": "facts", "quick": "facts",
    "source": "sources",
    "pair": "pairs",
    "medicine": "medicines", "contributor": "medicines",
    "food": "foods", "drink": "foods", "card": "foods", "intake": "foods", "solution": "foods", "sweat": "foods",
    "measure": "foods",
    "claim": "claims",
    "hazard": "../safety/hazard-log",
    "prior": "numbers", "quantity": "numbers", "phone": "numbers",
    "topic": "topics",
}  # fmt: skip
"""On which page an entry of each kind stands, under its id; seen from `docs/reference`."""
SHARING = ("drink", "contributor", "group", "quick")
"""Kinds whose ids may stand on the same page a second time, and so get a longer anchor."""
EVIDENCE = {"verified": "read at its source", "part": "partly read at its source", "recalled": "**from memory**"}
Row = TypeVar("Row", bound=Entry)
LEVELS = ("emergency", "urgent", "routine", "self_care")
ACTIONS = ("withhold", "ask", "modify")


def plain(word: str) -> str:
    return word.replace("_", " ")


def said(text: str) -> str:
    """A text for people without its placeholders: said to oneself, with words for the numbers to call."""
    for mark, words in NUMBERS.items():
        text = text.replace(mark, words)
    return re.sub(r"\{([^{}|]*)\|[^{}]*\}", r"\1", text)


def one_line(text: str) -> str:
    return " ".join(text.split())


def row(*cells: object) -> str:
    """A row of a table."""
    return f"| {' | '.join(one_line(str(cell)).replace('|', chr(92) + '|') for cell in cells)} |"


def table(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    yield row(*heads)
    yield row(*["---"] * len(heads))
    yield from (row(*cells) for cells in rows)


def anchor(id: str) -> str:
    return f'<a id="{id}"></a>'


def place(kind: str, id: str) -> str:
    return f"{PAGE_OF[kind]}.md#{target(kind, id)}"


def target(kind: str, id: str) -> str:
    """The anchor of an entry on its page."""
    return f"{kind}-{id}" if kind in SHARING else id


def link(kind: str, id: str, text: str = "") -> str:
    return f"[{text or id}]({place(kind, id)})"


@cache
def kinds(kb: Knowledge) -> dict[str, str]:
    """The kind of every entry that has a place, by id."""
    found: dict[str, str] = {}
    for kind in PAGE_OF:
        for entry in getattr(kb.pack, kind):
            found.setdefault(entry.id, kind)
    return found


def link_any(kb: Knowledge, id: str) -> str:
    """A link to the entry of this id, of whatever kind; only the name where it has no place."""
    kind = kinds(kb).get(id)
    return link(kind, id) if kind else f"`{id}`"


def links(kind: str, ids: Iterable[str]) -> str:
    return ", ".join(link(kind, id) for id in ids)


@cache
def in_words(kb: Knowledge, when: str) -> str:
    """A condition in words, each definition in it a link."""
    facts = {fact.id: fact for fact in kb.pack.fact}
    text = in_english(when, facts)
    for name in sorted(facts_of(parse(when)) - facts.keys()):
        text = text.replace(f"[{plain(name)}]", f"[{plain(name)}]({place('definition', name)})")
    return text


def condition(kb: Knowledge, when: str) -> Iterator[str]:
    """The condition in words, and exactly."""
    if not when or when == "always":
        yield "* When: always"
        return
    yield f"* When: {in_words(kb, when)}"
    yield f"* Exactly: `{one_line(when)}`"


def provenance(entry: Reviewed) -> Iterator[str]:
    """How far it was checked, at which sources, and who signed it."""
    where = links("source", entry.sources) or "no source named"
    check = f"; check at: {entry.check_at}" if entry.check_at else ""
    yield f"* Evidence: {EVIDENCE[entry.evidence]}: {where}{check}"
    if entry.note:
        yield f"* Note: {one_line(entry.note)}"
    yield f"* Reviewed by: {entry.reviewed_by or 'nobody yet'}. Due: {entry.review_due}"


def opening(title: str, about: str, entries: Sequence[Entry], page: str) -> Iterator[str]:
    """How every page begins: what it is, who reviewed it, how it is made."""
    signed = sum(bool(getattr(entry, "reviewed_by", "")) for entry in entries)
    state = (
        f"**{signed} of {len(entries)} entries were reviewed by a clinician; each says by whom.**"
        if signed
        else "**No clinician has reviewed this page yet.** It is not advice for any one person."
    )
    yield f"# {title}"
    yield ""
    yield f"{about} {state}"
    yield ""
    yield (
        f"[All pages](README.md) · made by `python docs/reference/make.py {page}` from the "
        "[knowledge](../../src/uncramp/knowledge/README.md): edit that, not this."
    )
    yield ""


def by_file(kind: str, entries: Iterable[Row]) -> Iterator[tuple[str, str, list[Row]]]:
    """The entries by the file they stand in: its name, what its first line says it holds, and they."""
    places = read_folder(HERE).places
    for file, rows in groupby(entries, key=lambda entry: places[kind, entry.id].file):
        first = (HERE / file).read_text(encoding="utf-8").splitlines()[0]
        yield file, first.lstrip("# ").rstrip("."), list(rows)
