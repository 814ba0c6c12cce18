"""The first two of the four screens that set a trial up: what is tried, and who may."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from uncramp.decide import decide
from uncramp.errors import PersonError
from uncramp.kb import Texts
from uncramp.lasting import fresh_answers, known_answers
from uncramp.own_trial.beginning import (
    choices,
    others_running,
)
from uncramp.own_trial.people import title_of
from uncramp.server.access import Session
from uncramp.server.local import Here
from uncramp.server.local import Local as Running
from uncramp.server.pages_report import Fields
from uncramp.server.trial_drafts import Draft
from uncramp.server.trial_question import Read, as_shown, read
from uncramp.server.trial_setup import drafts_of, question_of, wanted_by
from uncramp.server.trialing import Open, go, opened, say, shown
from uncramp.trials.design import Outcome, Refusal
from uncramp.trials.numbers import numbers

router = APIRouter(prefix="/app/trials")
HELP = "/help"
"""The page that a draft without a remedy goes to."""


# ---- 1: what is tried


@router.get("/new")
def what(request: Request, here: Here, _: Session) -> Response:
    """What may be tried, each with what the plan says of it; what is held back with its reason."""
    return _what(request, opened(here), request.query_params.get("try", ""))


def _what(request: Request, now: Open, picked: str, wrong: str = "", status: int = 200) -> Response:
    texts, kb = say(request), now.here.kb
    found = choices(kb, kb.settled(known_answers(kb, now.entries)))
    given = {
        "choices": [one for one in found if not one.held],
        "held": [(one, [reason.said(texts) for reason in one.held]) for one in found if one.held],
        "picked": picked,
        "wrong": wrong,
        "others_run": bool(others_running(now.entries, now.now.date(), None)),
        "step": 1,
    }
    return shown(request, "trial_what.html", texts("trial_page.what"), given, status=status)


@router.post("/new")
def begin_draft(request: Request, here: Here, said: Fields, _: Session) -> Response:
    now, texts = opened(here), say(request)
    remedy, against = said.get("remedy", [""])[0], said.get("against", [""])[0]
    allowed = [one.remedy.id for one in choices(here.kb, here.kb.settled(known_answers(here.kb, now.entries)))]
    if remedy not in allowed or against not in ("", *allowed):
        return _what(request, now, remedy, texts("site_check.wrong_pick"), 422)
    if remedy == against:
        return _what(request, now, remedy, texts("trials.refused_same"), 422)
    outcome: Outcome = "woke_me" if "woke" in said else "all"
    given = fresh_answers(here.kb, now.entries, now.now.date())
    made = drafts_of(request).new(given, here.now(), remedy, against or None, outcome)
    return go(request, f"/new/{made.id}/who")


# ---- 2: who


@router.get("/new/{id}/who")
def who(request: Request, here: Here, _: Session, id: str) -> Response:
    """The next question that is still open, or whether this trial may begin."""
    return _who(request, here, drafts_of(request).find(id, here.now()))


def _who(request: Request, here: Running, draft: Draft, wrong: str = "", status: int = 200) -> Response:
    texts = say(request)
    given: dict[str, Any] = {"draft": draft, "step": 2, "wrong": wrong}
    try:
        asked = question_of(here, draft)
        wanted = wanted_by(here, draft) if draft.remedy and asked is None else None
    except PersonError as error:
        asked, wanted, given["wrong"] = None, None, error.what
    if asked is not None:
        given |= {
            "asked": as_shown(here.kb, asked, texts),
            "facts": " ".join(asked.facts),
            "nth": len(draft.before) + 1,
        }
        return shown(request, "trial_question.html", given["asked"].title, given, status=status)
    if draft.remedy is None:
        return go(request, f"{HELP}?draft={draft.id}")
    refused = wanted.refused if wanted else ()
    care = _care(here, draft, texts) if wanted and refused else None
    given |= {
        "refused": list(dict.fromkeys(_refusal(one, texts) for one in refused)),
        "may": wanted is not None and not refused,
        "first": any(one.why == "level" for one in refused),
        "other_may": all(one.remedy for one in refused),
        "care": care,
        "alone": care is not None and care["level"] == "emergency",
    }
    return shown(request, "trial_who.html", texts("trial_page.may" if given["may"] else "trials.refused"), given)


def _refusal(one: Refusal, texts: Texts) -> str:
    arm, years = title_of(one.remedy, texts), numbers().design.adult_years
    return texts(f"trial_page.refused_{one.why}", arm=arm, years=years)


def _care(here: Running, draft: Draft, texts: Texts) -> dict[str, Any] | None:
    """What comes first, where something does: the level and what to do, with its reasons."""
    decision = decide(here.kb, here.kb.settled(draft.given), texts)
    if decision["level"] in numbers().arms.levels:
        return None
    because = [one["says"] for one in decision["because"] if one["level"] == decision["level"]]
    return {"level": decision["level"], "action": decision["action"], "because": because[:2]}


@router.post("/new/{id}/who")
def answer(request: Request, here: Here, said: Fields, _: Session, id: str) -> Response:
    drafts, now = drafts_of(request), here.now()
    draft = drafts.find(id, now)
    if "back" in said:
        before = draft.before[-1] if draft.before else draft.given
        drafts.put(replace(draft, given=before, before=draft.before[:-1], opened=()), now)
        return go(request, f"/new/{id}/who")
    asked = question_of(here, draft)
    if asked is None:
        return go(request, f"/new/{id}/who")
    if said.get("facts", [""])[0] != " ".join(asked.facts):
        return go(request, f"/new/{id}/who")  # a page from before: its answer belongs to another question
    found: Read = read(here.kb, asked, said, say(request))
    if found.wrong:
        return _who(request, here, draft, found.wrong, 422)
    drafts.put(
        replace(
            draft,
            given=draft.given.given(found.known, found.unsure),
            opened=tuple(dict.fromkeys((*draft.opened, *found.opened))),
            before=(*draft.before, draft.given),
        ),
        now,
    )
    return go(request, f"/new/{id}/who")
