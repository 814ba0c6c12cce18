"""What each operator means, as tables; every interpreter that gives a value runs the same ones."""

import pytest

from agreement.engines import ENGINES, UNTYPED, Engine
from uncramp.logic import ALWAYS, NEVER, Facts, Flag, evaluate
from uncramp.logic.compile import compile_planes
from uncramp.logic.parse import parse
from uncramp.logic.residual import residual

T, F, U = True, False, None

every_engine = pytest.mark.parametrize("engine", ENGINES)


@every_engine
@pytest.mark.parametrize(
    ("x", "y", "both", "either"),
    [
        (T, T, T, T),
        (T, F, F, T),
        (T, U, U, T),
        (F, T, F, T),
        (F, F, F, F),
        (F, U, F, U),
        (U, T, U, T),
        (U, F, F, U),
        (U, U, U, U),
    ],
)
def test_and_is_as_false_and_or_as_true_as_its_parts(engine: Engine, x, y, both, either) -> None:
    facts = {"x": x, "y": y}
    assert engine(parse("x and y"), facts) is both
    assert engine(parse("x or y"), facts) is either


@every_engine
@pytest.mark.parametrize(("x", "denied"), [(T, F), (F, T), (U, U)])
def test_not_turns_an_answer_round_and_leaves_the_unknown_unknown(engine: Engine, x, denied) -> None:
    assert engine(parse("not x"), {"x": x}) is denied
    assert engine(parse("not not x"), {"x": x}) is x


@every_engine
@pytest.mark.parametrize(
    ("text", "at_4_5_6_and_unknown"),
    [
        ("n < 5", [T, F, F, U]),
        ("n <= 5", [T, T, F, U]),
        ("n > 5", [F, F, T, U]),
        ("n >= 5", [F, T, T, U]),
        ("n == 5", [F, T, F, U]),
        ("not (n < 5)", [F, T, T, U]),
        ("not (n == 5)", [T, F, T, U]),
    ],
)
def test_a_number_is_compared_with_the_constant(engine: Engine, text, at_4_5_6_and_unknown) -> None:
    expr = parse(text)
    assert [engine(expr, {"n": n}) for n in (4, 5, 6, None)] == at_4_5_6_and_unknown


@every_engine
@pytest.mark.parametrize(
    ("text", "at_a_b_c_and_unknown"),
    [
        ("k == 'a'", [T, F, F, U]),
        ("k in ('a', 'b')", [T, T, F, U]),
        ("not (k in ('a', 'b'))", [F, F, T, U]),
    ],
)
def test_a_choice_is_one_of_the_words(engine: Engine, text, at_a_b_c_and_unknown) -> None:
    expr = parse(text)
    assert [engine(expr, {"k": k}) for k in ("a", "b", "c", None)] == at_a_b_c_and_unknown


@every_engine
@pytest.mark.parametrize("text", ["x", "not x", "n < 5", "n == 0", "k == 'a'"])
def test_an_absent_fact_is_as_unknown_as_none(engine: Engine, text: str) -> None:
    assert engine(parse(text), {}) is None


@every_engine
def test_zero_is_an_answer_and_no_is_an_answer(engine: Engine) -> None:
    assert engine(parse("n == 0"), {"n": 0}) is True
    assert engine(parse("n > -2"), {"n": -1}) is True
    assert engine(parse("x"), {"x": False}) is False


@pytest.mark.parametrize("engine", UNTYPED)
def test_a_flag_that_holds_neither_yes_nor_no_is_unknown_rather_than_no(engine: Engine) -> None:
    assert engine(parse("x"), {"x": "unsure"}) is None


@every_engine
def test_always_is_true_and_never_false_of_everybody(engine: Engine) -> None:
    assert engine(ALWAYS, {}) is True
    assert engine(NEVER, {}) is False


@every_engine
@pytest.mark.parametrize(
    ("text", "facts", "value"),
    [
        ("a or b and c", {"a": T, "b": F, "c": F}, T),
        ("(a or b) and c", {"a": T, "b": F, "c": F}, F),
        ("not a and b", {"a": T, "b": F}, F),
        ("not (a and b)", {"a": T, "b": F}, T),
        ("a and (b or n < 5)", {"a": T, "n": 4}, T),
        ("a and (b or n < 5)", {"a": T, "n": 5}, U),
        ("a and not (b or n < 5)", {"a": T, "n": 4}, F),
        ("x or not x", {}, U),
    ],
)
def test_and_binds_closer_than_or_and_not_closest(engine: Engine, text, facts: Facts, value) -> None:
    assert engine(parse(text), facts) is value


@pytest.mark.parametrize(
    ("text", "facts", "plain", "supposed_no"),
    [
        ("x", {}, U, F),
        ("x", {"x": T}, T, F),
        ("not x", {}, U, T),
        ("n < 5", {"n": 4}, T, F),
        ("not (n < 5)", {}, U, T),
        ("k == 'a'", {"k": "a"}, T, F),
        ("x and y", {"y": T}, U, F),
        ("x or y", {"y": U}, U, U),
        ("x or y", {"y": T}, T, T),
        ("x and y or not x", {}, U, T),
    ],
)
def test_every_question_about_a_fact_that_is_ruled_out_is_answered_no(text, facts, plain, supposed_no) -> None:
    ruled_out = frozenset({"x", "n", "k"})
    assert evaluate(parse(text), facts) is plain
    assert evaluate(parse(text), facts, ruled_out) is supposed_no
    rest = residual(parse(text), facts, ruled_out)
    assert (rest if isinstance(rest, bool) else None) is supposed_no


def test_the_compiled_function_looks_up_facts_and_nothing_else() -> None:
    odd = "x'); import os; ('"
    exprs = [parse("n < 5 and k == 'a'"), Flag(odd)]
    planes = compile_planes(exprs)
    assert planes.__code__.co_names == ("get",)
    assert planes.__globals__["__builtins__"] == {}
    assert planes({odd: True, "n": 6}) == (0b10, 0b10)


def test_no_expressions_make_empty_planes() -> None:
    assert compile_planes([])({"x": True}) == (0, 0)
