"""What a condition may say about the facts there are."""

import pytest

from uncramp.errors import RuleError, Where
from uncramp.logic import EnumType, FlagType, IntType, to_text
from uncramp.logic.check import Vocabulary, check, check_definitions
from uncramp.logic.parse import parse

VOCABULARY = Vocabulary(
    facts={
        "x": FlagType(),
        "y": FlagType(),
        "z": FlagType(),
        "age": IntType(0, 110),
        "temp": IntType(340, 425),
        "kind": EnumType(("cramp", "spasm", "twitch")),
    },
    definitions={"fever": parse("x or temp >= 380"), "frail": parse("age >= 65 or y"), "ill": parse("fever and z")},
)


def complaint(text: str) -> str:
    with pytest.raises(RuleError) as caught:
        check(parse(text), VOCABULARY, where=Where("leg.toml", 7, 1))
    assert caught.value.where == Where("leg.toml", 7, 1)
    return str(caught.value).removeprefix("leg.toml:7:1: ")


@pytest.mark.parametrize(
    ("text", "inlined"),
    [
        ("x and not y", "x and not y"),
        ("fever", "x or temp >= 380"),
        ("not fever", "not (x or temp >= 380)"),
        ("ill", "(x or temp >= 380) and z"),
        ("fever or y", "x or temp >= 380 or y"),
        ("ill and y", "(x or temp >= 380) and z and y"),
        ("age < 1 or age > 109", "age < 1 or age > 109"),
        ("kind in ('cramp', 'spasm')", "kind in ('cramp', 'spasm')"),
        ("always", "always"),
    ],
)
def test_a_sound_condition_comes_back_with_its_definitions_written_out(text: str, inlined: str) -> None:
    assert to_text(check(parse(text), VOCABULARY)) == inlined


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("feverr", "no fact or definition is called `feverr`; did you mean `fever`?"),
        ("kin == 'cramp'", "no fact or definition is called `kin`; did you mean `kind`?"),
        ("qqq", "no fact or definition is called `qqq`"),
        ("age", "`age` does not fit a number; allowed: `age < n` with n from 0 to 110"),
        ("age == 'cramp'", "`age == 'cramp'` does not fit a number"),
        ("x < 3", "`x < 3` compares a yes/no fact; allowed: `x` or `not x`"),
        ("x == 'cramp'", "`x == 'cramp'` compares a yes/no fact"),
        ("kind", "`kind` does not fit a choice; allowed: `kind == '...'` with one of `cramp`, `spasm`, `twitch`"),
        ("kind < 3", "`kind < 3` does not fit a choice"),
        ("fever == 3", "`fever == 3` compares a definition; allowed: `fever` alone"),
        ("age < 111", "`age < 111` is outside the range of `age`; allowed: 0 to 110"),
        ("age > -1", "`age > -1` is outside the range of `age`"),
        ("temp >= 38", "`temp >= 38` is outside the range of `temp`; allowed: 340 to 425"),
        ("kind == 'spams'", "`spams` is no value of `kind`; allowed: `cramp`, `spasm`, `twitch`; did you mean"),
        ("kind in ('cramp', 'cramp')", "`cramp` stands twice in `kind in ('cramp', 'cramp')`"),
    ],
)
def test_what_does_not_fit_the_facts_is_refused(text: str, says: str) -> None:
    assert complaint(text).startswith(says)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("age >= 0", "`age >= 0` is always true"),
        ("age <= 110", "`age <= 110` is always true"),
        ("age < 0", "`age < 0` is never true"),
        ("temp > 425", "`temp > 425` is never true"),
        ("kind in ('cramp', 'spasm', 'twitch')", "`kind in ('cramp', 'spasm', 'twitch')` is always true"),
        ("y and age >= 0", "`age >= 0` is always true"),
        ("x or x", "`x` stands twice"),
        ("x and y and x", "`x` stands twice"),
        ("not x and not x", "`not x` stands twice"),
        ("(x and y) or (y and x)", "`y and x` adds nothing beside `x and y`"),
        ("(x or y) and (y or x or z)", "`y or x or z` adds nothing beside `x or y`"),
        ("x or (x and y)", "`x and y` adds nothing beside `x`"),
        ("x and (x or y)", "`x or y` adds nothing beside `x`"),
        ("x or not x", "`not x` or `x` is always true"),
        ("x and not x", "`not x` and `x` can never be true together"),
        ("x and not (x or y)", "`not (x or y)` and `x` can never be true together"),
        ("age < 5 and age > 10", "`age > 10` and `age < 5` can never be true together"),
        ("age < 5 and age == 5", "can never be true together"),
        ("age < 5 or age >= 5", "is always true"),
        ("age < 5 and age < 10", "`age < 10` adds nothing beside `age < 5`"),
        ("age < 5 or age < 10", "`age < 5` adds nothing beside `age < 10`"),
        ("kind == 'cramp' and kind == 'spasm'", "can never be true together"),
        ("kind == 'cramp' or kind in ('cramp', 'spasm')", "adds nothing beside"),
        ("kind == 'cramp' or kind == 'spasm' or kind == 'twitch'", "can no longer matter, given the parts around it"),
        ("age > 10 and (y or age > 5)", "`y or age > 5` adds nothing beside `age > 10`"),
        ("age > 10 and (y or (z and age < 5))", "can never be true together"),
        ("age > 10 and (y and z or age < 5)", "can never be true together"),
        ("age < 20 and age < 5 and age > 10", "`age > 10` and `age < 5` can never be true together"),
        ("(age < 5 or age > 60) and (x or age == 30)", "can never be true together"),
        ("fever or temp >= 380", "`temp >= 380` adds nothing beside `fever`"),
        ("fever and x", "adds nothing beside"),
        ("ill or fever", "`ill` adds nothing beside `fever`"),
        ("frail or age >= 70", "`age >= 70` adds nothing beside `frail`"),
    ],
)
def test_a_part_that_can_never_matter_is_refused(text: str, says: str) -> None:
    assert says in complaint(text)


