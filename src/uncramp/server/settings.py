"""The settings page: where the diary is, how it is doing, copies of it, and what may read of it: phones, browsers, a
calendar."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response, StreamingResponse

from uncramp import __version__
from uncramp.diary.backup import back_up
from uncramp.diary.health import SEVERE, Health, examine, glance
from uncramp.diary.telling import findings
from uncramp.kb.dates import full_day
from uncramp.server.access import Session
from uncramp.server.feed import is_on
from uncramp.server.local import Here
from uncramp.server.local import Local as Running
from uncramp.server.pages import page, texts_of

router = APIRouter(prefix="/app")
AT_ONCE = 256 * 1024


@router.get("/settings")
def settings(request: Request, here: Here, _: Session) -> Response:
    """The page, with what can be told of the diary at once."""
    return _page(request, here, glance(here.store, here.now()))


@router.post("/settings/check")
def check(request: Request, here: Here, _: Session) -> Response:
    """The page, after every page of the file and every entry was read."""
    return _page(request, here, examine(here.place, here.now()))


@router.post("/settings/backup")
def backup(here: Here, _: Session) -> Response:
    """A verified backup as a file to keep. It is made among the system's passing files, and taken away at once."""
    now = here.now()
    handle, name = tempfile.mkstemp(prefix="uncramp-", suffix=".backup")
    os.close(handle)
    file = Path(name)
    file.unlink()  # `back_up` writes a new file, and nobody else's
    try:
        back_up(here.store, file, now)
        opened = file.open("rb")
    finally:
        file.unlink(missing_ok=True)
    headers = {"Content-Disposition": f'attachment; filename="uncramp-{now.date().isoformat()}.backup"'}

    def pieces() -> Iterator[bytes]:
        with opened:
            while piece := opened.read(AT_ONCE):
                yield piece

    return StreamingResponse(pieces(), media_type="application/octet-stream", headers=headers)


def _page(request: Request, here: Running, found: Health) -> Response:
    texts = texts_of(request)
    severe = [name for name in found.problems if name in SEVERE]
    given: dict[str, Any] = {
        "findings": findings(found, texts)[1:],
        "place": here.place.shown,
        "in_file": here.place.file is not None,
        "private": "others_read" not in found.problems,
        "troubled": bool(found.problems),
        "severe": bool(severe),
        "thorough": found.thorough,
        "devices": [(one, full_day(date.fromisoformat(one.paired_at[:10]), texts)) for one in here.devices.all()],
        "feed": is_on(here.store),
        "version": __version__,
        "knowledge": here.kb.name,
        "origins": sorted(here.doors.origins),
    }
    return page(request, "settings", given)
