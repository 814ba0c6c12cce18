"""What the pages of the trials share: whose they are, which one is meant, writing down, and the frame around a page."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import uuid4

from fastapi import Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from uncramp.diary import Entry, current, load
from uncramp.diary.making import CHANCE, make
from uncramp.diary.scope import Scope
from uncramp.kb import Texts
from uncramp.own_trial.people import names_of
from uncramp.server.local import Local
from uncramp.server.pages import Frame, folder_of, language_of, texts_of
from uncramp.server.problems import Refused
from uncramp.server.trending import OWN, person_of
from uncramp.site.page import Page
from uncramp.trial_diary import Run, runs
from uncramp.trials.words import Names

ORDER = "trial_order"
"""Under which the diary keeps that the order of a trial may be shown; by person and trial."""


@dataclass(frozen=True)
class Open:
    """One person's trials at one moment, as a request finds them."""

    here: Local
    person: str | None
    entries: list[Entry]
    now: datetime

    @property
    def today(self) -> str:
        return self.now.date().isoformat()

    @property
    def runs(self) -> list[Run]:
        return runs(self.entries)

    def run(self, id: str) -> Run:
        """The trial with this id; a page that is not there when there is none."""
        found = next((one for one in self.runs if one.id == id), None)
        if found is None:
            raise Refused(404, "there is no such trial in the diary")
        return found


def opened(here: Local) -> Open:
    person = person_of(here.store)
    entries = current(here.store.entries(Scope(person=person))) if person else []
    return Open(here, person, entries, here.now())


def written(here: Local, person: str, kind: str, body: Mapping[str, Any], at: str | None = None) -> Entry:
    """A new entry, on the disk when this returns."""
    chance = secrets.token_bytes(CHANCE)
    entry = make(load(), person=person, kind=kind, body=body, at=at, now=here.now(), chance=chance)
    here.store.append([entry])
    return entry


def writer(here: Local) -> str:
    """Who an entry is about; the first one makes the diary its own person's."""
    person = person_of(here.store)
    if person is None:
        if here.store.people():
            raise Refused(
                422, "the diary is about several people, and it is not said which is yours",
                hint="`uncramp diary people ID` in a terminal says it",
            )  # fmt: skip
        person = str(uuid4())
    if here.store.kept(OWN) is None:
        here.store.keep(OWN, person)
    return person


def order_shown(here: Local, run: Run, *, over: bool) -> bool:
    """Whether the person wanted to see the order beforehand; a trial that is over hides nothing."""
    return over or bool(here.store.kept(f"{ORDER}:{run.design.person}:{run.id}"))


def show_order(here: Local, run: Entry) -> None:
    here.store.keep(f"{ORDER}:{run.person}:{run.id}", True)


def names(request: Request, here: Local, run: Run) -> Names:
    return names_of(here.kb, run.protocol, texts_of(request))


def shown(
    request: Request, template: str, title: str, given: Mapping[str, Any], *, script: str = "", status: int = 200
) -> HTMLResponse:
    """A page of the trials at the address of the request, in the frame of the phone app."""
    frame: Frame = request.app.state.pages
    language = language_of(request)
    path = request.url.path.removeprefix(f"/{folder_of(language)}")
    made = Page(path, template, title, script=script, given=dict(given), section="diary")
    return HTMLResponse(frame.render(language, template, made), status)


def say(request: Request) -> Texts:
    return texts_of(request)


def go(request: Request, path: str) -> Response:
    """After something was written: the page that shows it, so that a page that is loaded again writes nothing twice."""
    return RedirectResponse(f"/{folder_of(language_of(request))}app/trials{path}", 303)
