"""The picture of the page: episodes week by week, as the trends draw them, with all that it shows said in words."""

from __future__ import annotations

from collections.abc import Sequence

from uncramp.diary import Entry
from uncramp.exchange.paper.drawing import alone
from uncramp.exchange.report.sheet import Picture
from uncramp.kb import Texts
from uncramp.trends import findings
from uncramp.trends import words as trend_words

WIDTH = 340


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
    return Picture(alone(weeks_svg(found, texts, width=WIDTH), alt), title, alt)
