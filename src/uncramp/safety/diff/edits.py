"""Which entries and texts of two knowledges differ, and in which fields: what stands there, not what it does."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

import msgspec

from uncramp.kb import Knowledge
from uncramp.kb.entries import TABLES

How = Literal["added", "removed", "changed"]
ANSWERED = ("type", "range", "values", "tier", "measured", "unsure_of")
"""The fields of a fact that say how it is answered and what is made of it; the others are words."""
VISIT = ("level", "route", "contact", "within_days")
"""The fields of a rule that say where it sends somebody."""


@dataclass(frozen=True, order=True)
class Edit:
    """One entry (`kind` as in the knowledge) or one text of a language (`kind` is `text`, and so its `id` its key)."""

    kind: str
    id: str
    how: How
    fields: tuple[str, ...] = ()


def edits(old: Knowledge, new: Knowledge) -> tuple[Edit, ...]:
    """Every entry and text that is not the same on both sides, by kind and id."""
    found: list[Edit] = []
    for kind in TABLES:
        found += _between(kind, _rows(old, kind), _rows(new, kind))
    for language in sorted({*old.pack.texts, *new.pack.texts}):
        before, now = (kb.pack.texts.get(language, {}) for kb in (old, new))
        found += _between(f"text {language}", *({id: {"": text} for id, text in row.items()} for row in (before, now)))
    return tuple(found)


def rule_edits(old: Knowledge, new: Knowledge) -> tuple[Edit, ...]:
    """The triage rules that judge otherwise: another condition, by a changed definition too, or another visit."""
    sides = [
        {one.rule.id: {"when": one.when} | {field: getattr(one.rule, field) for field in VISIT} for one in kb.rules}
        for kb in (old, new)
    ]
    return tuple(_between("rule", *sides))


def _rows(kb: Knowledge, kind: str) -> dict[str, dict[str, Any]]:
    return {
        getattr(entry, "id", None) or str(nth): msgspec.structs.asdict(entry)
        for nth, entry in enumerate(getattr(kb.pack, kind))
    }


def _between(kind: str, old: Mapping[str, Mapping[str, Any]], new: Mapping[str, Mapping[str, Any]]) -> Iterator[Edit]:
    for id in sorted({*old, *new}):
        if id not in old or id not in new:
            yield Edit(kind, id, "removed" if id in old else "added")
        elif old[id] != new[id]:
            yield Edit(kind, id, "changed", tuple(name for name in new[id] if old[id].get(name) != new[id][name]))
