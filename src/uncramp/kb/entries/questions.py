"""What a person can be asked: facts, definitions over them, and the lines of the quick screen."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct, field

from uncramp.kb.entries.base import Entry, Example, Text


class FactEntry(Entry, frozen=True, kw_only=True):
    type: Literal["flag", "int", "enum"]
    range: tuple[int, int] | None = None
    unit: str = ""
    values: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    tier: Literal["gate", "context"]
    group: Literal["who", "site", "episode", "sign", "event", "condition", "allergy", "medicine"]
    measured: bool = False
    unsure_of: str = ""
    ask: Text
    short: str = ""
    why: str = ""
    note: str = ""


class Definition(Entry, frozen=True, kw_only=True):
    when: Text
    note: str = ""


class ImpliedEntry(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    fact: str
    value: bool | int | str
    when: Text


class Line(Entry, frozen=True, kw_only=True):
    """One plain line of the quick screen; "none of these" answers no to `facts` and sets what stands in `sets`."""

    says: Text
    more: str = ""
    facts: tuple[str, ...]
    sets: Example = field(default_factory=dict)


class Quick(Entry, frozen=True, kw_only=True):
    """One place to tap: what the tap says, and the few facts that would hold back the first remedies there."""

    title: Text
    sets: Example
    ask: tuple[str, ...]
    first: tuple[str, ...]
