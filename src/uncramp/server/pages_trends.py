"""The page of the trends: each chart with its sentence, what to keep in mind, and its numbers as a table."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse
from markupsafe import Markup

from uncramp.kb import Knowledge, Texts
from uncramp.kb.dates import weekday_day
from uncramp.kb.names import Names
from uncramp.server.access import Session
from uncramp.server.local import Here
from uncramp.server.pages import language_of, page, texts_of
from uncramp.server.trending import Looked, look, memory_of, state_of
from uncramp.trends import words
from uncramp.trends.numbers import numbers
from uncramp.trends.sections import sections

router = APIRouter(prefix="/app")
SPANS = (12, 26, 52)
"""Weeks that the page offers to show."""
Weeks = Annotated[int, Query(ge=1, le=numbers().window.most_weeks)]


@router.get("/trends")
def trends(request: Request, here: Here, _: Session, weeks: Weeks = SPANS[0]) -> HTMLResponse:
    """The trends of the person whose diary this is."""
    kept = memory_of(request).pages
    state, key = state_of(here.store), (here.now().date(), weeks, language_of(request))
    made = kept.get(state, key)
    if made is None:
        found = look(request, here, None, weeks)
        made = kept.put(state, key, bytes(page(request, "trends", given(here.kb, texts_of(request), found)).body))
    return HTMLResponse(made)


def given(kb: Knowledge, texts: Texts, found: Looked) -> dict[str, Any]:
    """What the template is given."""
    all, names = found.findings, Names(kb, texts)
    made = [] if all.nothing else [(one, [Markup(picture) for picture in one.pictures]) for one in sections(all, names)]
    return {
        "nothing": all.nothing,
        "first": words.long_day(all.first, texts),
        "last": words.long_day(all.last, texts),
        "stats": [
            ("cramps", all.episodes),
            ("without", all.without),
            ("unwritten", sum(week.unwritten for week in all.weeks)),
        ],
        "sections": made,
        "more_often": all.change.direction == "more",
        "months": [(_month(one.first, texts), one) for one in found.months],
        "day_says": lambda cell: _day_says(cell, texts),
        "today": found.today,
        "spans": SPANS,
        "weeks": found.weeks,
    }


def _month(first: str, texts: Texts) -> str:
    day = date.fromisoformat(first)
    return texts("site_diary.month", month=texts(f"month.{day.month}"), year=day.year)


def _day_says(cell: Any, texts: Texts) -> str:
    """A day in words, for those who do not see its mark."""
    key = {"cramp": "day_cramp" if cell.episodes == 1 else "day_cramps", "none": "day_none"}.get(cell.state)
    day = weekday_day(date.fromisoformat(cell.day), texts)
    return texts(f"site_diary.{key or 'day_unwritten'}", day=day, count=cell.episodes)
