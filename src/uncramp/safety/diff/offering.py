"""Where two knowledges may offer or say something else: candidates only, each with the people whom it would concern.

A remedy of which nothing that decides differs has no candidates: nobody need be looked for.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import z3

from uncramp.kb.entries import Phase
from uncramp.logic.prove import all_of
from uncramp.offer import COMFORT
from uncramp.safety.deciding import Deciding
from uncramp.safety.diff.replay import Replayed, sentences
from uncramp.safety.diff.report import What
from uncramp.safety.person import NO
from uncramp.triage import Level


@dataclass(frozen=True, eq=False)
class Candidate:
    """`formula` holds of whoever meets it on the new side and did not on the old one."""

    kind: str
    id: str
    what: What
    formula: z3.BoolRef

    def seen(self, old: Replayed, new: Replayed) -> bool:
        """The code that decides says so too; of foods and notes it is not asked."""
        if self.kind == "remedy" and self.what in ("ask first", "not ask first"):
            asked = [bool(side.offered[self.id].ask_first) for side in (old, new)]
            return asked == [self.what == "not ask first", self.what == "ask first"]
        if self.what in ("offered", "not offered", "said", "not said"):
            there = [self._is_there(side) for side in (old, new)]
            return there == [self.what.startswith("not "), not self.what.startswith("not ")]
        return True

    def _is_there(self, side: Replayed) -> bool:
        match self.kind:
            case "remedy":
                return self.id in side.offered
            case "food" | "card":
                return self.id in side.free
            case _:
                return f"{self.kind}:{self.id}" in side.said


def candidates(old: Deciding, new: Deciding) -> Iterator[Candidate]:
    """All of them, what makes the new side less careful first."""
    both = (old, new)
    yield from _offered("offered", *both)
    yield from _spoken("not ask first", "ask", new, old)
    yield from _spoken("without a note", "modify", new, old)
    yield from _spoken("ask first", "ask", old, new)
    yield from _spoken("with a note", "modify", old, new)
    yield from _offered("not offered", new, old)
    yield from _said("said", *both)
    yield from _said("not said", new, old)


def _offered(what: What, without: Deciding, with_it: Deciding) -> Iterator[Candidate]:
    """What stands with the one side and not with the other."""
    for kind, id in affected(without, with_it):
        yield Candidate(kind, id, what, all_of((stands(with_it, kind, id), z3.Not(stands(without, kind, id)))))


def _spoken(what: What, action: str, without: Deciding, with_it: Deciding) -> Iterator[Candidate]:
    """What stands with both, and only with the one has something with this action to say about it."""
    for kind, id in items(without):
        if id in with_it.kb.against:
            silent, speaks = without.speaks(action, id), with_it.speaks(action, id)
            if not silent.eq(speaks):
                both = (stands(without, kind, id), stands(with_it, kind, id))
                yield Candidate(kind, id, what, all_of((*both, speaks, z3.Not(silent))))


def _said(what: What, without: Deciding, with_it: Deciding) -> Iterator[Candidate]:
    """What is said with the one side and not with the other."""
    before, now = sentences(without.kb), sentences(with_it.kb)
    for name in sorted({*before, *now}):
        silent, says = (
            d.person.surely(found[name]) if name in found else NO for d, found in ((without, before), (with_it, now))
        )
        if not silent.eq(says):
            kind, _, id = name.partition(":")
            yield Candidate(kind, id, what, all_of((says, z3.Not(silent))))


def items(*sides: Deciding) -> list[tuple[str, str]]:
    """The remedies, foods and cards there are, with their kind."""
    kinds = ("remedy", "food", "card")
    return [*dict.fromkeys((kind, one.id) for d in sides for kind in kinds for one in getattr(d.kb.pack, kind))]


def stands(d: Deciding, kind: str, id: str) -> z3.BoolRef:
    """The remedy stands in the plan; the food or card is shown, and nothing holds it back."""
    if kind == "remedy":
        return d.in_plan(id)
    return z3.Not(z3.Or(d.speaks("withhold", id), d.at_least(Level.urgent))) if id in d.kb.against else NO


def affected(one: Deciding, other: Deciding) -> list[tuple[str, str]]:
    """The items that may stand with one side and not with the other for somebody whose level is the same.

    A remedy that must not stand beside one of those is itself one of those.
    """
    found = [item for item in items(one, other) if not _alike(one, other, item[1])]
    for kind, id in found:
        rivals = one.never(id) | other.never(id) if kind == "remedy" else frozenset()
        found += [("remedy", rival) for rival in sorted(rivals) if ("remedy", rival) not in found]
    return found


def _alike(one: Deciding, other: Deciding, id: str) -> bool:
    """All that decides about the item, but for the level, is the same."""
    if id not in one.kb.against or id not in other.kb.against or one.never(id) != other.never(id):
        return False
    comfort = [id in d.kb.remedies and COMFORT in d.kb.remedies[id].groups for d in (one, other)]
    if comfort[0] is not comfort[1] or not one.speaks("withhold", id).eq(other.speaks("withhold", id)):
        return False
    rows = [[(phase, row) for (of, phase), row in d.indicated.items() if of == id] for d in (one, other)]
    return [_orders(row) for row in rows[:1]] == [_orders(row) for row in rows[1:]] and all(
        here.eq(there)
        for (_, before), (_, now) in zip(*rows, strict=True)
        for (_, here), (_, there) in zip(before, now, strict=True)
    )


def _orders(rows: list[tuple[Phase, list[tuple[int, z3.BoolRef]]]]) -> list[tuple[Phase, list[int]]]:
    return [(phase, [order for order, _ in row]) for phase, row in rows]
