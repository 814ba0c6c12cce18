"""`uncramp corpus`: people for whom every interpreter must come to the same answer, made for a knowledge folder."""

from __future__ import annotations

import sys
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn

from uncramp.cli.output import write_json
from uncramp.cli.setting import needs_z3
from uncramp.kb import load


def corpus_command(folder: Path, knowledge: Path | None, *, json: bool) -> int:
    """Make the corpus of a knowledge and write its files into `folder`."""
    needs_z3("making a corpus")
    from uncramp.safety.corpus.files import well, write
    from uncramp.safety.corpus.make import make

    kb = load(knowledge)
    given = well(kb, folder)
    screen = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=screen, transient=True, disable=not screen.is_terminal) as bar:
        tasks: dict[str, TaskID] = {}

        def told(what: str, steps: int) -> None:
            if steps:
                tasks[what] = bar.add_task(what, total=steps)
            else:
                bar.advance(tasks[what])

        corpus = make(kb, given, told)
    size = write(corpus, folder)
    people, conditions = sum(corpus.head["people"].values()), corpus.head["conditions"]
    if json:
        write_json({"knowledge": kb.name, "people": people, "conditions": conditions, "bytes": size})
    else:
        sys.stdout.write(f"{people:,} people for {conditions:,} conditions, {size:,} bytes, in {folder}\n")
    return 0
