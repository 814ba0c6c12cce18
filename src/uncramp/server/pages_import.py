"""The page that brings a file into the diary: first what would come in, then, if that is wanted, all of it."""

from __future__ import annotations

import os
import secrets
import tempfile
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from uuid import uuid4

from fastapi import APIRouter, Request
from fastapi.responses import Response
from starlette.concurrency import run_in_threadpool

from uncramp.diary import load
from uncramp.diary.document import Refused, from_document
from uncramp.errors import UncrampError
from uncramp.exchange.apple_health import Read, read
from uncramp.exchange.drafts import Settled, entries_of, settle, take
from uncramp.exchange.foreign import ForeignFileError
from uncramp.exchange.kinds_of_files import LARGEST as LARGEST_OWN
from uncramp.exchange.kinds_of_files import Form, form_of
from uncramp.exchange.own_csv import from_csv
from uncramp.kb import Texts
from uncramp.server.access import Session
from uncramp.server.guard import LARGEST_AT
from uncramp.server.local import Here, Local
from uncramp.server.pages import page, texts_of
from uncramp.server.problems import Refused as Refusal
from uncramp.server.trending import OWN, person_of

router = APIRouter(prefix="/app")
LARGEST = 4 * 1024**3
"""Bytes of a file: an export of Apple Health after many years, packed."""
LARGEST_AT["/app/import"] = LARGEST_AT["/es/app/import"] = LARGEST
MINUTES = 20
"""How long a file waits for its yes."""
HEAD = 16 * 1024
MOST_SHOWN = 20
OF_TABLES = ("no_mapping", "no_table", "no_days")
"""Why a table of one's own is not taken here: its columns have to be asked about."""
LEFT_OUT = ("in_bed", "awake", "nap", "other_device", "same_workout", "same_day", "same_weight")


@dataclass(slots=True)
class Waiting:
    """The one file that waits for a yes."""

    token: str = ""
    file: Path | None = None
    since: datetime | None = None

    def drop(self) -> None:
        if self.file:
            self.file.unlink(missing_ok=True)
        self.token, self.file, self.since = "", None, None


@dataclass(slots=True)
class Found:
    """What a file comes to."""

    form: Form
    settled: Settled
    health: Read = field(default_factory=Read)


@router.get("/import")
def ask(request: Request, _: Session) -> Response:
    """The page that asks for a file; one that waited is let go."""
    _waiting(request).drop()
    return page(request, "import", {"state": "ask", "rows": [], "why": "", "token": ""})


@router.post("/import")
async def look(request: Request, here: Here, _: Session) -> Response:
    """Keep the file for a while, and say what would come in."""
    waiting = _waiting(request)
    waiting.drop()
    waiting.file = await _received(request)
    waiting.token, waiting.since = secrets.token_urlsafe(16), here.now()
    try:
        found = await run_in_threadpool(_found, here, waiting.file)
    except UncrampError as error:
        waiting.drop()
        state, why = _refused(texts_of(request), error)
        return page(request, "import", {"state": state, "rows": [], "why": why, "token": ""}, status=422)
    except BaseException:
        waiting.drop()
        raise
    given = {"state": "look", "rows": _rows(texts_of(request), found), "why": "", "token": waiting.token}
    if not found.settled.fresh:
        waiting.drop()
        given |= {"state": "nothing", "token": ""}
    return page(request, "import", given)


@router.post("/import/take/{token}")
def bring(request: Request, here: Here, _: Session, token: str) -> Response:
    """All of the file that waits."""
    waiting = _waiting(request)
    late = waiting.since is None or (here.now() - waiting.since).total_seconds() > 60 * MINUTES
    if late or not waiting.file or not secrets.compare_digest(token.encode(), waiting.token.encode()):
        waiting.drop()
        raise Refusal(409, "this file is not waiting any more", hint="choose it again")
    try:
        found = _found(here, waiting.file)
        forgotten = _take(here, found)
    finally:
        waiting.drop()
    rows = _rows(texts_of(request), found)
    if forgotten:
        rows.append(texts_of(request)("imports.forgotten", count=forgotten))
    return page(request, "import", {"state": "done", "rows": rows, "why": "", "token": ""})


