"""The rule language as data: six node types, their text and their JSON."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, assert_never

from uncramp.errors import RuleError

Op = Literal["<", "<=", ">", ">=", "=="]
Fact = bool | int | str
Facts = Mapping[str, Fact | None]
"""What is known of a person; a fact that is absent or None is unknown."""


@dataclass(frozen=True, slots=True)
class Flag:
    """A yes/no fact; before checking, also the name of a definition."""

    fact: str


@dataclass(frozen=True, slots=True)
class Compare:
    """A whole-number fact against a constant."""

    fact: str
    op: Op
    value: int


@dataclass(frozen=True, slots=True)
class Member:
    """A fact with named values is one of these."""

    fact: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Not:
    arg: Expr


@dataclass(frozen=True, slots=True)
class And:
    args: tuple[Expr, ...]


@dataclass(frozen=True, slots=True)
class Or:
    args: tuple[Expr, ...]


Atom = Flag | Compare | Member
Expr = Flag | Compare | Member | Not | And | Or

DEEPEST = 100
"""Levels of an expression with its definitions written out: those who walk it call themselves at each."""

ALWAYS = And(())
"""True of everybody. In text it is the word `always`."""

NEVER = Or(())
"""True of nobody. No text gives it; it is what an empty list of reasons comes to."""


def all_of(args: Iterable[Expr]) -> Expr:
    """Every one of `args`, without an And inside an And and without an And of one."""
    flat = [arm for arg in args for arm in (arg.args if isinstance(arg, And) else (arg,))]
    return flat[0] if len(flat) == 1 else And(tuple(flat))


def any_of(args: Iterable[Expr]) -> Expr:
    """At least one of `args`, without an Or inside an Or and without an Or of one."""
    flat = [arm for arg in args for arm in (arg.args if isinstance(arg, Or) else (arg,))]
    return flat[0] if len(flat) == 1 else Or(tuple(flat))


def atoms(expr: Expr) -> Iterator[Atom]:
    """Every question that the expression asks, in reading order, repeats included."""
    match expr:
        case Flag() | Compare() | Member():
            yield expr
        case Not(arg):
            yield from atoms(arg)
        case And(args) | Or(args):
            for arg in args:
                yield from atoms(arg)
        case _:
            assert_never(expr)


def facts_of(expr: Expr) -> frozenset[str]:
    return frozenset(atom.fact for atom in atoms(expr))


def sides_of(expr: Expr, negated: bool = False) -> tuple[frozenset[str], frozenset[str]]:
    """The facts that are asked of plainly, and those that are asked of under `not` (twice under is plain again)."""
    match expr:
        case Flag(fact) | Compare(fact) | Member(fact):
            return (frozenset(), frozenset({fact})) if negated else (frozenset({fact}), frozenset())
        case Not(arg):
            return sides_of(arg, not negated)
        case And(args) | Or(args):
            pairs = [sides_of(arg, negated) for arg in args]
            return frozenset().union(*(plain for plain, _ in pairs)), frozenset().union(*(under for _, under in pairs))
        case _:
            assert_never(expr)


def to_text(expr: Expr) -> str:
    """The text of an expression: `parse(to_text(e)) == e` for all that `parse` can give."""
    match expr:
        case Flag(fact):
            return fact
        case Compare(fact, op, value):
            return f"{fact} {op} {value}"
        case Member(fact, (value,)):
            return f"{fact} == {_quoted(value)}"
        case Member(fact, values):
            return f"{fact} in ({', '.join(map(_quoted, values))})"
        case Not(Flag(fact)):
            return f"not {fact}"
        case Not(arg):
            return f"not ({to_text(arg)})"
        case And(()):
            return "always"
        case Or(()):
            return "not (always)"
        case And(args):
            return " and ".join(f"({to_text(arg)})" if isinstance(arg, Or) else to_text(arg) for arg in args)
        case Or(args):
            return " or ".join(map(to_text, args))
        case _:
            assert_never(expr)


def _quoted(value: str) -> str:
    return f'"{value}"' if "'" in value else f"'{value}'"


def to_json(expr: Expr) -> list[object]:
    """Nested lists, the operator first: `["and", ["flag", "x"], ["<", "age_years", 16]]`."""
    match expr:
        case Flag(fact):
            return ["flag", fact]
        case Compare(fact, op, value):
            return [op, fact, value]
        case Member(fact, values):
            return ["in", fact, list(values)]
        case Not(arg):
            return ["not", to_json(arg)]
        case And(args):
            return ["and", *map(to_json, args)]
        case Or(args):
            return ["or", *map(to_json, args)]
        case _:
            assert_never(expr)


def from_json(data: object, *, depth: int = 1) -> Expr:
    """What `to_json` wrote; anything else is a RuleError that shows the offending piece."""
    if depth > DEEPEST:
        raise RuleError("an expression is nested too deeply", allowed=f"at most {DEEPEST} levels")
    match data:
        case ["flag", str(fact)]:
            return Flag(fact)
        case ["and", *args]:
            return And(tuple(from_json(arg, depth=depth + 1) for arg in args))
        case ["or", *args]:
            return Or(tuple(from_json(arg, depth=depth + 1) for arg in args))
        case ["not", arg]:
            return Not(from_json(arg, depth=depth + 1))
        case [("<" | "<=" | ">" | ">=" | "==") as op, str(fact), int(value)] if type(value) is int:
            return Compare(fact, op, value)
        case ["in", str(fact), [str(), *_] as values]:
            return Member(fact, tuple(map(_word, values)))
        case _:
            raise RuleError(
                f"{_piece(data)} is not an expression",
                allowed='["flag", fact], [op, fact, number], ["in", fact, [words]], ["not", e], ["and", e, ...] or '
                '["or", e, ...]',
            )


def _word(data: object) -> str:
    if isinstance(data, str):
        return data
    raise RuleError(f"{_piece(data)} is not a word")


def printable(text: str, longest: int = 60) -> str:
    """The beginning of a text from outside, fit for one line of a message: what does not print stands as in Python."""
    return "".join(sign if sign.isprintable() else repr(sign)[1:-1] for sign in text[:longest])


def _piece(data: object) -> str:
    try:
        return f"`{printable(str(data))}`"
    except (RecursionError, ValueError):  # a list of lists of lists, or a number with thousands of digits in one
        return "a piece that cannot be shown"
