"""Makes the environment of the peers: `python benchmarks/engines/install.py`. Nothing of uncramp is in it or needs it.

What cannot be installed is noted with the installer's last word, and the benchmarks go on without it.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import venv
from pathlib import Path

HERE = Path(__file__).parent
VENV = HERE / ".venv-peers"
PYTHON = VENV / "bin" / "python"
REQUIREMENTS = HERE / "requirements.txt"

PYTHON_PEERS = {
    "zen-engine": ["zen_table", "zen_expressions", "zen_alone"],
    "common-expression-language": ["cel", "cel_export"],
    "cel-python": ["cel_python"],
    "cedarpy": ["cedar"],
    "json-logic-qubit": ["json_logic"],
    "fhirpathpy": ["fhirpath"],
}
"""Per package, the engines it is needed for."""
NODE_PEERS = {"cql-execution": ["cql"], "json-logic-engine": ["json_logic_engine"]}


def pins() -> dict[str, str]:
    """The pinned versions by package."""
    lines = REQUIREMENTS.read_text(encoding="utf-8").splitlines()
    return dict(line.split("==") for line in lines if line and not line.startswith("#"))


def main() -> None:
    venv.create(VENV, with_pip=True, clear=True)
    missing: dict[str, str] = {}
    versions = pins()
    for package, engines in PYTHON_PEERS.items():
        pip = [str(PYTHON), "-m", "pip", "install", "--quiet", "--constraint", str(REQUIREMENTS)]
        _tried([*pip, f"{package}=={versions[package]}"], package, engines, missing)
    if npm := shutil.which("npm"):
        everything = [engine for engines in NODE_PEERS.values() for engine in engines]
        _tried([npm, "install", "--no-audit", "--no-fund", "--no-package-lock"], "npm", everything, missing)
    else:
        missing |= dict.fromkeys((engine for some in NODE_PEERS.values() for engine in some), "npm is not installed")
    (VENV / "missing.json").write_text(json.dumps(missing), encoding="utf-8")


def _tried(command: list[str], what: str, engines: list[str], missing: dict[str, str]) -> None:
    ran = subprocess.run(command, cwd=HERE, capture_output=True, text=True, check=False)
    if ran.returncode:
        last = (ran.stderr.strip().splitlines() or ["the installer said nothing"])[-1]
        missing |= dict.fromkeys(engines, f"did not install: {last[:160]}")
    print(f"{what}: {'did not install' if ran.returncode else 'installed'}", file=sys.stderr)


if __name__ == "__main__":
    main()
