"""The people of the examples: what is not named about them is "no"."""

from __future__ import annotations

from collections.abc import Mapping

from uncramp.facts import read_answers, settle, with_doubts
from uncramp.kb.conditions import Conditions
from uncramp.logic import Fact as Value
from uncramp.logic import FlagType


def example_person(conditions: Conditions, named: Mapping[str, Value]) -> dict[str, Value]:
    """Everything known of a person of whom an example names only what matters.

    Every yes/no fact that is neither named nor implied is "no"; numbers and choices that are not named stay unknown.
    """
    given = with_doubts(conditions.facts, read_answers(conditions.facts, named))
    known = dict(settle(given, conditions.implied).known)
    for id, fact in conditions.facts.items():
        if isinstance(fact.type, FlagType):
            known.setdefault(id, False)
    return known
