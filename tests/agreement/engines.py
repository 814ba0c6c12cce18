"""Every interpreter that gives an expression a value, called the same way."""

from collections.abc import Callable

from uncramp.logic import Expr, Facts, evaluate
from uncramp.logic.compile import compile_planes
from uncramp.logic.residual import residual

Engine = Callable[[Expr, Facts], bool | None]


def by_evaluate(expr: Expr, facts: Facts) -> bool | None:
    return evaluate(expr, facts)


def by_compiled_planes(expr: Expr, facts: Facts) -> bool | None:
    must, may = compile_planes([expr])(facts)
    return {(1, 1): True, (0, 0): False, (0, 1): None}[must, may]


def by_residual(expr: Expr, facts: Facts) -> bool | None:
    rest = residual(expr, facts)
    return rest if isinstance(rest, bool) else None


ENGINES: tuple[Engine, ...] = (by_evaluate, by_compiled_planes, by_residual)
