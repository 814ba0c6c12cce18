"""The text of a condition: what parses to what, and what is refused, where, and with which words."""

import pytest

from uncramp.errors import RuleError, Where
from uncramp.logic import ALWAYS, And, Compare, Flag, Member, Not, Or, from_json, to_json, to_text
from uncramp.logic.parse import parse

x, y, z = Flag("x"), Flag("y"), Flag("z")


@pytest.mark.parametrize(
    ("text", "expr"),
    [
        ("x", x),
        ("not x", Not(x)),
        ("x and y and z", And((x, y, z))),
        ("x and (y and z)", And((x, y, z))),
        ("x or y or z", Or((x, y, z))),
        ("x or y and z", Or((x, And((y, z))))),
        ("(x or y) and z", And((Or((x, y)), z))),
        ("n < 5", Compare("n", "<", 5)),
        ("n <= 5", Compare("n", "<=", 5)),
        ("n > 5", Compare("n", ">", 5)),
        ("n >= 5", Compare("n", ">=", 5)),
        ("n == 5", Compare("n", "==", 5)),
        ("n == -5", Compare("n", "==", -5)),
        ("k == 'a'", Member("k", ("a",))),
        ('k == "a"', Member("k", ("a",))),
        ("k in ('a', 'b')", Member("k", ("a", "b"))),
        ("k in ('a',)", Member("k", ("a",))),
        ("always", ALWAYS),
        ("  x\n  and not y\n", And((x, Not(y)))),
        ("x\tand\r\ny", And((x, y))),
        ("((((x))))", x),
    ],
)
def test_a_text_says_an_expression(text: str, expr) -> None:
    assert parse(text) == expr


@pytest.mark.parametrize(
    ("text", "column", "what"),
    [
        ("", 1, "empty"),
        ("   ", 1, "empty"),
        ("x and", 6, "ends too early"),
        ("x and and y", 7, "did not expect `and` here"),
        ("x y", 3, "did not expect `y` here"),
        ("x AND y", 3, "did not expect `AND` here"),
        ("n = 5", 3, "did not expect `=` here; allowed: `==`"),
        ("x; y", 2, "did not expect `;` here"),
        ("x && y", 4, "did not expect `&"),
        ("(x", 1, "`(` was never closed"),
        ("x) or (y", 2, "unmatched `)`"),
        ("k == 'a", 6, "unterminated string"),
        ("n < 5x", 5, "did not expect `5x`"),
        ("n < 007", 5, "did not expect `007`"),
        ("y and age < 16 < 20", 7, "`age < 16 < 20` compares three things at once"),
        ("y and x is None", 7, "`x is None` uses `is`; allowed: `x` or `not x`"),
        ("x is not None", 1, "uses `is`"),
        ("x == None", 1, "an unknown answer stays unknown by itself"),
        ("x == True", 1, "compares with `True`; allowed: `x` or `not x`"),
        ("n < True", 1, "compares with `True`"),
        ("y or True", 6, "`True` stands alone"),
        ("y or 'a'", 6, "`'a'` stands alone"),
        ("y or 5", 6, "`5` stands alone"),
        ("n != 5", 1, "`n != 5` says `!=` or `not in`; allowed: `not (n == 5)`"),
        ("k not in ('a', 'b')", 1, "allowed: `not (k in ('a', 'b'))`"),
        ("y and 'a' in k", 7, "`'a' in k` asks what is in a fact; allowed: one flag per member"),
        ("k in ('a')", 7, "`'a'` is not a list of words"),
        ("k in ('a' 'b')", 7, "is not a list of words"),
        ("k in ()", 6, "`()` is not a list of words"),
        ("k in ['a']", 6, "`['a']` is not a list of words"),
        ("k in words", 6, "`words` is not a list of words"),
        ("k in ('a', 5)", 12, "`5` is not a word in quotes"),
        ("k == ''", 6, "`''` is not a word in quotes"),
        ("k == '''a'''", 6, "is not a word in quotes"),
        ("k < 'a'", 1, "orders words; allowed: `k == 'a'`"),
        ("5 < n", 1, "has its fact on the right; allowed: `n > 5`"),
        ("5 >= n", 1, "allowed: `n <= 5`"),
        ("n < m", 5, "`m` is no constant"),
        ("n < 37.5", 5, "`37.5` is not a whole number"),
        ("n < 1e3", 5, "`1e3` is not a whole number"),
        ("n < 0x10", 5, "`0x10` is not a whole number"),
        ("n < 1_000", 5, "`1_000` is not a whole number"),
        ("n < 2 + 3", 5, "`2 + 3` is not a whole number"),
        ("n < --3", 5, "`--3` is not a whole number"),
        ("n + 1 < 5", 1, "`n + 1` is not a fact"),
        ("n + 1", 1, "calculates"),
        ("f(x)", 1, "`f(x)` calls `f`"),
        ("y and x & z", 7, "uses `&`, `|` or `~`; allowed: the words `and`, `or`, `not`"),
        ("~x", 1, "allowed: the words `and`, `or`, `not`"),
        ("x.y", 1, "`x.y` is not in the rule language"),
        ("x[0]", 1, "`x[0]` is not in the rule language"),
        ("x if y else z", 1, "not in the rule language"),
        ("lambda: x", 1, "not in the rule language"),
        ("(x := y)", 2, "not in the rule language"),
        ("(yield)", 2, "not in the rule language"),
        ("x, y", 1, "not in the rule language"),
        ("f'{x}'", 1, "not in the rule language"),
        ("Fever", 1, "`Fever` is not a name"),
        ("__class__", 1, "`__class__` is not a name"),
        ("x and always", 7, "`always` stands beside other parts; allowed: `always` alone"),
        ("always < 3", 1, "compares `always`"),
        ("x # note", 3, "the character `#` is not allowed"),
        ("x \\\n", 3, "the character `\\` is not allowed"),
        ("x\0", 2, "the character `U+0000` is not allowed"),
        ("y or \ufb01ever", 6, "the character `\ufb01` is not allowed"),
        ("x\u00a0and y", 2, "the character `U+00A0` is not allowed"),
        ("not " * 20 + "x", 81, "is nested too deeply; allowed: at most 20 levels"),
        (" or ".join(["x"] * 400), 1, "401 parts; allowed: at most 400"),
        ("x" * 4001, 1, "4001 characters; allowed: at most 4000"),
    ],
)
def test_what_is_not_in_the_language_is_refused_at_its_place(text: str, column: int, what: str) -> None:
    with pytest.raises(RuleError) as caught:
        parse(text, where=Where("leg.toml", 7))
    assert what in str(caught.value)
    assert caught.value.where == Where("leg.toml", 7, column)


