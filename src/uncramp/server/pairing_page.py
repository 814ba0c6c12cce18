"""The page with the code that a phone scans, and the button that turns a phone out."""

from __future__ import annotations

from typing import Annotated

import segno
from fastapi import APIRouter, Path, Request
from fastapi.responses import RedirectResponse, Response
from markupsafe import Markup

from uncramp.diary.check import UUID
from uncramp.server.access import Session
from uncramp.server.api.pairing import address_of, codes_of
from uncramp.server.local import Here
from uncramp.server.pages import folder_of, language_of, page

router = APIRouter(prefix="/app")
MODULE = 8
"""Pixels of one square of the picture."""


@router.post("/settings/pair")
def pair(request: Request, here: Here, _: Session) -> Response:
    """A page with a new code."""
    address = address_of(here.doors, request.headers["host"])
    code = codes_of(request, here).new()
    link = f"{address}/{folder_of(language_of(request))}details.html#pair={code}"
    given = {"code": code, "address": address, "picture": picture(link), "local": not here.doors.hosts}
    return page(request, "pairing", given)


@router.post("/settings/phones/{id}/out")
def turn_out(
    id: Annotated[str, Path(pattern=f"^{UUID.pattern}$")], request: Request, here: Here, _: Session
) -> Response:
    """Let a phone in no more."""
    here.devices.remove(id)
    return RedirectResponse(f"/{folder_of(language_of(request))}app/settings#phones", 303)


def picture(link: str) -> Markup:
    """A link as a QR code: dark on light whatever the colours of the page, because cameras want it so."""
    made = segno.make(link, error="m", micro=False)
    return Markup(
        made.svg_inline(scale=MODULE, border=4, dark="#000", light="#fff", omitsize=True, svgclass="qr", lineclass="")
    )
