"""The peers: each in a process of its own, in the environment that install.py makes."""

from __future__ import annotations

import json
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TextIO

from engines import languages
from engines.case import Case, Person
from engines.engine import Engine
from uncramp.logic import export, facts_of, to_json

HERE = Path(__file__).parent
VENV = HERE / ".venv-peers"
PYTHON = VENV / "bin" / "python"
RULES: dict[str, Callable[[Case], Any]] = {
    "javascript": lambda case: json.dumps([to_json(expr) for expr in case.exprs]),
    "zen_table": lambda case: languages.zen_table(case.exprs),
    "zen_expressions": lambda case: languages.zen_expressions(case.exprs),
    "zen_alone": lambda case: [languages.zen(expr) for expr in case.exprs],
    "cel": lambda case: [languages.cel(expr) for expr in case.exprs],
    "cel_export": lambda case: [[text.must, text.may] for text in map(export.cel, case.exprs)],
    "cel_python": lambda case: [languages.cel(expr) for expr in case.exprs],
    "cedar": lambda case: [languages.cedar(expr) for expr in case.exprs],
    "json_logic": lambda case: [languages.json_logic(expr) for expr in case.exprs],
    "json_logic_engine": lambda case: [languages.json_logic(expr) for expr in case.exprs],
    "fhirpath": lambda case: [{"text": export.fhirpath(expr), "facts": sorted(facts_of(expr))} for expr in case.exprs],
    "cql": lambda case: languages.elm_library(case.exprs, case.facts),
}
"""By engine, the rules in its language."""

IN_NODE = {"javascript", "json_logic_engine", "cql"}


class Missing(Exception):
    """A peer that cannot be asked, and why."""


@contextmanager
def started(name: str, case: Case, python: Path | None = None) -> Iterator[Engine]:
    """The engine with the rules loaded, until the block ends; Missing if it is not there."""
    command = _node(name) if name in IN_NODE else [str(python or PYTHON), str(HERE / "worker.py"), name]
    if not Path(command[0]).exists():
        raise Missing("the peers are not installed: `python benchmarks/engines/install.py`")
    with (
        tempfile.TemporaryFile("w+") as complaints,
        subprocess.Popen(
            command, cwd=HERE, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=complaints, text=True
        ) as process,
    ):
        try:
            yield _engine(name, case, process, complaints)
        finally:
            process.terminate()


def _engine(name: str, case: Case, process: subprocess.Popen[str], complaints: TextIO) -> Engine:
    def ask(what: str, **request: Any) -> Any:
        assert process.stdin
        assert process.stdout
        try:
            process.stdin.write(json.dumps({"ask": what, **request}) + "\n")
            process.stdin.flush()
            line = process.stdout.readline()
        except BrokenPipeError:
            line = ""
        if not line:
            complaints.seek(0)
            raise Missing(_last_complaint(complaints.read()))
        return json.loads(line)

    loaded = ask("load", rules=RULES[name](case), person=case.whole[0])
    told: list[int] = []

    def answers(people: list[Person]) -> Any:
        told.clear()
        ask("people", people=people)
        return ask("answers")["answers"]

    def seconds(least: float) -> float:
        if not told:
            ask("people", people=case.whole)
            told.append(len(case.whole))
        took = ask("time", seconds=least)
        return float(took["seconds"] / took["people"])

    return Engine(name, loaded["version"], loaded["build"], answers, seconds)


def _node(name: str) -> list[str]:
    program = shutil.which("node")
    if program is None:
        raise Missing("node is not installed")
    return [program, str(HERE / "worker.mjs"), name]


def _last_complaint(stderr: str) -> str:
    lines = [line.strip() for line in stderr.splitlines() if "Error" in line]
    return (lines or ["it ended without a word"])[-1][:200]


def why_missing(name: str, reason: str) -> str:
    """The reason in install.py's words where it has one."""
    notes = VENV / "missing.json"
    noted = json.loads(notes.read_text(encoding="utf-8")) if notes.exists() else {}
    return str(noted.get(name, reason))
