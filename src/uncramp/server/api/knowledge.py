"""The knowledge behind the answers: its version and languages, and all of it as one pack."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, Field

from uncramp.kb import Knowledge, canonical
from uncramp.server.local import Here
from uncramp.server.problems import documented

router = APIRouter(tags=["about"])


class Language(BaseModel):
    """A language of the texts, and who has reviewed the translation."""

    id: str
    title: str
    reviewed_by: str = Field(description="empty: nobody yet")


class About(BaseModel):
    """What the knowledge is called: `name` stands with every answer."""

    name: str
    version: str
    hash: str
    languages: list[Language]
    regions: list[str]
    reviewed: bool = Field(description="whether a clinician has reviewed the rules")


@router.get("/knowledge", responses=documented())
def knowledge(here: Here) -> About:
    """Version, hash, languages and regions of the knowledge in use."""
    pack = here.kb.pack
    languages = [Language(id=one.id, title=one.title, reviewed_by=one.reviewed_by) for one in pack.language]
    return About(
        name=here.kb.name, version=pack.version, hash=pack.hash, languages=languages, regions=list(here.kb.regions),
        reviewed=False,
    )  # fmt: skip


PACK: dict[int | str, dict[str, Any]] = {
    200: {"description": "the pack, as `uncramp pack` writes it", "content": {"application/json": {"schema": {}}}},
    304: {"description": "the pack is still the one that `If-None-Match` names"},
}


@router.get("/knowledge/pack", responses={**documented(), **PACK}, response_class=Response)
def pack(request: Request, here: Here) -> Response:
    """All rules, remedies, texts and sources as one canonical JSON text; its ETag is the hash."""
    headers = {"ETag": f'"{here.kb.pack.hash}"', "Cache-Control": "no-cache"}
    asked = [one.strip().removeprefix("W/") for one in request.headers.get("if-none-match", "").split(",")]
    if headers["ETag"] in asked or "*" in asked:
        return Response(status_code=304, headers=headers)
    return Response(_text(here.kb), media_type="application/json", headers=headers)


@lru_cache(maxsize=1)
def _text(kb: Knowledge) -> bytes:
    return canonical(kb.pack) + b"\n"
