"""Why an expression came out as it did, and which single answer would change it.

There are two ways to say why. `because` follows the tree and takes at each `or` the part with the fewest facts: quick
enough for every rule of every decision, always sufficient, but not always the fewest (it cannot see that two parts
share a fact). `explain` weighs whole combinations and finds the fewest facts there are; only where one node has more
than `MOST_WAYS` combinations does it drop the larger ones, and is then sufficient as well, but perhaps not the fewest.
"""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass
from typing import assert_never

from uncramp.logic.evaluate import evaluate
from uncramp.logic.expr import And, Atom, Compare, Expr, Fact, Facts, Flag, Member, Not, Or, atoms
from uncramp.logic.fact_types import EnumType, FactType, IntType
from uncramp.logic.residual import residual

MOST_WAYS = 64

Answers = Mapping[str, tuple[Fact, ...]]
"""Per fact, the answers to reckon with."""
Way = dict[str, tuple[Fact, ...]]
"""One way to settle an expression: these facts, each with any of these answers."""


@dataclass(frozen=True, slots=True)
class Flip:
    """Were `fact` answered with `to`, and all else left, the expression would come out otherwise, or be open."""

    fact: str
    to: Fact


@dataclass(frozen=True, slots=True)
class Explanation:
    """`because` settles `value` by itself, with the fewest facts.

    Where `value` is None, `because` names unknown facts (as None): the fewest for which some answers make the
    expression true, or false if it cannot become true.
    """

    value: bool | None
    because: dict[str, Fact | None]
    flips: tuple[Flip, ...]


def explain(expr: Expr, facts: Facts, types: Mapping[str, FactType] | None = None) -> Explanation:
    """Why `expr` has its value. With `types`, flips stay within a number's range and know every word of a choice;
    without, they know only the words that the expression itself names."""
    answers = _telling_answers(expr, types or {})
    rest = residual(expr, facts)
    if isinstance(rest, bool):
        value = rest
        known = {fact: (answer,) for fact, answer in facts.items() if answer is not None}
        ways = _ways(expr, value, known)
    else:
        value = None
        ways = _ways(rest, True, answers) or _ways(rest, False, answers)
    fewest: Way = ways[0] if ways else {}
    because = {fact: facts.get(fact) for fact in answers if fact in fewest}
    return Explanation(value, because, _flips(expr, facts, value, answers))


def because(expr: Expr, facts: Facts, ruled_out: Container[str] = frozenset()) -> dict[str, Fact | None]:
    """Facts that settle `expr` by themselves; where it is open, unknown facts that keep it from being true.

    A fact of `ruled_out` that has no answer stands as None: it was only supposed to be no.
    """
    value = evaluate(expr, facts, ruled_out)
    found: dict[str, Fact | None] = {}
    _gather(expr, facts, ruled_out, value, value is not False, found)
    return found


def _gather(
    expr: Expr,
    facts: Facts,
    ruled_out: Container[str],
    value: bool | None,
    wanted: bool,
    found: dict[str, Fact | None],
) -> None:
    """Adds to `found` what makes `expr`, which is `value`, come out as `wanted`, or keeps it from that."""
    match expr:
        case Flag(fact) | Compare(fact) | Member(fact):
            found[fact] = facts.get(fact)
        case Not(arg):
            _gather(arg, facts, ruled_out, None if value is None else not value, not wanted, found)
        case And(args) | Or(args):
            arms = [arg for arg in args if evaluate(arg, facts, ruled_out) is value]
            if isinstance(expr, And) is wanted:
                for arm in arms:
                    _gather(arm, facts, ruled_out, value, wanted, found)
                return
            fewest: dict[str, Fact | None] | None = None
            for arm in arms:
                mine: dict[str, Fact | None] = {}
                _gather(arm, facts, ruled_out, value, wanted, mine)
                if fewest is None or len(mine) < len(fewest):
                    fewest = mine
                if len(fewest) <= 1:
                    break
            found.update(fewest or {})
        case _:
            assert_never(expr)


