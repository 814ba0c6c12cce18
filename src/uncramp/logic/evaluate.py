"""The meaning of the rule language: three-valued, so that an unknown answer is never taken for a no.

A fact is known, or unknown (absent or None). An expression is True, False or None, which is "it depends".

    asked of           | known                      | unknown | supposed no
    -------------------|----------------------------|---------|------------
    x                  | the answer itself          | None    | False
    n < 5 (<= > >= ==) | the comparison of integers | None    | False
    k in ('a', 'b')    | k is one of the words      | None    | False

    and    | True   False  None        or     | True   False  None        not    |
    -------|--------------------       -------|--------------------       -------|------
    True   | True   False  None        True   | True   True   True        True   | False
    False  | False  False  False       False  | True   False  None        False  | True
    None   | None   False  None        None   | True   None   None        None   | None

And of nothing is True, Or of nothing is False. "Supposed no" holds for the facts in `ruled_out`, whatever was answered:
every question about them comes out False, so that `not x` is then True.

INVARIANT: every other interpreter agrees with this one; the agreement tests hold them to it.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Container
from typing import Any, assert_never

from uncramp.logic.expr import And, Compare, Expr, Facts, Flag, Member, Not, Op, Or

COMPARISONS: dict[Op, Callable[[Any, int], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "==": operator.eq,
}


def evaluate(expr: Expr, facts: Facts, ruled_out: Container[str] = frozenset()) -> bool | None:
    """True, False, or None where it depends on an answer that is not known."""
    match expr:  # patterns without captures: with them the same walk takes twice as long
        case Flag():
            if expr.fact in ruled_out:
                return False
            answer = facts.get(expr.fact)
            return answer if answer is True or answer is False else None
        case And():
            depends = False
            for arg in expr.args:
                value = evaluate(arg, facts, ruled_out)
                if value is False:
                    return False
                if value is None:
                    depends = True
            return None if depends else True
        case Or():
            depends = False
            for arg in expr.args:
                value = evaluate(arg, facts, ruled_out)
                if value is True:
                    return True
                if value is None:
                    depends = True
            return None if depends else False
        case Compare():
            if expr.fact in ruled_out:
                return False
            answer = facts.get(expr.fact)
            return None if answer is None else COMPARISONS[expr.op](answer, expr.value)
        case Member():
            if expr.fact in ruled_out:
                return False
            answer = facts.get(expr.fact)
            return None if answer is None else answer in expr.values
        case Not():
            value = evaluate(expr.arg, facts, ruled_out)
            return None if value is None else not value
        case _:
            assert_never(expr)
