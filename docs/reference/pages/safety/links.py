"""What is said to stand against a hazard: where it is, and whether it is there at all."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import uncramp.safety.run  # noqa: F401  registers the claims
from pages.markdown import EVIDENCE, kinds, place, plain
from uncramp.kb import Knowledge
from uncramp.kb.entries import Hazard
from uncramp.safety.claims import CLAIMS

ROOT = Path(__file__).parents[4]
REFERENCE = "../reference/"


def entry_link(kind: str, id: str, text: str = "") -> str:
    """A link from the safety case to an entry of the reference."""
    return f"[{text or id}]({REFERENCE}{place(kind, id)})"


def hazard_link(one: Hazard) -> str:
    return f"[{one.code}](hazard-log.md#{one.id})"


def claim_link(id: str) -> str:
    return f"[{id}](claims.md#{id})"


def evidence(kb: Knowledge, name: str) -> tuple[str, str]:
    """A link to what shows it, and what it is: a claim with its sentence, a test as a sentence, or an entry."""
    if name in CLAIMS:
        return claim_link(name), f"safety claim, held {HELD[CLAIMS[name].kind]}: {CLAIMS[name].says}"
    file, _, test = name.partition("::")
    if test:
        return f"[{Path(file).stem}](../../{file})", f"test: {plain(test.removeprefix('test_'))}"
    kind = kinds(kb)[name]
    entry = next(one for one in getattr(kb.pack, kind) if one.id == name)
    mark = EVIDENCE.get(getattr(entry, "evidence", ""), "")
    level = getattr(entry, "level", "") or getattr(entry, "action", "")
    parts = [KIND.get(kind, plain(kind)), *([plain(level)] if level else []), *([mark] if mark else [])]
    return entry_link(kind, name), ", ".join(parts)


HELD = {"proof": "by proof", "check": "by a check of every case"}
KIND = {"rule": "triage rule", "fact": "question", "line": "danger line", "safety_net": "what to watch for"}


def dead_links(kb: Knowledge) -> Iterator[str]:
    """What hazards name and is not there, as far as `uncramp lint` cannot see it."""
    for hazard in kb.pack.hazard:
        for name in hazard.shown_by:
            file, _, test = name.partition("::")
            if test and test not in running(file):
                yield f"{hazard.code}: there is no test `{name}` that runs"
            elif not test and name not in CLAIMS and name not in kinds(kb):
                yield f"{hazard.code}: there is no claim and no entry `{name}`"


@cache
def running(file: str) -> frozenset[str]:
    """The tests of a file that run: one that is skipped or expected to fail shows nothing."""
    path = ROOT / file
    if not path.is_file():
        return frozenset()
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return frozenset(
        one.name
        for one in tree.body
        if isinstance(one, ast.FunctionDef) and not any("skip" in mark or "xfail" in mark for mark in marks(one))
    )


def marks(test: ast.FunctionDef) -> Iterator[str]:
    """The decorators without what they are called with: a parameter may be skipped, the test still runs."""
    for mark in test.decorator_list:
        yield ast.unparse(mark.func if isinstance(mark, ast.Call) else mark)
