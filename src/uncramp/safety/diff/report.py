"""What the comparison of two knowledges has found: the people who get another answer, and the edits behind it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from uncramp.facts import Answers
from uncramp.kb import Knowledge
from uncramp.safety.diff.edits import ANSWERED, Edit
from uncramp.safety.diff.replay import Replayed
from uncramp.safety.diff.visits import Visit
from uncramp.triage import Level

What = Literal[
    "offered", "not offered", "ask first", "not ask first", "with a note", "without a note", "said", "not said"
]
"""How it is for somebody in the new knowledge, and was not in the old one."""


@dataclass(frozen=True)
class Somebody:
    """One person, and what the code that decides says of them with the old knowledge and with the new one."""

    answers: Answers
    old: Replayed
    new: Replayed


@dataclass(frozen=True)
class LevelChange:
    """Somebody was at the level `old` and is at `new`."""

    old: Level
    new: Level
    somebody: Somebody

    @property
    def lower(self) -> bool:
        return self.new < self.old


@dataclass(frozen=True)
class VisitChange:
    """Somebody stays at the level and is sent elsewhere, or later."""

    level: Level
    old: Visit
    new: Visit
    somebody: Somebody


@dataclass(frozen=True)
class RuleChange:
    """A rule that judges otherwise, and somebody who gets another answer where it does; None: nobody does.

    `together` are other changed rules that judge this person otherwise too: no person shows this rule alone.
    """

    edit: Edit
    somebody: Somebody | None
    together: tuple[str, ...] = ()


@dataclass(frozen=True)
class OfferChange:
    """A remedy, food or card, or something that is said, for somebody whose level is the same on both sides."""

    kind: str
    id: str
    what: What
    somebody: Somebody


@dataclass(frozen=True)
class Refused:
    """Somebody whose answers contradict each other on one side alone (`by`)."""

    by: Literal["old", "new"]
    answers: Answers


@dataclass(frozen=True)
class Report:
    """Every difference that somebody can meet; `undecided` is what could not be told."""

    old: Knowledge
    new: Knowledge
    edits: tuple[Edit, ...]
    levels: tuple[LevelChange, ...] = ()
    visits: tuple[VisitChange, ...] = ()
    rules: tuple[RuleChange, ...] = ()
    offers: tuple[OfferChange, ...] = ()
    refused: tuple[Refused, ...] = ()
    undecided: tuple[str, ...] = ()

    @property
    def lower(self) -> bool:
        """Somebody's level is lower, or it could not be told whether it is."""
        return bool(self.undecided) or any(change.lower for change in self.levels)

    @property
    def equivalent(self) -> bool:
        return not (self.levels or self.visits or self.offers or self.refused or self.undecided)

    @property
    def facts(self) -> tuple[Edit, ...]:
        """The facts that are not answered alike, or are taken otherwise."""
        rows = [edit for edit in self.edits if edit.kind == "fact"]
        return tuple(edit for edit in rows if edit.how != "changed" or {*edit.fields} & {*ANSWERED})
