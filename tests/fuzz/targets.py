"""The readers as functions of bytes, for a fuzzer: each breaks an assertion, or raises what is no named error, when a
promise does not hold.

The promise: whatever comes in, the answer is what was asked for or one clear line (`uncramp.errors`), and bad input
never gets a level. What counts as bad is said here a second time, and not asked of the reader.
"""

from __future__ import annotations

import contextlib
import io
import json
import tomllib
from collections.abc import Callable, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from fuzz.importers import apple_health, diary, diary_csv, own_table
from fuzz.promise import Choices, fits, knowledge, one_clear_line, small_folder, types_of, whole_knowledge
from fuzz.tables import table
from uncramp.cli.judge import _each_line
from uncramp.cli.people import read_lines, read_person
from uncramp.cli.setting import Setting
from uncramp.contributors import rows
from uncramp.decide import dates, decide
from uncramp.errors import KnowledgeError, RuleError, UncrampError, UsageError
from uncramp.facts import Answers
from uncramp.kb import Knowledge
from uncramp.kb.check import check_folder
from uncramp.kb.pack import Pack, build_pack, canonical
from uncramp.kb.read import read_folder
from uncramp.logic import EnumType, Expr, FlagType, IntType, evaluate, from_json, to_json, to_text
from uncramp.logic.check import Vocabulary, check
from uncramp.logic.parse import parse
from uncramp.session import Event, advance, prompt, start
from uncramp.session import from_json as session_from_json
from uncramp.session import to_json as session_json
from unit.small import FILES

LEVELS = {"emergency", "urgent", "routine", "self_care"}


# ---- rules


@cache
def _vocabulary() -> Vocabulary:
    return Vocabulary(
        types_of(knowledge()), {"clot_signs": parse("swollen or faint"), "grown": parse("not (age_years < 18)")}
    )


def rule(data: bytes) -> None:
    """The text of a condition: read, checked, written and read again."""
    text = data.decode("utf-8", "surrogateescape")
    try:
        said = parse(text)
    except RuleError as error:
        one_clear_line(error)
        return
    _comes_back(said)
    try:
        meant = check(said, _vocabulary())
    except RuleError as error:
        one_clear_line(error)
        return
    _comes_back(meant)
    assert evaluate(meant, {}) in (True, False, None)


def _comes_back(expr: Expr) -> None:
    assert from_json(to_json(expr)) == expr
    assert to_text(expr).isascii()


def tree(data: bytes) -> None:
    """The JSON of a condition, as a pack holds it."""
    try:
        raw = json.loads(data)
    except (ValueError, RecursionError):
        return
    try:
        expr = from_json(raw)
    except RuleError as error:
        one_clear_line(error)
        return
    assert to_json(expr) == raw
    try:
        check(expr, _vocabulary())
    except RuleError as error:
        one_clear_line(error)


# ---- people


def person(data: bytes) -> None:
    """A person from a file; the first byte says whether it is called .json, .toml or is standard input.

    After an `a` come no bytes of a file but answers, three bytes each: whole decisions, without the luck of spelling.
    """
    if data[:1] == b"a":
        data = b"j" + json.dumps({"facts": _answers(Choices(data[1:]))}).encode()
    name = {b"j": "p.json", b"t": "p.toml"}.get(data[:1], "standard input")
    try:
        id, answers = read_person(whole_knowledge(), data[1:], name)
    except UncrampError as error:
        one_clear_line(error)
        return
    raw = _parsed(data[1:], name)
    assert _is_person(raw, whole_knowledge()), f"{raw!r} got an answer"
    _judged(whole_knowledge(), id, answers)


