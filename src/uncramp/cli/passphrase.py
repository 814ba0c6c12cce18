"""A passphrase from the terminal: never shown, never on the command line, twice when it is new."""

from __future__ import annotations

import getpass
import sys

from uncramp.diary import cipher
from uncramp.diary.failures import StoreError
from uncramp.errors import UsageError
from uncramp.kb import Texts

TRIES = 3


def ready(texts: Texts | None = None) -> None:
    """Ask here whenever an encrypted diary is opened; without a terminal it has to come from a file."""
    if texts is not None or cipher.ask is None:
        cipher.ask = (lambda shown: asked(shown, texts)) if _somebody() else None


def asked(shown: str, texts: Texts | None = None) -> str:
    """The passphrase of a file, typed."""
    if texts is None:
        from uncramp.kb import load

        texts = load(None).texts()
    return _typed(texts("encryption.ask", file=shown), shown)


def new_passphrase(texts: Texts, shown: str) -> str:
    """A new passphrase, typed twice; or what a file holds."""
    if (said := cipher.handed()) is not None:
        return said
    if not _somebody():
        raise StoreError("encrypted", shown, "there is no terminal to type a new one on")
    sys.stderr.write(texts("encryption.warn") + "\n")
    for _ in range(TRIES):
        first = _typed(texts("encryption.new"), shown)
        if len(first) < cipher.SHORTEST:
            raise StoreError("short_passphrase", shown)
        if _typed(texts("encryption.again"), shown) == first:
            return first
        sys.stderr.write(texts("encryption.differ") + "\n")
    raise UsageError("the two passphrases were never the same", hint="nothing was changed")


def _typed(prompt: str, shown: str) -> str:
    try:
        return getpass.getpass(prompt)
    except EOFError:
        raise StoreError("encrypted", shown) from None


def _somebody() -> bool:
    return sys.stdin.isatty() and sys.stderr.isatty()
