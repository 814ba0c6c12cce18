"""The trials of a diary for programs: what it is the turn of, what is open, and the result as far as looked at."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from uncramp.diary import current
from uncramp.diary.check import UUID
from uncramp.diary.scope import Scope
from uncramp.kb import ENGLISH
from uncramp.own_trial.people import last_over, names_of, not_safe, tonight
from uncramp.own_trial.results import found, found_json, seen_upto
from uncramp.server.access import Known, Session
from uncramp.server.local import Here
from uncramp.server.problems import Answer, documented
from uncramp.server.trending import person_of
from uncramp.server.trial_setup import drafts_of
from uncramp.trial_diary import Run, runs

router = APIRouter(tags=["diary"])


class Asked(BaseModel):
    """Whose trials."""

    model_config = ConfigDict(extra="forbid")
    person: str | None = Field(default=None, pattern=f"^{UUID.pattern}$", description="whose diary it is, if left out")


class Tonight(BaseModel):
    """What the coming night is."""

    night: str = Field(description="the day on whose morning it ends")
    stage: Literal["not_yet", "before", "running", "over"]
    arm: Literal["a", "b"] | None = Field(
        description="null where there is none, or when the trial is not safe any more"
    )


class Trial(BaseModel):
    """One trial. To record a night, or an end, add the entry `trial_night` or `trial_end`."""

    id: str
    arm_a: str
    arm_b: str
    first_night: str
    nights: int
    mark: str
    tonight: Tonight
    missing: list[str] = Field(description="nights that are over and not recorded, the newest first")
    look_due: bool
    next_look: str | None
    not_safe: bool = Field(description="what is known by now speaks against going on")
    seen: dict[str, Any] | None = Field(description="as far as somebody looked; asking for it here is no look")


class Trials(BaseModel):
    """Every trial of a person, in the order in which they were begun."""

    person: str | None
    trials: list[Trial]
    reviewed: bool = Field(description="whether a clinician has reviewed the knowledge")
    knowledge: str


@router.get("/trials", response_model=None, responses={200: {"model": Trials}, **documented(401, 422, 503)})
def trials(here: Here, _: Known, asked: Annotated[Asked, Query()]) -> Response:
    """The trials of one's own: never a result that nobody has looked at."""
    person = asked.person or person_of(here.store)
    entries = current(here.store.entries(Scope(person=person))) if person else []
    texts, now = here.kb.texts(language=ENGLISH, region="other"), here.now()

    def row(run: Run) -> dict[str, Any]:
        wanted, over, upto = tonight(now), last_over(now), seen_upto(run, now.date().isoformat())
        stop = not_safe(here.kb, run, entries)
        planned, stage = run.planned(wanted), run.stage(wanted)
        arm = planned.arm if planned and stage == "running" and not stop else None
        seen = found(here.kb, run, entries, upto) if upto and run.last_night(upto) else None
        return {
            "id": run.id,
            "arm_a": run.protocol.arm_a,
            "arm_b": run.protocol.arm_b,
            "first_night": run.night(1),
            "nights": len(run.plan),
            "mark": str(run.design.body["mark"]),
            "tonight": {"night": wanted, "stage": stage, "arm": arm},
            "missing": run.missing(over) if run.end is None else [],
            "look_due": run.end is None and run.due_look(over) is not None,
            "next_look": run.next_look(over) if run.end is None else None,
            "not_safe": stop,
            "seen": found_json(seen, names_of(here.kb, run.protocol, texts), texts) if seen else None,
        }

    made = [row(run) for run in runs(entries)]
    return Answer({"person": person, "trials": made, "reviewed": False, "knowledge": here.kb.name})


class Progress(BaseModel):
    """How far the outlook of a trial is that somebody is setting up."""

    done: int = Field(description="made-up trials that were counted")
    all: int
    state: Literal["none", "counting", "ready", "failed"]


@router.get(
    "/trials/outlook/{id}", response_model=None, responses={200: {"model": Progress}, **documented(401, 404, 422, 503)}
)
def outlook(request: Request, here: Here, _: Session, id: Annotated[str, Path(max_length=60)]) -> Response:
    """How far it is; the page of the set-up asks while it waits."""
    looking = drafts_of(request).find(id, here.now()).looking
    if looking is None:
        return Answer({"done": 0, "all": 0, "state": "none"})
    state = "failed" if looking.failed else "ready" if looking.outlook else "counting"
    return Answer({"done": looking.done, "all": looking.all, "state": state})
