"""Stories that say what must be held back: somebody, one remedy or food, and whether it is withheld, asked or changed.

A story is judged by what speaks against its remedy (`Weighing.suits`), not by a whole plan: whom a remedy is for, how
urgent it is and what stands beside it are tried elsewhere, and much that is held back is never anybody's step. Only
what speaks against it for certain counts. The twin, the same person without what decides, must not be held back so.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from knowledge.people import person
from uncramp.facts import Answers
from uncramp.kb import Knowledge
from uncramp.offer import Reason, Weighing

Against = Mapping[str, tuple[Reason, ...]]
"""Per action the reasons for it."""
FOLDER = Path(__file__).parent.parent / "held_back"
PAIRS = FOLDER / "pairs.toml"
ACTIONS = ("free", "modify", "ask", "withhold")
"""From the weakest to the strongest."""
KEPT = ("sex_at_birth",)
"""What the twin shares with the person unless `without` names it."""
KINDS = {"C": "safety draft", "remedies draft: ": "remedies draft", "entry ": "entry"}
"""By how a source begins: the code of a danger, the name of a block, the contraindication itself."""


@dataclass(frozen=True, eq=False)
class Story:
    """One person and one remedy.

    `told` are words of the warning, where more than one warning stands beside the remedy. `without` are the facts that
    the twin lacks, all of them if it is left out. Whoever has no facts stands for everybody, and has no twin. `differs`
    says why a story is not as its source has it: which documented decision it follows.
    """

    file: str
    who: str
    remedy: str
    action: str
    source: str
    facts: Mapping[str, Any]
    told: str = ""
    without: tuple[str, ...] = ()
    differs: str = ""

    @property
    def name(self) -> str:
        return f"{self.who}: {self.remedy}{f' ({self.told})' if self.told else ''}"

    @property
    def kind(self) -> str:
        """Where it was written from: one of the drafts, or the entry itself."""
        return next(kind for start, kind in KINDS.items() if self.source.startswith(start))

    def people(self, kb: Knowledge) -> tuple[Answers, ...]:
        """The person and, where something of the person decides, the twin."""
        told_of = person(kb, self.facts)
        if not self.facts or self.action == "free":
            return (told_of,)
        lacks = self.without or tuple(fact for fact in self.facts if fact not in KEPT)
        return told_of, person(kb, {fact: value for fact, value in self.facts.items() if fact not in lacks})

    def fails(self, kb: Knowledge, people: tuple[Answers, ...]) -> str:
        """What is not as told; empty if all is well."""
        against = self._against(kb, people[0])
        sure = {action: tuple(one for one in reasons if one.certain) for action, reasons in against.items()}
        if not self._held(sure) or (self.action != "withhold" and against["withhold"]):
            return f"{self.action} was told, but it is {_shown(against)}"
        for twin in people[1:]:
            if self._held(against := self._against(kb, twin), or_more=True):
                return f"the twin is held back as well: {_shown(against)}"
        return ""

    def _against(self, kb: Knowledge, answers: Answers) -> Against:
        suits = Weighing(kb, answers).suits(self.remedy)
        return {action: getattr(suits, action) for action in ACTIONS[1:]}

    def _held(self, against: Against, *, or_more: bool = False) -> bool:
        if self.told:
            return any(self.told in one.entry.says.lower() for one in against[self.action])
        strongest = next((action for action in reversed(ACTIONS[1:]) if against[action]), "free")
        return strongest == self.action or (or_more and ACTIONS.index(strongest) > ACTIONS.index(self.action))


def _shown(against: Against) -> str:
    rows = [(action, one) for action, reasons in against.items() for one in reasons]
    return ", ".join(f"{how} by {one.entry.id}{'' if one.certain else ' (unsure)'}" for how, one in rows) or "free"


@cache
def stories() -> tuple[Story, ...]:
    rows: list[Story] = []
    for file in sorted(FOLDER.glob("*.toml")):
        for row in tomllib.loads(file.read_text(encoding="utf-8")).get("story", []):
            given = {"facts": {}, **row, "without": tuple(row.get("without", ()))}
            rows.append(Story(file=file.stem, **given))
    return tuple(rows)


@dataclass(frozen=True, eq=False)
class Together:
    """Two remedies that must not stand in one plan (`never`), or only with time between (`apart`).

    `told` are words of the warning, where two pairs say the same of them.
    """

    first: str
    second: str
    action: str
    source: str
    told: str = ""
    differs: str = ""

    def fails(self, kb: Knowledge) -> str:
        pairs = kb.clashes.get(self.first, {}).get(self.second, ())
        strongest = max((pair.action for pair in pairs), default="free", key=("apart", "never").index)
        told = any(self.told in pair.says.lower() for pair in pairs)
        if strongest == self.action and told:
            return ""
        found = ", ".join(f"{pair.action} by {pair.id}" for pair in pairs) or "free"
        return f"{self.action} was told, but it is {found}"


@cache
def together() -> tuple[Together, ...]:
    return tuple(Together(**row) for row in tomllib.loads(PAIRS.read_text(encoding="utf-8"))["pair"])
