"""A trial that somebody is setting up: its arms, the question that is open, and whether it may begin."""

from __future__ import annotations

from fastapi import Request
from fastapi.responses import Response

from uncramp.interview import Question, together
from uncramp.kb.entries import Remedy
from uncramp.own_trial.beginning import Wanted, open_question, wanted_of
from uncramp.server.local import Local as Running
from uncramp.server.problems import Refused
from uncramp.server.trial_drafts import Draft, Drafts
from uncramp.server.trialing import go


def drafts_of(request: Request) -> Drafts:
    """One for each running app."""
    state = request.app.state
    if not hasattr(state, "trial_drafts"):
        state.trial_drafts = Drafts()
    found: Drafts = state.trial_drafts
    return found


def arms_of(here: Running, draft: Draft) -> tuple[Remedy | None, Remedy | None]:
    return tuple(here.kb.remedies.get(one) if one else None for one in (draft.remedy, draft.against))  # type: ignore[return-value]


def question_of(here: Running, draft: Draft) -> Question | None:
    """Behind a danger line each fact is asked by itself; else what could change whether it may begin."""
    now = here.kb.settled(draft.given)
    behind = next((fact for fact in draft.opened if not now.asked(fact)), None)
    if behind is not None:
        return together(here.kb, "level", [behind])
    return open_question(here.kb, draft.given, *arms_of(here, draft), today=here.now().date())


def wanted_by(here: Running, draft: Draft) -> Wanted:
    remedy, against = arms_of(here, draft)
    if remedy is None:
        raise Refused(404, "this set-up is about no trial", hint="begin one")
    return wanted_of(here.kb, here.kb.settled(draft.given), remedy, against)


def elsewhere_first(request: Request, here: Running, draft: Draft) -> Response | None:
    """Back to who it is for, unless it may begin."""
    return go(request, f"/new/{draft.id}/who") if question_of(here, draft) or wanted_by(here, draft).refused else None
