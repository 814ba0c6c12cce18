"""What the diary keeps of a check: the danger signs that were answered yes, and how urgent it was.

The phone app does the same in `site/static/js/check_done.js`; a test holds the two against each other.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal

from uncramp.facts import Answers
from uncramp.kb import Knowledge
from uncramp.logic import FlagType
from uncramp.triage import Level, triage

Where = Literal["check", "quick", "session"]


def check_done(kb: Knowledge, answers: Answers, where: Where) -> dict[str, Any] | None:
    """The body of the entry about these settled answers; None where they have not come to a result yet."""
    found = triage(kb, answers)
    if not found.complete and found.certain is Level.self_care:
        return None  # somebody left in the middle; the level is only what doubt makes of that
    signs = list(yes_to(kb, answers))
    return {"level": found.level.name, "where": where, **({"signs": signs} if signs else {}), "knowledge": kb.name}


def danger_signs(kb: Knowledge) -> Iterator[str]:
    """Every fact that is one, in the order of the catalogue."""
    for id, fact in kb.facts.items():
        if fact.tier == "gate" and isinstance(fact.type, FlagType):
            yield id


def yes_to(kb: Knowledge, answers: Answers) -> Iterator[str]:
    """The danger signs that were answered yes."""
    return (id for id in danger_signs(kb) if answers.known.get(id) is True)
