"""What every request shares: the knowledge, the open diary, who may read it, and where the app is served."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Annotated

from fastapi import Depends, Request

from uncramp.diary.place import Place
from uncramp.diary.store import Store
from uncramp.kb import Knowledge
from uncramp.server.devices import Devices
from uncramp.server.guard import Doors
from uncramp.server.sessions import Sessions


@dataclass(frozen=True)
class Local:
    """One running app."""

    kb: Knowledge
    store: Store
    sessions: Sessions
    devices: Devices
    doors: Doors
    folder: Path
    """Where the built phone app stands."""
    now: Callable[[], datetime]

    @property
    def place(self) -> Place:
        return self.store.place

    @property
    def key(self) -> str:
        return key_of(self.place)

    @property
    def cookie(self) -> str:
        """The cookie's name. Two diaries served from one machine have two; over TLS no other host can set it."""
        return f"{'__Host-' if self.doors.secure else ''}uncramp-{self.key}"


def key_of(place: Place) -> str:
    """A short name for a diary's place, which does not tell the place."""
    said = str(place.file.absolute()) if place.file else place.shown
    return hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()[:12]


def local_of(request: Request) -> Local:
    """The running app that a request came to."""
    found: Local = request.app.state.local
    return found


Here = Annotated[Local, Depends(local_of)]
"""The parameter of a handler: `here: Here`."""
