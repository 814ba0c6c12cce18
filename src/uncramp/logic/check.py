"""Whether an expression makes sense: every name known, every constant possible, no part that can never matter."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import assert_never

from uncramp.errors import RuleError, Where
from uncramp.logic.dead import refuse_dead_parts
from uncramp.logic.expr import (
    DEEPEST,
    And,
    Atom,
    Compare,
    Expr,
    Flag,
    Member,
    Not,
    Or,
    all_of,
    any_of,
    printable,
    to_text,
)
from uncramp.logic.fact_types import EnumType, FactType, FlagType, IntType

MOST_PARTS = 1000
"""Of a condition with its definitions written out: more than twice what may be written in one."""
MOST_VALUES = 100_000
"""Of a number: what is left of them is reckoned value by value."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What conditions may speak of: facts with their types, and named definitions (unchecked, as parsed)."""

    facts: Mapping[str, FactType]
    definitions: Mapping[str, Expr] = field(default_factory=dict)


def check(expr: Expr, vocabulary: Vocabulary, *, where: Where | None = None) -> Expr:
    """The expression with its definitions written out, or a RuleError; the definitions must be checked already."""
    _refuse_vast(expr, vocabulary, where)
    inlined = _inline(expr, vocabulary, where, ())
    refuse_dead_parts(expr, vocabulary.facts, lambda part: _inline(part, vocabulary, where, ()), where)
    return inlined


def check_definitions(vocabulary: Vocabulary, *, where: Where | None = None) -> None:
    """Every definition has a name of its own, leads back to facts only, and makes sense by itself."""
    for name, expr in vocabulary.definitions.items():
        if name in vocabulary.facts:
            raise RuleError(f"`{name}` is both a fact and a definition", where=where)
        try:
            check(expr, vocabulary, where=where)
        except RuleError as error:
            what = f"in the definition `{name}`: {error.what}"
            raise RuleError(what, where=error.where, allowed=error.allowed, hint=error.hint) from None


def _refuse_vast(expr: Expr, vocabulary: Vocabulary, where: Where | None) -> None:
    """RuleError if the definitions make the expression larger than anything can walk: each may name another twice."""
    try:
        parts, levels = _extent(expr, vocabulary, {})
    except RecursionError:
        parts, levels = 0, DEEPEST + 1
    if parts > MOST_PARTS or levels > DEEPEST:
        allowed = f"at most {MOST_PARTS} parts and {DEEPEST} levels"
        raise RuleError("the condition is too large with its definitions written out", where=where, allowed=allowed)


def _extent(expr: Expr, vocabulary: Vocabulary, named: dict[str, tuple[int, int]]) -> tuple[int, int]:
    """Parts and levels of `expr` with its definitions written out; `named` are those of the definitions so far."""
    match expr:
        case Flag(name) if name not in vocabulary.facts and name in vocabulary.definitions:
            if name not in named:
                named[name] = (1, 1)  # one that leads back to itself is refused as that
                named[name] = _extent(vocabulary.definitions[name], vocabulary, named)
            return named[name]
        case Flag() | Compare() | Member():
            return 1, 1
        case Not(arg):
            parts, levels = _extent(arg, vocabulary, named)
            return parts + 1, levels + 1
        case And(args) | Or(args):
            extents = [_extent(arg, vocabulary, named) for arg in args]
            return 1 + sum(parts for parts, _ in extents), 1 + max((levels for _, levels in extents), default=0)
        case _:
            assert_never(expr)


def _inline(expr: Expr, vocabulary: Vocabulary, where: Where | None, inside: tuple[str, ...]) -> Expr:
    """`expr` over facts only; `inside` are the definitions that led here, to find one that leads to itself."""
    match expr:
        case Flag(name) if name not in vocabulary.facts and name in vocabulary.definitions:
            if name in inside:
                circle = " -> ".join((*inside[inside.index(name) :], name))
                raise RuleError("a definition leads back to itself: " + f"`{circle}`", where=where)
            return _inline(vocabulary.definitions[name], vocabulary, where, (*inside, name))
        case Flag() | Compare() | Member():
            _check_atom(expr, vocabulary, where)
            return expr
        case Not(arg):
            return Not(_inline(arg, vocabulary, where, inside))
        case And(args):
            return all_of(_inline(arg, vocabulary, where, inside) for arg in args)
        case Or(args):
            return any_of(_inline(arg, vocabulary, where, inside) for arg in args)
        case _:
            assert_never(expr)


def _check_atom(atom: Atom, vocabulary: Vocabulary, where: Where | None) -> None:
    kind = vocabulary.facts.get(atom.fact)
    said = f"`{printable(to_text(atom), 200)}`"
    match atom, kind:
        case _, None:
            raise _unknown_name(atom, vocabulary, where)
        case (Flag(), FlagType()):
            return
        case Compare(), IntType(low, high) if high - low >= MOST_VALUES:
            what = f"`{atom.fact}` has too many values to compare"
            raise RuleError(what, where=where, allowed=f"at most {MOST_VALUES}")
        case Compare(_, _, value), IntType(low, high):
            if not low <= value <= high:
                raise RuleError(
                    f"{said} is outside the range of `{atom.fact}`", where=where, allowed=f"{low} to {high}"
                )
        case Member(_, words), EnumType(known):
            for word in words:
                if word not in known:
                    what = f"`{printable(word)}` is no value of `{atom.fact}`"
                    raise RuleError(what, where=where, allowed=_listed(known), hint=_meant(word, known))
                if words.count(word) > 1:
                    raise RuleError(f"`{printable(word)}` stands twice in {said}", where=where)
        case _, FlagType():
            raise RuleError(
                f"{said} compares a yes/no fact", where=where, allowed=f"`{atom.fact}` or `not {atom.fact}`"
            )
        case _, IntType(low, high):
            allowed = f"`{atom.fact} < n` with n from {low} to {high}"
            raise RuleError(f"{said} does not fit a number", where=where, allowed=allowed)
        case _, EnumType(known):
            allowed = f"`{atom.fact} == '...'` with one of {_listed(known)}"
            raise RuleError(f"{said} does not fit a choice", where=where, allowed=allowed)


def _unknown_name(atom: Atom, vocabulary: Vocabulary, where: Where | None) -> RuleError:
    if atom.fact in vocabulary.definitions:
        return RuleError(
            f"`{printable(to_text(atom), 200)}` compares a definition", where=where, allowed=f"`{atom.fact}` alone"
        )
    what = f"no fact or definition is called `{printable(atom.fact)}`"
    return RuleError(what, where=where, hint=_meant(atom.fact, (*vocabulary.facts, *vocabulary.definitions)))


def _meant(name: str, known: Iterable[str]) -> str:
    import difflib

    near = difflib.get_close_matches(name, known, n=2)
    return f"did you mean {' or '.join(f'`{word}`' for word in near)}?" if near else ""


def _listed(words: Iterable[str]) -> str:
    return ", ".join(f"`{word}`" for word in words)
