"""The pack: the whole knowledge as one canonical, hashed JSON text, and the load that starts from it.

Reading and checking a folder takes a good part of a second; reading a pack takes milliseconds. The pack of the
knowledge that comes with uncramp is therefore kept beside it in `__pycache__`, named by the state of the folder's
files; like a .pyc it can be deleted at any time and is done without where nothing can be written.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
from pathlib import Path
from typing import Any

import msgspec

from uncramp import __version__
from uncramp.errors import KnowledgeError
from uncramp.kb import entries as e

FORMAT = 1


class Pack(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that stands in the knowledge; `conditions` as the JSON trees of `uncramp.logic.to_json`."""

    format: int
    version: str
    hash: str = ""
    conditions: dict[str, Any]
    texts: dict[str, dict[str, str]]
    fact: tuple[e.FactEntry, ...]
    definition: tuple[e.Definition, ...]
    implied: tuple[e.ImpliedEntry, ...]
    line: tuple[e.Line, ...]
    quick: tuple[e.Quick, ...]
    rule: tuple[e.Rule, ...]
    contraindication: tuple[e.Contraindication, ...]
    pair: tuple[e.Pair, ...]
    remedy: tuple[e.Remedy, ...]
    group: tuple[e.RemedyGroup, ...]
    medicine: tuple[e.Medicine, ...]
    food: tuple[e.Food, ...]
    drink: tuple[e.Drink, ...]
    card: tuple[e.Card, ...]
    intake: tuple[e.Intake, ...]
    solution: tuple[e.Solution, ...]
    measure: tuple[e.Measure, ...]
    sweat: tuple[e.Sweat, ...]
    claim: tuple[e.Claim, ...]
    passage: tuple[e.Passage, ...]
    contributor: tuple[e.Contributor, ...]
    topic: tuple[e.Topic, ...]
    safety_net: tuple[e.SafetyNet, ...]
    source: tuple[e.Source, ...]
    phone: tuple[e.Phone, ...]
    prior: tuple[e.Prior, ...]
    quantity: tuple[e.Quantity, ...]


def build_pack(path: Path) -> Pack:
    """Read and check a folder; the first problem is raised, with the number of the others."""
    from uncramp.kb.check import check_folder
    from uncramp.kb.read import read_folder
    from uncramp.logic import to_json

    folder = read_folder(path)
    conditions, problems = check_folder(folder)
    if problems:
        first = problems[0]
        more = f"{len(problems) - 1} more: " if len(problems) > 1 else ""
        raise KnowledgeError(first.what, where=first.where, allowed=first.allowed, hint=f"{more}`uncramp lint {path}`")
    trees = {key: to_json(expr) for key, expr in conditions.parsed.items()}
    rows: dict[str, Any] = {kind: tuple(entries) for kind, entries in folder.entries.items()}
    bare = Pack(
        format=FORMAT,
        version=folder.version,
        conditions=trees,
        texts=folder.texts,
        **rows,
    )
    return msgspec.structs.replace(bare, hash=hashlib.sha256(canonical(bare)).hexdigest())


def canonical(pack: Pack) -> bytes:
    """The one JSON text of a pack: keys sorted, no spaces, UTF-8."""
    return msgspec.json.encode(msgspec.to_builtins(pack), order="sorted")


def load_pack(path: Path, *, cached: bool) -> Pack:
    """The pack of a folder; with `cached`, from or into the folder's `__pycache__` where that is possible."""
    if not cached:
        return build_pack(path)
    file = path / "__pycache__" / f"pack-{_state(path)}.json"
    with contextlib.suppress(OSError, msgspec.MsgspecError):
        return msgspec.json.decode(file.read_bytes(), type=Pack)
    pack = build_pack(path)
    with contextlib.suppress(OSError):
        _replace(file, canonical(pack))
    return pack


def _state(path: Path) -> str:
    """Changes whenever a file of the folder, or uncramp itself, changes."""
    seen = hashlib.sha256(f"{__version__} {FORMAT}".encode())
    folders = [os.fspath(path), os.fspath(Path(__file__).parent), os.fspath(Path(__file__).parent.parent / "logic")]
    while folders:
        with os.scandir(folders.pop()) as found:
            for item in sorted(found, key=lambda item: item.path):
                if item.is_dir():
                    if item.name != "__pycache__":
                        folders.append(item.path)
                else:
                    stat = item.stat()
                    seen.update(f"{item.path} {stat.st_size} {stat.st_mtime_ns}\n".encode())
    return seen.hexdigest()[:20]


def _replace(file: Path, data: bytes) -> None:
    file.parent.mkdir(exist_ok=True)
    for old in file.parent.glob("pack-*.json"):
        old.unlink(missing_ok=True)
    with tempfile.NamedTemporaryFile(dir=file.parent, delete=False) as out:
        out.write(data)
    Path(out.name).replace(file)
