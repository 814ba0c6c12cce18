"""Encrypted diaries: SQLCipher 4, under a key that is made from a passphrase and kept nowhere.

The file begins with `MARK` and eight bytes of chance, which together are the salt. So it is known for what it is
without the passphrase, and any SQLCipher 4 opens it with the passphrase alone.
"""

from __future__ import annotations

import hashlib
import os
import secrets
import sqlite3
import unicodedata
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from uncramp.diary.failures import StoreError
from uncramp.diary.place import MARK

SALT = 16
ROUNDS = 256_000
"""Of PBKDF2-HMAC-SHA512: those of SQLCipher 4."""
SHORTEST = 8
"""Characters of a new passphrase."""
PATIENCE = 10.0
"""Seconds to wait for another program that writes."""
FILE, DESCRIPTOR = "UNCRAMP_PASSPHRASE_FILE", "UNCRAMP_PASSPHRASE_FD"
"""What the environment may say: where the passphrase is. Never the passphrase: other programs could read it there."""
Ask = Callable[[str], str]

ask: Ask | None = None
"""How a person is asked for the passphrase of a file; None where nobody is there."""
_keys: dict[bytes, Key] = {}
"""By the salt, for as long as the process lives: making one takes a fifth of a second on purpose."""
_handed: dict[str, str] = {}
"""What a descriptor gave: it can be read once."""


@dataclass(frozen=True, slots=True, repr=False)
class Key:
    """A key and its salt, which no message and no log ever shows."""

    raw: bytes
    salt: bytes

    @property
    def text(self) -> str:
        """In SQLCipher's own form for a key that needs no more work."""
        return f"x'{self.raw.hex()}{self.salt.hex()}'"


def is_encrypted(file: Path) -> bool:
    """Whether a file is an encrypted diary, or one that was."""
    try:
        with file.open("rb") as opened:
            return opened.read(len(MARK)) == MARK
    except OSError:
        return False


def new_salt() -> bytes:
    return MARK + secrets.token_bytes(SALT - len(MARK))


def make_key(passphrase: str, salt: bytes) -> Key:
    """The key that SQLCipher makes itself of a passphrase; the same letters typed in another way are the same."""
    typed = unicodedata.normalize("NFC", passphrase).encode("utf-8", "surrogatepass")
    return Key(hashlib.pbkdf2_hmac("sha512", typed, salt, ROUNDS, 32), salt)


def remember(key: Key) -> None:
    """Use this key for the files with its salt from now on."""
    _keys[key.salt] = key


def key_of(file: Path) -> Key:
    """The key of an encrypted file; StoreError where nobody can say the passphrase."""
    with file.open("rb") as opened:
        salt = opened.read(SALT)
    if salt not in _keys:
        _keys[salt] = make_key(passphrase_of(str(file)), salt)
    return _keys[salt]


def passphrase_of(shown: str) -> str:
    """The passphrase, from where the environment says, else from the person."""
    if (said := handed()) is not None:
        return said
    if ask is None:
        raise StoreError("encrypted", shown)
    return ask(shown)


def handed() -> str | None:
    """The passphrase that a descriptor or a file holds, without its line end; None if the environment names none."""
    if number := os.environ.get(DESCRIPTOR):
        if number not in _handed:
            try:
                with os.fdopen(int(number), encoding="utf-8", newline="") as opened:
                    _handed[number] = _first_line(opened.read(10_000), DESCRIPTOR)
            except (OSError, ValueError):
                raise StoreError("passphrase_source", DESCRIPTOR, "no descriptor that can be read") from None
        return _handed[number]
    if name := os.environ.get(FILE):
        return _in_file(Path(name))
    return None


def _in_file(file: Path) -> str:
    try:
        with file.open("rb") as opened:
            state = os.fstat(opened.fileno())
            if os.name != "nt" and state.st_mode & 0o077:
                raise StoreError("passphrase_source", str(file), f"others can read it, mode {state.st_mode & 0o777:o}")
            if os.name != "nt" and state.st_uid not in (os.geteuid(), 0):
                raise StoreError("passphrase_source", str(file), "it belongs to somebody else")
            return _first_line(opened.read(10_000).decode("utf-8"), str(file))
    except OSError as error:
        raise StoreError("passphrase_source", str(file), (error.strerror or "").lower()) from None
    except UnicodeDecodeError:
        raise StoreError("passphrase_source", str(file), "it is not UTF-8") from None


def _first_line(text: str, shown: str) -> str:
    said = text.splitlines()[0] if text else ""
    if not said:
        raise StoreError("passphrase_source", shown, "there is nothing in it")
    return said


# ---- connections


def driver() -> Any:
    """The DBAPI module of SQLCipher; StoreError where it is not installed."""
    try:
        from sqlcipher3 import dbapi2  # type: ignore[import-untyped]
    except ImportError:
        raise StoreError("no_cipher", "encryption") from None
    return dbapi2


def connect(file: Path, key: Key | None, *, uri: str = "", timeout: float = PATIENCE) -> Any:
    """A connection through SQLCipher's driver; without a key to a plain file. StoreError if the key is not the one."""
    module = driver()
    where = uri or str(file)
    opened = module.connect(
        where, timeout=timeout, isolation_level=None, check_same_thread=False, uri=bool(uri), cached_statements=256
    )
    try:
        opened.execute("PRAGMA cipher_log_level = NONE")
        if key:
            opened.execute(f'PRAGMA key = "{key.text}"')
            opened.execute("PRAGMA temp_store = MEMORY")
            opened.execute("select count(*) from sqlite_master").fetchone()
    except module.DatabaseError as error:
        opened.close()
        if key and getattr(error, "sqlite_errorname", "") == "SQLITE_NOTADB":
            _keys.pop(key.salt, None)
            raise StoreError("wrong_passphrase", str(file)) from None
        raise
    except BaseException:
        opened.close()
        raise
    return opened


def open_file(file: Path, *, read_only: bool = False, timeout: float = PATIENCE) -> closing[Any]:
    """A connection to a diary or backup as it is, plain or encrypted, in the form that `with` closes."""
    uri = f"{file.resolve().as_uri()}?mode=ro&immutable=1" if read_only else ""
    if is_encrypted(file):
        return closing(connect(file, key_of(file), uri=uri, timeout=timeout))
    return closing(sqlite3.connect(uri or file, timeout=timeout, uri=bool(uri)))
