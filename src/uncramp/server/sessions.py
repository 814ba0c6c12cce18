"""Who may read the diary: the browser that uncramp opened. A token to open it once becomes a cookie that lasts.

A token is never written down, only its hash, each as the name of an empty file that nobody else can read: taking a
file away is at once, so a token to open works exactly once, whichever process asks. `uncramp` in a second terminal can
so let a browser in to the app that runs already.
"""

from __future__ import annotations

import hashlib
import os
import secrets
import time
from collections.abc import Callable
from pathlib import Path

OPENING = 10 * 60
"""Seconds in which a link from the terminal works."""
LASTING = 30 * 24 * 3600
"""Seconds after its last use in which a browser stays let in."""
OFTEN = 3600
"""Seconds after which a use is noted again."""
MOST = 50
"""Browsers let in at a time; beyond that the one that was used longest ago is let out."""


class Sessions:
    """The tokens of one diary, kept in a folder of their own."""

    def __init__(self, folder: Path, now: Callable[[], float] = time.time) -> None:
        self._opening, self._lasting, self._now = folder / "opening", folder / "sessions", now
        for made in (folder, self._opening, self._lasting):
            made.mkdir(parents=True, exist_ok=True, mode=0o700)
            made.chmod(0o700)

    def opening(self) -> str:
        """A token that lets one browser in, once and soon."""
        self._forget_old(self._opening, OPENING)
        return self._new(self._opening)

    def enter(self, opening: str) -> str | None:
        """The token of a session in exchange for one to open; None if that one was used, is old or never was."""
        file = self._opening / hashed(opening)
        try:
            made = file.stat().st_mtime
            file.unlink()
        except FileNotFoundError:
            return None
        if not self._young(made, OPENING):
            return None
        self._forget_old(self._lasting, LASTING)
        for old in sorted(self._lasting.iterdir(), key=_last_used)[: -MOST + 1 or None]:
            old.unlink(missing_ok=True)
        return self._new(self._lasting)

    def known(self, session: str) -> bool:
        """Whether this is the token of a session that still lasts; notes that it was used."""
        file = self._lasting / hashed(session)
        try:
            used = file.stat().st_mtime
        except FileNotFoundError:
            return False
        if not self._young(used, LASTING):
            return False
        if self._now() - used > OFTEN:
            self._touch(file)
        return True

    def leave(self, session: str) -> None:
        """End one session."""
        (self._lasting / hashed(session)).unlink(missing_ok=True)

    def leave_all(self) -> None:
        """End every session, and make every link worthless."""
        for folder in (self._opening, self._lasting):
            for file in folder.iterdir():
                file.unlink(missing_ok=True)

    def _new(self, folder: Path) -> str:
        token = secrets.token_urlsafe(32)
        file = folder / hashed(token)
        os.close(os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        self._touch(file)
        return token

    def _touch(self, file: Path) -> None:
        os.utime(file, (self._now(), self._now()))

    def _young(self, since: float, most: float) -> bool:
        return -60 <= self._now() - since <= most  # one from the future is of a clock that was put back

    def _forget_old(self, folder: Path, most: float) -> None:
        for file in folder.iterdir():
            if not self._young(_last_used(file), most):
                file.unlink(missing_ok=True)


def hashed(token: str) -> str:
    """What is kept of a token. It is random and long, so a plain hash tells nobody what it was."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def _last_used(file: Path) -> float:
    try:
        return file.stat().st_mtime
    except FileNotFoundError:
        return 0
