"""Random vocabularies, expressions and people, small enough that every completion of a person can be tried."""

import itertools
import os
from collections.abc import Iterable, Iterator, Mapping

from hypothesis import settings
from hypothesis import strategies as st

from uncramp.logic import (
    ALWAYS,
    Compare,
    EnumType,
    Expr,
    Fact,
    Facts,
    FactType,
    Flag,
    FlagType,
    IntType,
    Member,
    Not,
    all_of,
    any_of,
)

OPS = ("<", "<=", ">", ">=", "==")
WORDS = ("a", "b", "c", "d")

Types = Mapping[str, FactType]

# The same few examples on every run; a long random one: UNCRAMP_EXAMPLES=20000 pytest tests/agreement
_MANY = os.environ.get("UNCRAMP_EXAMPLES")
agreeing = settings(max_examples=int(_MANY or 60), derandomize=_MANY is None, deadline=None, database=None)


def values(kind: FactType) -> tuple[Fact, ...]:
    """All that a fact can be answered with."""
    match kind:
        case FlagType():
            return (True, False)
        case IntType(low, high):
            return tuple(range(low, high + 1))
        case EnumType(words):
            return words


def completions(facts: Facts, types: Types, of: Iterable[str] | None = None) -> Iterator[dict[str, Fact | None]]:
    """The person with the unknown facts (or those `of` them) answered, in every possible way."""
    unknown = [fact for fact in (types if of is None else of) if facts.get(fact) is None]
    for answers in itertools.product(*(values(types[fact]) for fact in unknown)):
        yield {**facts, **dict(zip(unknown, answers, strict=True))}


@st.composite
def vocabularies(draw: st.DrawFn) -> dict[str, FactType]:
    types: dict[str, FactType] = {name: FlagType() for name in "xyz"[: draw(st.integers(1, 3))]}
    for name in "nm"[: draw(st.integers(0, 2))]:
        low = draw(st.integers(-3, 3))
        types[name] = IntType(low, low + draw(st.integers(1, 4)))
    if draw(st.booleans()):
        types["k"] = EnumType(WORDS[: draw(st.integers(2, 4))])
    return types


def atoms_over(types: Types) -> st.SearchStrategy[Expr]:
    def over(fact: str) -> st.SearchStrategy[Expr]:
        match types[fact]:
            case FlagType():
                return st.just(Flag(fact))
            case IntType(low, high):
                return st.builds(Compare, st.just(fact), st.sampled_from(OPS), st.integers(low, high))
            case EnumType(words):
                some = st.lists(st.sampled_from(words), min_size=1, max_size=len(words), unique=True)
                return st.builds(Member, st.just(fact), some.map(tuple))

    return st.sampled_from(sorted(types)).flatmap(over)


def expressions(types: Types) -> st.SearchStrategy[Expr]:
    """As parse gives them: no And inside an And, `always` only by itself."""

    def larger(parts: st.SearchStrategy[Expr]) -> st.SearchStrategy[Expr]:
        several = st.lists(parts, min_size=2, max_size=4)
        return st.one_of(parts.map(Not), several.map(all_of), several.map(any_of))

    return st.one_of(st.recursive(atoms_over(types), larger, max_leaves=10), st.just(ALWAYS))


def people(types: Types) -> st.SearchStrategy[dict[str, Fact | None]]:
    """Some facts answered, some None, some absent."""
    return st.fixed_dictionaries(
        {}, optional={fact: st.one_of(st.none(), st.sampled_from(values(kind))) for fact, kind in types.items()}
    )


@st.composite
def cases(draw: st.DrawFn) -> tuple[Types, Expr, dict[str, Fact | None]]:
    types = draw(vocabularies())
    return types, draw(expressions(types)), draw(people(types))
