"""What is left beside a diary by a program that was killed while encrypting it, and how it is got rid of."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

NEW_ENCRYPTED, NEW_PLAIN, OLD_ENCRYPTED, OLD_PLAIN = ".new-encrypted", ".new-plain", ".old-encrypted", ".old-plain"
PIECE = 1024 * 1024


def leftovers(file: Path) -> list[Path]:
    """What somebody who was killed in the middle has left beside the diary."""
    names = (NEW_ENCRYPTED, NEW_PLAIN, OLD_ENCRYPTED, OLD_PLAIN)
    ends = ("", "-journal", "-wal", "-shm")
    return [one for name in names for end in ends if (one := file.with_name(file.name + name + end)).exists()]


def sweep(file: Path) -> None:
    """Write over what was left and delete it. Only for who has the diary open: nobody is in the middle then."""
    for one in leftovers(file):
        with suppress(OSError):
            erase(one, file)


def erase(file: Path, diary: Path) -> None:
    """Write over a file, then delete it; never if it is only a second name of the diary itself."""
    if not file.exists():
        return
    if diary.exists() and file.samefile(diary):
        file.unlink()
        return
    with file.open("r+b", buffering=0) as opened:
        left = os.fstat(opened.fileno()).st_size
        while left > 0:
            left -= opened.write(os.urandom(min(PIECE, left)))
        os.fsync(opened.fileno())
    file.unlink()
