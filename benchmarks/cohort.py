"""A million people by the columns: `python benchmarks/cohort.py PEOPLE [--time ROUNDS]`, one row of JSON.

People come from a file as a stream of record batches, so that nothing but one batch is held. With `--time` they are in
memory, and all the rules are timed in turn with reading every byte of every column once.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections import deque
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "benchmarks")]

import numpy as np  # noqa: E402
import pyarrow as pa  # noqa: E402
from engines.timing import against, clock, in_turn  # noqa: E402

from agreement.crowd import Conditions, conditions_of, crowd  # noqa: E402
from uncramp import kb as knowledge  # noqa: E402
from uncramp.logic.columns import PEOPLE, screen  # noqa: E402

BATCH = 65_536
"""People in a record batch of the file; the same ones again and again."""


def written(file: Path, conditions: Conditions, people: int) -> None:
    batch = crowd(conditions, BATCH, np.random.default_rng(3)).combine_chunks().to_batches()[0]
    with pa.OSFile(str(file), "wb") as sink, pa.ipc.new_stream(sink, batch.schema) as stream:
        for start in range(0, people, BATCH):
            stream.write_batch(batch.slice(0, min(BATCH, people - start)))


def read(file: Path) -> Iterator[Any]:
    with pa.OSFile(str(file)) as source, pa.ipc.open_stream(source) as stream:
        yield from stream


def decided(conditions: Conditions, batches: Any) -> int:
    """Over all people, how many conditions surely hold: so that somebody looks at the answers."""
    return sum(
        int(np.bitwise_count(block.must).sum(dtype=np.int64))
        for block in screen(conditions.exprs, conditions.facts, batches)
    )


def memory() -> int:
    """The most memory that this process ever held, in MB."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) // 1024


def scan(batch: Any) -> int:
    """Every byte of every column once, a whole column at a time."""
    found = 0
    for column in batch.columns:
        for buffer in column.buffers():
            if buffer is not None:
                found ^= int(np.bitwise_xor.reduce(np.frombuffer(buffer, np.uint64, buffer.size // 8)))
    return found


def timed(file: Path, rules: Conditions, conditions: Conditions, rounds: int) -> dict[str, Any]:
    (batch,) = pa.Table.from_batches(read(file)).combine_chunks().to_batches()

    def clocked(run: Callable[[], object]) -> Callable[[], float]:
        def once() -> float:
            began = clock()
            run()
            return clock() - began

        return once

    def deciding(conditions: Conditions) -> Callable[[], float]:
        return clocked(
            lambda: deque(screen(conditions.exprs, conditions.facts, batch, people=PEOPLE), maxlen=0),
        )

    runs = {"scan": clocked(lambda: scan(batch)), "rules": deciding(rules), "conditions": deciding(conditions)}
    times = in_turn(runs, rounds)
    ratios = against(times, "scan")
    return {
        "bytes": batch.nbytes // batch.num_rows,
        "gigabytes_a_second": batch.nbytes / median(times["scan"]) / 1e9,
        "block": PEOPLE,
        "ratios": {name: [ratio.middle, ratio.low, ratio.high] for name, ratio in ratios.items()},
    }


def main(people: int, rounds: int) -> dict[str, Any]:
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    pa.set_cpu_count(1)
    kb = knowledge.load()
    rules = Conditions(
        [one.rule.id for one in kb.rules],
        [one.when for one in kb.rules],
        {id: fact.type for id, fact in kb.facts.items()},
    )
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "people.arrows"
        written(file, rules, people)
        if rounds:
            return {"people": people, **timed(file, rules, conditions_of(kb), rounds)}
        before = memory()
        held = decided(rules, read(file))
        return {"people": people, "held": held, "before": before, "memory": memory(), "file": file.stat().st_size >> 20}


if __name__ == "__main__":
    _, people, *how = sys.argv
    print(json.dumps(main(int(float(people)), int(how[1]) if how[:1] == ["--time"] else 0)))
