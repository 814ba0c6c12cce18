"""The trends for programs: the same numbers and sentences as on the page."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from uncramp.diary.check import UUID
from uncramp.kb import ENGLISH
from uncramp.kb.names import Names
from uncramp.server.access import Known
from uncramp.server.local import Here
from uncramp.server.problems import Answer, documented
from uncramp.server.trending import look
from uncramp.trends import words
from uncramp.trends.numbers import numbers

router = APIRouter(tags=["diary"])


class Asked(BaseModel):
    """Whose trends, and over how many weeks."""

    model_config = ConfigDict(extra="forbid")
    weeks: int = Field(default=numbers().window.weeks, ge=1, le=numbers().window.most_weeks)
    person: str | None = Field(default=None, pattern=f"^{UUID.pattern}$", description="whose diary it is, if left out")


class Trends(BaseModel):
    """What the diary shows. A week of which nothing is written is unknown, never a nought."""

    person: str | None
    today: str
    says: dict[str, str] = Field(description="per chart the sentence that it comes to")
    findings: dict[str, Any] = Field(description="the numbers; `enough` says whether they carry the sentence")
    reviewed: bool = Field(description="whether a clinician has reviewed the knowledge")
    knowledge: str


@router.get("/trends", response_model=None, responses={200: {"model": Trends}, **documented(401, 422, 503)})
def trends(request: Request, here: Here, _: Known, asked: Annotated[Asked, Query()]) -> Response:
    """Episodes by week, time of day and place; minutes to relief, pain, what was done; each with its range."""
    found = look(request, here, asked.person, asked.weeks)
    names = Names(here.kb, here.kb.texts(language=ENGLISH, region="other"))
    return Answer(
        {
            "person": found.person,
            "today": found.today,
            "says": {chart: words.says(chart, found.findings, names) for chart in words.CHARTS},
            "findings": asdict(found.findings),
            "reviewed": False,
            "knowledge": here.kb.name,
        }
    )
