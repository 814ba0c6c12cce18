"""`uncramp diary encrypt` and `decrypt`: the diary under a passphrase, and back."""

from __future__ import annotations

from rich.console import Console
from rich.text import Text

from uncramp.cli.output import write_json
from uncramp.cli.passphrase import new_passphrase, ready
from uncramp.cli.setting import Setting
from uncramp.diary.cipher import driver, is_encrypted
from uncramp.diary.encryption import Moved, decrypt, encrypt
from uncramp.diary.failures import StoreError
from uncramp.diary.place import Place, place
from uncramp.diary.store import Store


def encrypt_command(setting: Setting, *, json: bool) -> None:
    """Encrypt the diary; where there is none yet, begin one that is encrypted."""
    where = place()
    if where.file is not None and is_encrypted(where.file):
        raise StoreError("is_encrypted", where.shown)
    encrypt_first(setting, where, json=json)


def encrypt_first(setting: Setting, where: Place, *, json: bool = False) -> None:
    """Encrypt a diary, unless it is."""
    if where.file is None:
        raise StoreError("server_encrypts", where.shown)
    if is_encrypted(where.file):
        return
    driver()
    passphrase = new_passphrase(setting.texts(), where.shown)
    Store.open(where).close()
    _tell(setting, encrypt(where, passphrase), "encryption.done", json=json)


def decrypt_command(setting: Setting, *, json: bool) -> None:
    ready(setting.texts())
    _tell(setting, decrypt(place()), "encryption.undone", json=json)


def _tell(setting: Setting, done: Moved, key: str, *, json: bool) -> None:
    if json:
        encrypted = key == "encryption.done"
        write_json({"encrypted": encrypted, "rows": done.rows, "older": [str(file) for file in done.older]})
        return
    texts = setting.texts()
    rows = [texts(key, rows=done.rows)]
    if key == "encryption.done":
        rows += [texts("encryption.erased"), texts("encryption.reach")]
        rows += [texts("encryption.older", file=file) for file in done.older]
    for row in rows:
        Console().print(Text(row))