def _waiting(request: Request) -> Waiting:
    state = request.app.state
    if not hasattr(state, "waiting_import"):
        state.waiting_import = Waiting()
    found: Waiting = state.waiting_import
    return found


# ---- the file


async def _received(request: Request) -> Path:
    """The one file of the form, among the system's passing files, where nobody else can read it (mode 600)."""
    kind, _, rest = request.headers.get("content-type", "").partition(";")
    boundary = next((one.strip()[9:].strip('"') for one in rest.split(";") if one.strip().startswith("boundary=")), "")
    if kind.strip() != "multipart/form-data" or not 0 < len(boundary) <= 200:
        raise Refusal(415, "this is no file from the page", hint="choose the file on the page")
    end = f"\r\n--{boundary}".encode("latin-1", "replace")
    handle, name = tempfile.mkstemp(prefix="uncramp-", suffix=".import")
    file = Path(name)
    try:
        with os.fdopen(handle, "w+b") as out:
            head, begun = b"", False
            async for piece in request.stream():
                if begun:
                    out.write(piece)
                    continue
                head += piece
                at = head.find(b"\r\n\r\n")
                if at >= 0:
                    out.write(head[at + 4 :])
                    begun = True
                elif len(head) > HEAD:
                    raise Refusal(400, "the form is broken")
            size = out.seek(0, os.SEEK_END)
            start = max(0, size - 4096)
            out.seek(start)
            at = out.read().rfind(end)
            if not begun or at < 0:
                raise Refusal(400, "the form is broken")
            out.truncate(start + at)
    except BaseException:
        file.unlink(missing_ok=True)
        raise
    return file


def _found(here: Local, file: Path) -> Found:
    """What a file comes to for this diary; UncrampError for one that cannot be read."""
    form, kinds, store = form_of(file), load(), here.store
    if form == "table":
        raise ForeignFileError("no_mapping")
    if form == "apple":
        health = read(file)
        person = person_of(store) or str(uuid4())
        have = entries_of(store, person)
        settled = settle(kinds, health.drafts, have, source="apple_health", person=person, now=here.now())
        return Found(form, settled, health)
    if file.stat().st_size > LARGEST_OWN:
        raise ForeignFileError("too_many")
    try:
        text = file.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise ForeignFileError("binary") from None
    came = (from_csv if form == "csv" else from_document)(kinds, text, store.entries())
    return Found(form, Settled(came.fresh, known=came.known, refused=came.refused))


def _take(here: Local, found: Found) -> int:
    people = {entry.person for entry in found.settled.fresh}
    person = person_of(here.store) or (next(iter(people)) if len(people) == 1 else None)
    of = {"apple": "apple_health", "csv": "csv"}.get(found.form, "uncramp_json")
    if person is None:
        return len(here.store.append(found.settled.fresh).forgotten)
    forgotten = take(here.store, load(), found.settled, of=of, person=person, now=here.now())
    if here.store.kept(OWN) is None:
        here.store.keep(OWN, person)
    return forgotten


# ---- in words


def _refused(texts: Texts, error: UncrampError) -> tuple[str, str]:
    """What the page shows of a file that cannot be taken; of a table, the way to bring it in."""
    if not isinstance(error, ForeignFileError):
        return "refused", str(error)
    if error.why in OF_TABLES:
        return "table", ""
    return "refused", texts(f"imports.why_{error.why}")


def _rows(texts: Texts, found: Found) -> list[str]:
    settled, health = found.settled, found.health
    rows = [texts("imports.counts", new=settled.new, known=settled.known, refused=len(settled.refused))]
    for key, count in (("revised", settled.revised), ("twice", settled.twice)):
        rows += [texts(f"imports.{key}", count=count)] if count else []
    rows += [_line(texts, one) for one in settled.refused[:MOST_SHOWN]]
    rows += [texts(f"imports.apple_{name}", count=health.left_out[name]) for name in LEFT_OUT if health.left_out[name]]
    rows += [texts("imports.apple_unread", type=name, count=count) for name, count in health.unread.most_common()]
    if health.ignored:
        rows.append(texts("imports.page_ignored", count=health.ignored.total()))
    return rows


def _line(texts: Texts, one: Refused) -> str:
    return texts("imports.line", line=one.nth, why=one.why).strip()
