"""Whether the hazards are numbered, and what is said to stand against them is there."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from uncramp.errors import KnowledgeError
from uncramp.kb.entries import Hazard
from uncramp.kb.ledger import ACTING
from uncramp.kb.read import Folder

TEST = re.compile(r"tests/(?:[a-z0-9_]+/)+test_[a-z0-9_]+\.py::test_[a-z0-9_]+")
"""A test stands in the repository, not in the knowledge: `tests/docs/test_safety_case.py` sees that it is there."""
CLAIM = re.compile(r"[PL][0-9]{2}")
"""A safety claim stands in `uncramp.safety`, which imports this: the same test sees that it is there."""


def hazard_problems(folder: Folder) -> Iterator[KnowledgeError]:
    """Gaps in the numbers, names that lead nowhere, and hazards against which nothing stands and nothing is missing."""
    acting = {id for kind, id in folder.places if kind in ACTING}
    hazards: list[Hazard] = folder.entries["hazard"]
    for number, hazard in enumerate(hazards, 1):
        if hazard.code != f"H{number:02}":
            yield _wrong(folder, hazard, "code", f"the next hazard is `H{number:02}`")
        if not hazard.shown_by and not hazard.missing:
            yield _wrong(folder, hazard, "shown_by", "nothing shows it, and nothing is `missing`")
        for name in hazard.shown_by:
            if name not in acting and not TEST.fullmatch(name) and not CLAIM.fullmatch(name):
                yield _wrong(
                    folder, hazard, "shown_by", f"there is no claim, no test and nothing that acts called `{name}`"
                )
        for name, times in Counter(hazard.shown_by).items():
            if times > 1:
                yield _wrong(folder, hazard, "shown_by", f"`{name}` stands there {times} times")


def _wrong(folder: Folder, hazard: Hazard, field: str, what: str) -> KnowledgeError:
    return KnowledgeError(f"`{hazard.id}`: {what}", where=folder.where("hazard", hazard.id, field))
