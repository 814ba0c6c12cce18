"""Phones that were paired with this diary: each has a token of its own, of which only the hash is kept."""

from __future__ import annotations

import secrets
from uuid import uuid4

from uncramp.diary import devices
from uncramp.diary.check import instant
from uncramp.diary.devices import Paired
from uncramp.diary.store import Store
from uncramp.server.sessions import hashed

OFTEN = 3600
"""Seconds after which it is noted again that a device was here."""


class Devices:
    """The paired phones of one diary."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def all(self) -> list[Paired]:
        return devices.paired(self._store)

    def add(self, name: str, at: str) -> tuple[Paired, str]:
        """A new phone, and the token that it alone knows."""
        token = secrets.token_urlsafe(32)
        device = Paired(str(uuid4()), name, at)
        devices.pair(self._store, device, hashed(token))
        return device, token

    def find(self, token: str) -> Paired | None:
        """The phone that has this token. It is found by its hash: how long that takes tells nothing of the token."""
        return devices.shown_by(self._store, hashed(token))

    def seen(self, id: str, at: str) -> None:
        """Note that a phone was here, once in a while."""
        found = next((one for one in self.all() if one.id == id), None)
        last = found.seen_at if found else None
        if found and (last is None or (instant(at) - instant(last)).total_seconds() > OFTEN):
            devices.seen(self._store, id, at)

    def remove(self, id: str) -> bool:
        """Whether there was such a phone; its token is worth nothing from now on."""
        return devices.turn_out(self._store, id)
