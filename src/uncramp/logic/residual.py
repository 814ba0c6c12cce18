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
        if evaluate(expr, facts) is None:
            _share(expr, weight, facts, worth)
    return sorted(worth, key=lambda fact: (-worth[fact], fact))


def _share(expr: Expr, weight: float, facts: Facts, worth: dict[str, float]) -> None:
    """Adds the weight of `expr`, which is open, to what its open questions ask for."""
    match expr:
        case Flag() | Compare() | Member():
            worth[expr.fact] = worth.get(expr.fact, 0.0) + weight
        case Not():
            _share(expr.arg, weight, facts, worth)
        case And() | Or():
            still_open = [arg for arg in expr.args if evaluate(arg, facts) is None]
            for arg in still_open:
                _share(arg, weight / len(still_open), facts, worth)
        case _:
            assert_never(expr)
