"""`uncramp check` and `uncramp plan` on people from files: decisions as JSON or as a page of text."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any, BinaryIO

import typer

from uncramp.cli.people import parse_line, person_id, person_of, read_file, read_lines, read_person
from uncramp.cli.setting import Setting
from uncramp.decide import decide
from uncramp.errors import PersonError


def decide_one(setting: Setting, source: str) -> dict[str, Any]:
    """The decision about the person in a file, or on standard input (`-`)."""
    data = sys.stdin.buffer.read() if source == "-" else read_file(Path(source))
    id, answers = read_person(setting.kb, data, "standard input" if source == "-" else source)
    return decide(setting.kb, answers, setting.texts(answers), id=id)


def write_json(value: object, *, indent: int | None = 2) -> None:
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=indent) + "\n")


def decide_lines(setting: Setting, source: str) -> None:
    """One JSON person a line in, one JSON decision a line out, in order; a bad line is answered with its error."""
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
        raise typer.Exit(2)


def _each_line(setting: Setting, stream: BinaryIO) -> int:
    failed = 0
    for number, line in read_lines(stream):
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
