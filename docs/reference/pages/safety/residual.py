"""What is left over of each hazard, the worst first, for whoever is to accept it."""

from __future__ import annotations

from collections.abc import Iterator

from pages.markdown import opening, table
from pages.safety.links import hazard_link
from pages.safety.log import PROBABILITY
from uncramp.kb import Knowledge

ABOUT = (
    "What can still happen with everything that stands against it, and what is not there yet; the worst first. "
    "**Nobody has accepted any of it.** “It is left so” says why the engineers went no further for now. That is no "
    "acceptance: it needs a named clinician who answers for it, and a judgement of all the risks together against the "
    "benefit. Until then uncramp is something to read, try and review, not something to hand to patients."
)


def residual_page(kb: Knowledge) -> Iterator[str]:
    yield from opening("The residual risks", ABOUT, (), "safety/residual-risks")
    worst = sorted(kb.pack.hazard, key=lambda one: (-one.severity, PROBABILITY.index(one.probability), one.code))
    accepted = sum(bool(one.accepted_by) for one in worst)
    missing = sum(bool(one.missing) for one in worst)
    yield f"Accepted: {accepted} of {len(worst)}. Where something is known to be missing: {missing}."
    yield ""
    yield from table(
        ("hazard", "severity, probability before", "what is left over", "still missing", "accepted by"),
        [
            (
                f"{hazard_link(one)} {one.title}",
                f"{one.severity}, {one.probability}",
                one.residual,
                one.missing,
                one.accepted_by or "nobody yet",
            )
            for one in worst
        ],
    )