def _ways(expr: Expr, wanted: bool, answers: Answers) -> list[Way]:
    """The ways to make `expr` come out as `wanted` with facts and answers from `answers`, fewest facts first."""
    match expr:
        case Flag(fact) | Compare(fact) | Member(fact):
            fitting = tuple(answer for answer in answers.get(fact, ()) if evaluate(expr, {fact: answer}) is wanted)
            return [{fact: fitting}] if fitting else []
        case Not(arg):
            return _ways(arg, not wanted, answers)
        case And(args) | Or(args):
            if isinstance(expr, And) is not wanted:
                return _without_larger([way for arg in args for way in _ways(arg, wanted, answers)])
            together: list[Way] = [{}]
            for arg in args:
                mine = _ways(arg, wanted, answers)
                together = _without_larger([way for one in together for other in mine if (way := _both(one, other))])
            return together
        case _:
            assert_never(expr)


def _both(one: Way, other: Way) -> Way | None:
    """Both ways at once, or None where they want different answers to a fact."""
    both = dict(one)
    for fact, answers in other.items():
        both[fact] = tuple(answer for answer in one.get(fact, answers) if answer in answers)
        if not both[fact]:
            return None
    return both


def _without_larger(ways: list[Way]) -> list[Way]:
    """Without ways that ask for all that another asks for, and more."""
    kept: list[Way] = []
    for way in sorted(ways, key=len):
        if len(kept) == MOST_WAYS:
            break
        if not any(_asks_less(other, way) for other in kept):
            kept.append(way)
    return kept


def _asks_less(one: Way, other: Way) -> bool:
    return all(fact in other and set(other[fact]) <= set(answers) for fact, answers in one.items())


def _telling_answers(expr: Expr, types: Mapping[str, FactType]) -> dict[str, tuple[Fact, ...]]:
    """Per fact of `expr`, in reading order, one answer at least for each way that it can matter."""
    asked: dict[str, list[Atom]] = {}
    for atom in atoms(expr):
        asked.setdefault(atom.fact, []).append(atom)
    return {fact: _telling(questions, types.get(fact)) for fact, questions in asked.items()}


def _telling(questions: list[Atom], kind: FactType | None) -> tuple[Fact, ...]:
    numbers = {q.value + step for q in questions if isinstance(q, Compare) for step in (-1, 0, 1)}
    if numbers:
        low, high = (kind.low, kind.high) if isinstance(kind, IntType) else (min(numbers), max(numbers))
        return tuple(sorted(number for number in numbers if low <= number <= high))
    words = dict.fromkeys(word for q in questions if isinstance(q, Member) for word in q.values)
    if words:
        return kind.values if isinstance(kind, EnumType) else tuple(words)
    return (True, False)


def _flips(expr: Expr, facts: Facts, value: bool | None, answers: Answers) -> tuple[Flip, ...]:
    flips: list[Flip] = []
    for fact, choices in answers.items():
        outcomes = [(answer, evaluate(expr, {**facts, fact: answer})) for answer in choices]
        changing = [(answer, outcome) for answer, outcome in outcomes if outcome is not value]
        flips += [Flip(fact, answer) for answer in _nearest(changing, facts.get(fact))]
    return tuple(flips)


def _nearest(changing: list[tuple[Fact, bool | None]], now: Fact | None) -> list[Fact]:
    """Of numbers only the nearest to what was answered, or where that is unknown the lowest for each outcome."""
    if not changing or type(changing[0][0]) is not int:
        return [answer for answer, _ in changing]
    if type(now) is int:
        return [min((answer for answer, _ in changing), key=lambda answer: abs(int(answer) - now))]
    lowest = {outcome: answer for answer, outcome in reversed(changing)}
    return sorted(lowest.values(), key=int)
