"""A document of a trial as HTML and as a tagged PDF: the clinician's page's paper and letters."""

from __future__ import annotations

from markupsafe import Markup

from uncramp.exchange.paper.drawing import alone
from uncramp.exchange.paper.page import css_of, page
from uncramp.exchange.report.page import css as report_css
from uncramp.exchange.trial_sheet.sheet import Sheet


def html(sheet: Sheet, *, style: str | None = None) -> str:
    """The whole page."""
    pictures = {name: Markup(alone(one.svg, f"{one.title}. {one.says}")) for name, one in sheet.pictures.items()}
    return page("trial_sheet/templates/trial.html", sheet, css(), style, pictures=pictures)


def pdf(sheet: Sheet) -> bytes:
    """The same as PDF/UA-1; PdfError, which tells what to install, where that cannot be."""
    from uncramp.exchange.report.pdf import pdf_of

    return pdf_of(html(sheet))


def css() -> str:
    return report_css() + css_of("trial_sheet/templates/trial.css")
