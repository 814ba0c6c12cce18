"""Which entries stand together in one file: rules by body system, contraindications by what they hold back."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from uncramp.kb import HERE

OTHERS = "others"
"""The family of entries that stand in no file of the knowledge that comes with uncramp."""
_ENTRY = re.compile(r"^\[\[\w+\]\]$(.*?)(?=^\[\[|\Z)", re.MULTILINE | re.DOTALL)
_ID = re.compile(r'^id\s*=\s*"(\w+)"', re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Family:
    """`id` is the name of the file, `title` what its first line says that it holds, `members` the ids in it."""

    id: str
    title: str
    members: tuple[str, ...]


def families(folder: str, ids: Iterable[str]) -> tuple[Family, ...]:
    """These entries by the file of `triage` or `contraindications` they stand in; what stands elsewhere comes last."""
    wanted = set(ids)
    rows = [Family(one.id, one.title, tuple(id for id in one.members if id in wanted)) for one in _in_files(folder)]
    homeless = tuple(sorted(wanted.difference(*(one.members for one in rows))))
    if homeless:
        rows.append(Family(OTHERS, "Others", homeless))
    return tuple(one for one in rows if one.members)


@cache
def _in_files(folder: str) -> tuple[Family, ...]:
    return tuple(_read(HERE / folder))


def _read(folder: Path) -> Iterator[Family]:
    for file in sorted(folder.glob("*.toml")):
        text = file.read_text(encoding="utf-8")
        title = text.partition("\n")[0].lstrip("# ").rstrip(".")
        found = (_ID.search(entry) for entry in _ENTRY.findall(text))
        yield Family(file.stem, title, tuple(one[1] for one in found if one))
