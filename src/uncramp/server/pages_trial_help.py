"""What helped so far, what to try first the next time, and what cramps go together with."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from uncramp.kb import Knowledge, Texts
from uncramp.lasting import fresh_answers
from uncramp.own_trial.helping import Helped, helped, together, trial_for
from uncramp.own_trial.people import name_of
from uncramp.server.access import Session
from uncramp.server.local import Here
from uncramp.server.pages_report import Fields
from uncramp.server.problems import Refused
from uncramp.server.trial_setup import drafts_of
from uncramp.server.trialing import Open, go, opened, say, shown, writer, written
from uncramp.trials.numbers import numbers
from uncramp.trials.words import relief_says, triggers_say

router = APIRouter(prefix="/app/trials")
OUTCOMES = ("gone", "better", "same", "worse")
MINUTE = 60
dice: Callable[[], float] = random.SystemRandom().random


@router.get("/help")
def help(request: Request, here: Here, _: Session, draft: str = "") -> Response:
    """Minutes of what was timed, and what the noted days say."""
    now, texts = opened(here), say(request)
    found, ready = _helped(request, now, draft)
    return _page(
        request, now, found, texts, {"draft": draft if ready else "", "draft_given": bool(draft), "drawn": None}
    )


def _helped(request: Request, now: Open, draft: str) -> tuple[Helped, bool]:
    """With the answers of a draft, or those of the diary alone; whether anything may be drawn."""
    kb = now.here.kb
    given = drafts_of(request).find(draft, now.now).given if draft else fresh_answers(kb, now.entries, now.now.date())
    found = helped(kb, now.entries, kb.settled(given))
    return found, found.first is not None


def _page(request: Request, now: Open, found: Helped, texts: Texts, more: dict[str, Any]) -> Response:
    kb = now.here.kb
    tied = together(now.entries, now.today)
    names = _names(kb, texts)
    given = {
        "uses": found.uses,
        "minutes": relief_says(found.all, names, texts) if found.all else [],
        "may": found.first is not None,
        "triggers": triggers_say(tied, _exposures(texts), texts),
        "named": [(_exposures(texts)[one.exposure], trial_for(kb, one.exposure)) for one in tied.found if one.named],
        "days": tied.days,
        "sites": [
            (id, texts.entry("fact", id, "ask", fact.ask)) for id, fact in kb.facts.items() if fact.group == "site"
        ],
        "outcomes": OUTCOMES,
    }
    return shown(request, "trial_help.html", texts("trial_page.help"), given | more)


def _names(kb: Knowledge, texts: Texts) -> dict[str, str]:
    return {id: name_of(kb, id, texts) for id in kb.remedies}


def _exposures(texts: Texts) -> dict[str, str]:
    start = "site_diary.word_"
    return {key.removeprefix(start): texts(key) for key in texts.fallback if key.startswith(start)}


@router.post("/help")
def ask(request: Request, here: Here, _: Session) -> Response:
    """A few questions first: nothing is drawn for somebody of whom too little is known."""
    now = opened(here)
    made = drafts_of(request).new(fresh_answers(here.kb, now.entries, now.now.date()), here.now(), None, None, "all")
    return go(request, f"/new/{made.id}/who")


@router.post("/help/draw")
def draw(request: Request, here: Here, said: Fields, _: Session) -> Response:
    """Try this one first: drawn among what may be offered, each with the chance that it is the quickest."""
    from uncramp.trials.relief import draw as drawn_of

    now, texts = opened(here), say(request)
    draft = said.get("draft", [""])[0]
    found, ready = _helped(request, now, draft)
    if not ready or found.first is None:
        return go(request, "/help")
    drawn = drawn_of(found.first, dice())
    title = name_of(here.kb, drawn.remedy, texts)
    return _page(
        request, now, found, texts, {"draft": draft, "draft_given": True, "drawn": {"one": drawn, "title": title}}
    )


@router.post("/help/record")
def record(request: Request, here: Here, said: Fields, _: Session) -> Response:
    """How it went, with the chance it was drawn with."""
    text = {name: said.get(name, [""])[0] for name in ("remedy", "percent", "outcome", "minutes", "site")}
    sites = [id for id, fact in here.kb.facts.items() if fact.group == "site"]
    minutes = _minutes(text["minutes"])
    percent = int(text["percent"]) if text["percent"].isascii() and text["percent"].isdigit() else 0
    known = text["remedy"] in here.kb.remedies and text["outcome"] in OUTCOMES and text["site"] in sites
    if not (known and 1 <= percent <= 100 and minutes is not None):
        raise Refused(422, "say where it was, how it went and after how many minutes", allowed="0.5 to 1440 minutes")
    tried = {
        "remedy": text["remedy"],
        "outcome": text["outcome"],
        "seconds": round(MINUTE * minutes),
        "drawn_percent": percent,
    }
    written(here, writer(here), "episode", {"what": "painful_cramp", "site": text["site"], "tried": [tried]})
    return go(request, "/help")


def _minutes(text: str) -> float | None:
    try:
        found = float(text.replace(",", "."))
    except ValueError:
        return None
    return found if 0.5 <= found <= numbers().relief.longest_minutes else None
