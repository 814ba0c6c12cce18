"""The calendar feed: a program that follows a secret address finds the reminders that hold now.

A calendar program sends no cookie and cannot be let in, so its address holds a secret. Only the hash of it is kept;
it is shown once, can be made anew and switched off, and is off until somebody wants it. Whoever knows the address
reads the reminders and nothing else.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from uncramp.diary import Entry, current, load
from uncramp.diary.check import instant
from uncramp.diary.making import stamp
from uncramp.diary.scope import Scope
from uncramp.diary.store import Store
from uncramp.exchange.ics import calendar
from uncramp.kb import Texts
from uncramp.reminding import DONE, KINDS, Hours, Reminder, Taken, of_plan, of_trials, paused, usual_hours
from uncramp.server.access import Session
from uncramp.server.api.pairing import address_of
from uncramp.server.local import Here
from uncramp.server.local import Local as Running
from uncramp.server.pages import folder_of, language_of, page, texts_of
from uncramp.server.problems import Refused
from uncramp.server.sessions import hashed
from uncramp.server.trending import person_of
from uncramp.trials.series import TrialError

router = APIRouter(prefix="/app")
FEED = "calendar_feed"
"""Under which the diary keeps the hash of the secret."""
TAKEN = "calendar_reminders"
"""Under which it keeps what was taken from the plan, by person: who is forgotten takes it along."""
LONGEST = 200
"""Characters of a secret that are looked at."""


def is_on(store: Store) -> bool:
    return bool(store.kept(FEED))


def key_of(person: str) -> str:
    return f"{TAKEN}:{person}"


# ---- the feed


@router.get("/calendar/{secret}.ics")
def feed(request: Request, here: Here, secret: str) -> Response:
    """The reminders as they are now. A wrong address is answered like any that is not there."""
    kept = here.store.kept(FEED)
    if not kept or len(secret) > LONGEST or not hmac.compare_digest(kept, hashed(secret)):
        raise Refused(404, "there is nothing here")
    texts, person = texts_of(request), person_of(here.store)
    found = held(here, person, texts) if person else []
    return Response(calendar(texts("site_plan.calendar_name"), found), media_type="text/calendar")


def held(here: Running, person: str, texts: Texts) -> list[Reminder]:
    """What may be reminded of now; where nothing may be, the one line that says so and names no reason."""
    taken, now = taken_of(here.store, person), here.now()
    entries = _entries(here.store, person, taken)
    if paused(here.kb, entries, person, taken.at if taken else None):
        return [_paused(texts("site_server.feed_paused"), now)]
    hours = taken.hours if taken else usual_hours(load())
    try:
        trials = of_trials(here.kb, entries, hours, texts("site_trials.reminder_title"), now.date())
    except TrialError:  # one that was changed after it was fixed: its own page says so
        trials = []
    return [*(of_plan(here.kb, taken, entries) if taken else ()), *trials]


def _entries(store: Store, person: str, taken: Taken | None) -> list[Entry]:
    """What decides, however old, and what was done since the reminders begin."""
    found = store.entries(Scope(person), kinds=KINDS)
    if taken and taken.reminders:
        found += store.entries(Scope(person, min(one.day for one in taken.reminders)), kinds=[DONE])
    return current(found)


def _paused(title: str, now: datetime) -> Reminder:
    """Of the whole day, without a sound: who was told to get help was told so by uncramp, and not by a calendar."""
    today = now.date().isoformat()
    return Reminder("paused@uncramp", title, "", today, None, None, None, 0, now.replace(hour=0, minute=0, second=0))


# ---- what was taken from the plan


def take(store: Store, person: str, said: dict[str, Any], now: datetime) -> None:
    """Keep what a person's device took from the plan; `said` was checked by the API."""
    store.keep(key_of(person), {"at": stamp(now), **said})


def taken_of(store: Store, person: str) -> Taken | None:
    said = store.kept(key_of(person))
    if not said:
        return None
    changed, sequence = instant(said["changed"]), said["sequence"]
    reminders = tuple(Reminder(**one, sequence=sequence, changed=changed) for one in said["reminders"])
    first, last = said["quiet"]
    return Taken(said["at"], Hours(said["bedtime"], (first, last)), reminders)


# ---- its part of the settings


@router.post("/settings/feed")
def make(request: Request, here: Here, _: Session) -> Response:
    """A new secret, shown this once; the address before it is worth nothing from now on."""
    secret = secrets.token_urlsafe(32)
    here.store.keep(FEED, hashed(secret))
    home = address_of(here.doors, request.headers["host"])
    address = f"{home}/{folder_of(language_of(request))}app/calendar/{secret}.ics"
    return page(request, "feed", {"address": address, "local": not here.doors.hosts})


@router.post("/settings/feed/off")
def switch_off(request: Request, here: Here, _: Session) -> Response:
    """No feed any more, and nothing kept for it."""
    here.store.keep(FEED, None)
    for person in people(here.store):
        here.store.keep(key_of(person), None)
    return RedirectResponse(f"/{folder_of(language_of(request))}app/settings#calendar", 303)


def people(store: Store) -> Sequence[str]:
    """Everybody who may have taken something."""
    own = person_of(store)
    return list(dict.fromkeys([*(one.person for one in store.people()), *([own] if own else [])]))
