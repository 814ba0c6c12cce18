"""The diary's entries for programs: read in the order in which they came, added, and all of them as one file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any

from fastapi import APIRouter, Query, Response
from fastapi.responses import StreamingResponse
from pydantic import BaseModel, ConfigDict, Field

from uncramp.diary import Entry, EntryError, load, read_entry, to_json
from uncramp.diary.check import MOMENT, NAME, UUID, UUID7
from uncramp.diary.document import to_line, to_lines
from uncramp.diary.making import stamp
from uncramp.server.access import Known
from uncramp.server.bodies import JsonRoute
from uncramp.server.local import Here
from uncramp.server.problems import BODY, Answer, documented

router = APIRouter(tags=["diary"], route_class=JsonRoute)
AT_ONCE = 500
"""Entries in one answer at most."""
MOST = 200
"""Entries in one request at most."""
LAST = 2**53 - 1
"""The largest cursor: what every program can hold as a number."""


class EntryOut(BaseModel):
    """One entry, as docs/reference/diary.md describes it."""

    model_config = ConfigDict(extra="forbid")
    id: str = Field(pattern=f"^{UUID7.pattern}$")
    person: str = Field(pattern=f"^{UUID.pattern}$")
    at: str = Field(pattern=f"^{MOMENT.pattern}$")
    recorded_at: str = Field(pattern=f"^{MOMENT.pattern}$")
    kind: str = Field(pattern=f"^{NAME.pattern}$")
    version: int = Field(ge=1, le=1000)
    body: dict[str, Any]


class Found(BaseModel):
    """Some entries, and the cursor that gives the next ones."""

    entries: list[EntryOut]
    cursor: int
    more: bool = Field(description="whether there are further ones now")


class New(BaseModel):
    """Entries to add. Each is checked by itself: one that cannot be taken does not stop the others."""

    model_config = ConfigDict(extra="forbid", strict=True)
    entries: list[Any] = Field(max_length=MOST)


class RefusedEntry(BaseModel):
    """An entry that was not taken: its place in the request, counted from 1, and why."""

    nth: int
    id: str | None
    where: str
    why: str


class Added(BaseModel):
    """What became of each entry, by its id; what is in `added` is on the disk."""

    added: list[str]
    known: list[str] = Field(description="they were there already, just so")
    differing: list[str] = Field(description="the id is that of another entry, which stays")
    forgotten: list[str] = Field(description="somebody wanted to be rid of them for good, so they were not taken")
    refused: list[RefusedEntry]


class Sought(BaseModel):
    """Which entries."""

    model_config = ConfigDict(extra="forbid")
    after: int = Field(default=0, ge=0, le=LAST, description="the cursor of the answer before")
    most: int = Field(default=100, ge=1, le=AT_ONCE)
    person: str | None = Field(default=None, pattern=f"^{UUID.pattern}$")
    kind: list[Annotated[str, Field(pattern=f"^{NAME.pattern}$")]] = Field(default=[], max_length=20)


@router.get("/entries", response_model=None, responses={200: {"model": Found}, **documented(401, 422, 503)})
def entries(here: Here, _: Known, sought: Annotated[Sought, Query()]) -> Response:
    """Entries in the order in which they came, corrections and deletions among them."""
    found = here.store.after(sought.after, sought.most, person=sought.person, kinds=sought.kind)
    rows = [to_json(entry) for entry in found.entries]
    return Answer({"entries": rows, "cursor": found.cursor, "more": found.more})


@router.post("/entries", response_model=None, responses={200: {"model": Added}, **documented(401, 503, *BODY)})
def add(new: New, here: Here, _: Known) -> Response:
    """Add entries. The same one twice is one."""
    kinds = load()
    good: list[Entry] = []
    refused: list[dict[str, Any]] = []
    for nth, raw in enumerate(new.entries, 1):
        try:
            good.append(read_entry(raw, kinds))
        except EntryError as error:
            id = raw.get("id") if isinstance(raw, dict) else None
            refused.append(
                {"nth": nth, "id": id if isinstance(id, str) else None, "where": error.path, "why": str(error)}
            )
    done = here.store.append(good)
    told = {"added": done.added, "known": done.known, "differing": done.differing, "forgotten": done.forgotten}
    return Answer(told | {"refused": refused})


class Whole(BaseModel):
    """Whose entries to write out."""

    model_config = ConfigDict(extra="forbid")
    person: str | None = Field(default=None, pattern=f"^{UUID.pattern}$")


FILE: dict[int | str, dict[str, Any]] = {
    200: {"description": "the file", "content": {"application/jsonl": {"schema": {"type": "string"}}}}
}


@router.get("/export", response_class=Response, responses={**documented(401, 422, 503), **FILE})
def export(here: Here, _: Known, whole: Annotated[Whole, Query()]) -> Response:
    """Every entry as JSON Lines, which `uncramp diary import` and the phone app read back."""
    now = here.now()
    headers = {"Content-Disposition": f'attachment; filename="uncramp-{now.date().isoformat()}.jsonl"'}
    head = to_lines([], knowledge=here.kb.name, exported_at=stamp(now))
    first = here.store.after(0, AT_ONCE, person=whole.person)  # what the diary refuses is told before the file begins

    def lines() -> Iterator[bytes]:
        found = first
        yield (head + "".join(map(to_line, found.entries))).encode()
        while found.more:
            found = here.store.after(found.cursor, AT_ONCE, person=whole.person)
            yield "".join(map(to_line, found.entries)).encode()

    return StreamingResponse(lines(), media_type="application/jsonl", headers=headers)
