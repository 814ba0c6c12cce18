"""Reminders for the calendar feed: a device that has the plan hands over what somebody took from it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from fastapi import APIRouter
from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from uncramp.diary.check import UUID
from uncramp.server.access import Known
from uncramp.server.bodies import JsonRoute
from uncramp.server.feed import is_on, take
from uncramp.server.local import Here
from uncramp.server.problems import BODY, documented

router = APIRouter(tags=["diary"], route_class=JsonRoute)
HOUR = r"^([01]\d|2[0-3]):[0-5]\d$"
DAY = r"^20\d\d-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$"
MOMENT = r"^20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?(Z|[+-]\d\d:\d\d)$"
UID = r"^[a-z][a-z0-9_]*-(\d{1,2}|diary|review)\.[0-9a-f-]{36}@uncramp$"
RULE = r"^FREQ=(DAILY|WEEKLY;BYDAY=(MO|TU|WE|TH|FR|SA|SU)(,(MO|TU|WE|TH|FR|SA|SU)){0,6});UNTIL=20\d{6}(T\d{6})?$"
MOST = 200
"""Reminders of a plan; the largest has a few dozen."""


def _day(said: str) -> str:
    date.fromisoformat(said)  # there is no 31st of February, whatever it looks like
    return said


def _moment(said: str) -> str:
    datetime.fromisoformat(said)
    return said


Hour = Annotated[str, Field(pattern=HOUR)]
Day = Annotated[str, Field(pattern=DAY), AfterValidator(_day)]
Moment = Annotated[str, Field(pattern=MOMENT, description="when the reminders last changed"), AfterValidator(_moment)]


class Whether(BaseModel):
    """Whether this diary has a calendar feed. Where it has none, nothing that is handed over is kept."""

    on: bool


class ReminderIn(BaseModel):
    """One reminder as the calendar file has it."""

    model_config = ConfigDict(extra="forbid", strict=True)
    uid: str = Field(pattern=UID, max_length=140)
    title: str = Field(min_length=1, max_length=300)
    text: str = Field(max_length=4000)
    day: Day
    time: Hour | None
    minutes: int | None = Field(ge=1, le=1440)
    rule: str | None = Field(pattern=RULE)


class TakenIn(BaseModel):
    """All reminders that a person wants, in the place of those before."""

    model_config = ConfigDict(extra="forbid", strict=True)
    person: str = Field(pattern=f"^{UUID.pattern}$")
    sequence: int = Field(ge=0, le=1_000_000)
    changed: Moment
    bedtime: Hour
    quiet: list[Hour] = Field(min_length=2, max_length=2, description="from the first to the second nothing rings")
    reminders: list[ReminderIn] = Field(max_length=MOST)


@router.get("/reminders", responses=documented(401, 503))
def whether(here: Here, _: Known) -> Whether:
    """Whether there is a feed; its address is not told."""
    return Whether(on=is_on(here.store))


@router.post("/reminders", responses=documented(401, 503, *BODY))
def hand_over(said: TakenIn, here: Here, _: Known) -> Whether:
    """Put these reminders into the feed."""
    on = is_on(here.store)
    if on:
        take(here.store, said.person, said.model_dump(exclude={"person"}), here.now())
    return Whether(on=on)
