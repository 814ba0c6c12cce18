"""What is still open: the rest of an expression once the known answers are filled in, and which answer helps most.

The law. Let r = residual(e, facts, ruled_out).
  r is True or False   exactly when evaluate(e, facts, ruled_out) is that;
  otherwise            r asks only of unknown facts, and whatever further answers come in,
                       evaluate(r, answers) is evaluate(e, facts and answers together, ruled_out).
"""

from __future__ import annotations

from collections.abc import Container, Iterable
from typing import assert_never

from uncramp.logic.evaluate import evaluate
from uncramp.logic.expr import And, Compare, Expr, Facts, Flag, Member, Not, Or, all_of, any_of


def residual(expr: Expr, facts: Facts, ruled_out: Container[str] = frozenset()) -> Expr | bool:
    """`expr` with everything known taken out; see the law above."""
    match expr:
        case Flag() | Compare() | Member():
            value = evaluate(expr, facts, ruled_out)
            return expr if value is None else value
        case Not():
            rest = residual(expr.arg, facts, ruled_out)
            return not rest if isinstance(rest, bool) else Not(rest)
        case And() | Or():
            decisive = isinstance(expr, Or)
            arms: list[Expr] = []
            for arg in expr.args:
                rest = residual(arg, facts, ruled_out)
                if rest is decisive:
                    return decisive
                if not isinstance(rest, bool):
                    arms.append(rest)
            if not arms:
                return not decisive
            return any_of(arms) if decisive else all_of(arms)
        case _:
            assert_never(expr)


def most_useful(questions: Iterable[tuple[Expr, float]], facts: Facts) -> list[str]:
    """The unknown facts that the open ones of `questions` ask for, the most useful first, ties by name.

    Each expression gives its weight to what is open in it: a single open question gets all of it, since its answer
    settles the expression; open parts of an `and` or `or` share it equally. A fact that several parts ask for adds up.
    """
    worth: dict[str, float] = {}
    for expr, weight in questions:
        value, shares = _open(expr, facts)
        if value is None:
            for fact, share in shares:
                worth[fact] = worth.get(fact, 0.0) + weight * share
    return sorted(worth, key=lambda fact: (-worth[fact], fact))


def _open(expr: Expr, facts: Facts) -> tuple[bool | None, list[tuple[str, float]]]:
    """The value of `expr` and, where that is open, its open questions with their shares of one."""
    match expr:
        case Flag() | Compare() | Member():
            return evaluate(expr, facts), [(expr.fact, 1.0)]
        case Not():
            value, shares = _open(expr.arg, facts)
            return None if value is None else not value, shares
        case And() | Or():
            decisive = isinstance(expr, Or)
            arms: list[list[tuple[str, float]]] = []
            for arg in expr.args:
                value, shares = _open(arg, facts)
                if value is decisive:
                    return decisive, []
                if value is None:
                    arms.append(shares)
            if len(arms) == 1:
                return None, arms[0]
            part = 1.0 / len(arms) if arms else 0.0
            return (None if arms else not decisive), [(fact, share * part) for arm in arms for fact, share in arm]
        case _:
            assert_never(expr)
