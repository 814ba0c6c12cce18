"""Measure and show the page; with `--write`, write docs/benchmarks.md: `python benchmarks/engines/run.py --write`.

First `python benchmarks/engines/install.py`, which makes the environment of the peers. `--only PART` measures one part
again (engines, cohort, cold, person) and keeps the others as they were; `--page` keeps them all and writes the page
anew. `--agreement FILE...` takes over the states of runs of `just agree`.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT / "benchmarks"), str(ROOT / "tests")]

import cold  # noqa: E402
import person  # noqa: E402

from agreement.crowd import conditions_of  # noqa: E402
from agreement.parts import MOST, Cut  # noqa: E402
from engines.case import HOLES, case  # noqa: E402
from engines.page import furthest, written  # noqa: E402
from engines.side_by_side import Unequal, compared  # noqa: E402
from uncramp import kb as knowledge  # noqa: E402

RESULTS = ROOT / "benchmarks" / "results.json"
PAGE = ROOT / "docs" / "benchmarks.md"
PEOPLE = 200
ROUNDS = 9
LEAST = 0.25
"""Seconds that each engine works in each round."""
ROWS = (250_000, 1_000_000, 2_000_000)


def engines(rounds: int) -> dict[str, Any]:
    given = case(knowledge.load(), PEOPLE)
    found = compared(given, rounds=rounds, least=LEAST, told=lambda what: print(what, file=sys.stderr))
    return {"rules": len(given.exprs), "facts": len(given.facts), "holes": HOLES, "rounds": rounds, **found}


def cohort(rounds: int) -> dict[str, Any]:
    kb = knowledge.load()

    def asked(people: int, *how: str) -> Any:
        command = [sys.executable, str(ROOT / "benchmarks" / "cohort.py"), str(people), *how]
        return json.loads(subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout)

    return {
        "rules": len(kb.rules),
        "conditions": len(kb.pack.conditions),
        "time": asked(1_000_000, "--time", str(rounds)),
        "memory": [asked(people) for people in ROWS],
    }


PARTS: dict[str, Callable[[int], Any]] = {
    "engines": engines,
    "cohort": cohort,
    "cold": cold.measured,
    "person": lambda rounds: person.measured(knowledge.load(), rounds),
}


def machine() -> str:
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return f"Python {platform.python_version()}, {platform.system()} {platform.machine()}, {cores} cores"


def agreement(files: Sequence[Path], before: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The runs of `just agree` in these states, and of those before the ones in which some engine saw more people."""
    runs = [_run(json.loads(file.read_text(encoding="utf-8"))) for file in files]
    runs += [
        run
        for run in before
        if all((run["seed"], [*run["engines"]]) != (one["seed"], [*one["engines"]]) for one in runs)
    ]
    most = furthest(runs)
    return [run for run in runs if run in most.values()]


def _run(state: dict[str, Any]) -> dict[str, Any]:
    return {
        "people": state["done"],
        "seed": state["seed"],
        "block": state["block"],
        "conditions": len(state["met"]),
        "disagreements": state["disagreements"],
        "walk": state["walked"] // -(-state["done"] // state["block"]),
        "knowledge": state["knowledge"],
        "engines": {name: state["asked"].get(name) for name in state["engines"]},
    }


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--write", action="store_true", help="write docs/benchmarks.md and benchmarks/results.json")
    parser.add_argument("--only", choices=PARTS, action="append", help="measure this part alone")
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="how often everything is timed in turn")
    parser.add_argument("--agreement", type=Path, nargs="+", help="the states of runs of `just agree`")
    parser.add_argument("--page", action="store_true", help="measure nothing")
    said = parser.parse_args(arguments)
    results = json.loads(RESULTS.read_text(encoding="utf-8")) if RESULTS.exists() else {"runs": {}}
    for name in said.only or ([] if said.agreement or said.page else PARTS):
        print(f"measuring: {name}", file=sys.stderr)
        try:
            results[name] = PARTS[name](said.rounds)
        except Unequal as unequal:
            print(f"not timed: {unequal}", file=sys.stderr)
            return 1
        results["runs"][name] = {
            "machine": machine(),
            "load": os.getloadavg()[0],
            "knowledge": knowledge.load().name,
            "rounds": said.rounds,
        }
    if said.agreement:
        results["agreement"] = {
            "runs": agreement(said.agreement, results["agreement"]["runs"]),
            "most": MOST,
            "whole": Cut(conditions_of(knowledge.load())).whole,
        }
    page = written(results)
    if said.write:
        RESULTS.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")
        PAGE.write_text(page, encoding="utf-8")
    else:
        print(page)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
