"""The edges of what can come in: depth, size, numbers, signs. Each is read as what it says, or refused in one line."""

from __future__ import annotations

import io
import json

import pytest

from fuzz.promise import knowledge, one_clear_line
from fuzz.targets import TARGETS
from uncramp.cli.people import LARGEST, read_lines, read_person
from uncramp.errors import PersonError, RuleError
from uncramp.logic.parse import parse

MEGABYTES_10 = 10_000_000


def refused(data: bytes, name: str) -> str:
    with pytest.raises(PersonError) as caught:
        read_person(knowledge(), data, name)
    one_clear_line(caught.value)
    return str(caught.value)


@pytest.mark.parametrize("depth", [100, 900, 990, 1000, 100_000])
@pytest.mark.parametrize(
    ("opens", "closes"), [('{"facts": {"calf": ' + "[", "]"), ('{"facts": ', "}"), ("facts = { calf = [", "]")]
)
def test_a_person_nested_to_any_depth_is_refused(opens: str, closes: str, depth: int) -> None:
    one = opens[-1] if opens[-1] == "[" else opens
    refused((opens[: -len(one)] + one * depth + closes * depth).encode(), "standard input")


@pytest.mark.parametrize("digits", [19, 20, 300, 4300, 4301, 100_000])
@pytest.mark.parametrize("written", ['{{"facts": {{"age_years": {}}}}}', "facts = {{ age_years = {} }}"])
def test_a_whole_number_of_any_length_is_refused_where_it_is_out_of_range(written: str, digits: int) -> None:
    refused(written.format("9" * digits).encode(), "standard input")


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1e999", "-1e999", "40.0", "4e1", "-0"])
def test_only_a_whole_number_is_a_number_in_json(number: str) -> None:
    data = f'{{"facts": {{"age_years": {number}}}}}'.encode()
    if number == "-0":
        assert read_person(knowledge(), data, "p.json")[1].known["age_years"] == 0
    else:
        refused(data, "p.json")


@pytest.mark.parametrize(
    "data",
    [
        '{"facts": {}, "facts": {}}',
        '{"id": 1, "id": 1, "facts": {}}',
        '{"facts": {"calf": true, "calf": true}}',
        '{"facts": {"calf": true, "\\u0063alf": false}}',
        "[facts]\ncalf = true\ncalf = true\n",
        "[facts]\ncalf = true\n[facts]\n",
    ],
)
def test_an_answer_that_is_there_twice_is_refused_even_if_it_is_the_same(data: str) -> None:
    refused(data.encode(), "standard input")


@pytest.mark.parametrize(
    "data",
    [
        b"\0",
        b'{"facts": {"calf": true}}\0',
        b'{"facts": {"calf": tr\0ue}}',
        b'{"id": "\0", "facts": {}}',
        b'id = "\0"\n[facts]\n',
        b"\xff\xfe{\0}\0",
        b'{"id": "\xed\xa0\x80", "facts": {}}',
        b'{"facts": {"\\ud800": true}}',
        b"\xef\xbb\xbf\xef\xbb\xbf{}",
    ],
)
def test_zeros_and_broken_unicode_are_refused(data: bytes) -> None:
    refused(data, "standard input")


def test_half_a_surrogate_pair_may_stand_in_an_id_and_comes_back_as_it_was() -> None:
    id, _ = read_person(knowledge(), b'{"id": "\\ud800", "facts": {}}', "p.json")
    assert json.dumps(id) == '"\\ud800"'


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
@pytest.mark.parametrize("rows", [[b'{"facts":', b'{"calf": true}}'], [b"[facts]", b"calf = true", b""]])
def test_a_byte_order_mark_and_any_line_end_change_nothing(mark: bytes, end: bytes, rows: list[bytes]) -> None:
    _, answers = read_person(knowledge(), mark + end.join(rows), "standard input")
    assert answers.known == {"calf": True}


def test_a_line_of_ten_megabytes_is_one_error_and_the_next_person_is_read() -> None:
    stream = io.BytesIO(b" " * MEGABYTES_10 + b'\n{"facts": {}}\r\n' + b"[" * MEGABYTES_10)
    assert [(number, line and len(line)) for number, line in read_lines(stream)] == [(1, None), (2, 15), (3, None)]


def test_a_person_of_ten_megabytes_is_refused_by_size() -> None:
    assert f"allowed: {LARGEST} bytes at most" in refused(b'{"id": "' + b"a" * MEGABYTES_10 + b'"}', "p.json")


@pytest.mark.parametrize("repeated", ["a.b = 1\n", "[[a]]\n", "#.\n", "\r\n", "a = '''\n", '"', "[a.b.c]\n", "x = [["])
def test_a_megabyte_of_anything_is_refused_as_toml(repeated: str) -> None:
    refused((repeated * (LARGEST // len(repeated))).encode(), "p.toml")


RULES = {
    "brackets": "(" * 300 + "x" + ")" * 300,
    "open brackets": "(" * 3999,
    "nots": "not " * 990 + "x",
    "signs": "n < " + "-" * 3990 + "1",
    "calls": "x" + "()" * 1990,
    "dots": "x" + ".x" * 1990,
    "powers": "1**" * 1300 + "1",
    "functions": "lambda:" * 560 + "1",
    "choices": "1if 1else " * 390 + "1",
    "ten megabytes": "x" * MEGABYTES_10,
    "a zero": "x\0",
    "half a surrogate pair": "x\ud800",
    "a byte order mark": "\ufeffx",
    "letters that look alike": "с",
    "a number that is none": "n < nan",
    "a number beyond all floats": "n < 1e999",
}


@pytest.mark.parametrize("rule", RULES)
def test_a_condition_beyond_the_limits_is_refused(rule: str) -> None:
    with pytest.raises(RuleError) as caught:
        parse(RULES[rule])
    one_clear_line(caught.value)


def test_a_condition_may_have_any_line_ends() -> None:
    assert parse("x\r\nand y\r\n") == parse("x and y")


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\0",
        b"\n",
        b"\r\n",
        b"\xef\xbb\xbf",
        b"\xff" * 100,
        b"[" * 100_000,
        b"{" * 100_000,
        b'"' * 3001,
        b"9" * 5000,
    ],
    ids=["nothing", "zero", "line end", "crlf", "bom", "no utf-8", "lists", "objects", "quotes", "digits"],
)
def test_every_reader_keeps_its_promise_for(target: str, data: bytes) -> None:
    TARGETS[target](data)
