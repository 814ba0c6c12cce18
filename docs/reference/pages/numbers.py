"""Numbers that texts and clocks use, the effects expected before any data, and the telephone numbers."""

from __future__ import annotations

from collections.abc import Iterator

from pages.markdown import EVIDENCE, anchor, links, opening, plain, table
from uncramp.kb import Knowledge

ABOUT = (
    "Every number that the texts and the clocks use, what each remedy is expected to do before any data, and whom"
    " to call."
)


def numbers_page(kb: Knowledge) -> Iterator[str]:
    yield from opening("Numbers", ABOUT, (), "numbers")
    yield from (f"## {anchor('phones')}Whom to call", "")
    yield from table(
        ("region", "emergency", "urgent advice", "poisons", "evidence", "note", "due"),
        [
            (
                f"{anchor(one.id)}{one.title}",
                one.emergency,
                one.urgent or "said in words",
                one.poisons or "said in words",
                EVIDENCE[one.evidence],
                one.note,
                one.review_due,
            )
            for one in kb.pack.phone
        ],
    )
    yield from ("", f"## {anchor('quantities')}Quantities", "")
    yield from table(
        ("id", "what", "value", "status", "sources"),
        [
            (
                f"{anchor(one.id)}{one.id}",
                one.name,
                f"{one.value} {one.unit}".strip(),
                one.status,
                "; ".join(part for part in (links("source", one.sources), one.origin) if part),
            )
            for one in kb.pack.quantity
        ],
    )
    yield from ("", f"## {anchor('priors')}Expected effects before any data", "")
    yield "A rate or time ratio below 1 is fewer or shorter. “Judged” is a guess, and shown as one."
    yield ""
    yield from table(
        ("id", "of what", "scale", "median", "95 in 100 within", "kind", "basis", "sources"),
        [
            (
                f"{anchor(one.id)}{one.id}",
                one.meaning,
                plain(one.scale),
                one.median,
                f"{one.interval[0]} to {one.interval[1]}",
                one.kind,
                one.basis,
                links("source", one.sources),
            )
            for one in kb.pack.prior
        ],
    )
