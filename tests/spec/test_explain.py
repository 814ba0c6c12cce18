"""Why an expression came out as it did, what is still open, and what to ask next."""

import pytest

from uncramp.logic import EnumType, FlagType, IntType, to_text
from uncramp.logic.explain import because, explain
from uncramp.logic.parse import parse
from uncramp.logic.residual import most_useful, residual

T, F, U = True, False, None
TYPES = {
    **{name: FlagType() for name in "abcwxyz"},
    "age": IntType(0, 110),
    "kind": EnumType(("cramp", "spasm", "twitch")),
}


@pytest.mark.parametrize(
    ("text", "facts", "value", "reason"),
    [
        ("x", {"x": T, "y": F}, T, {"x": T}),
        ("x and y", {"x": T, "y": T}, T, {"x": T, "y": T}),
        ("x and y", {"x": T, "y": F}, F, {"y": F}),
        ("x or y", {"x": T, "y": F}, T, {"x": T}),
        ("x or y", {"x": F, "y": F}, F, {"x": F, "y": F}),
        ("not (x or y)", {"x": F, "y": F}, T, {"x": F, "y": F}),
        ("x and y or z", {"x": T, "y": T, "z": T}, T, {"z": T}),
        ("age >= 65 and kind == 'cramp'", {"age": 70, "kind": "cramp"}, T, {"age": 70, "kind": "cramp"}),
        ("age >= 65 and kind == 'cramp'", {"age": 7}, F, {"age": 7}),
        ("x", {}, U, {"x": U}),
        ("x and y", {"x": T}, U, {"y": U}),
        ("x and y or z", {}, U, {"z": U}),
        ("not (x and y)", {}, U, {"x": U}),
        ("(kind == 'cramp' or kind == 'spasm') and kind in ('spasm', 'twitch') or y and z", {}, U, {"kind": U}),
        ("always", {}, T, {}),
    ],
)
def test_the_reason_is_the_fewest_facts_that_settle_it_or_keep_it_open(text, facts, value, reason) -> None:
    why = explain(parse(text), facts)
    assert (why.value, why.because) == (value, reason)
    assert because(parse(text), facts) == reason


def test_only_the_full_explanation_sees_that_two_parts_share_a_fact() -> None:
    expr = parse("(x or y) and (z or y)")
    facts = {"x": T, "y": T, "z": T}
    assert because(expr, facts) == {"x": T, "z": T}
    assert explain(expr, facts).because == {"y": T}


def test_what_cannot_become_true_is_kept_open_by_what_would_make_it_false() -> None:
    assert explain(parse("x and not x"), {}).because == {"x": None}


def test_an_expression_with_more_ways_than_are_weighed_still_gets_a_sufficient_reason() -> None:
    pairs = " and ".join(f"(p{i} or q{i})" for i in range(40))
    facts = {f"{letter}{i}": True for letter in "pq" for i in range(40)}
    why = explain(parse(pairs), facts)
    assert len(why.because) == 40
    assert explain(parse(pairs), why.because).value is True


@pytest.mark.parametrize(
    ("text", "facts", "flips"),
    [
        ("x", {"x": T}, [("x", F)]),
        ("x", {}, [("x", T), ("x", F)]),
        ("x and y", {"x": T, "y": F}, [("y", T)]),
        ("x and y", {"x": F, "y": F}, []),
        ("x and y", {"y": T}, [("x", T), ("x", F), ("y", F)]),
        ("x or y", {"x": T, "y": F}, [("x", F)]),
        ("age >= 65", {"age": 70}, [("age", 64)]),
        ("age >= 65", {"age": 3}, [("age", 65)]),
        ("age >= 65", {}, [("age", 64), ("age", 65)]),
        ("age < 5 or age > 65", {"age": 30}, [("age", 4)]),
        ("age < 5 or age > 65", {"age": 60}, [("age", 66)]),
        ("age == 65", {"age": 65}, [("age", 64)]),
        ("kind == 'cramp'", {"kind": "cramp"}, [("kind", "spasm"), ("kind", "twitch")]),
        ("kind in ('cramp', 'spasm')", {"kind": "twitch"}, [("kind", "cramp"), ("kind", "spasm")]),
    ],
)
def test_flips_are_the_single_answers_that_change_the_value(text, facts, flips) -> None:
    assert [(flip.fact, flip.to) for flip in explain(parse(text), facts, TYPES).flips] == flips


def test_without_types_a_flip_knows_only_the_words_that_the_condition_names() -> None:
    assert explain(parse("kind == 'cramp'"), {"kind": "cramp"}).flips == ()


def test_a_flip_stays_within_the_range_of_its_number() -> None:
    assert {flip.to for flip in explain(parse("age >= 110 or age == 0"), {}, TYPES).flips} == {0, 1}


@pytest.mark.parametrize(
    ("text", "facts", "rest"),
    [
        ("x and y", {"x": T}, "y"),
        ("x or y", {"x": F}, "y"),
        ("x and (y or z)", {"y": F}, "x and z"),
        ("x and (y and z or a)", {"a": F}, "x and y and z"),
        ("not (x or y)", {"x": F}, "not y"),
        ("not (x or age < 5)", {"age": 7}, "not x"),
        ("kind == 'cramp' or x and y", {"kind": "spasm"}, "x and y"),
    ],
)
def test_a_residual_keeps_what_is_still_open(text, facts, rest) -> None:
    assert to_text(residual(parse(text), facts)) == rest


@pytest.mark.parametrize(
    ("questions", "facts", "asked"),
    [
        ([("x", 1)], {}, ["x"]),
        ([("x", 1)], {"x": F}, []),
        ([("x", 1), ("y", 5)], {}, ["y", "x"]),
        ([("y", 1), ("x", 1)], {}, ["x", "y"]),
        ([("x and y", 6), ("z", 5)], {}, ["z", "x", "y"]),
        ([("x and y", 6), ("z", 5)], {"y": T}, ["x", "z"]),
        ([("x and y or x and z", 1)], {}, ["x", "y", "z"]),
        ([("not (x or y and age < 5)", 1)], {}, ["x", "age", "y"]),
        ([("x or y", 1), ("z and y", 1)], {"x": T}, ["y", "z"]),
    ],
)
def test_the_most_useful_question_settles_most_by_itself(questions, facts, asked) -> None:
    assert most_useful([(parse(text), weight) for text, weight in questions], facts) == asked
