"""A drawing of Vega becomes part of a page: its colours and its type are the page's own, and nothing else is left.

A page with a strict content policy allows no style in a drawing, so colours are attributes that name the page's
variables: light, dark and forced colours come from the page. On paper they are fixed.
"""

from __future__ import annotations

import re
from html import escape
from xml.etree import ElementTree

NAMESPACE = "{http://www.w3.org/2000/svg}"
COLOURS = {
    "#010101": ("ink", "#12262e"),
    "#020202": ("ink-2", "#48585f"),
    "#030303": ("ember", "#c2411a"),
    "#040404": ("base", "#104a5b"),
    "#050505": ("base-soft", "#dcebec"),
    "#060606": ("edge", "#77796f"),
    "#070707": ("line", "#ddd3c4"),
    "#080808": ("surface", "#fffdf9"),
}
"""What stands for a colour while Vega draws: the page's variable, and its value in light where no page gives one."""
INK, SOFT_INK, EMBER, BASE, BASE_SOFT, EDGE, LINE, SURFACE = COLOURS
KEPT = {
    "svg": ("viewBox",),
    "g": ("transform",),
    "path": ("d", "transform", "fill", "stroke", "stroke-width", "stroke-dasharray"),
    "line": ("x1", "x2", "y1", "y2", "transform", "stroke", "stroke-width", "stroke-dasharray"),
    "rect": ("x", "y", "width", "height", "transform", "fill", "stroke", "stroke-width", "stroke-dasharray"),
    "text": ("text-anchor", "transform", "font-size", "font-weight", "fill", "stroke", "stroke-width"),
}
"""Elements that stay, and their attributes."""
FILLED = ("path", "rect")
"""What a page would fill with black if it says nothing about it."""
LONG = re.compile(r"-?\d+\.\d+(?![\d%])")
"""A number with decimals: a tenth of a pixel is fine enough."""
DEFAULTS = {"stroke-width": "1"}


def themed(drawing: str, *, title: str, says: str, name: str, print: bool) -> str:
    """The drawing with the page's colours, one picture with a title and a sentence to a screen reader.

    `name` keeps its ids apart from those of other drawings of the page.
    """
    root = ElementTree.fromstring(drawing)
    _strip(root)
    inside = "".join(_written(child, print) for child in root)
    head = f'<title id="{name}-title">{escape(title)}</title><desc id="{name}-says">{escape(says)}</desc>'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="trend" viewBox="{root.get("viewBox")}" role="img" '
        f'aria-labelledby="{name}-title {name}-says">{head}{inside}</svg>'
    )


def colour(sentinel: str, print: bool) -> str:
    """The colour that stands for `sentinel`; anything else stays."""
    if sentinel not in COLOURS:
        return sentinel
    token, value = COLOURS[sentinel]
    return value if print else f"var(--{token},{value})"


def _strip(element: ElementTree.Element) -> None:
    """Without what draws nothing: Vega's empty paths, its background, and groups that hold neither."""
    for child in list(element):
        _strip(child)
        if _empty(child):
            element.remove(child)


def _empty(element: ElementTree.Element) -> bool:
    tag = element.tag.removeprefix(NAMESPACE)
    if tag not in KEPT or element.get("display") == "none":
        return True
    if tag == "g":
        return len(element) == 0
    if tag == "rect":
        return element.get("fill") == "transparent"
    if tag == "path":
        return element.get("fill") is None and element.get("stroke") is None
    return False


def _written(element: ElementTree.Element, print: bool) -> str:
    tag = element.tag.removeprefix(NAMESPACE)
    inside = "".join(_written(child, print) for child in element)
    kept = []
    for attribute in KEPT[tag]:
        value = element.get(attribute)
        if value is None or value == DEFAULTS.get(attribute) or value == "translate(0,0)":
            continue
        value = LONG.sub(lambda found: f"{float(found[0]):.1f}".removesuffix(".0"), value)
        if attribute in ("fill", "stroke"):
            value = colour(value, print)
        if attribute == "font-size":
            value = value.removesuffix("px")
        kept.append(f'{attribute}="{escape(value)}"')
    if tag == "g" and not kept:
        return inside
    said = "".join(f" {one}" for one in kept)
    text = escape(element.text or "") if tag == "text" else ""
    if tag in FILLED and element.get("fill") is None:
        said += ' fill="none"'
    return f"<{tag}{said}>{text}{inside}</{tag}>" if text or inside else f"<{tag}{said}/>"
