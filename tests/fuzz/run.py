"""Fuzz the readers with Atheris: `python -m fuzz.run --minutes 30`, or one of them by its name.

Each reader runs in a process of its own, for its share of the time, on the kept corpus and what it finds. What is new
goes to `--work`; `--keep` then takes those that reach more into the kept corpus. An input that breaks
a promise, or takes longer than `SECONDS`, ends its reader's run and is named.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import IO

HERE = Path(__file__).parent
CORPUS = HERE / "corpus"
WORK = Path(tempfile.gettempdir()) / "uncramp-fuzz"
SECONDS = 5
"""How long one input may take; the machine may be a slow one, and instrumented code is slower too."""
MEGABYTES = 2048
LONGEST = {"rule": 600, "tree": 600, "person": 2500, "lines": 1200, "folder": 1500, "session": 700, "table": 200}
LONGEST |= {"apple_health": 2000, "own_table": 800, "diary": 1500, "diary_csv": 800}
SHARES = {"rule": 4, "tree": 2, "person": 7, "lines": 4, "folder": 8, "session": 3, "table": 2}
SHARES |= {"apple_health": 5, "own_table": 5, "diary": 3, "diary_csv": 3}
"""How the time is divided."""
WORDS = """true false null unsure facts id NaN Infinity 0x 1e5 [[ ]] ''' \\u and or not in always <= >= == flag limit
remedies state ends left ending 2040-01-01 inf nan kind episode field date time site format uncramp-diary
recorded_at person body <Record <Workout startDate= <!ENTITY 27.02.2026 3:10 yes --- had \\r\\n {N} {a|b} \ufeff"""
"""What stands in no file, and still means something to a reader."""


def fuzz_one(target: str, arguments: list[str]) -> None:
    """Inside the process of one reader: instrument, then hand over to libFuzzer, which never comes back."""
    import atheris

    # TOML's own reader only where one file is read at a time: instrumented it takes most of the time
    watched = ["uncramp"] if target == "folder" else ["uncramp", "tomllib", "json", "ast"]
    with atheris.instrument_imports(include=watched, enable_loader_override=False):
        from fuzz.targets import TARGETS

    atheris.Setup([sys.argv[0], *arguments], TARGETS[target])
    atheris.Fuzz()


def words(file: Path) -> Path:
    """A dictionary of the words that the readers know, in libFuzzer's form."""
    from fuzz.promise import knowledge, whole_knowledge
    from unit.small import FILES

    found = set(WORDS.split()) | knowledge().facts.keys() | whole_knowledge().facts.keys()
    found |= {word for text in FILES.values() for word in re.findall(r"^\w+ = |\[\[?[\w.]+\]\]?", text, re.MULTILINE)}
    file.write_text("".join(f'"{_quoted(word)}"\n' for word in sorted(found)), encoding="ascii")
    return file


def _quoted(word: str) -> str:
    plain = {byte: chr(byte) for byte in range(32, 127) if chr(byte) not in '"\\'}
    return "".join(plain.get(byte, f"\\x{byte:02x}") for byte in word.encode())


def run(target: str, seconds: int, work: Path) -> dict[str, float | int | str]:
    """Fuzz one reader and read libFuzzer's figures."""
    new, crashes, log = work / target, work / "crashes", work / f"{target}.log"
    new.mkdir(parents=True, exist_ok=True)
    crashes.mkdir(exist_ok=True)
    limits = [f"-max_total_time={seconds}", f"-timeout={SECONDS}", f"-rss_limit_mb={MEGABYTES}"]
    limits += [f"-max_len={LONGEST[target]}", "-len_control=0"]
    files = [f"-dict={words(work / 'words')}", f"-artifact_prefix={crashes}/{target}-"]
    began = _cpu()
    with log.open("wb") as out:
        folders = [new, *([CORPUS / target] if (CORPUS / target).is_dir() else [])]
        status = _inside(target, *map(str, folders), *limits, *files, "-print_final_stats=1", out=out)
    said = log.read_text(errors="replace")
    covered = [int(found) for found in re.findall(r" cov: (\d+)", said)]
    runs = re.search(r"stat::number_of_executed_units: (\d+)", said)
    return {
        "target": target,
        "executions": int(runs[1]) if runs else 0,
        "cpu_minutes": round((_cpu() - began) / 60, 2),
        "coverage_at_first": next(iter(covered), 0),
        "coverage": max(covered, default=0),
        "status": status,
        "broken": ", ".join(sorted(file.name for file in crashes.glob(f"{target}-*"))),
    }


def _inside(target: str, *arguments: str, out: IO[bytes] | int) -> int:
    """Run libFuzzer on a reader in a process of its own; its exit status."""
    command = [sys.executable, "-m", "fuzz.run", "--inside", target, "--", *arguments]
    return subprocess.run(command, cwd=HERE.parent, stdout=out, stderr=out, check=False).returncode


def _cpu() -> float:
    import resource

    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def keep(target: str, work: Path) -> str:
    """Take what reaches more into the kept corpus, and leave out what no longer does."""
    from fuzz.keep import worth_keeping, write
    from fuzz.targets import TARGETS

    folders = [folder for folder in (CORPUS / target, work / target) if folder.is_dir()]
    inputs = [file.read_bytes() for folder in folders for file in folder.iterdir()]
    kept = worth_keeping(inputs, TARGETS[target])
    return f"{target}: kept {len(kept)} of {len(inputs)} inputs, {write(CORPUS / target, kept):,} bytes"


def main() -> int:
    reader = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    reader.add_argument("target", nargs="*", help="which readers; all if left out")
    reader.add_argument("--minutes", type=float, default=30, help="for all of them together")
    reader.add_argument(
        "--work", type=Path, default=Path(tempfile.gettempdir()) / "uncramp-fuzz", help="where finds go"
    )
    reader.add_argument("--keep", action="store_true", help="take what reaches more into the kept corpus")
    reader.add_argument("--inside", help=argparse.SUPPRESS)
    own, passed = (sys.argv[1:], []) if "--" not in sys.argv else _split(sys.argv[1:])
    options = reader.parse_args(own)
    if options.inside:
        fuzz_one(options.inside, passed)
        return 0
    work = options.work.resolve()
    work.mkdir(parents=True, exist_ok=True)
    targets = options.target or [*SHARES]
    if unknown := set(targets) - SHARES.keys():
        reader.error(f"there is no reader {', '.join(sorted(unknown))}; there are {', '.join(SHARES)}")
    whole = sum(SHARES[target] for target in targets)
    broken = False
    for target in targets:
        found = run(target, round(60 * options.minutes * SHARES[target] / whole), work)
        sys.stdout.write(json.dumps(found) + "\n")
        sys.stdout.flush()
        broken = broken or found["status"] != 0
        if options.keep:
            sys.stdout.write(keep(target, work) + "\n")
    return 1 if broken else 0


def _split(arguments: list[str]) -> tuple[list[str], list[str]]:
    at = arguments.index("--")
    return arguments[:at], arguments[at + 1 :]


if __name__ == "__main__":
    sys.exit(main())
