"""A document of a trial as HTML that stands alone, and as a tagged PDF: the clinician's page's paper and letters."""

from __future__ import annotations

from functools import cache
from html import escape
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from uncramp.exchange.report.page import css as report_css
from uncramp.exchange.report.picture import FONTS, TITLE
from uncramp.exchange.report.sheet import Picture
from uncramp.exchange.trial_sheet.sheet import Sheet


def html(sheet: Sheet, *, style: str | None = None) -> str:
    """The whole page. With `style`, the address of its style sheet: a server whose pages may not hold one inside."""
    pictures = {name: Markup(_alone(one)) for name, one in sheet.pictures.items()}
    return (
        _environment().get_template("trial.html").render(sheet=sheet, pictures=pictures, style=style, css=Markup(css()))
    )


def pdf(sheet: Sheet) -> bytes:
    """The same as PDF/UA-1; PdfError, which tells what to install, where that cannot be."""
    from uncramp.exchange.report.pdf import pdf_of

    return pdf_of(html(sheet))


@cache
def css() -> str:
    own = (files("uncramp.exchange.trial_sheet") / "templates" / "trial.css").read_text(encoding="utf-8")
    return report_css() + own


def _alone(picture: Picture) -> str:
    """The drawing with letters of its own, and all that it says in its title: a PDF takes one text for a picture."""
    alt = escape(f"{picture.title}. {picture.says}")
    drawn = picture.svg.replace("<svg ", f'<svg font-family="{FONTS}" ', 1)
    return TITLE.sub(lambda match: f"{match[1]}{alt}{match[2]}", drawn, count=1)


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("uncramp.exchange.trial_sheet"), autoescape=True, trim_blocks=True, lstrip_blocks=True,
        undefined=StrictUndefined, auto_reload=False,
    )  # fmt: skip