@pytest.mark.parametrize(
    ("text", "where", "place"),
    [
        ("x and !", Where("a.toml", 3, 9), "a.toml:3:15:"),
        ("x\n  and Y", Where("a.toml", 3, 9), "a.toml:4:7:"),
        ("\n\n  Y", Where("a.toml", 3, 9), "a.toml:5:3:"),
        ("  Y", Where("a.toml", 3, 9), "a.toml:3:11:"),
        ("x and (y\n or z\n", Where("a.toml", 3, 1), "a.toml:3:7:"),
        ("Y", None, "<text>:1:1:"),
    ],
)
def test_the_place_is_that_in_the_file_even_over_several_lines(text: str, where: Where | None, place: str) -> None:
    with pytest.raises(RuleError) as caught:
        parse(text, where=where)
    assert str(caught.value).startswith(place)


@pytest.mark.parametrize(
    "text", ["-" * 3999 + "1", "not " * 999 + "x", "x" + ".y" * 1900, "(" * 3999, "x if y else " * 300 + "z"]
)
def test_a_text_made_to_exhaust_the_parser_is_only_refused(text: str) -> None:
    with pytest.raises(RuleError):
        parse(text)


def test_twenty_levels_and_four_hundred_parts_are_still_allowed() -> None:
    assert to_text(parse("not " * 19 + "x")).count("not") == 19
    assert len(parse(" or ".join(["x"] * 399)).args) == 399


@pytest.mark.parametrize(
    ("text", "data"),
    [
        ("x", ["flag", "x"]),
        ("age_years < 16", ["<", "age_years", 16]),
        ("k == 'a'", ["in", "k", ["a"]]),
        ("k in ('a', 'b')", ["in", "k", ["a", "b"]]),
        ("not x", ["not", ["flag", "x"]]),
        ("x and y", ["and", ["flag", "x"], ["flag", "y"]]),
        ("x or y", ["or", ["flag", "x"], ["flag", "y"]]),
        ("always", ["and"]),
    ],
)
def test_json_puts_the_operator_first(text: str, data) -> None:
    assert to_json(parse(text)) == data
    assert from_json(data) == parse(text)


@pytest.mark.parametrize(
    "data",
    [None, "x", 5, [], {}, ["flag"], ["flag", 5], ["<", "n", True], ["<", "n", 1.5], ["!=", "n", 5], ["in", "k", []],
     ["in", "k", ["a", 5]], ["in", "k", "ab"], ["not"], ["not", ["flag", "x"], ["flag", "y"]], ["and", "x"], ["xor"]],
)  # fmt: skip
def test_json_that_is_no_expression_is_refused(data) -> None:
    with pytest.raises(RuleError, match="is not"):
        from_json(data)
