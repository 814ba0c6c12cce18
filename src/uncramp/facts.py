"""Facts and answers: what may be asked about a person, and what one person has answered.

A fact is answered, "unsure" (asked, and the person does not know) or absent (not asked). The last two are both
unknown to the rules; only the level of a decision tells them apart.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal, assert_never

from uncramp.errors import PersonError
from uncramp.logic import EnumType, Expr, FactType, FlagType, IntType, evaluate
from uncramp.logic import Fact as Value
from uncramp.logic.expr import printable

UNSURE = "unsure"
Group = Literal["who", "site", "episode", "sign", "event", "condition", "allergy", "medicine"]


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that may be asked; `ask` is the question, `labels` name the values of an enum for people.

    A flag with `unsure_of` is never asked: it is true of everybody who was not sure about that other fact.
    """

    id: str
    type: FactType
    tier: Literal["gate", "context"]
    group: Group
    ask: str
    why: str = ""
    unit: str = ""
    labels: tuple[str, ...] = ()
    measured: bool = False
    unsure_of: str = ""


@dataclass(frozen=True, slots=True)
class Implied:
    """`fact` is `value` for everybody of whom `when` surely holds and who was not asked, or was not sure."""

    fact: str
    value: Value
    when: Expr


@dataclass(frozen=True, slots=True)
class Answers:
    """What one person has answered: `known` feeds the rules, `unsure` are the facts asked in vain."""

    known: Mapping[str, Value] = field(default_factory=dict)
    unsure: frozenset[str] = frozenset()

    def asked(self, fact: str) -> bool:
        return fact in self.known or fact in self.unsure

    def given(self, more: Mapping[str, Value], unsure: Iterable[str] = ()) -> Answers:
        """The same person with further answers; a new answer replaces an old one."""
        known = {**self.known, **more}
        doubts = (self.unsure | frozenset(unsure)) - more.keys()
        return Answers({fact: value for fact, value in known.items() if fact not in doubts}, doubts)


def read_answers(facts: Mapping[str, Fact], raw: object) -> Answers:
    """Check `raw` (fact id -> answer, None = absent) against the catalogue.

    Raises PersonError naming the fact, the answer and what is allowed; nothing is clamped or guessed.
    """
    if not isinstance(raw, Mapping):
        raise PersonError(f"`facts` is {_kind_of(raw)}", allowed='an object such as {"site_calf": true}')
    known: dict[str, Value] = {}
    unsure: set[str] = set()
    for name, answer in raw.items():
        fact = facts.get(name)
        if fact is None:
            raise _unknown_fact(name, facts)
        if answer is None:
            continue
        if answer == UNSURE:
            unsure.add(name)
        else:
            known[name] = checked(fact, answer)
    return Answers(known, frozenset(unsure))


def checked(fact: Fact, answer: object) -> Value:
    """The answer, if it is one that `fact` can have; else a PersonError."""
    match fact.type:
        case FlagType():
            if answer is True or answer is False:
                return answer
        case IntType(low, high):
            if type(answer) is int and low <= answer <= high:
                return answer
        case EnumType(values):
            if isinstance(answer, str) and answer in values:
                return answer
        case _:
            assert_never(fact.type)
    raise PersonError(f"`{fact.id}` cannot be {_shown(answer)}", allowed=allowed_answers(fact))


def allowed_answers(fact: Fact) -> str:
    """What a person may answer, for messages: `true, false or "unsure"`."""
    match fact.type:
        case FlagType():
            return 'true, false or "unsure"'
        case IntType(low, high):
            unit = f" ({fact.unit})" if fact.unit else ""
            return f'a whole number from {low} to {high}{unit}, or "unsure"'
        case EnumType(values):
            return ", ".join(f'"{value}"' for value in values) + ' or "unsure"'
        case _:
            assert_never(fact.type)


def with_doubts(facts: Mapping[str, Fact], answers: Answers) -> Answers:
    """The flags that stand for "not sure" about another fact, filled in; a given one is not changed."""
    known = dict(answers.known)
    for fact in facts.values():
        if fact.unsure_of and answers.asked(fact.unsure_of):
            known.setdefault(fact.id, fact.unsure_of in answers.unsure)
    return Answers(known, answers.unsure - known.keys())


def settle(answers: Answers, implied: Iterable[Implied]) -> Answers:
    """Fill in what the given answers say about facts that were not answered.

    A given answer is never changed. Where two answers contradict each other about a flag that stands for a number
    (`age_years = 8`, `under_16 = false`), the person cannot be judged: PersonError.
    """
    known = dict(answers.known)
    for one in implied:
        if evaluate(one.when, known) is not True:
            continue
        given = known.setdefault(one.fact, one.value)
        if given != one.value and one.fact in NUMBER_FLAGS:
            raise PersonError(
                f"`{one.fact}` is {_shown(given)}, but the other answers say {_shown(one.value)}",
                hint="correct the age or leave one of the two out",
            )
    return Answers(known, answers.unsure - known.keys())


NUMBER_FLAGS = frozenset({"under_16", "under_1"})
"""Flags that only repeat an age: a contradiction there would hide a child from the rules for children."""


LONGEST_NUMBER = 1000
"""Bits of a number that is still written out in a message."""


def _unknown_fact(name: object, facts: Mapping[str, Fact]) -> PersonError:
    import difflib

    near = difflib.get_close_matches(str(name), facts, n=2)
    hint = (
        f"did you mean {' or '.join(f'`{word}`' for word in near)}?" if near else "`uncramp list facts` names them all"
    )
    return PersonError(f"there is no fact `{printable(str(name))}`", hint=hint)


def _kind_of(raw: object) -> str:
    return "missing" if raw is None else f"{_shown(raw)}"


def _shown(answer: object) -> str:
    if isinstance(answer, bool):
        return "`true`" if answer else "`false`"
    if isinstance(answer, int) and answer.bit_length() > LONGEST_NUMBER:
        return "`a number with hundreds of digits`"
    try:
        text = repr(answer) if isinstance(answer, str) else str(answer)
    except (RecursionError, ValueError):  # a list of lists of lists, or a number with thousands of digits in one
        return "`something that is no answer`"
    return f"`{text[:60]}{'...' if len(text) > 60 else ''}`"
