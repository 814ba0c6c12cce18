"""The picture of the page: episodes week by week, as the trends draw them, with all that it shows said in words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape

from uncramp.diary import Entry
from uncramp.exchange.report.sheet import Picture
from uncramp.kb import Texts
from uncramp.trends import findings
from uncramp.trends import words as trend_words

TITLE = re.compile(r"(<title[^>]*>).*?(</title>)", re.DOTALL)
TOKEN = re.compile(r"var\(--[\w-]+,\s*(#[0-9a-fA-F]{3,8})\)")
WIDTH = 340
FONTS = "Liberation Sans, Arial, Helvetica, DejaVu Sans, sans-serif"


def picture(entries: Sequence[Entry], today: str, weeks: int, texts: Texts) -> Picture | None:
    """None where nothing is written: an empty drawing would look like weeks without cramps."""
    found = findings(entries, today, weeks)
    if found.nothing:
        return None
    from uncramp.trends.charts import weeks_svg  # loads what draws: only where there is something to draw

    title, says = trend_words.title("weeks", texts), trend_words.weeks_says(found, texts)
    counts = texts(
        "report.picture",
        counts=", ".join(str(week.episodes) if week.known else texts("report.picture_open") for week in found.weeks),
    )
    alt = f"{title}. {says} {counts}"
    svg = weeks_svg(found, texts, width=WIDTH).replace("<svg ", f'<svg font-family="{FONTS}" ', 1)
    # a PDF has one text for a picture, and takes it from its title
    return Picture(TITLE.sub(lambda match: f"{match[1]}{escape(alt)}{match[2]}", svg, count=1), title, alt)


def on_paper(html: str) -> str:
    """The same page with colours that do not depend on a screen."""
    return TOKEN.sub(r"\1", html)
