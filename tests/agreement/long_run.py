"""All interpreters over the real knowledge on as many random people as you have time for: `just agree --people 1e8`.

Every block of people goes through the engines named in `--engines` and its first ones through `evaluate`, the meaning.
Whoever is judged differently is shown with all their answers, and the exit status is 1. With `--state FILE` the run
keeps where it stands: the same command goes on from there after a stop. The same seed and block size give the same
people.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from agreement.crowd import Conditions, conditions_of, crowd
from agreement.many import ENGINES, Engine, Planes, by_evaluate, differences, rows, value
from uncramp.errors import UncrampError, UsageError
from uncramp.kb import load

WHOLE = [name for name in ENGINES if name != "fhirpath"]
"""What `--engines all` stands for: FHIRPath's whole texts are for a few hundred people, its parts for all."""
SHOWN = 20
"""Disagreements that are kept with all their answers; the others are counted."""


@dataclass
class State:
    """How far a run is. `met` counts, per condition, the people of whom it was true, false and open; `asked`, how often
    the engines that are asked about each combination of answers once were asked about a condition or a part of one."""

    seed: int
    knowledge: str
    block: int
    engines: list[str]
    done: int = 0
    walked: int = 0
    disagreements: int = 0
    asked: dict[str, int] = field(default_factory=dict)
    shown: list[dict[str, Any]] = field(default_factory=list)
    met: dict[str, list[int]] = field(default_factory=dict)


def run(conditions: Conditions, engines: Mapping[str, Engine], state: State, people: int, walk: int) -> None:
    """One block more: the next people through every engine, the first `walk` of them through `evaluate`."""
    table = crowd(conditions, people, np.random.default_rng([state.seed, state.done]))
    found = {}
    for name, engine in engines.items():
        before = getattr(engine, "asked", None)
        found[name] = engine(table)
        if before is not None:
            state.asked[name] = state.asked.get(name, 0) + engine.asked - before
    first, *others = found
    for other in others:
        _note(state, conditions, table, {name: found[name] for name in (first, other)})
    walk = min(walk, people) // 8 * 8
    walked = by_evaluate(conditions)(table.slice(0, walk)) if walk else None
    if walked:
        start: Planes = tuple(plane[:, : walk // 8] for plane in found[first])
        _note(state, conditions, table, {first: start, "evaluate": walked})
    for name, must, may in zip(conditions.names, *map(_counted, found[first]), strict=True):
        met = state.met.setdefault(name, [0, 0, 0])
        met[:] = met[0] + must, met[1] + people - may, met[2] + may - must
    state.done += people
    state.walked += walk


def _note(state: State, conditions: Conditions, table: pa.Table, found: Mapping[str, Planes]) -> None:
    unlike = differences(*found.values())
    state.disagreements += len(unlike)
    for condition, person in unlike[: max(0, SHOWN - len(state.shown))]:
        answers = next(rows(table.slice(person, 1)))
        state.shown.append(
            {
                "condition": conditions.names[condition],
                "said": {name: value(planes, condition, person) for name, planes in found.items()},
                "person": {fact: answer for fact, answer in answers.items() if answer is not None},
            }
        )


def _counted(plane: Any) -> list[int]:
    return [int(count) for count in np.bitwise_count(plane).sum(axis=1, dtype=np.int64)]


def report(state: State, seconds: float) -> str:
    """What a run comes to, in a few lines."""
    gaps = [sum(met[kind] == 0 for met in state.met.values()) for kind in range(3)]
    lines = [json.dumps(one, ensure_ascii=False) for one in state.shown]
    lines += [
        f"{state.done:,} people x {len(state.met):,} conditions by {', '.join(state.engines)}; "
        f"{state.walked:,} of them by evaluate: {state.disagreements:,} disagreements",
        *(
            f"{name} was asked {asked:,} times: once for each combination of answers it had not met"
            for name, asked in state.asked.items()
        ),
        f"conditions never true {gaps[0]}, never false {gaps[1]}, never open {gaps[2]}",
        f"seed {state.seed}, knowledge {state.knowledge}, {seconds:,.0f} s in this sitting",
    ]
    return "\n".join(lines)


def read_state(file: Path | None, fresh: State) -> State:
    """The state kept in `file`, or the fresh one; a state of other people, engines or another knowledge is refused."""
    if file is None or not file.exists():
        return fresh
    try:
        state = State(**json.loads(file.read_text(encoding="utf-8")))
    except (ValueError, TypeError):
        raise UsageError(f"`{file}` is no state of a run", hint="delete it to start again") from None
    if any(getattr(state, name) != getattr(fresh, name) for name in ("seed", "knowledge", "block", "engines")):
        raise UsageError(
            f"`{file}` belongs to seed {state.seed}, block {state.block}, knowledge {state.knowledge} and the engines "
            f"{','.join(state.engines)}",
            hint="delete it to start again, or name another file",
        )
    return state


def keep(state: State, file: Path) -> None:
    """Written beside and put in place at once: a run that is cut off leaves the last whole state."""
    new = file.with_name(file.name + ".new")
    new.write_text(json.dumps(asdict(state)), encoding="utf-8")
    new.replace(file)


def options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="agree", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--people", type=float, default=1e5, help="how many random people; 1e8 is a hundred million")
    parser.add_argument("--minutes", type=float, help="stop after this time, wherever it stands")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--state", type=Path, help="file that keeps where the run stands")
    parser.add_argument("--engines", default="columns,compiled,duckdb", help=f"all, or some of {', '.join(ENGINES)}")
    parser.add_argument("--walk", type=int, default=64, help="people of each block who also go through evaluate")
    parser.add_argument("--block", type=int, default=32_768, help="people at once")
    return parser.parse_args(arguments)


def named(engines: str) -> list[str]:
    """The engines asked for; without Node the one that needs it is left out, unless UNCRAMP_NODE=required."""
    names = WHOLE if engines == "all" else engines.split(",")
    if strange := [name for name in names if name not in ENGINES]:
        raise UsageError(f"there is no engine `{strange[0]}`", allowed=f"all, {', '.join(ENGINES)}")
    if "javascript" in names and shutil.which("node") is None and os.environ.get("UNCRAMP_NODE") != "required":
        print("agree: node is not installed, so `javascript` is left out", file=sys.stderr)
        names = [name for name in names if name != "javascript"]
    return names


def main(arguments: Sequence[str], clock: Callable[[], float] = time.monotonic) -> int:
    """Run, show a bar on a terminal, print the report; 1 if two engines disagree about somebody."""
    said = options(arguments)
    names = named(said.engines)
    kb = load()
    conditions = conditions_of(kb)
    state = read_state(said.state, State(said.seed, kb.name, said.block, names))
    engines = {name: ENGINES[name](conditions) for name in names}
    began = clock()
    columns = (TextColumn("people"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True)) as bar:
        task = bar.add_task("people", total=int(said.people), completed=state.done)
        while state.done < said.people and not (said.minutes and clock() - began > said.minutes * 60):
            run(conditions, engines, state, min(said.block, int(said.people) - state.done), said.walk)
            bar.update(task, completed=state.done)
            if said.state:
                keep(state, said.state)
    print(report(state, clock() - began))
    return 1 if state.disagreements else 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except UncrampError as error:
        sys.exit(f"agree: {error}")
