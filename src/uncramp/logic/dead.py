"""Parts of a condition that can never matter: a slip of the author, so an error.

A part matters only where its neighbours leave the question open: in `a and b`, b matters where a is true; in `a or b`,
where a is false. So each part is looked at under what its neighbours leave possible. If it then has one value only,
it is dead. One idea covers `age < 5 and age > 10`, `x or x`, `a or (a and b)`, `x and not x` and `n >= 0`.

What is possible is kept per fact, as a bit mask over the values that the fact can take. Facts are taken one by one and
answers are complete, so this finds slips and is no proof: a dead part can hide, but what is refused is dead.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import assert_never

from uncramp.errors import RuleError, Where
from uncramp.logic.expr import And, Atom, Compare, Expr, Flag, Member, Not, Or, to_text
from uncramp.logic.fact_types import EnumType, FactType, FlagType, IntType

Types = Mapping[str, FactType]
Possible = Mapping[str, int]
"""Per fact, the values that are left, as a bit mask; a fact that is not named may have any value."""


@dataclass(frozen=True, slots=True)
class _Given:
    """A neighbour, and the value under which the part beside it matters."""

    said: Expr
    meant: Expr
    truth: bool


def refuse_dead_parts(expr: Expr, types: Types, meaning: Callable[[Expr], Expr], where: Where | None) -> None:
    """RuleError for the first dead part. `meaning` writes out definitions, which count as one part: a definition may
    say more than this place needs."""
    _Walk(types, meaning, where).walk(expr, ())


@dataclass(frozen=True, slots=True)
class _Walk:
    types: Types
    meaning: Callable[[Expr], Expr]
    where: Where | None

    def walk(self, expr: Expr, givens: tuple[_Given, ...]) -> None:
        match expr:
            case Flag() | Compare() | Member():
                self.refuse_settled(expr, givens)
            case Not(arg):
                self.walk(arg, givens)
            case And(args) | Or(args):
                beside = [_Given(arg, self.meaning(arg), isinstance(expr, And)) for arg in args]
                for i, arg in enumerate(args):
                    around = (*givens, *beside[:i], *beside[i + 1 :])
                    self.refuse_settled(arg, around)
                    self.refuse_implied(beside[i], beside[:i])
                    self.walk(arg, around)
            case _:
                assert_never(expr)

    def refuse_settled(self, part: Expr, givens: tuple[_Given, ...]) -> None:
        meant = self.meaning(part)
        if settled(meant, self.left_by(givens), self.types) is None:
            return
        alone = settled(meant, {}, self.types)
        if alone is not None:
            raise RuleError(f"`{to_text(part)}` is {'always true' if alone else 'never true'}", where=self.where)
        for given in givens:
            by_one = settled(meant, self.left_by((given,)), self.types)
            if by_one is not None:
                raise RuleError(_clash(part, by_one, given), where=self.where)
        raise RuleError(f"`{to_text(part)}` can no longer matter, given the parts around it", where=self.where)

    def refuse_implied(self, part: _Given, earlier: list[_Given]) -> None:
        """Parts that are themselves compound, such as `(a and b) or (b and a)`."""
        for other in earlier:
            if implies(part.meant, other.meant, self.types) or implies(other.meant, part.meant, self.types):
                raise RuleError(_clash(part.said, part.truth, other), where=self.where)

    def left_by(self, givens: tuple[_Given, ...]) -> Possible:
        possible: dict[str, int] = {}
        for given in givens:
            for fact, mask in learnt(given.meant, given.truth, self.types).items():
                possible[fact] = possible.get(fact, -1) & mask
        return possible


def _clash(part: Expr, value: bool, given: _Given) -> str:
    this, other = f"`{to_text(part)}`", f"`{to_text(given.said)}`"
    if part == given.said:
        return f"{this} stands twice"
    if value is given.truth:
        return f"{this} adds nothing beside {other}"
    return f"{other} and {this} can never be true together" if given.truth else f"{other} or {this} is always true"


def settled(expr: Expr, possible: Possible, types: Types) -> bool | None:
    """The one value that `expr` has under `possible`, or None where it may have both."""
    match expr:
        case Flag() | Compare() | Member():
            every = _every_value(types[expr.fact])
            left = possible.get(expr.fact, every) & every
            true = _values(expr, types[expr.fact])
            if left == 0 or (left & true and left & ~true):
                return None
            return bool(left & true)
        case Not(arg):
            value = settled(arg, possible, types)
            return None if value is None else not value
        case And(args) | Or(args):
            decisive = isinstance(expr, Or)
            values = [settled(arg, possible, types) for arg in args]
            if decisive in values:
                return decisive
            return None if None in values else not decisive
        case _:
            assert_never(expr)


def learnt(expr: Expr, truth: bool, types: Types) -> Possible:
    """What the facts can still be once `expr` is known to be `truth`."""
    match expr:
        case Flag() | Compare() | Member():
            true = _values(expr, types[expr.fact])
            return {expr.fact: true if truth else _every_value(types[expr.fact]) & ~true}
        case Not(arg):
            return learnt(arg, not truth, types)
        case And(args) | Or(args):
            told = [learnt(arg, truth, types) for arg in args]
            together: dict[str, int] = {}
            if isinstance(expr, And) is truth:
                for one in told:
                    for fact, mask in one.items():
                        together[fact] = together.get(fact, mask) & mask
                return together
            for fact in told[0] if told else ():
                masks = [one[fact] for one in told if fact in one]
                if len(masks) == len(told):
                    for mask in masks:
                        together[fact] = together.get(fact, 0) | mask
            return together
        case _:
            assert_never(expr)


def implies(one: Expr, other: Expr, types: Types) -> bool:
    """Whether `other` is seen to be true wherever `one` is; False also where this cannot be seen."""
    return _implies(_not_inward(one, True), _not_inward(other, True), types)


def _implies(one: Expr, other: Expr, types: Types) -> bool:
    if one == other or settled(other, learnt(one, True, types), types) is True:
        return True
    if isinstance(one, Or):
        return all(_implies(arm, other, types) for arm in one.args)
    if isinstance(other, And):
        return all(_implies(one, arm, types) for arm in other.args)
    if isinstance(other, Or) and any(_implies(one, arm, types) for arm in other.args):
        return True
    return isinstance(one, And) and any(_implies(arm, other, types) for arm in one.args)


def _not_inward(expr: Expr, truth: bool) -> Expr:
    """`expr`, or what denies it, with `not` at the questions only."""
    match expr:
        case Flag() | Compare() | Member():
            return expr if truth else Not(expr)
        case Not(arg):
            return _not_inward(arg, not truth)
        case And(args) | Or(args):
            arms = tuple(_not_inward(arg, truth) for arg in args)
            return And(arms) if isinstance(expr, And) is truth else Or(arms)
        case _:
            assert_never(expr)


def _every_value(kind: FactType) -> int:
    match kind:
        case FlagType():
            return 0b11
        case IntType(low, high):
            return (1 << (high - low + 1)) - 1
        case EnumType(values):
            return (1 << len(values)) - 1
        case _:
            assert_never(kind)


def _values(atom: Atom, kind: FactType) -> int:
    """The values of the fact for which the question is answered yes. INVARIANT: the atom was checked against `kind`."""
    match atom, kind:
        case Flag(), FlagType():
            return 0b10
        case Compare(_, op, value), IntType(low, _):
            every, at = _every_value(kind), 1 << (value - low)
            below = at - 1
            return {
                "<": below,
                "<=": below | at,
                ">": every & ~(below | at),
                ">=": every & ~below,
                "==": at,
            }[op]
        case Member(_, words), EnumType(known):
            return sum(1 << known.index(word) for word in words)
        case _:
            raise TypeError(f"unchecked: {atom} over {kind}")
