"""People from files: whatever is wrong is one clear line, on stderr or in the place of the line, and never a crash."""

# ruff: noqa: E501  (tables: one row, one line)

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import tracemalloc
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from uncramp.cli.people import LARGEST, parse_line, read_file, read_lines, read_person
from uncramp.errors import PersonError
from uncramp.kb import Knowledge
from uncramp.person import person_of

GOOD = b'{"id": "p1", "facts": {"site_calf": true, "age_years": 40, "numbness": "unsure", "side": null}}'


def read(kb: Knowledge, data: bytes | str, name: str = "p.json") -> Any:
    return read_person(kb, data.encode() if isinstance(data, str) else data, name)


def complaint(kb: Knowledge, data: bytes | str, name: str = "p.json") -> str:
    with pytest.raises(PersonError) as caught:
        read(kb, data, name)
    assert "\n" not in str(caught.value)
    return str(caught.value)


# ---- what is right


def test_a_person_is_read_with_id_answers_and_doubts(kb: Knowledge) -> None:
    id, answers = read(kb, GOOD)
    assert id == "p1"
    assert answers.known["site_calf"] is True
    assert answers.known["age_years"] == 40
    assert answers.unsure == {"numbness"}
    assert "side" not in answers.known


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("p.toml", 'id = "p1"\n[facts]\nsite_calf = true\nage_years = 40\n'),
        ("standard input", "[facts]\nsite_calf = true\nage_years = 40\n"),
        ("standard input", 'id = "p1"\nfacts = { site_calf = true, age_years = 40 }\n'),
        ("p.json", b'\xef\xbb\xbf{"id": "p1", "facts": {"site_calf": true, "age_years": 40}}'),
        ("p.json", ' \n {"facts": {"site_calf": true, "age_years": 40}, "id": "p1"} \n'),
        ("p.json", '{"id": "p1", "facts": {"site_calf": true, "age_years": 40}}'.replace("\n", "\r\n")),
    ],
)
def test_the_same_person_may_be_written_in_json_or_toml(kb: Knowledge, name: str, data: bytes | str) -> None:
    id, answers = read(kb, data, name)
    assert id in ("p1", None)
    assert answers == read(kb, '{"facts": {"site_calf": true, "age_years": 40}}')[1]


@pytest.mark.parametrize(("id", "is_id"), [('"a"', "a"), ("7", 7), ("null", None), ("-3", -3)])
def test_an_id_is_text_or_a_whole_number_or_nothing(kb: Knowledge, id: str, is_id: Any) -> None:
    assert read(kb, f'{{"id": {id}, "facts": {{}}}}')[0] == is_id


# ---- what is wrong: what, where, and what is allowed

