"""Who must not, who must ask first, and for whom a remedy is changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from pages.markdown import ACTIONS, anchor, by_file, condition, link_any, one_line, opening, provenance, said, table
from pages.rules import stem
from uncramp.kb import Knowledge
from uncramp.kb.entries import Contraindication

ABOUT = (
    "What holds remedies and foods back. Withhold: it is not offered. Ask: it is offered with the advice to ask a"
    " pharmacist or doctor first. Modify: it is offered with this warning or change. An answer that nobody gave "
    "counts as a yes here. Withhold goes before ask, ask before modify."
)


def contraindications_page(kb: Knowledge) -> Iterator[str]:
    yield from opening("The contraindications", ABOUT, kb.pack.contraindication, "contraindications")
    parts = list(by_file("contraindication", kb.pack.contraindication))
    counts = [(title, stem(file), Counter(one.action for one in rows)) for file, title, rows in parts]
    yield from table(
        ("for", *ACTIONS), [(f"[{title}](#{name})", *(count[one] for one in ACTIONS)) for title, name, count in counts]
    )
    for file, title, rows in parts:
        yield from ("", f"## {anchor(stem(file))}{title}")
        for one in rows:
            yield from _contraindication(kb, one)


def _contraindication(kb: Knowledge, one: Contraindication) -> Iterator[str]:
    yield ""
    yield f"#### {anchor(one.id)}{one.code}{' ' if one.code else ''}{one.id}"
    yield ""
    yield f"**{one.action.capitalize()}** {', '.join(link_any(kb, name) for name in one.remedies)}. {_told(one)}"
    yield ""
    yield from condition(kb, one.when)
    yield from provenance(one)


def _told(one: Contraindication) -> str:
    return f"“{one_line(said(one.says))}”"
