"""The hazards, and what in the product stands against each of them."""

from __future__ import annotations

from collections.abc import Iterator

from pages.markdown import anchor, link_any, one_line, opening, table
from uncramp.kb import Knowledge
from uncramp.kb.entries import Hazard

ABOUT = (
    "What could go wrong and harm somebody, and what stands against it now. Severity: 5 death, 4 permanent or "
    "life-threatening harm, 3 injury that needs treatment, 2 minor, 1 nuisance. Probability is that before "
    "anything is done about it, and a judgement: there are no data from use. What is left over has to be accepted"
    " by a named clinician."
)


def hazards_page(kb: Knowledge) -> Iterator[str]:
    yield from opening("The hazards", ABOUT, (), "hazards")
    yield from table(
        ("no.", "hazard", "severity", "probability", "still missing", "accepted by"),
        [
            (
                one.code,
                f"[{one.title}](#{one.id})",
                one.severity,
                one.probability,
                "yes" if one.missing else "no",
                one.accepted_by or "nobody yet",
            )
            for one in kb.pack.hazard
        ],
    )
    for one in kb.pack.hazard:
        yield from _hazard(kb, one)


def _hazard(kb: Knowledge, one: Hazard) -> Iterator[str]:
    yield from ("", f"### {anchor(one.id)}{one.code} {one.title}", "")
    yield f"* What could happen: {one_line(one.sequence)}"
    yield f"* Harm: {one_line(one.harm)}. Severity {one.severity}, probability {one.probability}."
    yield f"* What stands against it: {one_line(one.mitigation)}"
    shown = [f"`{name}`" if name.startswith("test_") else link_any(kb, name) for name in one.shown_by]
    yield f"* Shown by: {', '.join(shown) or 'nothing yet'}"
    if one.missing:
        yield f"* Still missing: {one_line(one.missing)}"