WRONG: dict[str, tuple[bytes | str, str, str]] = {
    "an unknown fact": ('{"facts": {"site_calv": true}}', "there is no fact `site_calv`", "did you mean `site_calf`"),
    "a wrong type": ('{"facts": {"site_calf": 1}}', "`site_calf` cannot be `1`", 'allowed: true, false or "unsure"'),
    "a number as text": ('{"facts": {"age_years": "40"}}', "`age_years` cannot be `'40'`", "allowed: a whole number from 0 to 120 (years)"),
    "out of range": ('{"facts": {"age_years": 121}}', "`age_years` cannot be `121`", "allowed: a whole number from 0 to 120"),
    "half a year": ('{"facts": {"age_years": 40.5}}', "`age_years` cannot be `40.5`", "allowed: a whole number"),
    "yes for a number": ('{"facts": {"age_years": true}}', "`age_years` cannot be `true`", "allowed: a whole number"),
    "a word that is none": ('{"facts": {"side": "left"}}', "`side` cannot be `'left'`", 'allowed: "one", "both"'),
    "a list of words": ('{"facts": {"side": ["one"]}}', "`side` cannot be `['one']`", 'allowed: "one", "both"'),
    "bad JSON": ('{"facts": {"site_calf": tru}}', "p.json:1:25: not JSON: ", "allowed: an object"),
    "JSON that ends early": ('{"facts": {\n  "site_calf": true', "p.json:2:20: not JSON: ", "allowed: an object"),
    "two people": ('{"facts": {}}\n{"facts": {}}', "p.json:2:1: not JSON: extra data", "allowed: an object"),
    "garbage": (b"\x80\x81\x00\xff", "`p.json` is not text: byte 1 is not UTF-8", "allowed: JSON or TOML"),
    "UTF-16": ('{"facts": {}}'.encode("utf-16"), "`p.json` is not text", "allowed: JSON or TOML"),
    "zero bytes": (b"\x00" * 100, "p.json", ""),
    "an empty file": ("", "`p.json` is empty", "allowed: an object"),
    "blanks": (" \n\t\n", "`p.json` is empty", "allowed: an object"),
    "a byte order mark alone": (b"\xef\xbb\xbf", "`p.json` is empty", "allowed: an object"),
    "the same fact twice": ('{"facts": {"site_calf": true, "site_calf": false}}', "`site_calf` is there twice", "leave one of the two out"),
    "two ids": ('{"id": 1, "id": 2, "facts": {}}', "`id` is there twice", "leave one of the two out"),
    "NaN": ('{"facts": {"age_years": NaN}}', "`NaN` is no answer", "allowed: true, false"),
    "Infinity": ('{"facts": {"age_years": -Infinity}}', "`-Infinity` is no answer", "allowed: true, false"),
    "a number beyond all numbers": ('{"facts": {"age_years": 1e999}}', "`age_years` cannot be `inf`", "allowed: a whole number"),
    "a huge whole number": ('{"facts": {"age_years": ' + "9" * 100 + "}}", "`age_years` cannot be `999", "allowed: a whole number"),
    "a number of 5,000 digits": ('{"facts": {"age_years": ' + "9" * 5000 + "}}", "a number has too many digits", ""),
    "a number of 5,000 digits in TOML": ("facts = { age_years = " + "9" * 5000 + " }", "p.json", "too many digits"),
    "a long number in another base": ("facts = { age_years = 0x" + "f" * 5000 + " }", "`age_years` cannot be `", "allowed: a whole number"),
    "deep nesting": ("[" * 100_000, "p.json: nested too deeply", "allowed: an object"),
    "deep nesting of objects": ('{"facts":' * 50_000, "p.json: nested too deeply", "allowed: an object"),
    "deep nesting in TOML": ("a = " + "[" * 100_000, "p.json: nested too deeply", "allowed: an object"),
    "no facts": ('{"id": 1}', "there is no `facts`", "allowed: an object"),
    "facts that are null": ('{"facts": null}', "`facts` is missing", "allowed: an object"),
    "facts that are a list": ('{"facts": ["site_calf"]}', "`facts` is `['site_calf']`", "allowed: an object"),
    "an extra key": ('{"facts": {}, "fact": {}}', "`fact` does not belong to a person", "allowed: an object"),
    "a list of people": ('[{"facts": {}}]', "a person is not an object", "allowed: an object"),
    "a bad id": ('{"id": 1.5, "facts": {}}', "`id` is neither text nor a whole number", ""),
    "a yes as id": ('{"id": true, "facts": {}}', "`id` is neither text nor a whole number", ""),
    "an id of many": ('{"id": ["a"], "facts": {}}', "`id` is neither text nor a whole number", ""),
    "bad TOML": ("facts = { site_calf = yes }", "neither JSON nor TOML: invalid value (at line 1, column 23)", "allowed: an object"),
    "a JSON word alone": ("true", "neither JSON nor TOML", "allowed: an object"),
    "a date": ("facts = { age_years = 1986-01-01 }", "`age_years` cannot be `1986-01-01`", "allowed: a whole number"),
    "a number that is none in TOML": ("facts = { age_years = nan }", "`age_years` cannot be `nan`", "allowed: a whole number"),
    "the same fact twice in TOML": ("id = 1\n[facts]\nsite_calf = true\nsite_calf = false", "neither JSON nor TOML: cannot overwrite a value", "allowed: an object"),
    "ages that contradict each other": ('{"facts": {"age_years": 8, "under_16": false}}', "`under_16` is `false`, but the other answers say `true`", "correct the age"),
    "a larger file than one person can be": (b" " * (LARGEST + 1), "`p.json` is larger than one person can be", f"allowed: {LARGEST} bytes at most"),
}  # fmt: skip


@pytest.mark.parametrize("what", WRONG)
def test_a_person_with_this_is_refused(kb: Knowledge, what: str) -> None:
    data, says, help = WRONG[what]
    found = complaint(kb, data)
    assert says in found
    assert help in found
    assert len(found) < 2000


def test_any_depth_of_nesting_is_a_clear_line(kb: Knowledge) -> None:
    """Also just below the depth at which reading itself gives up."""
    for depth in range(900, 1010):
        for inside in ("[" * depth + "]" * depth, '{"a":' * depth + "1" + "}" * depth):
            for data in (f'{{"facts": {{"age_years": {inside}}}}}', f'{{"facts": {inside}}}', f'{{"id": {inside}}}'):
                assert complaint(kb, data)


