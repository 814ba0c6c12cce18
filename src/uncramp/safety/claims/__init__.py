"""The safety claims: what each says in one plain sentence, and how it is held against everybody who could ever ask.

A proof covers all answers, unknown ones included; it is refuted by a person. A check goes through every case of a
finite list (texts, tables, answers out of range); it is refuted by a case.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

import z3

from uncramp.kb import Knowledge
from uncramp.safety.deciding import Deciding
from uncramp.safety.person import Person


@dataclass(frozen=True)
class Proof:
    """`claim` holds of everybody in `domain`; `about` is the person to show when it does not.

    `plan` says that the claim speaks of the plan; `exists` turns it round: there is somebody of whom it holds.
    """

    what: str
    claim: z3.BoolRef
    about: Deciding
    domain: tuple[z3.BoolRef, ...] = ()
    exists: bool = False
    plan: bool = False


@dataclass(frozen=True)
class Case:
    """One case of a finite list; `wrong` says what is wrong with it, empty when nothing is."""

    what: str
    wrong: str = ""


Step = Proof | Case


@dataclass
class World:
    """The knowledge, and anybody at all."""

    kb: Knowledge
    settling: bool = True

    @cached_property
    def anybody(self) -> Deciding:
        return Deciding(self.kb, Person(self.kb, settling=self.settling))

    @cached_property
    def unsettled(self) -> Deciding:
        """Anybody at all whose answers are taken as they are, contradictions included."""
        return Deciding(self.kb, Person(self.kb, settling=False))


@dataclass(frozen=True)
class Claim:
    """A promise about everybody. `id` is that of the safety specification."""

    id: str
    says: str
    kind: Literal["proof", "check"]
    steps: Callable[[World], Iterator[Step]] = field(repr=False)


CLAIMS: dict[str, Claim] = {}


def claim(
    id: str, says: str, kind: Literal["proof", "check"] = "proof"
) -> Callable[..., Callable[..., Iterator[Step]]]:
    """Register what yields the steps of a claim."""

    def register(steps: Callable[[World], Iterator[Step]]) -> Callable[[World], Iterator[Step]]:
        CLAIMS[id] = Claim(id, says, kind, steps)
        return steps

    return register
