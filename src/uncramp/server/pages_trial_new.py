"""Setting a trial up in four screens: what is tried, who may, whether it is worth it, and the protocol."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from uncramp.decide import decide
from uncramp.errors import PersonError
from uncramp.interview import Question, together
from uncramp.kb import Texts
from uncramp.kb.dates import full_day
from uncramp.kb.entries import Remedy
from uncramp.lasting import fresh_answers, known_answers
from uncramp.own_trial.beginning import (
    Wanted,
    choices,
    first_nights,
    open_question,
    others_running,
    protocol_says,
    wanted_of,
    weekly,
)
from uncramp.own_trial.outlook import outlook_says
from uncramp.own_trial.people import DAY, title_of
from uncramp.server.access import Session
from uncramp.server.local import Here
from uncramp.server.local import Local as Running
from uncramp.server.pages_report import Fields
from uncramp.server.problems import Refused
from uncramp.server.trial_drafts import Draft, Drafts, Outlooking, Plan
from uncramp.server.trial_question import Read, as_shown, read
from uncramp.server.trialing import Open, go, opened, say, show_order, shown, writer, written
from uncramp.trial_diary import Run, design_body
from uncramp.trials.design import Outcome, Protocol, looks, order, protocol
from uncramp.trials.numbers import numbers

router = APIRouter(prefix="/app/trials")
CUTS = (20, 30, 40, 50, 60, 80)
PER_WEEK = (0.1, 200.0)
HELP = "/help"
"""The page that a draft without a remedy goes to."""


def drafts_of(request: Request) -> Drafts:
    """One for each running app."""
    state = request.app.state
    if not hasattr(state, "trial_drafts"):
        state.trial_drafts = Drafts()
    found: Drafts = state.trial_drafts
    return found


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


def _arms(here: Running, draft: Draft) -> tuple[Remedy | None, Remedy | None]:
    return tuple(here.kb.remedies.get(one) if one else None for one in (draft.remedy, draft.against))  # type: ignore[return-value]


# ---- 2: who


@router.get("/new/{id}/who")
def who(request: Request, here: Here, _: Session, id: str) -> Response:
    """The next question that is still open, or whether this trial may begin."""
    return _who(request, here, drafts_of(request).find(id, here.now()))


def _question(here: Running, draft: Draft) -> Question | None:
    """Behind a danger line each fact is asked by itself; else what could change whether it may begin."""
    now = here.kb.settled(draft.given)
    behind = next((fact for fact in draft.opened if not now.asked(fact)), None)
    if behind is not None:
        return together(here.kb, "level", [behind])
    return open_question(here.kb, draft.given, *_arms(here, draft), today=here.now().date())


def _who(request: Request, here: Running, draft: Draft, wrong: str = "", status: int = 200) -> Response:
    texts = say(request)
    given: dict[str, Any] = {"draft": draft, "step": 2, "wrong": wrong}
    try:
        asked = _question(here, draft)
        wanted = _wanted(here, draft) if draft.remedy and asked is None else None
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
    given |= {
        "refused": list(
            dict.fromkeys(texts(f"trial_page.refused_{one.why}", arm=title_of(one.remedy, texts)) for one in refused)
        ),
        "may": wanted is not None and not refused,
        "first": any(one.why == "level" for one in refused),
        "care": _care(here, draft, texts) if wanted and refused else None,
    }
    return shown(request, "trial_who.html", texts("trial_page.may" if given["may"] else "trials.refused"), given)


def _care(here: Running, draft: Draft, texts: Texts) -> dict[str, Any] | None:
    """What comes first, where something does: the level and what to do, with its reasons."""
    decision = decide(here.kb, here.kb.settled(draft.given), texts)
    if decision["level"] in numbers().arms.levels:
        return None
    because = [one["says"] for one in decision["because"] if one["level"] == decision["level"]]
    return {"level": decision["level"], "action": decision["action"], "because": because[:2]}


def _wanted(here: Running, draft: Draft) -> Wanted:
    remedy, against = _arms(here, draft)
    if remedy is None:
        raise Refused(404, "this set-up is about no trial", hint="begin one")
    return wanted_of(here.kb, here.kb.settled(draft.given), remedy, against)


@router.post("/new/{id}/who")
def answer(request: Request, here: Here, said: Fields, _: Session, id: str) -> Response:
    drafts, now = drafts_of(request), here.now()
    draft = drafts.find(id, now)
    if "back" in said:
        before = draft.before[-1] if draft.before else draft.given
        drafts.put(replace(draft, given=before, before=draft.before[:-1], opened=()), now)
        return go(request, f"/new/{id}/who")
    asked = _question(here, draft)
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


# ---- 3: is it worth it


@router.get("/new/{id}/worth")
def worth(request: Request, here: Here, _: Session, id: str) -> Response:
    """How often cramps come, then what such trials come to."""
    return _worth(request, here, drafts_of(request).find(id, here.now()))


def _may(request: Request, here: Running, draft: Draft) -> Response | None:
    """Back to who it is for, unless it may begin."""
    return go(request, f"/new/{draft.id}/who") if _question(here, draft) or _wanted(here, draft).refused else None


def _worth(request: Request, here: Running, draft: Draft, wrong: str = "", status: int = 200) -> Response:
    elsewhere = _may(request, here, draft)
    if elsewhere is not None:
        return elsewhere
    texts, now, design = say(request), opened(here), numbers().design
    looking = draft.looking
    known = weekly(now.entries, now.now.date())
    plan = looking.plan if looking else None
    tried = title_of(_arms(here, draft)[0], texts)
    given: dict[str, Any] = {
        "draft": draft,
        "step": 3,
        "tried": tried,
        "per_week": f"{plan.per_week:g}" if plan else (f"{known:.1f}" if known else ""),
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
    elsewhere = _may(request, here, draft)
    if elsewhere is not None:
        return elsewhere
    plan = _plan(said)
    if plan is None:
        low, high = PER_WEEK
        return _worth(request, here, draft, say(request)("trial_page.wrong_per_week", low=low, high=f"{high:g}"), 422)
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
    made, wanted = _protocol(here, draft), _wanted(here, draft)
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
    elsewhere = _may(request, here, draft)
    if elsewhere is not None:
        return elsewhere
    counted = draft.looking is not None and draft.looking.outlook is not None
    return None if counted else go(request, f"/new/{draft.id}/worth")


def _protocol(here: Running, draft: Draft) -> Protocol:
    remedy, against = _arms(here, draft)
    assert remedy is not None, "`_may` has looked"
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
