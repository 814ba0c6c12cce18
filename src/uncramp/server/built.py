"""The phone app that the server hands out: built once per version of the program and the knowledge, then kept."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from uncramp.kb import Knowledge
from uncramp.site.build import MARK, build
from uncramp.site.render import Progress, silent

STARTED = ".building-"
KEPT = 3
"""Versions that stay, this one among them."""
ABANDONED = 3600
"""Seconds after which nobody is building any more."""


Waiting = Callable[[], AbstractContextManager[Progress]]
"""What is shown while something is built."""


def built(kb: Knowledge, cache: Path, waiting: Waiting = lambda: nullcontext(silent)) -> Path:
    """The folder of the app as this program builds it, which takes some seconds: that happens within `waiting`.

    It is built beside its place and moved there when it is whole, so a half-built app is never served; two programs
    that start at once build the same one. Apps of older versions are removed.
    """
    cache.mkdir(parents=True, exist_ok=True, mode=0o700)
    made = cache / version(kb)
    if not (made / MARK).is_file():
        new = Path(tempfile.mkdtemp(prefix=STARTED, dir=cache))
        try:
            with waiting() as progress:
                build(kb, new, served=True, progress=progress)
            _move(new, made)
        finally:
            shutil.rmtree(new, ignore_errors=True)
    _remove_others(cache, made)
    return made


def version(kb: Knowledge) -> str:
    """A name for all that the app is built from: the knowledge, the program's own code, its templates and scripts."""
    seen = hashlib.sha256(kb.pack.hash.encode())
    for name in ("uncramp.site", "uncramp.figures", "uncramp.diary"):
        for path, text in _sources(files(name), name):
            seen.update(f"{path} {len(text)}\n".encode())
            seen.update(text)
    return seen.hexdigest()[:16]


def _sources(folder: Traversable, prefix: str) -> list[tuple[str, bytes]]:
    found = []
    for item in sorted(folder.iterdir(), key=lambda item: item.name):
        path = f"{prefix}/{item.name}"
        if item.name == "__pycache__":
            continue
        if item.is_dir():
            found += _sources(item, path)
        else:
            found.append((path, item.read_bytes()))
    return found


def _move(new: Path, made: Path) -> None:
    """Give the folder its name; one that stands there already is as good, and one without its mark is no app."""
    if made.exists() and not (made / MARK).is_file():
        shutil.rmtree(made)
    try:
        new.rename(made)
    except OSError:
        if not (made / MARK).is_file():
            raise


def _remove_others(cache: Path, made: Path) -> None:
    """All but the newest few, of which another app may be running, and what was left by a program that was killed."""
    os.utime(made)
    folders = [folder for folder in cache.iterdir() if folder.is_dir()]
    whole = sorted((one for one in folders if not one.name.startswith(STARTED)), key=_used, reverse=True)
    halves = [one for one in folders if one.name.startswith(STARTED) and _used(made) - _used(one) > ABANDONED]
    for old in [*whole[KEPT:], *halves]:
        shutil.rmtree(old, ignore_errors=True)


def _used(folder: Path) -> float:
    try:
        return folder.stat().st_mtime
    except FileNotFoundError:
        return 0
