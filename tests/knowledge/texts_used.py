"""Which texts the program can say: a key stands in it whole, or is put together there from words of code and data."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

HOLE = "\0"
"""Stands in a string for what is put in when the program runs."""
KEY = re.compile(r"[A-Za-z0-9_.]+")
NUMBERED = re.compile(r"(.+)_\d+")
A_STRING = re.compile(r"'((?:[^'\\\n]|\\.)*)'|\"((?:[^\"\\\n]|\\.)*)\"|`((?:[^`\\]|\\.)*)`", re.DOTALL)
A_PLACE = re.compile("%[sd]")
INSIDE = re.compile(r"\$\{((?:[^{}]|\{[^{}]*\})*)\}")
IN_TEMPLATE = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
A_FIELD = re.compile(r"(?<![\w'\"`$.])(\w+)\s*(?=[:,}])")
A_COMMENT = re.compile(r"^\s*(?:/?\*|//).*$", re.MULTILINE)


class Said:
    """All that a source tree can put into a key: whole strings, and strings with holes."""

    def __init__(self, strings: set[str]) -> None:
        self.whole = {one for one in strings if HOLE not in one}
        shapes = {re.sub(f"{HOLE}+", HOLE, one) for one in strings if HOLE in one}
        self.holed = [
            tuple(one.split(HOLE))
            for one in sorted(shapes)
            if re.search("[a-z]{2}", one) and KEY.fullmatch(one.replace(HOLE, ""))
        ]
        self._known: dict[str, bool] = {}

    def can_say(self, text: str) -> bool:
        found = self._known.get(text)
        if found is None:
            self._known[text] = False  # what could only be said by itself is not said
            found = self._known[text] = self._says(text)
        return found

    def _says(self, text: str) -> bool:
        if text in self.whole or text.isdigit():
            return True
        numbered = NUMBERED.fullmatch(text)
        if numbered and self.can_say(numbered[1]):
            return True
        return any(self._fills(text, parts) for parts in self.holed)

    def _fills(self, text: str, parts: tuple[str, ...]) -> bool:
        """Whether the parts with something in each hole between them give the text, and each of that can be said."""
        first, *rest = parts
        if not text.startswith(first):
            return False
        left = text[len(first) :]
        if not rest:
            return not left
        ends = [match.start() for match in re.finditer(f"(?={re.escape(rest[0])})", left)] if rest[0] else [len(left)]
        return any(end > 0 and self._fills(left[end:], tuple(rest)) and self.can_say(left[:end]) for end in ends)


def strings_of(folder: Path) -> set[str]:
    """Every string that the scripts, templates and data of a folder hold, its texts left out."""
    found: set[str] = set()
    for file in folder.rglob("*"):
        if "texts" in file.relative_to(folder).parts or "__pycache__" in file.parts:
            continue
        found |= set(READERS[file.suffix](file.read_text(encoding="utf-8"))) if file.suffix in READERS else set()
        found |= {file.stem} if file.suffix == ".toml" else set()
    return found


def _python(text: str) -> Iterator[str]:
    tree = ast.parse(text)
    prose = {id(one.value) for one in ast.walk(tree) if isinstance(one, ast.Expr)}
    for one in ast.walk(tree):
        match one:
            case ast.Constant(value=str(said)) if id(one) not in prose:
                yield said
            case ast.JoinedStr(values=parts):
                yield "".join(str(part.value) if isinstance(part, ast.Constant) else HOLE for part in parts)
            case ast.Call(func=ast.Attribute(value=ast.Constant(value=str(said)), attr="split")):
                yield from said.split()
            case ast.keyword(arg=str(said)):
                yield said
            case ast.ClassDef(body=body):
                yield from (one.target.id for one in body if isinstance(one, ast.AnnAssign) and _named(one.target))
                yield from (one.name for one in body if isinstance(one, ast.FunctionDef))


def _named(target: ast.expr) -> bool:
    return isinstance(target, ast.Name)


def _script(text: str) -> Iterator[str]:
    code = A_COMMENT.sub("", text)
    yield from _quoted(code)
    yield from (found[1] for found in A_FIELD.finditer(code))


def _template(text: str) -> Iterator[str]:
    for found in IN_TEMPLATE.finditer(text):
        yield from _quoted(found[0])


def _quoted(code: str) -> Iterator[str]:
    for found in A_STRING.finditer(code):
        said = A_PLACE.sub(HOLE, next(one for one in found.groups() if one is not None))
        if found[3] is not None:
            for inner in INSIDE.finditer(said):
                yield from _quoted(inner[1])
            said = INSIDE.sub(HOLE, said)
        yield said
        if re.match(r"\s*[+~]", code[found.end() :][:9]):
            yield said + HOLE
        if re.search(r"[+~]\s*$", code[max(0, found.start() - 9) : found.start()]):
            yield HOLE + said


def _data(text: str) -> Iterator[str]:
    yield from (one for one in _words(tomllib.loads(text)) if KEY.fullmatch(one))


def _words(value: Any) -> Iterator[str]:
    match value:
        case dict():
            for name, inside in value.items():
                yield name
                yield from _words(inside)
        case list():
            for inside in value:
                yield from _words(inside)
        case str():
            yield value


READERS = {".py": _python, ".js": _script, ".html": _template, ".toml": _data}
