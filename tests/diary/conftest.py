"""One Node process per module that answers for the diary of the phone app."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from uncramp.diary import load

Ask = Callable[..., Any]


@pytest.fixture(scope="module")
def node(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ask]:
    """Asks the scripts something; an answer, or `{"refused": ...}`."""
    program = shutil.which("node")
    if program is None:
        reason = "node is not installed, so the scripts of the phone app cannot be run"
        (pytest.fail if os.environ.get("UNCRAMP_NODE") == "required" else pytest.skip)(reason)
    kinds = tmp_path_factory.mktemp("kinds") / "kinds.json"
    kinds.write_text(json.dumps(load().plain()), encoding="utf-8")
    script = Path(__file__).parent / "diary.mjs"
    with subprocess.Popen([program, str(script), str(kinds)], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin
        assert process.stdout

        def ask(question: str, /, **request: Any) -> Any:
            process.stdin.write(json.dumps({"ask": question, **request}).encode() + b"\n")
            process.stdin.flush()
            line = process.stdout.readline()
            assert line, f"node ended without an answer to `{question}`; its message stands above"
            found = json.loads(line)
            return found.get("answer", found)

        yield ask
        process.stdin.close()
