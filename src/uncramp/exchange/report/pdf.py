"""The page as a tagged PDF (PDF/UA-1) by WeasyPrint, which wants the libraries that draw letters."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from uncramp.errors import UncrampError
from uncramp.exchange.paper.drawing import on_paper
from uncramp.exchange.report.page import html
from uncramp.exchange.report.pdf_tables import finish
from uncramp.exchange.report.sheet import Report
from uncramp.kb import Texts

VARIANT = "pdf/ua-1"
LIBRARIES = "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
NOT_INSTALLED = 'the PDF needs WeasyPrint: pip install "uncramp[pdf]"'
NO_LIBRARIES = (
    f"the PDF needs Pango: `apt install {LIBRARIES}` on Debian and Ubuntu, `brew install pango` on macOS, "
    "MSYS2's pango on Windows"
)
OTHERWISE = "or open the HTML page and print it into a PDF"


class PdfError(UncrampError):
    """A PDF that cannot be made on this machine."""


ROOMS = (1.0, 0.94, 0.88, 0.8, 0.7)
"""The parts of the first side that are tried: the letters of this machine may run wider than was reckoned."""


@dataclass(frozen=True, slots=True)
class Printed:
    """A page as PDF, and the HTML that it was made from."""

    html: str
    pdf: bytes


def printed(report: Report, texts: Texts) -> Printed:
    """The page as PDF; PdfError where what draws it is not installed. Nothing is ever fetched for it."""
    fits = (one for one in ROOMS[:-1] if sides(html(report, texts, room_of=one, first_only=True)) == 1)
    page = html(report, texts, room_of=next(fits, ROOMS[-1]))
    return Printed(page, pdf_of(page))


def pdf_of(page: str) -> bytes:
    """Any page of health data as a tagged PDF; PdfError as above."""
    return bytes(_document(page).write_pdf(pdf_variant=VARIANT, finisher=finish))


def sides(page: str) -> int:
    """How many sides of paper a page takes."""
    return len(_document(page).render().pages)


def _document(page: str) -> Any:
    weasyprint = _weasyprint()
    return weasyprint.HTML(string=on_paper(page), url_fetcher=_Nothing())


def _weasyprint() -> Any:
    try:
        weasyprint = import_module("weasyprint")  # it has no types
    except ModuleNotFoundError:
        raise PdfError(NOT_INSTALLED, hint=OTHERWISE) from None
    except OSError:
        raise PdfError(NO_LIBRARIES, hint=OTHERWISE) from None
    # they warn of style rules for screens, which a PDF has no use for
    for name in ("weasyprint", "weasyprint.progress", "fontTools"):
        logging.getLogger(name).setLevel(logging.ERROR)
    return weasyprint


class _Nothing:
    """Fetches nothing, whatever a page names."""

    _fail_on_errors = False  # WeasyPrint asks: what cannot be fetched is left away

    def __call__(self, *_: Any, **__: Any) -> Any:
        raise ValueError("a page of health data fetches nothing")
