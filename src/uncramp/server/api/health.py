"""Whether the app runs, and which: for a second `uncramp` that looks for a running one, and for a supervisor."""

from __future__ import annotations

from fastapi import APIRouter
from pydantic import BaseModel, Field

from uncramp import __version__
from uncramp.server.local import Here
from uncramp.server.problems import documented

router = APIRouter(tags=["about"])


class Health(BaseModel):
    """The versions, and a key that tells two diaries apart without telling where they are."""

    uncramp: str
    knowledge: str
    diary: str = Field(description="a key of the diary's place")


@router.get("/health", responses=documented(503))
def health(here: Here) -> Health:
    """Which uncramp this is; 503 if its diary cannot be read."""
    here.store.kept("own")
    return Health(uncramp=__version__, knowledge=here.kb.name, diary=here.key)
