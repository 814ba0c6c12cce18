"""Somebody with a cramp waits for `uncramp now`: it loads nothing that it does not need."""

from __future__ import annotations

import subprocess
import sys

import pytest

HEAVY = ("numpy", "pyarrow", "duckdb", "z3", "cel", "fhirpathpy", "sqlite3", "sqlalchemy", "fastapi", "hypothesis")


def loaded(program: str) -> set[str]:
    """The top-level modules that are there after `program` ran in a fresh interpreter."""
    listing = "import sys; sys.stderr.write(' '.join({name.partition('.')[0] for name in sys.modules}))"
    ran = subprocess.run(
        [sys.executable, "-c", f"{program}\n{listing}"], capture_output=True, text=True, check=True, timeout=60
    )
    return set(ran.stderr.split())


@pytest.mark.parametrize(
    "program",
    [
        "import uncramp",
        "import uncramp.logic, uncramp.decide, uncramp.session",
        "from uncramp.cli import run; run(['now', 'calf', '--plain'])",
        "from uncramp.cli import run; run(['now', 'calf', '--json'])",
        "from uncramp.cli import run; run(['export', '--to', 'sql'])",
    ],
)
def test_nothing_heavy_is_loaded(program: str) -> None:
    modules = loaded(program)
    assert "uncramp" in modules
    assert modules.isdisjoint(HEAVY)


def test_this_would_notice() -> None:
    assert "numpy" in loaded("import uncramp.logic.columns")
