"""What once broke a promise, as small as it gets: by its name, the reader, and what came in."""

from __future__ import annotations

import json
from typing import Any

import pytest

from fuzz.promise import knowledge
from fuzz.targets import TARGETS, begun
from uncramp.cli.people import read_person
from uncramp.errors import PersonError, RuleError, UsageError
from uncramp.kb import Knowledge
from uncramp.kb.check import check_folder
from uncramp.kb.read import read_folder
from uncramp.logic import FlagType, IntType, from_json
from uncramp.logic.check import Vocabulary, check
from uncramp.logic.parse import parse
from uncramp.session import from_json as session_from_json
from unit.small import FILES, write


def kept(**changes: Any) -> bytes:
    """A kept session with something else in it, and some events."""
    return json.dumps(begun() | changes).encode() + b"\n\x01\x15\x29"


def edited(name: str, old: str, new: str) -> bytes:
    """One file of a small knowledge, edited."""
    assert old in FILES[name]
    return f"{name}\n{FILES[name].replace(old, new)}".encode()


TABLES = b"[\n{ a" + b".a" * 40 + b" = "
TABLES = TABLES * 60 + b"1" + b" }\n]" * 60
"""More than two thousand tables in tables, by ways that are all allowed."""

FOUND: dict[str, tuple[str, bytes]] = {
    # ---- people
    "a name of a fact with a line end": ("person", b'j{"facts": {"a\\nb": true}}'),
    "a name of a fact with a zero": ("person", b'j{"facts": {"\\u0000": true}}'),
    "a key beside the facts with a line end": ("person", b'j{"a\\nb": 1}'),
    "a key twice, with a line end": ("person", b'j{"a\\nb": 1, "a\\nb": 2}'),
    "an answer of tables in tables": ("person", b"tfacts = { age_years = " + TABLES + b" }"),
    "a list of a huge number": ("person", b"tfacts = { age_years = [0x" + b"f" * 5000 + b"] }"),
    "a huge number for an id": ("person", b"tid = 0x" + b"f" * 5000 + b"\n[facts]\n"),
    "a key of three thousand parts": ("person", b"tfacts.age_years" + b".a" * 3000 + b" = 1"),
    # ---- expressions
    "a fact with a line end": ("tree", b'["flag", "a\\nb"]'),
    # ---- knowledge
    "a number with thousands of digits": ("folder", edited("gates.toml", "calf = true", "calf = " + "9" * 5000)),
    "a number beyond 64 bits": ("folder", edited("remedies/ice.toml", "order = 10", "order = 99999999999999999999")),
    "a number that is none": ("folder", edited("priors.toml", "median = 0.5", "median = nan")),
    "a version that is a huge number": ("folder", b"knowledge.toml\nversion = 0x" + b"f" * 5000),
    "units that are no list": ("folder", b'knowledge.toml\nversion = "1"\nunits = 5'),
    "an id that is a huge number": ("folder", edited("remedies/ice.toml", 'id = "ice"', "id = 0x" + "f" * 5000)),
    "a table with a line end": ("folder", b'facts.toml\n[["a\\nb"]]\nid = 1'),
    "a text with a line end in its key": ("folder", b'texts/en/cli.toml\n"a\\nb" = 1'),
    "texts in texts": ("folder", b"texts/en/cli.toml\na" + b".a" * 3000 + b" = 1"),
    "a number of too many values": ("folder", edited("facts.toml", "[0, 120]", "[0, 999999999999999999]")),
    # ---- a kept session
    "a question that runs out": ("session", kept(state="check", ends=1000.0)),
    "a session that is over and runs out": ("session", kept(state="over", ends=1000.0, ending="stopped")),
    "a session that is over without an end": ("session", kept(state="over")),
    "a time that is no number": ("session", kept(state="step", ends=float("nan"))),
    "a start before all time": ("session", kept(state="step", ends=1000.0, remedy_began=float("-inf"))),
    "a time beyond all floats": ("session", kept(began=10**400)),
    "a step after the last round": (
        "session",
        kept(state="skin_check", round=1, remedy_began=1001, left=491) + b"\n\x08\x05",
    ),
    "a limit of nothing": ("session", kept(limit=False)),
    # ---- tables
    "a code that counts from the end": ("table", bytes([2, 1, 3, 0, 16, 6, 35])),
    "a code beyond all words": ("table", bytes([1, 1, 3, 0, 16, 21])),
    "a word that is not UTF-8": ("table", bytes([1, 1, 3, 0, 17, 254])),
    "a word with a line end": ("table", bytes([1, 1, 3, 0, 12, 236])),
}


