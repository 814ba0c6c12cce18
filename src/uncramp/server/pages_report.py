"""The page for a clinician: choose what stands on it, look at it, print it, save it as HTML or PDF."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated
from urllib.parse import parse_qs

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from uncramp.diary import current
from uncramp.diary.scope import Scope
from uncramp.errors import UsageError
from uncramp.exchange.report.choice import SECTIONS, WEEKS, Choice, choice
from uncramp.exchange.report.content import report as made_of
from uncramp.exchange.report.page import css, html
from uncramp.exchange.report.picture import picture
from uncramp.exchange.report.sheet import Report
from uncramp.kb import Texts
from uncramp.server.access import Session
from uncramp.server.local import Here
from uncramp.server.local import Local as Running
from uncramp.server.pages import folder_of, language_of, page
from uncramp.server.trending import person_of

router = APIRouter(prefix="/app/report")
SPANS = (4, 8, 12, 26, 52)
MOST_FIELDS = 60
SHORT = {"counts": "counts_short", "table": "table_short"}
"""Sections whose heading is too long for a list to tick."""


@router.get("")
def report(request: Request, _: Session) -> Response:
    """The form. What is typed into it is sent in a body, so it stands in no address and no log."""
    return page(
        request,
        "report",
        {"sections": [(one, SHORT.get(one, one)) for one in SECTIONS], "spans": SPANS, "weeks": WEEKS},
    )


@router.get("/style.css")
def style() -> Response:
    """The style of the page: a page of the app holds none inside."""
    return Response(css(), media_type="text/css", headers={"Cache-Control": "no-cache"})


async def fields(request: Request) -> dict[str, list[str]]:
    """What the form says."""
    try:
        said = (await request.body()).decode("utf-8")
        return parse_qs(said, max_num_fields=MOST_FIELDS)
    except ValueError:
        raise UsageError("the form cannot be read", hint="go back and fill it in again") from None


Fields = Annotated[Mapping[str, list[str]], Depends(fields)]


@router.post("/page")
def shown(request: Request, here: Here, said: Fields, _: Session) -> Response:
    """The page as it prints."""
    found, texts = _made(request, here, said)
    address = f"/{folder_of(language_of(request))}app/report/style.css"
    return Response(html(found, texts, style=address), media_type="text/html")


@router.post("/html")
def as_html(request: Request, here: Here, said: Fields, _: Session) -> Response:
    """The page as a file that stands alone."""
    found, texts = _made(request, here, said)
    return _file(here, html(found, texts).encode("utf-8"), "html", "text/html")


@router.post("/pdf")
def as_pdf(request: Request, here: Here, said: Fields, _: Session) -> Response:
    """The page as a tagged PDF; PdfError, which tells what to install, where that cannot be."""
    from uncramp.exchange.report.pdf import printed

    found, texts = _made(request, here, said)
    return _file(here, printed(found, texts).pdf, "pdf", "application/pdf")


def _made(request: Request, here: Running, said: Mapping[str, list[str]]) -> tuple[Report, Texts]:
    language, person = language_of(request), person_of(here.store)
    texts = here.kb.texts(language=language)
    entries = current(here.store.entries(Scope(person=person))) if person else []
    today = here.now().date().isoformat()
    return made_of(here.kb, texts, language, entries, _choice(said), today, picture), texts


def _choice(said: Mapping[str, list[str]]) -> Choice:
    weeks = said.get("weeks", [str(WEEKS)])[0]
    if not (weeks.isascii() and weeks.isdigit() and len(weeks) < 5):
        raise UsageError("the weeks are no number", allowed=", ".join(map(str, SPANS)))
    return choice(
        sections=said.get("section", []),
        weeks=int(weeks),
        questions=said.get("ask", [""])[0].splitlines(),
        name=said.get("name", [""])[0],
    )


def _file(here: Running, data: bytes, ending: str, kind: str) -> Response:
    name = f"uncramp-report-{here.now().date().isoformat()}.{ending}"
    return Response(data, media_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})
