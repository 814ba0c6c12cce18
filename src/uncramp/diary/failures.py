"""What can go wrong with the place where a diary is kept, each in one clear line."""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Literal

from uncramp.errors import UncrampError

Trouble = Literal[
    "full", "read_only", "locked", "not_a_database", "not_ours", "corrupt", "newer", "missing", "unreachable",
    "no_driver", "backup", "exists", "failed", "encrypted", "wrong_passphrase", "passphrase_source", "no_cipher",
    "is_encrypted", "is_plain", "short_passphrase", "server_encrypts",
]  # fmt: skip
DOCTOR = "`uncramp doctor` says what can be saved"
SAID: dict[Trouble, tuple[str, str]] = {
    "full": ("there is no room left for it; nothing of this was written", "make some room on the disk, then try again"),
    "read_only": ("it cannot be written to", "`uncramp doctor` says whom the file belongs to"),
    "locked": ("another program is writing to it", "try again in a moment"),
    "not_a_database": ("it is no diary: the file is of another kind, or its beginning is damaged", DOCTOR),
    "not_ours": ("it is a database of another program, and was left as it is", "name another file in UNCRAMP_DIARY"),
    "corrupt": ("the file is damaged", DOCTOR),
    "newer": ("a newer uncramp has written it", "bring uncramp up to date"),
    "missing": ("there is none yet", "`uncramp log` writes the first entry"),
    "unreachable": ("it cannot be opened", "`uncramp doctor` says why"),
    "no_driver": ("this needs a driver", 'install it: pip install "uncramp[postgres]"'),
    "backup": ("this is no backup that can be used", "try an older one"),
    "exists": ("there is a file of this name already, and it was left as it is", "name another file"),
    "failed": ("the disk or the database refused it; nothing of this was written", DOCTOR),
    "encrypted": (
        "it is encrypted, and there is nobody to ask for the passphrase",
        "run it in a terminal, or name a file with the passphrase (mode 600) in UNCRAMP_PASSPHRASE_FILE",
    ),
    "wrong_passphrase": (
        "the passphrase is not the one that it was encrypted with, or the beginning of the file is damaged",
        "try again; nobody can open it without the passphrase",
    ),
    "passphrase_source": ("the passphrase cannot be read from there", "it needs a file of your own with mode 600"),
    "no_cipher": ("this needs SQLCipher", 'install it: pip install "uncramp[encrypt]"'),
    "is_encrypted": (
        "it is encrypted already",
        "for another passphrase, decrypt it and encrypt it again",
    ),
    "is_plain": ("it is not encrypted", "there is nothing to do"),
    "short_passphrase": ("the passphrase is too short", "take at least 8 characters; four or five words are good"),
    "server_encrypts": (
        "it is on a database server, which keeps it in its own way",
        "whoever runs the server can encrypt its disk",
    ),
}


class StoreError(UncrampError):
    """The diary cannot be read or written; `trouble` says in which way."""

    def __init__(self, trouble: Trouble, place: str, detail: str = "") -> None:
        self.trouble: Trouble = trouble
        what, hint = SAID[trouble]
        super().__init__(f"the diary `{place}`: {what}{f' ({detail})' if detail else ''}", hint=hint)


SQLITE: dict[str, Trouble] = {
    "SQLITE_FULL": "full",
    "SQLITE_READONLY": "read_only",
    "SQLITE_PERM": "read_only",
    "SQLITE_BUSY": "locked",
    "SQLITE_LOCKED": "locked",
    "SQLITE_NOTADB": "not_a_database",
    "SQLITE_CORRUPT": "corrupt",
    "SQLITE_CANTOPEN": "unreachable",
}
POSTGRES: dict[str, Trouble] = {
    "53100": "full",
    "25006": "read_only",
    "42501": "read_only",
    "55P03": "locked",
    "XX001": "corrupt",
    "XX002": "corrupt",
}
"""SQLSTATEs; every other one of an error without a server is `unreachable`."""


@contextmanager
def told(place: str) -> Iterator[None]:
    """Errors of the database as StoreError; what is our own mistake keeps its traceback."""
    from sqlalchemy.exc import DatabaseError

    try:
        yield
    except DatabaseError as error:
        if (trouble := trouble_of(error.orig)) is None:
            raise
        raise StoreError(trouble, place, _detail(trouble, error.orig)) from error
    except raised_by_drivers() as error:
        if (trouble := trouble_of(error)) is None:
            raise
        raise StoreError(trouble, place, _detail(trouble, error)) from error
    except OSError as error:
        raise StoreError(trouble_of_file(error), place, (error.strerror or "").lower()) from error


def raised_by_drivers() -> tuple[type[Exception], ...]:
    """What SQLite's driver raises, and SQLCipher's where it is loaded."""
    loaded = sys.modules.get("sqlcipher3.dbapi2")
    return (sqlite3.DatabaseError, loaded.DatabaseError) if loaded else (sqlite3.DatabaseError,)


def trouble_of(error: Any) -> Trouble | None:
    """Which trouble an error of a driver is; None for what is a mistake of this program."""
    name = getattr(error, "sqlite_errorname", None)
    if isinstance(name, str):
        if name.startswith("SQLITE_IOERR"):
            return "failed"
        return next((trouble for start, trouble in SQLITE.items() if name.startswith(start)), None)
    state = getattr(error, "sqlstate", None)
    if isinstance(state, str):
        return POSTGRES.get(state, "unreachable" if state[:2] in ("08", "28", "3D", "57") else None)
    return "unreachable" if type(error).__name__ == "OperationalError" else None


def trouble_of_file(error: OSError) -> Trouble:
    import errno

    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return "full"
    return "read_only" if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS) else "unreachable"


def _detail(trouble: Trouble, error: Any) -> str:
    """What the driver says, where our own words leave it open; the first line alone."""
    if trouble not in ("unreachable", "failed"):
        return ""
    return str(error).strip().split("\n")[0]
