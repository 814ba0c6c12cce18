"""Sync: a device says what it has that is new, and is told what it has not. Any number of times, in any order."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from fastapi import APIRouter, Response
from pydantic import BaseModel, ConfigDict, Field

from uncramp.diary import Entry, EntryError, load, read_entry, to_json
from uncramp.diary.making import stamp
from uncramp.diary.sync import Forgetting, forgetting_json, is_mark, not_after, read_forgetting
from uncramp.server.access import Known
from uncramp.server.api.entries import LAST, MOST, EntryOut
from uncramp.server.bodies import JsonRoute
from uncramp.server.local import Here
from uncramp.server.problems import BODY, Answer, documented

router = APIRouter(tags=["diary"], route_class=JsonRoute)
AT_ONCE = 500
"""What one answer holds at most, of all sorts together."""


class Sync(BaseModel):
    """What a device sends. Each thing is checked by itself: one that cannot be taken does not stop the others."""

    model_config = ConfigDict(extra="forbid", strict=True)
    cursor: int = Field(default=0, ge=0, le=LAST, description="that of the answer before; 0 at the beginning")
    diary: str | None = Field(default=None, max_length=40, description="`diary` of the answer before")
    entries: list[Any] = Field(default=[], max_length=MOST)
    forget: list[Any] = Field(default=[], max_length=MOST, description="as in the answer")
    marks: list[Any] = Field(default=[], max_length=AT_ONCE, description="as in the answer")


class ForgettingOut(BaseModel):
    """Everything in this scope that was written up to `at` is to be gone; days are those of the place."""

    id: str
    at: str
    person: str | None = None
    first: str | None = Field(default=None, alias="from")
    last: str | None = Field(default=None, alias="to")


class RefusedOut(BaseModel):
    """What was not taken: its id, if it had one, and why. It would be refused again."""

    id: str | None
    why: str


class Synced(BaseModel):
    """What became of what was sent, and what is new for the device."""

    diary: str = Field(description="another one than before: the diary was brought back from a backup; send everything")
    have: list[str] = Field(description="ids of entries and forgettings, and marks, that are on the disk here now")
    refused: list[RefusedOut]
    forgotten: list[str] = Field(description="ids of sent entries that were forgotten: erase them")
    entries: list[EntryOut] = Field(description="what came after the cursor, but for what was just sent")
    forget: list[ForgettingOut]
    marks: list[str] = Field(description="parts of ids: entries that have one, and what amends them, are to be gone")
    cursor: int
    more: bool = Field(description="whether there is more now")


@router.post("/sync", response_model=None, responses={200: {"model": Synced}, **documented(401, 503, *BODY)})
def sync(said: Sync, here: Here, asker: Known) -> Response:
    """Take in what is new, and hand on what came since. What the answer says it has is on the disk."""
    now, store = stamp(here.now(), milliseconds=True), here.store
    refused: list[dict[str, Any]] = []
    entries = _entries(said.entries, refused)
    forgettings = _forgettings(said.forget, refused, now)
    marks = [one for one in said.marks if is_mark(one)]
    have: list[str] = []
    forgotten: list[str] = []
    if entries or forgettings or marks:
        done = store.push(entries, forgettings, marks)
        differing = set(done.differing)
        have = [id for id in dict.fromkeys((*done.added, *done.known)) if id not in differing]
        have += [*(one.id for one in forgettings), *marks]
        forgotten = done.forgotten
        refused += [{"id": id, "why": "another entry has this id"} for id in dict.fromkeys(done.differing)]
    number = store.number()
    cursor = said.cursor if said.diary in (None, number) else 0
    pulled = store.pull(cursor, AT_ONCE, {entry.id for entry in entries})
    if asker.device:
        here.devices.seen(asker.device, now)
    return Answer(
        {
            "diary": number,
            "have": have,
            "refused": refused,
            "forgotten": forgotten,
            "entries": [to_json(entry) for entry in pulled.entries],
            "forget": [forgetting_json(one) for one in pulled.forgettings],
            "marks": pulled.marks,
            "cursor": pulled.cursor,
            "more": pulled.more,
        }
    )


def _entries(raw: Iterable[object], refused: list[dict[str, Any]]) -> list[Entry]:
    kinds, good = load(), []
    for one in raw:
        try:
            good.append(read_entry(one, kinds))
        except EntryError as error:
            refused.append({"id": _id(one), "why": str(error)})
    return good


def _forgettings(raw: Iterable[object], refused: list[dict[str, Any]], now: str) -> list[Forgetting]:
    good = []
    for one in raw:
        try:
            good.append(not_after(read_forgetting(one), now))
        except EntryError as error:
            refused.append({"id": _id(one), "why": str(error)})
    return good


def _id(raw: object) -> str | None:
    id = raw.get("id") if isinstance(raw, dict) else None
    return id if isinstance(id, str) else None
