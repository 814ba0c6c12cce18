"""The rule language: what a condition says, what it means, why it came out so, and what to ask next.

Text is parsed (`parse`), checked against the facts there are (`check`) and given a meaning (`evaluate`). The other
interpreters answer further questions and must agree with that meaning. `compile` is imported by those who need it.
"""

from uncramp.logic.check import Vocabulary, check, check_definitions
from uncramp.logic.evaluate import evaluate
from uncramp.logic.explain import Explanation, Flip, because, explain
from uncramp.logic.expr import (
    ALWAYS,
    NEVER,
    And,
    Atom,
    Compare,
    Expr,
    Fact,
    Facts,
    Flag,
    Member,
    Not,
    Op,
    Or,
    all_of,
    any_of,
    atoms,
    facts_of,
    from_json,
    sides_of,
    to_json,
    to_text,
)
from uncramp.logic.fact_types import EnumType, FactType, FlagType, IntType
from uncramp.logic.parse import parse
from uncramp.logic.residual import most_useful, residual

__all__ = [
    "ALWAYS",
    "NEVER",
    "And",
    "Atom",
    "Compare",
    "EnumType",
    "Explanation",
    "Expr",
    "Fact",
    "FactType",
    "Facts",
    "Flag",
    "FlagType",
    "Flip",
    "IntType",
    "Member",
    "Not",
    "Op",
    "Or",
    "Vocabulary",
    "all_of",
    "any_of",
    "atoms",
    "because",
    "check",
    "check_definitions",
    "evaluate",
    "explain",
    "facts_of",
    "from_json",
    "most_useful",
    "parse",
    "residual",
    "sides_of",
    "to_json",
    "to_text",
]
