"""How a browser is let in: the link that `uncramp` opens works once, and leaves a cookie behind."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import RedirectResponse, Response

from uncramp.server.access import OPEN_IT, Session
from uncramp.server.local import Here
from uncramp.server.problems import Refused
from uncramp.server.sessions import LASTING

router = APIRouter()
LET_IN = "uncramp-in"
LONGEST = 200
"""Characters of a token."""


@router.get("/open")
def enter(here: Here, token: str = "") -> Response:
    """Exchange a token to open for a session, and go to the first page."""
    session = here.sessions.enter(token) if len(token) <= LONGEST else None
    if session is None:
        raise Refused(401, "this link was used already, or is older than ten minutes", hint=OPEN_IT)
    response = RedirectResponse("/", 303)
    response.set_cookie(
        here.cookie, session, max_age=LASTING, path="/", secure=here.doors.secure, httponly=True, samesite="strict"
    )
    # no secret: it tells the scripts of the app, which cannot see the session, that there is one to sync with
    response.set_cookie(LET_IN, "1", max_age=LASTING, path="/", secure=here.doors.secure, samesite="strict")
    return response


@router.post("/app/leave")
def leave(here: Here, _: Session) -> Response:
    """End every session: this browser and all others have to be let in again."""
    here.sessions.leave_all()
    response = RedirectResponse("/", 303)
    response.delete_cookie(here.cookie, path="/", secure=here.doors.secure, httponly=True, samesite="strict")
    response.delete_cookie(LET_IN, path="/", secure=here.doors.secure, samesite="strict")
    return response
