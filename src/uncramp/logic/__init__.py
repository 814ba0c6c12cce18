"""The rule language: what a condition says, what it means, why it came out so, and what to ask next.

Text is parsed (`parse`), checked against the facts there are (`check`) and given a meaning (`evaluate`). The other
interpreters (`explain`, `residual`, `compile`) answer further questions and must agree with that meaning. Here stands
what deciding needs; the rest is imported from its module by those who need it.
"""

from uncramp.logic.evaluate import evaluate
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

__all__ = [
    "ALWAYS",
    "NEVER",
    "And",
    "Atom",
    "Compare",
    "EnumType",
    "Expr",
    "Fact",
    "FactType",
    "Facts",
    "Flag",
    "FlagType",
    "IntType",
    "Member",
    "Not",
    "Op",
    "Or",
    "all_of",
    "any_of",
    "atoms",
    "evaluate",
    "facts_of",
    "from_json",
    "sides_of",
    "to_json",
    "to_text",
]
