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
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec

from uncramp import __version__
from uncramp.errors import KnowledgeError
from uncramp.kb import entries as e

FORMAT = 1


class Pack:
    """Everything that stands in the knowledge, by kind; `conditions` as the JSON trees of `uncramp.logic.to_json`.

    A pack that was read from its text decodes each kind when somebody asks for it: the danger lines must not wait for
    the claims. Nothing changes in a pack; `replace` gives another one.
    """

    version: str
    hash: str
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
    language: tuple[e.Language, ...]
    prior: tuple[e.Prior, ...]
    quantity: tuple[e.Quantity, ...]
    hazard: tuple[e.Hazard, ...]

    def __init__(
        self, *, version: str, conditions: Mapping[str, Any], texts: Any, hash: str = "", **kinds: Any
    ) -> None:
        self.version, self.conditions, self.texts, self.hash = version, conditions, texts, hash
        self._parts: Mapping[str, msgspec.Raw] = {}
        self.__dict__ |= kinds

    @classmethod
    def read(cls, text: bytes) -> Pack:
        """The pack that `canonical` wrote; MsgspecError for anything else."""
        parts = msgspec.json.decode(text, type=dict[str, msgspec.Raw])
        if missing := {"format", "version", "hash", "conditions", "texts", *e.TABLES} - parts.keys():
            raise msgspec.ValidationError(f"no {sorted(missing)[0]}")
        pack = cls(
            version=msgspec.json.decode(parts["version"], type=str),
            hash=msgspec.json.decode(parts["hash"], type=str),
            conditions=msgspec.json.decode(parts["conditions"], type=dict[str, msgspec.Raw]),
            texts=msgspec.json.decode(parts["texts"], type=dict[str, dict[str, str]]),
        )
        pack._parts = parts
        return pack

    def __getattr__(self, kind: str) -> Any:
        if kind not in e.TABLES or kind not in self._parts:
            raise AttributeError(f"a pack has no `{kind}`")
        rows: Any = tuple[e.TABLES[kind], ...]  # type: ignore[valid-type]
        found = msgspec.json.decode(self._parts[kind], type=rows)
        self.__dict__[kind] = found
        return found

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Pack) and self.plain() == other.plain()

    __hash__ = None  # type: ignore[assignment]

    def condition(self, name: str) -> Any:
        """The JSON tree of one condition, or None for an entry that has none."""
        tree = self.conditions.get(name)
        return msgspec.json.decode(tree) if isinstance(tree, msgspec.Raw) else tree

    def plain(self) -> dict[str, Any]:
        """The whole pack as plain data."""
        kinds = {kind: msgspec.to_builtins(getattr(self, kind)) for kind in e.TABLES}
        trees = {name: self.condition(name) for name in self.conditions}
        head = {"format": FORMAT, "version": self.version, "hash": self.hash}
        return {**head, "conditions": trees, "texts": self.texts, **kinds}

    def replace(self, **changes: Any) -> Pack:
        """The same pack with some kinds, or its conditions or hash, exchanged."""
        own: dict[str, Any] = {
            "version": self.version,
            "hash": self.hash,
            "conditions": self.conditions,
            "texts": self.texts,
        }
        return Pack(**{**own, **{kind: getattr(self, kind) for kind in e.TABLES}, **changes})


def build_pack(path: Path) -> Pack:
    """Read and check a folder; the first problem is raised, with the number of the others."""
    from uncramp.kb.check import check_folder
    from uncramp.kb.read import read_folder
    from uncramp.kb.translation import in_use
    from uncramp.logic import to_json

    folder = read_folder(path)
    conditions, problems = check_folder(folder)
    if problems:
        first = problems[0]
        more = f"{len(problems) - 1} more: " if len(problems) > 1 else ""
        raise KnowledgeError(first.what, where=first.where, allowed=first.allowed, hint=f"{more}`uncramp lint {path}`")
    trees = {key: to_json(expr) for key, expr in conditions.parsed.items()}
    rows: dict[str, Any] = {kind: tuple(entries) for kind, entries in folder.entries.items()}
    texts = folder.texts | {language: in_use(folder, language) for language in folder.translations}
    bare = Pack(version=folder.version, conditions=trees, texts=texts, **rows)
    return bare.replace(hash=hashlib.sha256(canonical(bare)).hexdigest())


def canonical(pack: Pack) -> bytes:
    """The one JSON text of a pack: keys sorted, no spaces, UTF-8."""
    return msgspec.json.encode(pack.plain(), order="sorted")


def load_pack(path: Path, *, cached: bool) -> Pack:
    """The pack of a folder; with `cached`, from or into the folder's `__pycache__` where that is possible."""
    if not cached:
        return build_pack(path)
    file = path / "__pycache__" / f"pack-{_state(path)}.json"
    with contextlib.suppress(OSError, msgspec.MsgspecError):
        return Pack.read(file.read_bytes())
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
