"""The scripts of the phone app for the tests: where they are, how they are asked, where an answer differs."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

Ask = Callable[..., Any]

HERE = Path(__file__).parent
SCRIPTS = HERE.parents[1] / "src" / "uncramp" / "site" / "static" / "js"


def node_program() -> str:
    """Where Node is; without it the test is skipped (UNCRAMP_NODE=required: it fails)."""
    program = shutil.which("node")
    if program is None:
        reason = "node is not installed, so the scripts of the phone app cannot be run"
        (pytest.fail if os.environ.get("UNCRAMP_NODE") == "required" else pytest.skip)(reason)
    return str(program)


@contextmanager
def asking(program: str, pack: Path) -> Iterator[Ask]:
    """Asks the scripts something (`decide.mjs`); an answer, or `{"refused": ...}` for what cannot be judged."""
    with subprocess.Popen(
        [program, str(HERE / "decide.mjs"), str(pack)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdin
        assert process.stdout

        def ask(what: str, **request: Any) -> Any:
            process.stdin.write(json.dumps({"ask": what, **request}).encode() + b"\n")
            process.stdin.flush()
            line = process.stdout.readline()
            assert line, f"node ended without an answer to `{what}`; its message stands above"
            found = json.loads(line)
            return found.get("answer", found)

        yield ask
        process.stdin.close()


def difference(ours: Any, theirs: Any, path: str = "$") -> str:
    """The first place where two JSON values differ, in content or in the order of keys; empty if none does."""
    if isinstance(ours, dict) and isinstance(theirs, dict):
        if list(ours) != list(theirs):
            return f"{path}: keys {list(ours)} in Python, {list(theirs)} in JavaScript"
        pairs = [(f"{path}.{key}", ours[key], theirs[key]) for key in ours]
    elif isinstance(ours, list) and isinstance(theirs, list) and len(ours) == len(theirs):
        pairs = [(f"{path}[{nth}]", ours[nth], theirs[nth]) for nth in range(len(ours))]
    else:
        same = ours == theirs and isinstance(ours, bool) == isinstance(theirs, bool)
        return "" if same else f"{path}: {ours!r} in Python, {theirs!r} in JavaScript"
    return next((found for pair in pairs if (found := difference(pair[1], pair[2], pair[0]))), "")
