"""What uncramp itself takes, without the peers, in a minute or two: `python benchmarks/run.py [--quick]`.

The whole page with the peers is `python benchmarks/engines/run.py --write`.
"""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT / "benchmarks"), str(ROOT / "tests")]

import cold  # noqa: E402
import person  # noqa: E402

from uncramp import kb as knowledge  # noqa: E402


def row(what: str, ratio: list[float], bar: str = "") -> None:
    middle, low, high = ratio
    print(f"{what:<64} {middle:>7.2f} ({low:.2f} to {high:.2f})  {bar}")


def main(rounds: int) -> None:
    found = person.measured(knowledge.load(), rounds)
    for name, ratio in found["decided"].items():
        row(
            f"one person decided ({name}) / walk of the triage rules",
            ratio,
            f"{found['milliseconds'][name]:.2f} ms, bar 1",
        )
    row("reasons of fired rules / their plain values", found["reasons"])
    print(f"compiling all conditions pays after {found['pays_after']:.0f} people")
    for name, one in cold.measured(rounds).items():
        row(f"{name} / bare interpreter", one["ratio"], "bar 10" if name == cold.FIRST_LINE else "")


if __name__ == "__main__":
    main(5 if "--quick" in sys.argv else 15)
