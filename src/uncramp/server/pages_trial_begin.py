"""The last two of the four screens that set a trial up: whether it is worth it, and the protocol that begins it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from uncramp.kb.dates import full_day
from uncramp.kb.decimals import decimal
from uncramp.own_trial.beginning import (
    first_nights,
    others_running,
    protocol_says,
    weekly,
)
from uncramp.own_trial.outlook import outlook_says
from uncramp.own_trial.people import DAY, title_of
from uncramp.server.access import Session
from uncramp.server.local import Here
from uncramp.server.local import Local as Running
from uncramp.server.pages_report import Fields
from uncramp.server.problems import Refused
from uncramp.server.trial_drafts import Draft, Outlooking, Plan
from uncramp.server.trial_setup import arms_of, drafts_of, elsewhere_first, wanted_by
from uncramp.server.trialing import Open, go, opened, say, show_order, shown, writer, written
from uncramp.trial_diary import Run, design_body
from uncramp.trials.design import Protocol, looks, order, protocol
from uncramp.trials.numbers import numbers

router = APIRouter(prefix="/app/trials")
CUTS = (20, 30, 40, 50, 60, 80)
PER_WEEK = (0.1, 200.0)


# ---- 3: is it worth it


@router.get("/new/{id}/worth")
def worth(request: Request, here: Here, _: Session, id: str) -> Response:
    """How often cramps come, then what such trials come to."""
    return _worth(request, here, drafts_of(request).find(id, here.now()))


def _worth(request: Request, here: Running, draft: Draft, wrong: str = "", status: int = 200) -> Response:
    elsewhere = elsewhere_first(request, here, draft)
    if elsewhere is not None:
        return elsewhere
    texts, now, design = say(request), opened(here), numbers().design
    looking = draft.looking
    known = weekly(now.entries, now.now.date())
    plan = looking.plan if looking else None
    tried = title_of(arms_of(here, draft)[0], texts)
    given: dict[str, Any] = {
        "draft": draft,
        "step": 3,
        "tried": tried,
        "per_week": decimal(plan.per_week, texts) if plan else (decimal(round(known, 1), texts) if known else ""),
        "from_diary": known is not None,
        "cut": plan.cut_percent if plan else numbers().planning.cut_percent,
        "cuts": CUTS,
        "pairs": plan.pairs if plan else design.most_pairs,
        "most": range(design.first_look, design.most_pairs + 1),
        "looking": looking,
        "says": outlook_says(looking.outlook, tried, texts) if looking and looking.outlook else [],
        "wrong": wrong,
    }
    script = "trial_worth" if looking and not looking.outlook and not looking.failed else ""
    return shown(request, "trial_worth.html", texts("trial_page.worth"), given, script=script, status=status)


@router.post("/new/{id}/worth")
def count(request: Request, here: Here, said: Fields, _: Session, id: str) -> Response:
    """Begin to count, in a thread; the page asks how far it is."""
    drafts, now = drafts_of(request), here.now()
    draft = drafts.find(id, now)
    elsewhere = elsewhere_first(request, here, draft)
    if elsewhere is not None:
        return elsewhere
    plan = _plan(said)
    if plan is None:
        texts = say(request)
        low, high = (decimal(one, texts) for one in PER_WEEK)
        return _worth(request, here, draft, texts("trial_page.wrong_per_week", low=low, high=high), 422)
    if draft.looking:
        if draft.looking.plan == plan and not draft.looking.failed:
            return go(request, f"/new/{id}/worth")
        draft.looking.stop()
    drafts.put(replace(draft, looking=Outlooking(plan, draft.seed, numbers().planning.people)), now)
    return go(request, f"/new/{id}/worth")


def _plan(said: Any) -> Plan | None:
    text = {name: said.get(name, [""])[0].strip().replace(",", ".") for name in ("per_week", "cut", "pairs")}
    design = numbers().design
    try:
        per_week, cut, pairs = float(text["per_week"]), int(text["cut"]), int(text["pairs"])
    except (ValueError, OverflowError):
        return None
    fits = PER_WEEK[0] <= per_week <= PER_WEEK[1] and cut in CUTS and design.first_look <= pairs <= design.most_pairs
    return Plan(per_week, cut, pairs) if fits else None


# ---- 4: the protocol


@router.get("/new/{id}/protocol")
def fixed(request: Request, here: Here, _: Session, id: str) -> Response:
    """What would be fixed, before anything is written."""
    draft = drafts_of(request).find(id, here.now())
    elsewhere = _ready(request, here, draft)
    if elsewhere is not None:
        return elsewhere
    texts, now = say(request), opened(here)
    made, wanted = _protocol(here, draft), wanted_by(here, draft)
    earliest, latest = first_nights(now.now.date())
    given = {
        "draft": draft,
        "step": 4,
        "made": made,
        "lines": protocol_says(made, wanted, texts, shown=False)[1:-1],
        "arms": (
            title_of(wanted.against, texts) or texts("trials.nothing_extra"),
            title_of(wanted.remedy, texts),
        ),
        "order": order(made),
        "looks": looks(made),
        "mark": protocol_says(made, wanted, texts)[-1],
        "evening": full_day(earliest - DAY, texts),
        "earliest": (earliest - DAY).isoformat(),
        "latest": (latest - DAY).isoformat(),
        "again": _before(now, made),
        "running": others_running(now.entries, now.now.date(), None),
        "not_worth": bool(draft.looking and draft.looking.outlook and not draft.looking.outlook.worth),
    }
    return shown(request, "trial_protocol.html", texts("trial_page.protocol"), given)


def _ready(request: Request, here: Running, draft: Draft) -> Response | None:
    elsewhere = elsewhere_first(request, here, draft)
    if elsewhere is not None:
        return elsewhere
    counted = draft.looking is not None and draft.looking.outlook is not None
    return None if counted else go(request, f"/new/{draft.id}/worth")


def _protocol(here: Running, draft: Draft) -> Protocol:
    remedy, against = arms_of(here, draft)
    assert remedy is not None, "`elsewhere_first` has looked"
    assert draft.looking is not None, "`_ready` has looked"
    pairs = draft.looking.plan.pairs
    return protocol(here.kb, remedy, against, seed=draft.seed, outcome=draft.outcome, pairs=pairs)


def _before(now: Open, made: Protocol) -> Run | None:
    """The newest trial of the same two things that was ended before its last night: this one begins it again."""
    same = [run for run in now.runs if {run.protocol.arm_a, run.protocol.arm_b} == {made.arm_a, made.arm_b}]
    last = same[-1] if same else None
    early = last is not None and last.end is not None and last.number(last.end.at[:10]) < len(last.plan)
    return last if early else None


@router.post("/new/{id}/begin")
def begin(request: Request, here: Here, said: Fields, _: Session, id: str) -> Response:
    """Write the trial down: from here on its order and its looks are fixed."""
    drafts = drafts_of(request)
    draft = drafts.find(id, here.now())
    elsewhere = _ready(request, here, draft)
    if elsewhere is not None:
        return elsewhere
    now = opened(here)
    if others_running(now.entries, now.now.date(), None):
        raise Refused(422, "a trial is running already", hint="two in the same nights hide each other: end it first")
    made = _protocol(here, draft)
    before = _before(now, made)
    body = design_body(made, _first(said, now).isoformat(), before.id if before else None)
    entry = written(here, writer(here), "trial_design", body)
    if said.get("order", ["hidden"])[0] == "shown":
        show_order(here, entry)
    drafts.drop(id)
    return go(request, f"/{entry.id}")


def _first(said: Any, now: Open) -> date:
    """The morning after the evening that was picked."""
    earliest, latest = first_nights(now.now.date())
    text = said.get("evening", [""])[0]
    try:
        found = date.fromisoformat(text) + DAY if text else earliest
    except (ValueError, OverflowError):
        raise Refused(422, "this is no day", where="evening", allowed=f"{earliest - DAY} to {latest - DAY}") from None
    if not earliest <= found <= latest:
        raise Refused(422, "a trial is fixed before its first night", allowed=f"{earliest - DAY} to {latest - DAY}")
    return found
