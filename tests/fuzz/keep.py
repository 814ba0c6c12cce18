"""Which inputs are worth keeping: few and small ones that together take every step that all of them take."""

from __future__ import annotations

import hashlib
import shutil
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from types import FrameType
from typing import Any

import uncramp

HERE = str(Path(uncramp.__file__).parent)
Step = tuple[str, int, int]
"""A file of uncramp, and two lines of it that ran one after the other."""


def steps(target: Callable[[bytes], None], data: bytes) -> set[Step]:
    """The steps from line to line that one input takes."""
    taken: set[Step] = set()

    def watch(frame: FrameType, event: str, _: Any) -> Any:
        if event == "call" and not frame.f_code.co_filename.startswith(HERE):
            return None
        file, last = frame.f_code.co_filename, -frame.f_lineno

        def each_line(frame: FrameType, event: str, _: Any) -> Any:
            nonlocal last
            if event == "line":
                taken.add((file, last, frame.f_lineno))
                last = frame.f_lineno
            return each_line

        return each_line

    sys.settrace(watch)
    try:
        target(data)
    finally:
        sys.settrace(None)
    return taken


def worth_keeping(inputs: Iterable[bytes], target: Callable[[bytes], None]) -> list[bytes]:
    """The small ones first: each that takes a step which none before it took."""
    seen: set[Step] = set()
    kept: list[bytes] = []
    for data in sorted(set(inputs), key=lambda data: (len(data), data)):
        new = steps(target, data) - seen
        if new:
            seen |= new
            kept.append(data)
    return kept


def write(folder: Path, inputs: Iterable[bytes]) -> int:
    """Put exactly these inputs into a folder, named by what they hold; the bytes they take."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    size = 0
    for data in inputs:
        size += (folder / hashlib.sha256(data).hexdigest()[:16]).write_bytes(data)
    return size
