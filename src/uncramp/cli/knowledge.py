"""`uncramp lint`, `pack`, `list` and `explain`: the knowledge itself."""

from __future__ import annotations

import json as jsonlib
import sys
from pathlib import Path

import typer

from uncramp.kb import HERE
from uncramp.kb.check import check_folder
from uncramp.kb.read import read_folder


def lint_command(folder: Path | None, *, json: bool) -> None:
    path = folder or HERE
    read = read_folder(path)
    _, problems = check_folder(read)
    if json:
        rows = [
            {"file": p.where.file, "line": p.where.line, "what": p.what, "allowed": p.allowed, "hint": p.hint}
            for p in problems
            if p.where
        ]
        sys.stdout.write(jsonlib.dumps(rows, ensure_ascii=False, indent=2) + "\n")
    else:
        for problem in problems:
            typer.echo(str(problem))
        entries = sum(map(len, read.entries.values()))
        typer.echo(
            f"{len(problems)} findings in {entries} entries" if problems else f"{entries} entries, nothing wrong"
        )
    raise typer.Exit(2 if problems else 0)
