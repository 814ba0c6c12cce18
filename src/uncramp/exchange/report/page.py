"""The page as HTML: one text that stands alone, prints on A4, and is what the PDF is made from."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from uncramp.exchange.report.fit import Fitted, fitted
from uncramp.exchange.report.sheet import Report
from uncramp.kb import Texts


def html(
    report: Report, texts: Texts, *, style: str | None = None, room_of: float = 1.0, first_only: bool = False
) -> str:
    """The whole page. With `style`, the address of its style sheet: a server whose pages may not hold one inside.
    `room_of`: the part of the first side that may be used. `first_only`: without what stands behind it.
    """

    def rest(one: Fitted) -> str:
        if one.left and one.cut:
            return texts("report.left_and_cut", left=one.left, cut=one.cut)
        return texts("report.left" if one.left else "report.cut", left=one.left, cut=one.cut)

    side = fitted(report, room_of)
    return _environment().get_template("report.html").render(
        report=report,
        side=side,
        rest=rest,
        behind=not first_only and bool(side.in_full or report.table),
        say=lambda key, **values: texts(f"report.{key}", **values),
        style=style,
        css=Markup(css()),  # our own file, without a "<"
        picture=Markup(report.picture.svg) if report.picture else None,  # drawn by us, texts in it escaped
    )  # fmt: skip


@cache
def css() -> str:
    return (files("uncramp.exchange.report") / "templates" / "report.css").read_text(encoding="utf-8")


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("uncramp.exchange.report"), autoescape=True, trim_blocks=True, lstrip_blocks=True,
        undefined=StrictUndefined, auto_reload=False,
    )  # fmt: skip
