"""What a fact can be: yes or no, a whole number in a range, or one of some words."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FlagType:
    """Yes or no."""


@dataclass(frozen=True, slots=True)
class IntType:
    """A whole number from `low` to `high`, both included."""

    low: int
    high: int


@dataclass(frozen=True, slots=True)
class EnumType:
    """Exactly one of `values`."""

    values: tuple[str, ...]


FactType = FlagType | IntType | EnumType