@given(st.binary(max_size=200))
def test_any_bytes_at_all_are_a_person_or_a_clear_line(kb: Knowledge, data: bytes) -> None:
    with suppress(PersonError):
        read_person(kb, data, "p.json")


json_values = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=5)),
    lambda inside: st.one_of(st.lists(inside, max_size=3), st.dictionaries(st.text(max_size=5), inside, max_size=3)),
    max_leaves=5,
)


@given(st.data())
def test_any_values_at_all_are_a_person_or_a_clear_line(kb: Knowledge, data: st.DataObject) -> None:
    names = st.one_of(st.sampled_from(sorted(kb.facts)), st.text(max_size=5))
    facts = data.draw(st.one_of(st.dictionaries(names, json_values, max_size=4), json_values))
    with suppress(PersonError):
        person_of(kb, {"facts": facts, "id": data.draw(json_values)})


def test_a_file_that_is_not_there_is_a_clear_line(tmp_path: Path) -> None:
    with pytest.raises(PersonError, match="cannot be read: no such file or directory"):
        read_file(tmp_path / "nobody.json")
    with pytest.raises(PersonError, match="cannot be read: is a directory"):
        read_file(tmp_path)


# ---- people by the line


class Endless(io.RawIOBase):
    """A stream of `size` blanks without a line break, then `tail`: nothing of it is ever held as a whole."""

    def __init__(self, size: int, tail: bytes) -> None:
        self.left, self.tail = size, tail

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        count = min(len(buffer), self.left)
        if count:
            buffer[:count] = b"x" * count
            self.left -= count
            return count
        count = min(len(buffer), len(self.tail))
        buffer[:count], self.tail = self.tail[:count], self.tail[count:]
        return count


def test_a_line_of_a_hundred_megabytes_is_one_bad_line_and_is_never_held() -> None:
    stream = io.BufferedReader(Endless(100_000_000, b"\n" + GOOD + b"\n"))
    tracemalloc.start()
    try:
        found = list(read_lines(stream))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert found == [(1, None), (2, GOOD + b"\n")]
    assert peak < 10 * LARGEST
    with pytest.raises(PersonError, match="the line is too long; allowed: 1000000 bytes at most"):
        parse_line(None, 1)


@pytest.mark.parametrize(
    ("size", "long"), [(LARGEST - 1, False), (LARGEST, False), (LARGEST + 1, True), (LARGEST + 2, True)]
)
@pytest.mark.parametrize("end", [b"\n", b""])
def test_a_line_is_too_long_just_above_the_limit(size: int, long: bool, end: bytes) -> None:
    lines = list(read_lines(io.BytesIO(b"x" * size + end + b"{}")))
    assert lines[0][0] == 1
    assert (lines[0][1] is None) is (long or (not end and size + 2 > LARGEST))
    assert not end or lines[1:] == [(2, b"{}")]


def test_empty_lines_are_left_out_but_counted() -> None:
    assert list(read_lines(io.BytesIO(b"\n{}\n\r\n  \n{}"))) == [(2, b"{}\n"), (5, b"{}")]
    assert list(read_lines(io.BytesIO(b""))) == []


# ---- the command


