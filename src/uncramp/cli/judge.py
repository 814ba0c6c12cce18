"""`uncramp check` and `uncramp plan` on people from files: decisions as JSON or as a page of text."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import Any, BinaryIO

from uncramp.cli.output import write_json
from uncramp.cli.people import parse_line, read_lines, read_source
from uncramp.cli.setting import Setting
from uncramp.decide import decide, decide_whole
from uncramp.errors import PersonError
from uncramp.facts import Answers
from uncramp.person import person_id, person_of
from uncramp.plan import plan
from uncramp.triage import triage

MANY = 150
"""After how many people compiling the conditions has paid for itself (benchmarks/run.py)."""


def show_one(setting: Setting, source: str, *, json: bool, whole: bool) -> None:
    """The decision (or, with `whole`, the plan) about the person in a file, or on standard input (`-`)."""
    id, answers = read_source(setting.kb, source)
    _show(setting, answers, id=id, json=json, whole=whole)


def ask_and_show(setting: Setting, *, json: bool, whole: bool, diary: bool = True) -> None:
    """Ask the person at the terminal, then show the same; the questions go to stderr when the answer is JSON."""
    from rich.console import Console

    from uncramp.cli.ask import Interview
    from uncramp.cli.own_diary import OwnDiary

    console = Console(stderr=json)
    texts = setting.texts()
    own = OwnDiary(setting, console, wanted=diary)
    answers = Interview(setting.kb, texts, console, input, own.start()).full(causes=whole)
    _show(setting, answers, id=None, json=json, whole=whole)
    if not json:
        own.write(answers, "check")


def _show(setting: Setting, answers: Answers, *, id: str | int | None, json: bool, whole: bool) -> None:
    texts = setting.texts(answers)
    if json:
        if whole:
            write_json(decide_whole(setting.kb, answers, texts, id=id, today=date.today()))
        else:
            write_json(decide(setting.kb, answers, texts, id=id))
        return
    from rich.console import Console

    from uncramp.cli.show import decision_page

    found = triage(setting.kb, answers)
    made = plan(setting.kb, answers, found, today=date.today())
    decision_page(Console(), setting.kb, answers, found, made, texts, whole=whole)


def decide_lines(setting: Setting, source: str) -> int:
    """One JSON person a line in, one JSON decision a line out, in order; a bad line is answered with its error.

    The exit status: 2 if a line could not be read.
    """
    if source == "-":
        failed = _each_line(setting, sys.stdin.buffer)
    else:
        try:
            with Path(source).open("rb") as stream:
                failed = _each_line(setting, stream)
        except OSError as error:
            raise PersonError(f"`{source}` cannot be read: {(error.strerror or 'unknown error').lower()}") from None
    if failed:
        sys.stderr.write(f"uncramp: {failed} of the lines could not be read; see their `error`\n")
    return 2 if failed else 0


def _each_line(setting: Setting, stream: BinaryIO) -> int:
    failed = 0
    for number, line in read_lines(stream):
        if number == MANY:
            setting.kb.for_many()
        raw: object = None
        try:
            raw = parse_line(line, number)
            id, answers = person_of(setting.kb, raw)
            row = decide(setting.kb, answers, setting.texts(answers), id=id)
        except PersonError as error:
            failed += 1
            row = {**_known_id(raw), "line": number, "error": str(error)}
        write_json(row, indent=None)
    return failed


def _known_id(raw: object) -> dict[str, Any]:
    try:
        id = person_id(raw) if isinstance(raw, dict) else None
    except PersonError:
        id = None
    return {} if id is None else {"id": id}
