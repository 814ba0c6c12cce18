"""The knowledge of a folder or of a git revision, to be compared: findings that change no answer do not stop it."""

from __future__ import annotations

import hashlib
import io
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from uncramp.errors import KnowledgeError, UsageError, Where
from uncramp.kb import HERE, Knowledge, load
from uncramp.kb.catalogue import key
from uncramp.kb.check import check_folder
from uncramp.kb.conditions import Conditions, read_conditions
from uncramp.kb.needed import LATEST_VISIT, missing
from uncramp.kb.pack import Pack, canonical
from uncramp.kb.read import Folder, read_folder
from uncramp.kb.translation import in_use
from uncramp.logic import to_json

RELEASES = "v*"
"""What the tags of releases look like."""
BESIDE = (
    "claims",
    "hazards.toml",
    "languages.toml",
    "priors.toml",
    "quantities.toml",
    "sources",
    "texts",
    "understand",
)
"""Files and folders of the knowledge of which an older one need not fit what has to stand there now; on one number in
them an answer depends."""
IN_USE = "the knowledge in use"


@dataclass(frozen=True)
class Named:
    """One side of a comparison: what it is called, its knowledge, and how many findings `uncramp lint` has there."""

    name: str
    kb: Knowledge
    findings: int = 0


def named(said: str | None, here: Path | None) -> Named:
    """The knowledge of a folder or a revision, or that in use (`here`) if nothing is said; UncrampError for neither."""
    if said is None or said == ".":
        with suppress(KnowledgeError):
            return Named(IN_USE, load(here))
        return _of_folder(IN_USE, here or HERE)
    if Path(said).is_dir():
        return _of_folder(said, Path(said))
    with _taken_out(said, here or HERE) as folder:
        return _of_folder(said, folder)


def newest_release(here: Path | None) -> str | None:
    """The newest tag of a release that the knowledge in use comes from; None while there is none."""
    tags = _git(here or HERE, "tag", "--list", RELEASES, "--merged", "HEAD", "--sort=-creatordate")
    return next(iter(tags.decode().split()), None)


def _of_folder(name: str, path: Path) -> Named:
    try:
        folder = read_folder(path)
        conditions, findings = check_folder(folder)
        _needs_no_more(folder, conditions)
    except KnowledgeError as error:
        what = error.what if name in error.what else f"{error.what} (in `{name}`)"
        raise KnowledgeError(what, where=error.where, allowed=error.allowed, hint=error.hint) from None
    return Named(name, Knowledge(_pack(folder, conditions)), len(findings))


def _needs_no_more(folder: Folder, conditions: Conditions) -> None:
    """KnowledgeError for the first thing without which nobody could be judged, or not as the folder says."""
    if len(conditions.implied) < len(folder.entries["implied"]) or not _named(folder) <= conditions.parsed.keys():
        raise read_conditions(folder)[1][0]
    for problem in (*folder.problems, *missing(folder)):
        if not (problem.where and problem.where.file.partition("/")[0] in BESIDE):
            raise problem
    if not any(one.id == LATEST_VISIT and one.value.isdecimal() for one in folder.entries["quantity"]):
        raise KnowledgeError(f"there is no whole number `{LATEST_VISIT}`", where=Where("quantities.toml"))
    facts = {fact.id for fact in folder.entries["fact"]}
    for fact in folder.entries["fact"]:
        if fact.unsure_of and fact.unsure_of not in facts:
            raise KnowledgeError(
                f"there is no fact `{fact.unsure_of}`", where=folder.where("fact", fact.id, "unsure_of")
            )


def _named(folder: Folder) -> set[str]:
    """The conditions without which an entry would hold of everybody."""
    kinds = ("rule", "contraindication", "medicine", "safety_net", "intake")
    found = {key(kind, entry.id) for kind in kinds for entry in folder.entries[kind] if entry.when}
    return found | {
        key("remedy", remedy.id, nth) for remedy in folder.entries["remedy"] for nth, _ in enumerate(remedy.indication)
    }


def _pack(folder: Folder, conditions: Conditions) -> Pack:
    """`kb.pack.build_pack` for a folder that may have findings."""
    rows: dict[str, Any] = {kind: tuple(entries) for kind, entries in folder.entries.items()}
    bare = Pack(
        version=folder.version,
        conditions={key: to_json(expr) for key, expr in conditions.parsed.items()},
        texts=folder.texts | {language: in_use(folder, language) for language in folder.translations},
        **rows,
    )
    return bare.replace(hash=hashlib.sha256(canonical(bare)).hexdigest())


@contextmanager
def _taken_out(revision: str, here: Path) -> Iterator[Path]:
    """The knowledge folder as it was at a revision, for as long as it is read."""
    try:
        top = Path(_git(here, "rev-parse", "--show-toplevel").decode().strip())
        commit = _git(here, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    except UsageError:
        raise UsageError(
            f"`{revision}` is neither a folder nor a revision of the repository that holds the knowledge",
            allowed="a knowledge folder, or a tag, branch or commit",
        ) from None
    inside = here.resolve().relative_to(top.resolve()).as_posix()
    try:
        archive = _git(top, "archive", "--format=tar", commit.decode().strip(), inside)
    except UsageError:
        raise UsageError(f"there is no `{inside}` at the revision `{revision}`") from None
    with tempfile.TemporaryDirectory() as folder, tarfile.open(fileobj=io.BytesIO(archive)) as tar:
        tar.extractall(folder, filter="data")
        yield Path(folder, inside)


def _git(folder: Path, *arguments: str) -> bytes:
    """What git answers about the repository of a folder; UsageError where it has no answer."""
    try:
        ran = subprocess.run(["git", "-C", str(folder), *arguments], capture_output=True, check=True)
    except (OSError, subprocess.CalledProcessError) as error:
        said = getattr(error, "stderr", b"") or str(error).encode()
        raise UsageError(
            f"git has no answer about `{folder}`: {said.decode(errors='replace').strip().partition(chr(10))[0]}"
        ) from None
    return ran.stdout
