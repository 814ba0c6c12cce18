"""The hazard log: what could harm, how, how badly, what stands against it, what shows that, and what is left."""

from __future__ import annotations

from collections.abc import Iterator

from pages.markdown import anchor, one_line, opening, table
from pages.safety.links import evidence, hazard_link
from uncramp.kb import Knowledge
from uncramp.kb.entries import Hazard

ABOUT = (
    "What could go wrong and harm somebody, in the form that ISO 14971 gives such a list; nothing here claims to "
    "conform to it. Severity and probability are judgements of engineers: there are no data from use. Probability is "
    "that before anything is done about the hazard; that after it is not given, because nobody can know it yet. "
    "Missing everywhere, and not repeated below: review by clinicians, trial with people, data from use. "
    "[What is left over, in one list](residual-risks.md)."
)
SEVERITY = {5: "death", 4: "permanent or life-threatening", 3: "injury that needs treatment", 2: "minor", 1: "nuisance"}
PROBABILITY = ("high", "medium", "low")


def log_page(kb: Knowledge) -> Iterator[str]:
    hazards = kb.pack.hazard
    yield from opening("The hazard log", ABOUT, (), "safety/hazard-log")
    yield from table(
        ("severity", *(f"probability before: {how}" for how in PROBABILITY)),
        [
            (
                f"{severity}: {SEVERITY[severity]}",
                *(
                    ", ".join(hazard_link(one) for one in hazards if (one.severity, one.probability) == (severity, how))
                    for how in PROBABILITY
                ),
            )
            for severity in SEVERITY
            if any(one.severity == severity for one in hazards)
        ],
    )
    for one in hazards:
        yield from _hazard(kb, one)


def _hazard(kb: Knowledge, one: Hazard) -> Iterator[str]:
    yield from ("", f"## {anchor(one.id)}{one.code} {one.title}", "")
    yield from table(
        ("", ""),
        [
            ("Foreseeable sequence", one.sequence),
            ("Harm", one.harm),
            ("Severity", f"{one.severity}, {SEVERITY[one.severity]}"),
            ("Probability before", one.probability),
            ("Mitigation", one.mitigation),
            ("Still missing", one.missing or "nothing that is known"),
            ("Residual risk", one.residual),
            ("Accepted by", one.accepted_by or "**nobody yet**"),
        ],
    )
    yield from ("", "Shown by:", "")
    yield from (f"* {link}: {one_line(what)}" for link, what in (evidence(kb, name) for name in one.shown_by))
