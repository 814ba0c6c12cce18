"""Expressions as text for other people's engines: CEL and FHIRPath. (SQL is in `sql`, our own JSON in `expr`.)

**CEL** has no value for unknown: a question about a field that is not there is an error, and what becomes of the error
depends on the engine. So an expression becomes two that always have a value, as in `compile`: `must` (surely true) and
`may` (not ruled out), over one map `f` of a person's answers, where an unknown fact is absent or null. Every question
stands behind its own `has(f.x)` and a look at the type, so nothing leans on how an engine treats errors beside `&&` and
`||`. (`f.x != null` would be shorter, and is itself an error in engines that compare only like with like.) Both true:
it holds. Both false: it does not. `may` alone: it depends.

**FHIRPath** and not CQL: its empty collection is our unknown, and `and`, `or`, `not()`, `=`, `<` and `in` treat it by
Kleene's tables (CQL's `in` over an unknown list is false, and there is no CQL engine in Python to test against). One
expression then gives true, false or empty. Its context is a QuestionnaireResponse whose items have a fact's id as
`linkId` and at most one answer: valueBoolean, valueInteger, or valueCoding with the word as its code.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal, assert_never

from uncramp.errors import RuleError
from uncramp.logic.expr import And, Atom, Compare, Expr, Flag, Member, Not, Or

Plane = Literal["must", "may"]


@dataclass(frozen=True, slots=True)
class Cel:
    """The two CEL texts of one expression."""

    must: str
    may: str


def cel(expr: Expr, calming: Collection[str] = frozenset()) -> Cel:
    """`expr` as CEL; a fact in `calming` is supposed no where it is unknown."""
    return Cel(_cel(expr, "must", calming), _cel(expr, "may", calming))


def fhirpath(expr: Expr, calming: Collection[str] = frozenset()) -> str:
    """`expr` as FHIRPath; a fact in `calming` is supposed no where it is unknown."""
    match expr:
        case Flag() | Compare() | Member():
            asked = _fhirpath_atom(expr)
            return f"({asked} ~ true)" if expr.fact in calming else asked
        case Not(arg):
            return f"{fhirpath(arg, calming)}.not()"
        case And(()):
            return "true"
        case Or(()):
            return "false"
        case And(args):
            return f"({' and '.join(fhirpath(arg, calming) for arg in args)})"
        case Or(args):
            return f"({' or '.join(fhirpath(arg, calming) for arg in args)})"
        case _:
            assert_never(expr)


def _cel(expr: Expr, plane: Plane, calming: Collection[str]) -> str:
    match expr:
        case Flag() | Compare() | Member():
            field = f"f.{_cel_name(expr.fact)}"
            asked = _cel_atom(expr, field)
            if plane == "must" or expr.fact in calming:
                return f"(has({field}) && type({field}) != null_type && {asked})"
            return f"(!has({field}) || type({field}) == null_type || {asked})"
        case Not(arg):
            return f"!{_cel(arg, 'may' if plane == 'must' else 'must', calming)}"
        case And(()):
            return "true"
        case Or(()):
            return "false"
        case And(args):
            return f"({' && '.join(_cel(arg, plane, calming) for arg in args)})"
        case Or(args):
            return f"({' || '.join(_cel(arg, plane, calming) for arg in args)})"
        case _:
            assert_never(expr)


def _cel_atom(atom: Atom, field: str) -> str:
    match atom:
        case Flag():
            return field
        case Compare(_, op, value):
            return f"{field} {op} {value:d}"
        case Member(_, (word,)):
            return f"{field} == {_cel_string(word)}"
        case Member(_, words):
            return f"{field} in [{', '.join(map(_cel_string, words))}]"
        case _:
            assert_never(atom)


def _fhirpath_atom(atom: Atom) -> str:
    value = f"item.where(linkId = {_fhirpath_string(atom.fact)}).answer.value"
    match atom:
        case Flag():
            return value
        case Compare(_, op, number):
            return f"({value} {'=' if op == '==' else op} {number:d})"
        case Member(_, words):
            return f"({value}.code in ({' | '.join(map(_fhirpath_string, words))}))"
        case _:
            assert_never(atom)


CEL_WORDS = frozenset(
    (
        "as", "break", "const", "continue", "else", "false", "for", "function", "if", "import", "in", "let", "loop",
        "namespace", "null", "package", "return", "true", "var", "void", "while",
    )
)  # fmt: skip
"""What the language keeps for itself: no field can be called so."""


def _cel_name(fact: str) -> str:
    if not re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", fact) or fact in CEL_WORDS:
        raise RuleError(f"CEL has no field `{fact}`", allowed="letters, digits and `_`, and no word of CEL itself")
    return fact


def _cel_string(word: str) -> str:
    return json.dumps(word, ensure_ascii=False)  # CEL knows all the escapes that JSON needs


def _fhirpath_string(word: str) -> str:
    if "\\" in word:  # engines made from the standard's own grammar lose their way in `'\\' | 'b'`
        raise RuleError(f"`{word[:60]}` holds a backslash", allowed="words that every FHIRPath engine reads alike")
    return "'" + word.replace("'", "\\'") + "'"