def _answers(choices: Choices) -> dict[str, Any]:
    facts = whole_knowledge().facts
    names = sorted(facts)
    given: dict[str, Any] = {}
    while choices.left():
        name, which = names[(256 * choices.byte() + choices.byte()) % len(names)], choices.byte()
        match facts[name].type:
            case FlagType():
                answers: tuple[Any, ...] = (True, False)
            case IntType(low, high):
                answers = (low, high, *range(low, high, (high - low) // 60 + 1))
            case EnumType(words):
                answers = words
        given[name] = (*answers, "unsure")[which % (len(answers) + 1)]
    return given


def _judged(kb: Knowledge, id: str | int | None, answers: Answers) -> None:
    texts = kb.texts()
    decision = decide(kb, answers, texts, id=id)
    assert decision["level"] in LEVELS
    assert decision == decide(kb, answers, texts, id=id)
    json.dumps(decision)
    json.dumps(dates(kb, answers, texts, today=date(2030, 1, 31)))
    json.dumps(rows(kb, answers, texts))


def _parsed(data: bytes, name: str) -> Any:
    """What the bytes say, read the plain way; pairs stay pairs in JSON, so that a key that is there twice is seen."""
    text = data.decode("utf-8-sig")
    if name.endswith(".toml") or not text.lstrip().startswith(("{", "[")):
        return tomllib.loads(text)
    with contextlib.suppress(ValueError):
        return json.loads(text, object_pairs_hook=_pairs)
    return tomllib.loads(text)


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    assert len({key for key, _ in pairs}) == len(pairs), f"a key is there twice in {pairs!r}"
    return dict(pairs)


def _is_person(raw: Any, kb: Knowledge) -> bool:
    if not isinstance(raw, dict) or not raw.keys() <= {"id", "facts"} or not isinstance(raw.get("facts"), dict):
        return False
    if type(raw.get("id")) not in (str, int, type(None)):
        return False
    types = types_of(kb)
    return all(
        fact in types and (value is None or value == "unsure" or fits(types[fact], value))
        for fact, value in raw["facts"].items()
    )


def lines(data: bytes) -> None:
    """One JSON person a line: every line gets a level or an error, never both, and as the same person alone."""
    kb = knowledge()
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        failed = _each_line(Setting(kb, "en", "other"), io.BytesIO(data))
    given = list(read_lines(io.BytesIO(data)))
    said = [json.loads(row) for row in out.getvalue().split("\n")[:-1]]
    assert len(said) == len(given)
    assert failed == sum("error" in row for row in said)
    for row, (number, line) in zip(said, given, strict=True):
        assert ("error" in row) != ("level" in row)
        if "error" in row:
            assert row["line"] == number
            assert row.keys() <= {"id", "line", "error"}
            assert len(row["error"].splitlines()) == 1
        else:
            assert line is not None
            assert _is_person(json.loads(line.decode("utf-8-sig"), object_pairs_hook=_pairs), kb)


# ---- a knowledge folder


PEOPLE: tuple[Mapping[str, Any], ...] = ({}, {"calf": True, "kind": "cramp", "age_years": 40}, {"swollen": True})


def folder(data: bytes) -> None:
    """A small knowledge with one file changed: replaced if its name is the first line, else edited as the bytes say."""
    first, _, content = data.partition(b"\n")
    name = first.decode("ascii", "replace")
    if name not in FILES:
        name, content = _edited(Choices(data))
    there = small_folder() / name
    knowledge()  # made from the folder before it is changed
    there.write_bytes(content)
    try:
        _read(small_folder())
    finally:
        there.write_text(FILES[name], encoding="utf-8")


def _edited(choices: Choices) -> tuple[str, bytes]:
    """A file with some of its lines changed: an edit that hits a value says more than one that hits anything."""
    name = sorted(FILES)[choices.byte() % len(FILES)]
    lines = FILES[name].encode().split(b"\n")
    while choices.left() and lines:
        how, at = choices.byte() % 5, choices.byte() % len(lines)
        key, equals, value = lines[at].partition(b" = ")
        match how:
            case 0:
                del lines[at]
            case 1:
                lines.insert(choices.byte() % len(lines), lines[at])
            case 2:
                lines[at] = key + equals + choices.take(choices.byte() % 64)
            case 3:
                place = choices.byte() % (len(value) + 1)
                added = choices.take(choices.byte() % 16)
                lines[at] = key + equals + value[:place] + added + value[place + choices.byte() % 16 :]
            case _:
                lines.insert(at, choices.take(choices.byte() % 64))
    return name, b"\n".join(lines)


def _read(path: Path) -> None:
    try:
        found = read_folder(path)
        _, problems = check_folder(found)
    except KnowledgeError as error:
        one_clear_line(error)
        return
    for problem in problems:
        one_clear_line(problem)
    if problems:
        return
    pack = build_pack(path)
    kb = Knowledge(Pack.read(canonical(pack)))
    assert kb.pack == pack, "a pack comes back as it was written"
    texts = kb.texts()
    for raw in PEOPLE:
        with contextlib.suppress(UncrampError):  # the file may have taken away what the person is asked
            answers = kb.answers(raw)
            assert decide(kb, answers, texts)["level"] in LEVELS
            json.dumps(dates(kb, answers, texts, today=date(2030, 1, 31)), allow_nan=False)


# ---- a kept session


EVENTS: tuple[Event, ...] = ("time", "next", "gone", "better", "same", "worse", "new_sign", "pause", "resume", "skip")


def session(data: bytes) -> None:
    """A kept session, or what is otherwise in one that has just begun, on the first line; then each byte is an event
    some seconds later."""
    kept, _, events = data.partition(b"\n")
    kb = knowledge()
    try:
        raw = json.loads(kept)
    except (ValueError, RecursionError):
        return
    if isinstance(raw, dict) and "state" in raw and "tried" not in raw:
        raw = begun() | raw
    try:
        now = session_from_json(kb, raw)
    except UsageError as error:
        one_clear_line(error)
        return
    at = now.began
    for byte in (0, *events[:40]):
        at += 7 * (byte // len(EVENTS))
        now = advance(kb, now, EVENTS[byte % len(EVENTS)], at=at)
        prompt(kb, now)
        again = json.loads(json.dumps(session_json(now), allow_nan=False))
        assert session_from_json(kb, again) == now, "what the program keeps can be taken up again"


def begun() -> dict[str, Any]:
    """A session that has just begun, as it is kept."""
    return session_json(start(knowledge(), ["ice", "stretch"], at=1000, limit_minutes=20))


TARGETS: dict[str, Callable[[bytes], None]] = {
    "rule": rule,
    "tree": tree,
    "person": person,
    "lines": lines,
    "folder": folder,
    "session": session,
    "table": table,
    "apple_health": apple_health,
    "own_table": own_table,
    "diary": diary,
    "diary_csv": diary_csv,
}
