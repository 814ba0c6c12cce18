"""Where the knowledge comes from, how far each source was seen, and what to check first."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

from pages.markdown import PAGE_OF, anchor, link, opening, plain, table
from uncramp.kb import Knowledge
from uncramp.kb.entries import Reviewed, Source

ABOUT = (
    "Every source, how it was seen, and what relies on it. Below them stands everything that was written from "
    "memory, the most dangerous first: that is what to check before anything else."
)
SEEN = {
    "publisher": "the publisher's own page", "record": "its record or abstract", "copy": "a copy on another site",
    "report": "a report of it", "weak": "a weak source: confirm it elsewhere", "recalled": "**not seen: from memory**",
}  # fmt: skip
FIRST = {"emergency": 0, "urgent": 1, "withhold": 2, "never": 2, "routine": 3, "ask": 4, "modify": 5, "apart": 5}
"""What to check first: a danger missed, then a remedy that harms."""


def sources_page(kb: Knowledge) -> Iterator[str]:
    yield from opening("The sources", ABOUT, (), "sources")
    count = {how: sum(source.seen == how for source in kb.pack.source) for how in SEEN}
    yield from table(("seen", "sources"), [(SEEN[how], number) for how, number in count.items()])
    yield from ("", f"[Written from memory: {len(list(recalled(kb)))} entries](#recalled)", "")
    yield from table(
        ("id", "source", "seen", "what relies on it"),
        [(f"{anchor(one.id)}{one.id}", _title(one), SEEN[one.seen], _relies(kb, one)) for one in kb.pack.source],
    )
    yield from ("", f"## {anchor('recalled')}Written from memory: check these first", "")
    yield from table(
        ("entry", "kind", "what it does", "check at"),
        [
            (link(kind, entry.id), plain(kind), plain(_weight(entry)), _check(entry))
            for kind, entry in sorted(recalled(kb), key=lambda found: FIRST.get(_weight(found[1]), 9))
        ],
    )


def recalled(kb: Knowledge) -> Iterator[tuple[str, Any]]:
    """Every entry that rests on memory, with its kind."""
    for kind in PAGE_OF:
        for entry in getattr(kb.pack, kind):
            if "recalled" in (getattr(entry, "evidence", ""), getattr(entry, "status", "")):
                yield kind, entry


def _weight(entry: Any) -> str:
    return str(getattr(entry, "level", "") or getattr(entry, "action", "") or getattr(entry, "verdict", ""))


def _check(entry: Any) -> str:
    own = getattr(entry, "check_at", "")
    named = ", ".join(link("source", id) for id in getattr(entry, "sources", ()))
    return "; ".join(part for part in (own, named) if part) or getattr(entry, "note", "") or "not said"


def _title(source: Source) -> str:
    parts = [source.title]
    if source.read:
        parts.append(f"read at: {source.read}")
    if source.doi:
        parts.append(f"[doi:{source.doi}](<https://doi.org/{source.doi}>)")
    if source.pmid:
        parts.append(f"[PubMed {source.pmid}](https://pubmed.ncbi.nlm.nih.gov/{source.pmid}/)")
    return " · ".join((*parts, source.note) if source.note else parts)


def _relies(kb: Knowledge, source: Source) -> str:
    return ", ".join(_used(kb).get(source.id, ())) or "nothing"


@cache
def _used(kb: Knowledge) -> dict[str, tuple[str, ...]]:
    """Per source, a link to each entry that names it."""
    found: dict[str, list[str]] = {}
    for kind in PAGE_OF:
        for entry in getattr(kb.pack, kind):
            if isinstance(entry, Reviewed) or kind in ("prior", "quantity"):
                for id in entry.sources:
                    found.setdefault(id, []).append(link(kind, entry.id, getattr(entry, "code", "")))
    return {id: tuple(links) for id, links in found.items()}
