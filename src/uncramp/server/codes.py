"""The short codes by which a phone is paired: each works once and soon, and nobody can go on guessing."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Callable
from threading import Lock
from typing import Literal

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's: no letter that looks like a digit."""
LETTERS = 10
"""Of a code: 50 bits. With the tries that there are, guessing one takes longer than computers last."""
LASTING = 10 * 60
"""Seconds in which a code works."""
MOST = 5
"""Codes that work at a time; the oldest gives way."""
TRIES = 10
"""Wrong codes in `LASTING` seconds, from anybody, after which none is taken for a while."""
LOOKALIKES = str.maketrans({"O": "0", "I": "1", "L": "1", "-": None, " ": None})

Tried = Literal["right", "wrong", "too_often"]


class Codes:
    """The codes that work now, as hashes."""

    def __init__(self, now: Callable[[], float]) -> None:
        self._now, self._lock = now, Lock()
        self._open: dict[bytes, float] = {}
        self._wrong: list[float] = []

    def new(self) -> str:
        """A code such as `7KQ2M-9XWTB`."""
        code = "".join(secrets.choice(ALPHABET) for _ in range(LETTERS))
        with self._lock:
            self._forget_old()
            for old in list(self._open)[: -MOST + 1 or None]:
                del self._open[old]
            self._open[_hashed(code)] = self._now()
        return f"{code[:5]}-{code[5:]}"

    def use(self, said: str) -> Tried:
        """Whether a code is right; it is used up then."""
        wanted = _hashed(said.upper().translate(LOOKALIKES))
        with self._lock:
            self._forget_old()
            if len(self._wrong) >= TRIES:
                return "too_often"
            # all of them are compared, each in the same time: nothing tells how much of a code was right
            found = [one for one in self._open if hmac.compare_digest(one, wanted)]
            for one in found:
                del self._open[one]
            if not found:
                self._wrong.append(self._now())
            return "right" if found else "wrong"

    def _forget_old(self) -> None:
        now = self._now()
        self._open = {code: made for code, made in self._open.items() if 0 <= now - made < LASTING}
        self._wrong = [tried for tried in self._wrong if 0 <= now - tried < LASTING]


def _hashed(code: str) -> bytes:
    return hashlib.sha256(code.encode("utf-8", "surrogatepass")).digest()
