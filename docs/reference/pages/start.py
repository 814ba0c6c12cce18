"""Where a clinician begins: every page, and how much of it was checked and signed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from pages.markdown import PAGE_OF, opening, table
from uncramp.kb import Knowledge

ABOUT = (
    "The whole medicine of uncramp, to be read and reviewed without reading code. Begin with [what was written "
    "from memory](sources.md#recalled), then the [emergency rules](rules.md). What could harm somebody, and what "
    "stands against it, is the [safety case](../safety/README.md). [How to change or sign an "
    "entry](../../CONTRIBUTING.md)."
)
BY_HAND = (
    "The program itself: [the command line](command-line.md), [the JSON of a decision](decision.md), [the entries "
    "of a diary](diary.md) and [the API](api.md)."
)


def start_page(kb: Knowledge, about: dict[str, str]) -> Iterator[str]:
    """The index; `about` says per page what it is."""
    signable = [entry for kind in PAGE_OF for entry in getattr(kb.pack, kind) if hasattr(entry, "reviewed_by")]
    yield from opening("The knowledge, to be reviewed", ABOUT, signable, "README")
    yield from table(
        ("page", "holds", "entries", "read at their source", "partly", "from memory", "signed"),
        [_page(kb, page, text) for page, text in about.items()],
    )
    yield from ("", BY_HAND)


def _page(kb: Knowledge, page: str, text: str) -> tuple[object, ...]:
    entries = [entry for kind, of in PAGE_OF.items() if of == page for entry in getattr(kb.pack, kind)]
    evidence = Counter(getattr(entry, "evidence", "") or getattr(entry, "status", "") for entry in entries)
    signed = sum(bool(getattr(entry, "reviewed_by", "")) for entry in entries)
    return (
        f"[{page}.md]({page}.md)",
        text,
        len(entries),
        *(evidence[how] or "" for how in ("verified", "part", "recalled")),
        signed,
    )
