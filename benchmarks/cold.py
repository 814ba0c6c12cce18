"""How long a command takes from nothing, beside an interpreter that does nothing, and what it loads."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from engines.timing import against, in_turn

PERSON = {"facts": {"age_years": 72, "site_calf": True, "kind": "painful_cramp", "night_or_rest": True}}
FILE = "PERSON"
"""Stands in a command line for the file of that person."""

COMMANDS: dict[str, list[str]] = {
    "now": ["now", "calf", "--plain"],
    "check": ["check", FILE],
    "plan": ["plan", FILE],
    "food": ["food", FILE],
    "drinks": ["drinks", FILE],
    "explain": ["explain", "cramp"],
    "list": ["list", "rules"],
    "claims": ["claims"],
    "pack": ["pack"],
    "trial": ["trial", "plan", "--help"],
    "site": ["site", "--help"],
    "log": ["log", "--help"],
    "diary": ["diary", "--help"],
    "backup": ["backup", "--help"],
    "restore": ["restore", "--help"],
    "forget": ["forget", "--help"],
    "doctor": ["doctor", "--help"],
    "report": ["report", "--help"],
    "trends": ["trends", "--help"],
    "serve": ["serve", "--help"],
    "export": ["export", "--to", "sql"],
    "catalogue": ["catalogue", "es"],
    "lint": ["lint"],
    "corpus": ["corpus", "--help"],
    "prove": ["prove", "--help"],
    "diff": ["diff", "--help"],
}
"""Every command as somebody would run it; for those that work for minutes, only how they start."""

BARE = "python -c pass"
FIRST_LINE = "now, to its first line"
PROGRAM = "import sys; from uncramp.cli import run\ntry: run(sys.argv[1:])\nexcept SystemExit: pass\n"
LISTING = "import json; sys.stdout.flush(); sys.stderr.write(json.dumps(sorted(sys.modules)))"


def measured(rounds: int) -> dict[str, Any]:
    """Per command, the ratio to the bare interpreter and what is in memory at its end."""
    with tempfile.TemporaryDirectory() as folder:
        person = Path(folder) / "person.json"
        person.write_text(json.dumps(PERSON), encoding="utf-8")
        lines = {name: [str(person) if word == FILE else word for word in words] for name, words in COMMANDS.items()}
        runs = {BARE: _whole(["-c", "pass"]), FIRST_LINE: _first_line(["-m", "uncramp", *lines["now"]])}
        runs |= {name: _whole(["-m", "uncramp", *words]) for name, words in lines.items()}
        times = in_turn(runs, rounds)
        ratios = against(times, BARE)
        loaded = {name: modules(words) for name, words in lines.items()}
    return {
        name: {
            "line": " ".join(COMMANDS.get(name, COMMANDS["now"])),
            "ratio": [ratio.middle, ratio.low, ratio.high],
            "modules": loaded[name if name in loaded else "now"],
        }
        for name, ratio in ratios.items()
        if name != BARE
    }


def modules(words: list[str]) -> dict[str, Any]:
    """How many modules a command ends with, how many of them are ours, and which come from other packages."""
    ran = subprocess.run(
        [sys.executable, "-c", PROGRAM + LISTING, *words], capture_output=True, text=True, check=True, timeout=120
    )
    names = json.loads(ran.stderr.splitlines()[-1])
    tops = {name.partition(".")[0] for name in names}
    others = tops - set(sys.stdlib_module_names) - {"uncramp"}
    known = sorted(
        name for name in others if not name.startswith("_") and name not in {"sitecustomize", "cython_runtime"}
    )
    return {"all": len(names), "ours": sum(name.partition(".")[0] == "uncramp" for name in names), "others": known}


def _whole(words: list[str]) -> Callable[[], float]:
    def run() -> float:
        began = time.perf_counter()
        subprocess.run([sys.executable, *words], stdout=subprocess.DEVNULL, check=True, timeout=120)
        return time.perf_counter() - began

    return run


def _first_line(words: list[str]) -> Callable[[], float]:
    def run() -> float:
        began = time.perf_counter()
        with subprocess.Popen([sys.executable, *words], stdout=subprocess.PIPE) as process:
            assert process.stdout
            process.stdout.readline()
            took = time.perf_counter() - began
            process.stdout.read()
        return took

    return run
