"""The picture of the body, from the front and from the back, with the number of cramps at each place."""

from __future__ import annotations

import re
from html import escape

from uncramp.figures import VIEWS, bodymap, places
from uncramp.figures.bodymap import HEIGHT, MIDDLE, WIDTH, centres
from uncramp.kb.names import Names
from uncramp.trends.findings import Findings
from uncramp.trends.svg import EDGE, EMBER, INK, SURFACE, colour

A_LINK = re.compile(r"</?a\b[^>]*>")
A_VARIABLE = re.compile(r"var\(--[\w-]+,(#\w+)\)")
IN_THE_MIDDLE = ("both", "middle", None)
RADIUS, LETTERS, BELOW = 12.5, 15, 26
"""Of the number of a place; one that belongs to neither side alone stands below the two others."""
FOOT = 24


def counted(findings: Findings, names: Names) -> dict[tuple[str, str | None], int]:
    """Cramps by place of the picture and side; the side is None for both, for the middle and where nobody said."""
    found: dict[tuple[str, str | None], int] = {}
    for one in findings.sites.places:
        place = names.quick(one.site)
        if place is not None and place in _drawn():
            at = (place, None if one.side in IN_THE_MIDDLE else one.side)
            found[at] = found.get(at, 0) + one.part.count
    return found


def elsewhere(findings: Findings, names: Names) -> list[str]:
    """What the places are called that the picture does not have, each once."""
    sites = [one.site for one in findings.sites.places if names.quick(one.site) not in _drawn()]
    return [names.place(site) for site in dict.fromkeys(sites)]


def body_svg(view: str, findings: Findings, names: Names, says: str, *, print: bool = False) -> str:
    """One view ("front" or "back") with what it comes to. A place that both views have is counted in the front."""
    grey = not findings.sites.enough
    drawn = bodymap(view)
    middles = centres(view)
    marks = []
    for (place, side), count in counted(findings, names).items():
        if _drawn().get(place) != view:
            continue
        if side is None:
            _, y = middles[place, "left"]
            marks.append(_mark(MIDDLE, y + BELOW, count, grey, print))
        else:
            marks.append(_mark(*middles[place, side], count, grey, print))
    title = names.texts(f"trends.body_{view}")
    inside = A_LINK.sub("", drawn[drawn.index(">") + 1 : drawn.rindex("</svg>")]).replace(' id="', ' data-place="')
    if print:
        inside = A_VARIABLE.sub(r"\1", inside)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="trend-body" viewBox="0 0 {WIDTH} {HEIGHT + FOOT}" role="img" '
        f'aria-labelledby="trend-{view}-title trend-{view}-says"><title id="trend-{view}-title">{escape(title)}</title>'
        f'<desc id="trend-{view}-says">{escape(says)}</desc>{inside}{"".join(marks)}</svg>'
    )


def _drawn() -> dict[str | None, str]:
    """In which view each place is counted."""
    return {place: view for view in reversed(VIEWS) for place in places(view)}


def _mark(x: float, y: float, count: int, grey: bool, print: bool) -> str:
    wide = RADIUS + max(0, len(str(count)) - 2) * 4
    ring, letters = colour(EDGE if grey else EMBER, print), colour(INK, print)
    return (
        f'<rect x="{x - wide:.1f}" y="{y - RADIUS:.1f}" width="{2 * wide:.1f}" height="{2 * RADIUS:g}" rx="{RADIUS:g}" '
        f'fill="{colour(SURFACE, print)}" stroke="{ring}" stroke-width="3"/>'
        f'<text x="{x:.1f}" y="{y + LETTERS / 3:.1f}" text-anchor="middle" font-size="{LETTERS}" fill="{letters}">'
        f"{count}</text>"
    )
