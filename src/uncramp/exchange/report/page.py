"""The clinician's page as HTML."""

from __future__ import annotations

from markupsafe import Markup

from uncramp.exchange.paper.page import css_of, page
from uncramp.exchange.report.fit import Fitted, fitted
from uncramp.exchange.report.sheet import Report
from uncramp.kb import Texts


def html(
    report: Report, texts: Texts, *, style: str | None = None, room_of: float = 1.0, first_only: bool = False
) -> str:
    """The whole page. `room_of`: the part of the first side that may be used. `first_only`: without what stands
    behind it.
    """

    def rest(one: Fitted) -> str:
        if one.left and one.cut:
            return texts("report.left_and_cut", left=one.left, cut=one.cut)
        return texts("report.left" if one.left else "report.cut", left=one.left, cut=one.cut)

    side = fitted(report, room_of)
    return page(
        "report/templates/report.html",
        report,
        css(),
        style,
        side=side,
        rest=rest,
        behind=not first_only and bool(side.in_full or report.table),
        say=lambda key, **values: texts(f"report.{key}", **values),
        picture=Markup(report.picture.svg) if report.picture else None,  # drawn by us, texts in it escaped
    )


def css() -> str:
    return css_of("report/templates/report.css")
