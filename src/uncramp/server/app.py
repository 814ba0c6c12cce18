"""The app as one ASGI application: the phone app at the root, the API below `/api/v1`, pages below `/app`."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path

from fastapi import APIRouter, FastAPI

from uncramp import __version__
from uncramp.diary.place import Place
from uncramp.diary.store import Store
from uncramp.kb import Knowledge
from uncramp.server import (
    feed,
    opening,
    pages,
    pages_import,
    pages_report,
    pages_trends,
    pages_trial_begin,
    pages_trial_help,
    pages_trial_new,
    pages_trials,
    pairing_page,
    settings,
)
from uncramp.server.api import deciding, entries, health, knowledge, pairing, reminders, sync, trends, trials
from uncramp.server.describing import describe
from uncramp.server.devices import Devices
from uncramp.server.files import Files
from uncramp.server.guard import Doors, Guard
from uncramp.server.local import Local
from uncramp.server.problems import Answer, add_problems
from uncramp.server.sessions import Sessions

ABOUT = """What `uncramp` itself can say, and the diary that it keeps, for programs on this machine and paired phones.

Nothing here is a diagnosis, and no clinician has reviewed the rules yet. Every refusal has one shape, `Problem`."""

API: list[APIRouter] = [
    health.router,
    knowledge.router,
    deciding.router,
    entries.router,
    sync.router,
    pairing.router,
    reminders.router,
    trends.router,
    trials.router,
]
"""Everything below `/api/v1`."""
PAGES: list[APIRouter] = [
    opening.router,
    settings.router,
    pairing_page.router,
    feed.router,
    pages_trends.router,
    pages_report.router,
    pages_import.router,
    pages_trial_new.router,
    pages_trial_begin.router,
    pages_trial_help.router,
    pages_trials.router,
]
"""The pages that need Python, and what their buttons do."""


def make_app(
    place: Place,
    *,
    kb: Knowledge,
    folder: Path,
    state: Path,
    port: int,
    tls: bool = False,
    hosts: Iterable[str] = (),
    origins: Iterable[str] = (),
    now: Callable[[], datetime] = lambda: datetime.now().astimezone(),
) -> FastAPI:
    """The app on the diary at `place`, which it opens and keeps open; the phone app stands built in `folder`, and who
    was let in is kept in `state`. StoreError if the diary cannot be opened.
    """
    doors = Doors(port, tls, frozenset(host.lower() for host in hosts), frozenset(origins))
    store = Store.open(place)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        yield
        store.close()

    app = FastAPI(
        title="uncramp", version=__version__, description=ABOUT, lifespan=lifespan, default_response_class=Answer,
        openapi_url="/api/v1/openapi.json", docs_url=None, redoc_url=None, redirect_slashes=False,
    )  # fmt: skip
    sessions = Sessions(state, lambda: now().timestamp())
    app.state.local = Local(kb, store, sessions, Devices(store), doors, folder, now)
    app.state.pages = pages.Frame(kb, folder)
    for router in API:
        app.include_router(router, prefix="/api/v1")
    for router in PAGES:
        app.include_router(router, include_in_schema=False)
        for language in kb.languages[1:]:
            app.include_router(router, prefix=f"/{language}", include_in_schema=False)
    app.router.default = Files(folder)
    add_problems(app)
    describe(app, kb)
    app.add_middleware(Guard, doors=doors)
    return app
