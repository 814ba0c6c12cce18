"""A condition in words: what a clinician reads beside the exact text."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import assert_never

from uncramp.kb.entries import FactEntry
from uncramp.logic import And, Compare, Expr, Flag, Member, Not, Or
from uncramp.logic.expr import ALWAYS, Op
from uncramp.logic.parse import parse

NUMBERS: dict[Op, str] = {"<": "under", "<=": "at most", ">": "over", ">=": "at least", "==": "exactly"}
LABELLED = ("site", "condition", "allergy", "medicine")
"""Groups whose `ask` is the label of a tick list; the other facts have a `short`."""
TENTHS = "0.1 "
"""How the unit of a number begins that is given in tenths."""
PLACEHOLDER = re.compile(r"\{([^{}|]*)\|([^{}]*)\}")


def in_english(when: str, facts: Mapping[str, FactEntry]) -> str:
    """The condition `when` in words: AND, OR and NOT in capitals, each named definition as `[its name]`."""
    return _said(parse(when), facts)


def _said(expr: Expr, facts: Mapping[str, FactEntry]) -> str:
    match expr:
        case Flag(fact):
            return named(facts[fact]) if fact in facts else f"[{fact.replace('_', ' ')}]"
        case Compare(fact, op, value):
            return f"{named(facts[fact])} {NUMBERS[op]} {_amount(value, facts[fact].unit)}"
        case Member(fact, values):
            return f"{named(facts[fact])}: {' or '.join(_label(facts[fact], value) for value in values)}"
        case Not(arg):
            return f"NOT {_part(arg, facts)}"
        case And(args):
            return "always" if expr == ALWAYS else " AND ".join(_part(arg, facts) for arg in args)
        case Or(args):
            return " OR ".join(_part(arg, facts) for arg in args)
        case _:
            assert_never(expr)


def _part(expr: Expr, facts: Mapping[str, FactEntry]) -> str:
    """A part of something larger: in brackets unless it asks of one thing only."""
    said = _said(expr, facts)
    return f"({said})" if isinstance(expr, And | Or | Member) else said


def named(fact: FactEntry) -> str:
    """What a fact is called in a condition: its `short`, or its label; in quotes where it could be two."""
    name = fact.short or _lower(_bare(fact.ask))
    name = f"{name} (allergy)" if fact.group == "allergy" else name
    return f"“{name}”" if fact.type == "flag" and re.search(r",| or ", name) else name


def _label(fact: FactEntry, value: str) -> str:
    label = dict(zip(fact.values, fact.labels, strict=False)).get(value, value.replace("_", " "))
    return _lower(_bare(PLACEHOLDER.sub(r"\2", label)))


def _bare(label: str) -> str:
    """A label without what stands in brackets."""
    return re.sub(r" \([^)]*\)", "", label)


def _amount(value: int, unit: str) -> str:
    number, unit = (f"{value / 10:.1f}", unit.removeprefix(TENTHS)) if unit.startswith(TENTHS) else (str(value), unit)
    return f"{number} {unit}".strip()


def _lower(label: str) -> str:
    """A label within a sentence: small, unless its first word is a name or an abbreviation."""
    first = label.split(maxsplit=1)[0]
    kept = first.endswith("'s") or (len(first) > 1 and not first[1:].islower())
    return label if kept else label[0].lower() + label[1:]
