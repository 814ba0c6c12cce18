"""What an entry is called in the pack, and the fact that an entry of the catalogue describes."""

from __future__ import annotations

from uncramp.facts import Fact
from uncramp.kb.entries import FactEntry
from uncramp.logic import EnumType, FactType, FlagType, IntType


def key(kind: str, id: str, nth: int | None = None) -> str:
    return f"{kind}:{id}" if nth is None else f"{kind}:{id}:{nth}"


def fact_of(entry: FactEntry) -> Fact:
    """The fact of a catalogue entry; ValueError if the entry's type and its range or values do not fit."""
    kind: FactType
    if entry.type == "flag" and entry.range is None and not entry.values:
        kind = FlagType()
    elif entry.type == "int" and entry.range is not None and entry.range[0] < entry.range[1] and not entry.values:
        kind = IntType(*entry.range)
    elif entry.type == "enum" and entry.range is None and len(set(entry.values)) == len(entry.values) > 1:
        kind = EnumType(entry.values)
    else:
        raise ValueError(
            f"`{entry.id}`: a flag has nothing more, an int a `range = [low, high]`, an enum two or more `values`"
        )
    if entry.labels and len(entry.labels) != len(entry.values):
        raise ValueError(f"`{entry.id}`: {len(entry.values)} values but {len(entry.labels)} labels")
    return Fact(
        entry.id,
        kind,
        entry.tier,
        entry.group,
        entry.ask,
        entry.why,
        entry.unit,
        entry.labels,
        entry.measured,
        entry.unsure_of,
    )
