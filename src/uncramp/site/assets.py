"""The files that no page is: styles, scripts, pictures, data. They stand in a folder named by a hash of all of them.

So a page can only ever load what it was made with: an old page in a cache finds its own scripts or none.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from uncramp import figures
from uncramp.diary import kinds
from uncramp.kb import ENGLISH, Knowledge
from uncramp.site import data
from uncramp.site.pages_learn import search_rows

ASSETS = "a"
"""The folder that holds a folder for each version."""

_IMPORT = re.compile(r"""^(?:import|export)\b[^;]*?from '(\.[^']+)'|^import '(\.[^']+)'""", re.MULTILINE)


def assets(kb: Knowledge) -> dict[str, bytes]:
    """Every file by its path, in a fixed order."""
    found: dict[str, bytes] = {}
    for path, text in _static():
        if not path.startswith(("css/", "root/")):
            found[path] = text
    styles = [text for path, text in _static() if path.startswith("css/")]
    found["app.css"] = b"".join([figures.css().encode(), b"\n", *styles])
    found["data/knowledge.json"] = _json(data.knowledge(kb))
    for language in kb.languages:
        found[f"data/phones-{language}.json"] = _json(data.phones(kb, language))
        found[f"data/learn-{language}.json"] = _json(search_rows(kb, kb.texts(language=language)))
        if language != ENGLISH:
            found[f"data/{language}.json"] = _json(data.texts(kb, language))
    found["data/pictures.json"] = _json(data.pictures(kb))
    found["data/kinds.json"] = _json(kinds.load().plain())
    found["data/trials.json"] = _json(data.trials(kb))
    for body in figures.BODIES:
        folder = "figures/" if body == figures.BODIES[0] else f"figures/{body}/"
        for name in figures.names():
            for show in ("move", "pair"):
                found[f"{folder}{name}-{show}.svg"] = figures.draw(figures.pose(name), show, body=body).encode()
    return dict(sorted(found.items()))


def other_bodies(found: dict[str, bytes]) -> dict[str, list[str]]:
    """The figures of each body but the first, by its name: a phone gets them when somebody chooses that body."""
    return {body: [path for path in found if path.startswith(f"figures/{body}/")] for body in figures.BODIES[1:]}


def at_the_root() -> dict[str, bytes]:
    """The files that have to stand at the root of the site under a fixed name."""
    return {path.removeprefix("root/"): text for path, text in _static() if path.startswith("root/")}


def digest(found: dict[str, bytes]) -> str:
    """A name for exactly these files."""
    seen = hashlib.sha256()
    for path, text in found.items():
        seen.update(f"{path} {len(text)}\n".encode())
        seen.update(text)
    return seen.hexdigest()[:12]


def needed(script: str, found: dict[str, bytes]) -> list[str]:
    """A script and all that it imports, so that a page can ask for them at once."""
    order: dict[str, None] = {}
    waiting = [script]
    while waiting:
        path = waiting.pop()
        if path not in order:
            order[path] = None
            waiting += imports(path, found[path].decode()).values()
    return list(order)


def imports(path: str, text: str) -> dict[str, str]:
    """The scripts that a script imports: as it names them, and their paths."""
    folder = path.rpartition("/")[0].split("/")
    return {relative: _resolved(folder, relative) for found in _IMPORT.findall(text) for relative in found if relative}


def _resolved(folder: list[str], relative: str) -> str:
    parts = list(folder)
    for part in relative.split("/"):
        if part == "..":
            parts.pop()
        elif part != ".":
            parts.append(part)
    return "/".join(parts)


@cache
def _static() -> tuple[tuple[str, bytes], ...]:
    return tuple(sorted(_below(files("uncramp.site").joinpath("static"), "")))


def _below(folder: Traversable, prefix: str) -> Iterator[tuple[str, bytes]]:
    for item in folder.iterdir():
        path = f"{prefix}{item.name}"
        if item.is_dir():
            yield from _below(item, f"{path}/")
        else:
            yield path, item.read_bytes()


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()
