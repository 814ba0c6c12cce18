"""What `explain`, `because` and `check` claim, against trying everything out."""

import itertools

from hypothesis import assume, given

from agreement.strategies import Types, agreeing, cases, completions, values
from uncramp.errors import RuleError
from uncramp.logic import ALWAYS, NEVER, And, Expr, Facts, Not, Or, evaluate, facts_of
from uncramp.logic.check import Vocabulary, check
from uncramp.logic.explain import because, explain
from uncramp.logic.residual import most_useful, residual

Case = tuple[Types, Expr, Facts]


@agreeing
@given(case=cases())
def test_the_facts_given_as_the_reason_already_give_the_value(case: Case) -> None:
    types, expr, facts = case
    value = evaluate(expr, facts)
    assume(value is not None)
    for reason in (because(expr, facts), explain(expr, facts, types).because):
        assert all(facts[fact] == answer for fact, answer in reason.items())
        assert evaluate(expr, reason) is value


@agreeing
@given(case=cases())
def test_no_smaller_set_of_facts_gives_the_value(case: Case) -> None:
    types, expr, facts = case
    why = explain(expr, facts, types)
    assume(why.value is not None)
    known = [fact for fact in facts_of(expr) if facts.get(fact) is not None]
    for fewer in itertools.combinations(known, max(0, len(why.because) - 1)):
        if why.because:
            assert evaluate(expr, {fact: facts[fact] for fact in fewer}) is None


@agreeing
@given(case=cases())
def test_the_facts_that_keep_it_open_are_the_fewest_that_could_make_it_true(case: Case) -> None:
    types, expr, facts = case
    why = explain(expr, facts, types)
    assume(why.value is None)
    assert all(facts.get(fact) is None for fact in why.because)
    assert set(why.because.values()) == {None}
    unknown = [fact for fact in facts_of(expr) if facts.get(fact) is None]

    def can_come_out(value: bool, answered: tuple[str, ...]) -> bool:
        return any(evaluate(expr, person) is value for person in completions(facts, types, answered))

    wanted = can_come_out(True, tuple(unknown))
    assert can_come_out(wanted, tuple(why.because))
    for fewer in itertools.combinations(unknown, len(why.because) - 1):
        assert not can_come_out(wanted, fewer)


@agreeing
@given(case=cases())
def test_the_quick_reason_for_an_open_expression_is_unknown_facts_that_its_residual_asks_for(case: Case) -> None:
    _, expr, facts = case
    rest = residual(expr, facts)
    assume(not isinstance(rest, bool))
    reason = because(expr, facts)
    assert reason
    assert set(reason) <= facts_of(rest)


@agreeing
@given(case=cases())
def test_each_flip_changes_the_value_and_a_fact_without_flips_cannot(case: Case) -> None:
    types, expr, facts = case
    why = explain(expr, facts, types)
    for flip in why.flips:
        assert flip.to in values(types[flip.fact])
        assert evaluate(expr, {**facts, flip.fact: flip.to}) is not why.value
    for fact in facts_of(expr) - {flip.fact for flip in why.flips}:
        assert {evaluate(expr, {**facts, fact: answer}) for answer in values(types[fact])} == {why.value}


@agreeing
@given(case=cases())
def test_what_is_asked_next_is_what_the_residual_asks_for(case: Case) -> None:
    _, expr, facts = case
    rest = residual(expr, facts)
    assert set(most_useful([(expr, 1.0)], facts)) == (set() if isinstance(rest, bool) else facts_of(rest))


def _without_one_part(expr: Expr) -> list[Expr]:
    """Every way to take one part out, or to put a constant in its place."""
    constants: list[Expr] = [ALWAYS, NEVER]
    match expr:
        case Not(arg):
            return [*constants, *map(Not, _without_one_part(arg))]
        case And(args) | Or(args):
            make = type(expr)
            swapped = [
                make((*args[:i], other, *args[i + 1 :]))
                for i, arg in enumerate(args)
                for other in _without_one_part(arg)
            ]
            return [*constants, *swapped]
        case _:
            return constants


@agreeing
@given(case=cases())
def test_a_part_refused_as_dead_can_be_taken_out_without_any_person_noticing(case: Case) -> None:
    types, expr, _ = case
    try:
        check(expr, Vocabulary(types))
    except RuleError:
        everybody = list(completions({}, types, facts_of(expr)))
        meaning = [evaluate(expr, person) for person in everybody]
        assert any(meaning == [evaluate(other, person) for person in everybody] for other in _without_one_part(expr))


@agreeing
@given(case=cases())
def test_a_condition_over_one_fact_that_is_accepted_can_be_true_and_can_be_false(case: Case) -> None:
    types, expr, _ = case
    assume(len(facts_of(expr)) == 1)
    try:
        check(expr, Vocabulary(types))
    except RuleError:
        return
    assert {evaluate(expr, person) for person in completions({}, types, facts_of(expr))} == {True, False}