def uncramp(*arguments: str, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    env = {**os.environ, "PYTHONWARNINGS": "error", "LC_ALL": "C.UTF-8"}
    return subprocess.run(
        [sys.executable, "-m", "uncramp", *arguments], input=stdin, capture_output=True, env=env, check=False
    )


@pytest.fixture(scope="module")
def answered() -> tuple[list[bytes], subprocess.CompletedProcess[bytes]]:
    """A clinic's list with bad lines among the good ones, and what the command said to it."""
    lines = [
        b'{"id": "a", "facts": {"site_calf": true}}',
        b"",
        b'{"id": "b", "facts": {"site_calv": true}}',
        b"not json",
        b'{"id": 7, "facts": {"age_years": 400}}',
        b'{"id": 1.5, "facts": {}}',
        b"\xff\xfe",
        b'{"id": "c", "facts": {"side": "\\u2028"}}',
        b'{"id": "c", "facts": {"side": "left\\nright"}}',
        b'{"facts": {"age_years": ' + b"9" * 5000 + b"}}",
        b"[" * 100_000,
        b'{"id": "d", "facts": ' + b"[" * 985 + b"]" * 985 + b"}",
        b'\xef\xbb\xbf{"id": "e", "facts": {}}\r',
        b"[]",
        b'{"id": "z", "facts": {"swollen_leg": NaN}}',
        b'{"id": "f", "facts": {"age_years": 8, "under_16": false}}',
        b'{"id": "last", "facts": {}}',
    ]
    return lines, uncramp("check", "-", "--lines", "--json", stdin=b"\n".join(lines))


def rows(found: subprocess.CompletedProcess[bytes]) -> Iterator[dict[str, Any]]:
    assert b"Traceback" not in found.stderr, found.stderr.decode()
    for line in found.stdout.decode("utf-8", "surrogatepass").splitlines():
        yield json.loads(line)


def test_a_bad_line_is_answered_in_its_place_and_the_others_all_the_same(answered: Any) -> None:
    lines, found = answered
    by_line = [number for number, line in enumerate(lines, 1) if line]
    got = list(rows(found))
    assert len(got) == len(by_line)
    good = {number for number, row in zip(by_line, got, strict=True) if "level" in row}
    assert good >= {1, 13, 17}
    for number, row in zip(by_line, got, strict=True):
        assert ("level" in row) is not ("error" in row)
        assert row.get("line", number) == number


@pytest.mark.parametrize(
    ("line", "row"),
    [
        (3, {"id": "b", "line": 3, "error": "there is no fact `site_calv`; did you mean `site_calf`"}),
        (5, {"id": 7, "line": 5, "error": "`age_years` cannot be `400`; allowed: a whole number from 0 to 120 (years), or"}),
        (6, {"line": 6, "error": "`id` is neither text nor a whole number"}),
        (4, {"line": 4, "error": "line 4:1:1: not JSON: expecting value; allowed: an object"}),
        (7, {"line": 7, "error": "`line 7` is not text: byte 1 is not UTF-8; allowed: JSON"}),
        (14, {"line": 14, "error": "a person is not an object; allowed: an object"}),
        (16, {"id": "f", "line": 16, "error": "`under_16` is `false`, but the other answers say `true`"}),
    ],
)  # fmt: skip
def test_a_bad_line_says_its_number_its_id_where_it_has_one_and_what_is_wrong(
    answered: Any, line: int, row: dict[str, Any]
) -> None:
    [got] = [found for found in rows(answered[1]) if found.get("line") == line]
    assert got.pop("error").startswith(row["error"])
    assert got == {key: value for key, value in row.items() if key != "error"}


def test_bad_lines_end_with_status_2_and_one_line_on_stderr(answered: Any) -> None:
    _, found = answered
    assert found.returncode == 2
    assert found.stderr.count(b"\n") == 1
    assert found.stderr.startswith(b"uncramp: ")


@pytest.mark.parametrize("line", [b'{"id": "\\ud800", "facts": {}}', b'{"id": "c", "facts": {"\\ud800": true}}'])
def test_half_a_character_in_a_line_is_answered_and_the_next_line_too(line: bytes) -> None:
    found = uncramp("check", "-", "--lines", "--json", stdin=line + b"\n" + GOOD + b"\n")
    assert [row.get("id") for row in rows(found)][1] == "p1"


def test_good_lines_end_with_status_0_whatever_the_level() -> None:
    found = uncramp("check", "-", "--lines", "--json", stdin=GOOD + b"\n" + b'{"facts": {"unresponsive": true}}\n')
    assert (found.returncode, found.stderr) == (0, b"")
    assert [row["level"] for row in rows(found)][1] == "emergency"


def test_no_lines_at_all_are_no_answers() -> None:
    found = uncramp("check", "-", "--lines", "--json")
    assert (found.returncode, found.stdout, found.stderr) == (0, b"", b"")


@pytest.mark.parametrize(
    "data",
    [b"", b"\xff", b"{", b'{"facts": {"x": 1}}', b'{"facts": {"age_years": ' + b"9" * 5000 + b"}}", b" " * 2_000_000],
    ids=["empty", "garbage", "bad JSON", "unknown fact", "many digits", "too large"],
)
def test_one_bad_person_is_one_line_on_stderr_nothing_on_stdout_and_status_2(data: bytes) -> None:
    found = uncramp("check", "-", "--json", stdin=data)
    assert (found.returncode, found.stdout) == (2, b"")
    assert found.stderr.count(b"\n") == 1
    assert found.stderr.startswith(b"uncramp: ")


def test_the_answer_about_one_person_is_one_json_object(tmp_path: Path) -> None:
    file = tmp_path / "person.json"
    file.write_bytes(GOOD)
    found = uncramp("check", str(file), "--json")
    assert (found.returncode, found.stderr) == (0, b"")
    decision = json.loads(found.stdout)
    assert decision["id"] == "p1"
    assert decision["level"] in ("emergency", "urgent", "routine", "self_care")
