"""How fast an export of Apple Health is read, and in how much memory, at two sizes: python benchmarks/imports.py"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
DAYS = (60, 600)
HEART = 2_000
"""Heartbeats of a day: a watch writes about as many."""


def measured(days: int) -> dict[str, Any]:
    """In a process of its own, so that its memory is its own."""
    ran = subprocess.run(
        [sys.executable, __file__, str(days)], capture_output=True, text=True, check=True, timeout=1800
    )
    found: dict[str, Any] = json.loads(ran.stdout)
    return found


def _one(days: int) -> dict[str, Any]:
    sys.path.insert(0, str(HERE.parent / "tests"))
    from exchange.apple_export import write_large, years
    from uncramp.exchange.apple_health import read

    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "export.zip"
        size = write_large(file, years(days, HEART))
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        wall, cpu = time.perf_counter(), time.process_time()
        found = read(file)
        wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
        after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return {
        "days": days,
        "megabytes": round(size / 1e6, 1),
        "entries": len(found.drafts),
        "mb_per_second": round(size / 1e6 / wall, 1),
        "mb_per_cpu_second": round(size / 1e6 / cpu, 1),
        "memory_mb": round(after / 1024, 1),
        "memory_grown_mb": round((after - before) / 1024, 1),
    }


def main() -> None:
    if len(sys.argv) > 1:
        sys.stdout.write(json.dumps(_one(int(sys.argv[1]))))
        return
    for days in DAYS:
        sys.stdout.write(json.dumps(measured(days)) + "\n")


if __name__ == "__main__":
    main()
