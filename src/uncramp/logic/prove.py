"""The rule language in Z3: a person whose every answer is open, an expression as two planes, a claim or its breaker.

A fact is three things here: a value inside its type, whether it is known, and nothing else. So an expression becomes a
pair: `must`, that it surely holds, and `may`, that it is not surely false. What is proved holds for all values of all
facts and for every choice of which of them are unknown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import assert_never

import z3

from uncramp.logic.expr import And, Atom, Compare, Expr, Fact, Flag, Member, Not, Op, Or
from uncramp.logic.fact_types import EnumType, FactType, FlagType, IntType

Planes = tuple[z3.BoolRef, z3.BoolRef]
"""(must, may) of one expression."""
Questions = Callable[[Atom], Planes]
"""How the atoms of an expression come out for one person, in one way of looking at what is unknown."""

EFFORT = 20_000_000
"""How much Z3 may work on one question (its `rlimit`, the same on every machine), before it has to say so."""

OPS: dict[Op, Callable[[z3.ArithRef, int], z3.BoolRef]] = {
    "<": lambda n, k: n < k,
    "<=": lambda n, k: n <= k,
    ">": lambda n, k: n > k,
    ">=": lambda n, k: n >= k,
    "==": lambda n, k: n == k,
}


class Undecided(Exception):
    """Z3 gave up within its effort: neither proved nor refuted."""


@dataclass(frozen=True)
class Symbol:
    """One fact of somebody: its value as a formula, and whether it is known."""

    type: FactType
    value: z3.ExprRef
    known: z3.BoolRef

    def inside(self) -> z3.BoolRef:
        """The value is one that the fact can have."""
        match self.type:
            case FlagType():
                return z3.BoolVal(True)
            case IntType(low, high):
                return z3.And(self.value >= low, self.value <= high)
            case EnumType(values):
                return z3.And(self.value >= 0, self.value < len(values))
            case _:
                assert_never(self.type)

    def equals(self, answer: Fact) -> z3.BoolRef:
        """The value is this answer."""
        if isinstance(self.type, EnumType):
            return self.value == self.type.values.index(str(answer))
        return self.value if answer is True else z3.Not(self.value) if answer is False else self.value == answer

    def answer(self, model: z3.ModelRef) -> Fact:
        """The value in a model of Z3, as a person would answer it."""
        found = model.eval(self.value, model_completion=True)
        match self.type:
            case FlagType():
                return bool(z3.is_true(found))
            case IntType():
                return int(found.as_long())
            case EnumType(values):
                return values[int(found.as_long())]
            case _:
                assert_never(self.type)


def open_fact(name: str, type: FactType, tag: str = "") -> Symbol:
    """A fact that may have any value and may be unknown; `tag` tells two people apart."""
    value = z3.Bool(name + tag) if isinstance(type, FlagType) else z3.Int(name + tag)
    return Symbol(type, value, z3.Bool(f"known {name}{tag}"))


def holds(atom: Atom, symbol: Symbol) -> z3.BoolRef:
    """What the atom says of the value, known or not."""
    match atom:
        case Flag():
            return symbol.value
        case Compare(_, op, value):
            return OPS[op](symbol.value, value)
        case Member(_, values):
            return any_of(symbol.equals(value) for value in values)
        case _:
            assert_never(atom)


def questions(facts: Mapping[str, Symbol]) -> Questions:
    """The meaning of `evaluate`: an unknown fact may come out either way."""

    @cache
    def ask(atom: Atom) -> Planes:
        symbol = facts[atom.fact]
        said = holds(atom, symbol)
        return all_of((symbol.known, said)), any_of((negated(symbol.known), said))

    return ask


def planes(expr: Expr, ask: Questions) -> Planes:
    """(must, may) of the expression."""
    match expr:
        case Flag() | Compare() | Member():
            return ask(expr)
        case Not(arg):
            must, may = planes(arg, ask)
            return negated(may), negated(must)
        case And(args):
            pairs = [planes(arg, ask) for arg in args]
            return all_of(must for must, _ in pairs), all_of(may for _, may in pairs)
        case Or(args):
            pairs = [planes(arg, ask) for arg in args]
            return any_of(must for must, _ in pairs), any_of(may for _, may in pairs)
        case _:
            assert_never(expr)


def truth(expr: Expr, facts: Mapping[str, Symbol]) -> z3.BoolRef:
    """The expression for somebody of whom everything is known."""
    return planes(expr, lambda atom: (holds(atom, facts[atom.fact]),) * 2)[0]


def all_of(formulas: Iterable[z3.BoolRef]) -> z3.BoolRef:
    return _joined(z3.Z3_mk_and, [*formulas])


def any_of(formulas: Iterable[z3.BoolRef]) -> z3.BoolRef:
    return _joined(z3.Z3_mk_or, [*formulas])


def negated(formula: z3.BoolRef) -> z3.BoolRef:
    context = z3.main_ctx()
    return z3.BoolRef(z3.Z3_mk_not(context.ref(), formula.as_ast()), context)


def _joined(make: Callable[..., object], formulas: list[z3.BoolRef]) -> z3.BoolRef:
    """`z3.And` and `z3.Or` without their casts, into which most of the proving time went."""
    context = z3.main_ctx()
    asts = (z3.Ast * len(formulas))(*[one.as_ast() for one in formulas])
    return z3.BoolRef(make(context.ref(), len(formulas), asts), context)


class Prover:
    """Claims about people of whom `given` holds."""

    def __init__(self, given: Iterable[z3.BoolRef], effort: int = EFFORT) -> None:
        self._solver = z3.SimpleSolver()
        self._solver.set("rlimit", effort)
        self._solver.add(*given)

    def breaker(self, claim: z3.BoolRef) -> z3.ModelRef | None:
        """Somebody of whom the claim does not hold, or None: it holds of everybody. Undecided if Z3 cannot tell."""
        return self.witness(z3.Not(claim))

    def witness(self, formula: z3.BoolRef) -> z3.ModelRef | None:
        """Somebody of whom the formula holds, or None: there is nobody."""
        self._solver.push()
        try:
            self._solver.add(formula)
            found = self._solver.check()
            if found == z3.unknown:
                raise Undecided(self._solver.reason_unknown())
            return self._solver.model() if found == z3.sat else None
        finally:
            self._solver.pop()

    def simplest(self, formula: z3.BoolRef, wishes: Iterable[z3.BoolRef]) -> z3.ModelRef:
        """Somebody of whom the formula holds, and as many of the wishes as can be had, taken one after the other."""
        self._solver.push()
        try:
            self._solver.add(formula)
            if self._solver.check() != z3.sat:
                raise Undecided("nobody to simplify")
            model = self._solver.model()
            for wish in wishes:
                if not z3.is_true(model.eval(wish, model_completion=True)):
                    self._solver.push()
                    self._solver.add(wish)
                    if self._solver.check() != z3.sat:
                        self._solver.pop()
                        continue
                    model = self._solver.model()
                self._solver.add(wish)
            return model
        finally:
            self._solver.pop(self._solver.num_scopes())
