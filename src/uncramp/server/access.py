"""Parameters of handlers that say who may ask: `Session` for the browser of this machine, `Known` for phones too."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from fastapi import Depends, Request, Security
from fastapi.security import APIKeyCookie, HTTPBearer
from fastapi.security.http import HTTPAuthorizationCredentials

from uncramp.server.local import Here
from uncramp.server.problems import Refused

COOKIE = APIKeyCookie(
    name="uncramp", scheme_name="session", auto_error=False,
    description="The cookie of the browser that `uncramp` opened; its name has the key of the diary behind it.",
)  # fmt: skip
BEARER = HTTPBearer(scheme_name="device", auto_error=False, description="The token that a paired phone was given.")
OPEN_IT = "type `uncramp` in a terminal on the computer that keeps the diary: it opens the app"


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks: the browser of this machine, or a paired phone with its id."""

    kind: Literal["session", "device"]
    token: str
    device: str = ""


def session_of(request: Request, here: Here) -> Asker | None:
    """The session of the browser, if it has one. A page of another origin never has, whatever cookie came along."""
    token = request.cookies.get(here.cookie, "")
    if not token or request.scope.get("state", {}).get("foreign") or not here.sessions.known(token):
        return None
    return Asker("session", token)


def _session(request: Request, here: Here, _: Annotated[str | None, Security(COOKIE)] = None) -> Asker:
    found = session_of(request, here)
    if found is None:
        raise Refused(401, "this browser was not let in", hint=OPEN_IT)
    return found


def _known(
    request: Request,
    here: Here,
    said: Annotated[HTTPAuthorizationCredentials | None, Security(BEARER)] = None,
    _: Annotated[str | None, Security(COOKIE)] = None,
) -> Asker:
    if said is not None:
        device = here.devices.find(said.credentials)
        if device is None:
            raise Refused(401, "this device is not paired, or not any more", hint="pair it again")
        return Asker("device", said.credentials, device.id)
    found = session_of(request, here)
    if found is None:
        raise Refused(401, "neither a paired device nor a browser that was let in", hint=OPEN_IT)
    return found


Session = Annotated[Asker, Depends(_session)]
Known = Annotated[Asker, Depends(_known)]
