"""All interpreters against `evaluate`, on random expressions and people."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agreement.engines import ENGINES, KNOW_CALMING, Engine
from agreement.strategies import Types, agreeing, cases, completions, expressions, people, vocabularies
from uncramp.logic import NEVER, And, Compare, Expr, Facts, Flag, Member, Not, Or, evaluate, facts_of
from uncramp.logic.compile import compile_planes
from uncramp.logic.residual import residual

Case = tuple[Types, Expr, Facts]


def supposing_no(expr: Expr, ruled_out: frozenset[str]) -> Expr:
    """`expr` with every question about these facts replaced by one that is false of everybody."""
    match expr:
        case Flag(fact) | Compare(fact) | Member(fact):
            return NEVER if fact in ruled_out else expr
        case Not(arg):
            return Not(supposing_no(arg, ruled_out))
        case And(args):
            return And(tuple(supposing_no(arg, ruled_out) for arg in args))
        case Or(args):
            return Or(tuple(supposing_no(arg, ruled_out) for arg in args))


@pytest.mark.parametrize("engine", ENGINES)
@agreeing
@given(case=cases())
def test_every_engine_gives_the_value_that_evaluate_gives(engine: Engine, case: Case) -> None:
    types, expr, facts = case
    assert engine(expr, facts, types, frozenset()) is evaluate(expr, facts)


@pytest.mark.parametrize("engine", KNOW_CALMING)
@agreeing
@given(data=st.data())
def test_a_calming_fact_is_supposed_no_until_it_is_given(engine: Engine, data: st.DataObject) -> None:
    types, expr, facts = data.draw(cases())
    calming = frozenset(data.draw(st.lists(st.sampled_from(sorted(types)), min_size=1)))
    supposed = supposing_no(expr, frozenset(fact for fact in calming if facts.get(fact) is None))
    assert engine(expr, facts, types, calming) is evaluate(supposed, facts)


@agreeing
@given(case=cases())
def test_what_is_settled_stays_so_whatever_the_unknown_answers_are(case: Case) -> None:
    types, expr, facts = case
    must, may = compile_planes([expr])(facts)
    for person in completions(facts, types, facts_of(expr)):
        value = evaluate(expr, person)
        assert value is not None
        assert must <= value <= may


@agreeing
@given(data=st.data())
def test_an_answer_more_never_takes_back_a_value(data: st.DataObject) -> None:
    types, expr, facts = data.draw(cases())
    known = [fact for fact in types if facts.get(fact) is not None]
    fewer = {
        fact: facts[fact] for fact in data.draw(st.lists(st.sampled_from(known), unique=True) if known else st.just([]))
    }
    assert evaluate(expr, fewer) in (None, evaluate(expr, facts))


@agreeing
@given(data=st.data())
def test_bit_i_of_the_planes_is_expression_i_however_many_there_are(data: st.DataObject) -> None:
    types = data.draw(vocabularies())
    few = data.draw(st.lists(expressions(types), min_size=1, max_size=5))
    exprs = few * data.draw(st.sampled_from((1, 12, 13, 60)))
    facts = data.draw(people(types))
    must, may = compile_planes(exprs)(facts)
    values = [evaluate(expr, facts) for expr in exprs]
    assert must == sum(1 << i for i, value in enumerate(values) if value is True)
    assert may == sum(1 << i for i, value in enumerate(values) if value is not False)


@agreeing
@given(data=st.data())
def test_a_fact_ruled_out_makes_every_question_about_it_false(data: st.DataObject) -> None:
    types, expr, facts = data.draw(cases())
    ruled_out = frozenset(data.draw(st.lists(st.sampled_from(sorted(types)))))
    assert evaluate(expr, facts, ruled_out) is evaluate(supposing_no(expr, ruled_out), facts)


@agreeing
@given(data=st.data())
def test_a_residual_is_what_the_further_answers_decide(data: st.DataObject) -> None:
    types, expr, facts = data.draw(cases())
    ruled_out = frozenset(data.draw(st.lists(st.sampled_from(sorted(types)))))
    rest = residual(expr, facts, ruled_out)
    value = evaluate(expr, facts, ruled_out)
    if isinstance(rest, bool) or value is not None:
        assert rest is value
        return
    assert all(facts.get(fact) is None and fact not in ruled_out for fact in facts_of(rest))
    answers = {fact: answer for fact, answer in data.draw(people(types)).items() if facts.get(fact) is None}
    assert evaluate(rest, answers) is evaluate(expr, {**facts, **answers}, ruled_out)
