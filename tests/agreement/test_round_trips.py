"""Text and JSON bring back the same expression."""

import json

from hypothesis import given
from hypothesis import strategies as st

from agreement.strategies import agreeing, cases
from uncramp.errors import RuleError
from uncramp.logic import from_json, to_json, to_text
from uncramp.logic.parse import parse


@agreeing
@given(case=cases())
def test_the_text_of_an_expression_parses_to_that_expression(case) -> None:
    _, expr, _ = case
    assert parse(to_text(expr)) == expr


@agreeing
@given(case=cases())
def test_the_json_of_an_expression_reads_back_as_that_expression(case) -> None:
    _, expr, _ = case
    assert from_json(json.loads(json.dumps(to_json(expr)))) == expr


PIECES = (
    "x",
    "n",
    "k",
    "and",
    "or",
    "not",
    "in",
    "is",
    "<",
    "==",
    "!=",
    "(",
    ")",
    ",",
    "'a'",
    "'",
    "1",
    "1.5",
    "None",
    "\n",
    "*",
)


@agreeing
@given(text=st.one_of(st.text(max_size=40), st.lists(st.sampled_from(PIECES), max_size=9).map(" ".join)))
def test_any_text_is_an_expression_or_a_rule_error_and_what_it_parses_to_has_a_text(text: str) -> None:
    try:
        expr = parse(text)
    except RuleError:
        return
    assert parse(to_text(expr)) == expr