@pytest.mark.parametrize(
    "text",
    [
        "(x and not y) or (not x and y)",
        "(fever and y) or (fever and z)",
        "age >= 5 and age <= 10",
        "age < 5 or age > 10",
        "age < 3 or (age < 5 and x)",
        "kind == 'cramp' and x or kind == 'spasm' and y",
        "frail and age < 80",
        "(x and y or z) and (x or age < 5)",
        "not (x and y) and (not x or z)",
    ],
)
def test_parts_that_overlap_and_still_matter_are_fine(text: str) -> None:
    check(parse(text), VOCABULARY)


def test_a_definition_may_say_more_than_a_place_needs() -> None:
    assert to_text(check(parse("age < 16 and frail"), VOCABULARY)) == "age < 16 and (age >= 65 or y)"


@pytest.mark.parametrize(
    ("definitions", "says"),
    [
        ({"a": "a"}, "a definition leads back to itself: `a -> a`"),
        ({"a": "x or b", "b": "c", "c": "not b"}, "a definition leads back to itself: `b -> c -> b`"),
        ({"x": "y"}, "`x` is both a fact and a definition"),
        ({"a": "agee < 5"}, "in the definition `a`: no fact or definition is called `agee`"),
        ({"a": "age < 5 and age > 9"}, "in the definition `a`: `age > 9` and `age < 5` can never be true together"),
    ],
)
def test_definitions_lead_to_facts_and_make_sense(definitions: dict[str, str], says: str) -> None:
    parsed = {name: parse(text) for name, text in definitions.items()}
    with pytest.raises(RuleError) as caught:
        check_definitions(Vocabulary(VOCABULARY.facts, parsed))
    assert says in str(caught.value)


def test_sound_definitions_pass() -> None:
    check_definitions(VOCABULARY)
