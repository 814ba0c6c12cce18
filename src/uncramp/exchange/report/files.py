"""Files that only their owner can read, and that are either whole or not there."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from uncramp.errors import UsageError


def write_private(file: Path, data: bytes, *, force: bool = False) -> None:
    """Write a file with mode 600; without `force` one that is there stays, and UsageError says so."""
    beside = file.with_name(f".{file.name[:100]}.{secrets.token_hex(6)}")
    try:
        if file.is_dir():
            raise UsageError(f"`{file}` is a folder", hint="name a file in it")
        opened = os.open(beside, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        try:
            with os.fdopen(opened, "wb") as stream:
                stream.write(data)
                stream.flush()
                os.fsync(stream.fileno())
            _named(beside, file, force=force)
        finally:
            beside.unlink(missing_ok=True)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "no such name"
        raise UsageError(f"`{file}` cannot be written: {reason.lower()}") from None


def refuse_taken(file: Path | None) -> None:
    """UsageError for a name that something has already; the writing itself looks once more."""
    if file is not None and os.path.lexists(file):
        raise _taken(file)


def _taken(file: Path) -> UsageError:
    return UsageError(f"`{file}` is there already", hint="choose another name, or say --force")


def _named(beside: Path, file: Path, *, force: bool) -> None:
    if force:
        beside.replace(file)
        return
    try:
        os.link(beside, file)  # the one way to take a name only if nobody has it
    except FileExistsError:
        raise _taken(file) from None
    except OSError:  # a disk without links
        if file.exists():
            raise _taken(file) from None
        beside.replace(file)