@pytest.mark.parametrize("found", FOUND)
def test_what_once_broke_a_promise_keeps_it(found: str) -> None:
    target, data = FOUND[found]
    TARGETS[target](data)


# ---- what is said instead


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('{"facts": {"a\\nb\\u001b[31m": true}}', r"there is no fact `a\nb\x1b[31m`"),
        ('{"a\\nb": 1}', r"`a\nb` does not belong to a person"),
        ("id = 0x" + "f" * 5000 + "\n[facts]\n", "`id` is a number with hundreds of digits"),
        ("facts = { age_years = [0x" + "f" * 5000 + "] }", "`age_years` cannot be `something that is no answer`"),
        ("facts.age_years" + ".a" * 3000 + " = 1", "a line with more than 50 dots"),
    ],
)
def test_a_person_who_cannot_be_read_is_answered_with_what_is_wrong(text: str, says: str) -> None:
    with pytest.raises(PersonError) as caught:
        read_person(knowledge_with_age(), text.encode(), "p")
    assert says in str(caught.value)


def knowledge_with_age() -> Knowledge:
    made = knowledge()
    assert "age_years" in made.facts
    return made


def test_an_expression_that_is_nested_too_deeply_is_named_as_that() -> None:
    data: list[object] = ["flag", "x"]
    for _ in range(5000):
        data = ["not", data]
    with pytest.raises(RuleError, match="nested too deeply; allowed: at most 100 levels"):
        from_json(data)


def test_a_piece_that_is_no_expression_is_named_however_it_is_made() -> None:
    data: list[object] = []
    for _ in range(5000):
        data = [data]
    for piece in (data, 10**5000, "a\nb"):
        with pytest.raises(RuleError, match=r"^[ -~]* is not an expression; allowed: "):
            from_json(piece)


def test_definitions_that_double_each_other_are_refused_before_they_are_written_out() -> None:
    facts = {name: FlagType() for name in ("x", "y", "z")}
    definitions = {"d0": parse("x")} | {f"d{n}": parse(f"d{n - 1} and y or d{n - 1} and z") for n in range(1, 60)}
    with pytest.raises(RuleError, match="too large with its definitions written out"):
        check(parse("d59"), Vocabulary(facts, definitions))


def test_a_chain_of_definitions_that_no_walk_can_follow_is_refused() -> None:
    definitions = {"d0": parse("x")} | {f"d{n}": parse(f"not d{n - 1}") for n in range(1, 3000)}
    with pytest.raises(RuleError, match="too large with its definitions written out"):
        check(parse("d2999"), Vocabulary({"x": FlagType()}, definitions))


def test_a_number_of_too_many_values_is_not_compared() -> None:
    with pytest.raises(RuleError, match="`n` has too many values to compare; allowed: at most 100000"):
        check(parse("n < 5"), Vocabulary({"n": IntType(0, 10**18)}))


@pytest.mark.parametrize("name", [name for name, (target, _) in FOUND.items() if target == "session"])
def test_a_kept_session_that_nobody_can_be_in_does_not_fit(name: str) -> None:
    raw = json.loads(FOUND[name][1].partition(b"\n")[0])
    with pytest.raises(UsageError, match="does not fit any more; start a new one"):
        session_from_json(knowledge(), raw)


@pytest.mark.parametrize("name", [name for name, (target, _) in FOUND.items() if target == "folder"])
def test_a_knowledge_with_this_has_a_finding(name: str, tmp_path: Any) -> None:
    file, _, content = FOUND[name][1].partition(b"\n")
    folder = write(tmp_path / "small")
    (folder / file.decode()).write_bytes(content)
    _, problems = check_folder(read_folder(folder))
    assert problems
