"""Decisions and plans: the same JSON as `uncramp check --json` and `uncramp plan --json`. Nothing of it is kept."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel, ConfigDict, Field

from uncramp.decide import decide as decision_of
from uncramp.decide import decide_whole
from uncramp.errors import UsageError
from uncramp.facts import Answers
from uncramp.kb import ENGLISH, Texts
from uncramp.person import person_of
from uncramp.server.bodies import JsonRoute
from uncramp.server.local import Here
from uncramp.server.local import Local as Running
from uncramp.server.problems import BODY, Answer, documented

router = APIRouter(tags=["deciding"], route_class=JsonRoute)
Level = Literal["emergency", "urgent", "routine", "self_care"]
Facts = dict[str, bool | int | str | None]


class Person(BaseModel):
    """Somebody's answers: fact id to answer; `null` or left out: not asked; "unsure": asked in vain."""

    model_config = ConfigDict(extra="forbid", strict=True)
    id: str | int | None = None
    facts: dict[str, Any]


class Because(BaseModel):
    """A rule that surely fires."""

    rule: str
    code: str
    level: Level
    says: str
    facts: Facts
    sources: list[str]


class Reason(BaseModel):
    """A contraindication, or a pair that does not go together."""

    contraindication: str
    says: str
    facts: Facts


class SureReason(Reason):
    """With whether the answers settle it."""

    certain: bool


class Offer(BaseModel):
    """A remedy that may be offered."""

    remedy: str
    phase: Literal["during", "after", "prevention"]
    groups: list[str]
    grade: str
    verdict: str
    sources: list[str]
    ask_first: list[Reason]
    modify: list[Reason]


class Withheld(BaseModel):
    """A remedy that is held back."""

    remedy: str
    because: list[SureReason]


class Medicine(BaseModel):
    """A medicine of the person that can cause cramps, spasms or twitches."""

    medicine: str
    says: str


class Decision(BaseModel):
    """The JSON of a decision; docs/reference/decision.md tells what each key means."""

    model_config = ConfigDict(extra="forbid")
    id: str | int = Field(default="", description="the person's, if there was one")
    level: Level
    complete: bool
    certain: Level
    possible: Level
    route: Literal["ambulance", "ed_now"] = Field(default="ambulance", description="emergency only")
    number: str
    contact: str = Field(default="", description="urgent and routine only")
    within_days: int = Field(default=0, description="routine only")
    review_days: int = Field(default=0, description="self_care only")
    action: str
    safety_net: list[str]
    because: list[Because]
    ask: list[str]
    offer: list[Offer]
    withhold: list[Withheld]
    medicines: list[Medicine]
    reviewed: Literal[False]
    knowledge: str


class Dated(BaseModel):
    """When a step of the plan begins and ends."""

    remedy: str
    start: str
    end: str | None


class Dates(BaseModel):
    """The dates of the plan, by its parts."""

    review_on: str | None
    visit_by: str | None
    now: list[Dated]
    next_days: list[Dated]
    prevention: list[Dated]


class Contributor(BaseModel):
    """What may be behind the cramps."""

    contributor: str
    says: str
    do: str
    strength: str
    sources: list[str]
    facts: Facts


class Plan(Decision):
    """The decision with the dates of its steps, the schedule of those that prevent, and what may be behind it."""

    plan: Dates
    schedule: list[dict[str, Any]]
    contributors: list[Contributor]


class Asked(BaseModel):
    """In which words, and with whose numbers to call."""

    model_config = ConfigDict(extra="forbid")
    language: str = Field(default=ENGLISH, description="a language that `/knowledge` lists", max_length=20)
    region: str | None = Field(default=None, description="instead of that of the person", max_length=20)


Words = Annotated[Asked, Query()]


@router.post("/decide", response_model=None, responses={200: {"model": Decision}, **documented(*BODY)})
def decide(person: Person, here: Here, asked: Words) -> Response:
    """How urgent it is, why, what to do, what is offered and what is held back."""
    id, answers, texts = _read(person, here, asked)
    return Answer(decision_of(here.kb, answers, texts, id=id))


@router.post("/plan", response_model=None, responses={200: {"model": Plan}, **documented(*BODY)})
def plan(person: Person, here: Here, asked: Words) -> Response:
    """The decision with the whole plan, dated from today."""
    id, answers, texts = _read(person, here, asked)
    return Answer(decide_whole(here.kb, answers, texts, id=id, today=here.now().date()))


def _read(person: Person, here: Running, asked: Asked) -> tuple[str | int | None, Answers, Texts]:
    """The person and the words for them; a region that is asked for goes before theirs, as on the command line."""
    kb = here.kb
    if asked.language not in kb.languages:
        raise UsageError(f"there is no language `{asked.language}`", allowed=", ".join(kb.languages))
    if asked.region is not None and asked.region not in kb.regions:
        raise UsageError(f"there is no region `{asked.region}`", allowed=", ".join(kb.regions))
    id, answers = person_of(kb, person.model_dump())
    region = asked.region or answers.known.get("region") or "other"
    others = answers.known.get("answering_for", "self") != "self"
    return id, answers, kb.texts(language=asked.language, region=str(region), others=others)
