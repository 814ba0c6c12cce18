"""The body map: front and back of a body, every quick place a link of its own that works without script."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Sequence
from functools import cache
from html import escape
from importlib.resources import files
from typing import Any

from .geometry import Point
from .outline import smooth
from .palette import colour

VIEWS = ("front", "back")
WIDTH, HEIGHT, MIDDLE = 180, 420, 90


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(files(__package__).joinpath("shapes", "bodymap.toml").read_text(encoding="utf-8"))


def places(view: str) -> tuple[str, ...]:
    """The quick places that can be tapped in a view, from the head down."""
    return tuple(entry["place"] for entry in _data()[view])


def centres(view: str) -> dict[tuple[str, str], tuple[float, float]]:
    """The middle of each place of a view, by place and side, in the units of its `viewBox`."""
    found: dict[tuple[str, str], tuple[float, float]] = {}
    for entry in _data()[view]:
        xs, ys = zip(*(point for outline in entry["outlines"] for point in outline), strict=True)
        x, y = (min(xs) + max(xs)) / 2, 8 + (min(ys) + max(ys)) / 2
        for sign in (1, -1):
            found[entry["place"], _side(sign > 0, view)] = (MIDDLE + sign * x, y)
    return found


def _side(right_of_picture: bool, view: str) -> str:
    """Whose side it is: from the front the person's left is on the viewer's right."""
    return "left" if right_of_picture == (view == "front") else "right"


def _whole(half: Sequence[Sequence[float]]) -> list[Point]:
    """Both halves of an outline that begins and ends in the middle."""
    right = [(MIDDLE + x, 8 + y) for x, y in half]
    left = [(MIDDLE - x, 8 + y) for x, y in reversed(half) if x]
    return right + left


def link(place: str, side: str) -> str:
    """Where a tap leads, if the caller does not say otherwise."""
    return f"?place={place}&side={side}"


def _name(place: str, side: str) -> str:
    return f"{side} {place.replace('_', ' ')}"


def bodymap(
    view: str,
    *,
    chosen: Sequence[str] = (),
    href: Callable[[str, str], str] = link,
    name: Callable[[str, str], str] = _name,
    title: str | None = None,
) -> str:
    """The SVG of one view ("front" or "back").

    `chosen` lights targets by their id (`back-calf-left`); `href` and `name` say where a place of a side leads and what
    it is called. From the front the person's left is on the viewer's right, from the back on the left.
    """
    data = _data()
    drawn = [f'<path d="{smooth(_whole(data[part]))}" fill="{colour("skin")}"/>' for part in ("outline", "head")]
    drawn.append(f'<path d="{smooth(_whole(data[f"hair_{view}"]))}" fill="{colour("hair")}"/>')
    drawn.append(f'<g stroke="{colour("paper")}" stroke-width="1.6">')
    for right_of_picture in (True, False):
        side = _side(right_of_picture, view)
        sign = 1 if right_of_picture else -1
        for entry in data[view]:
            place = entry["place"]
            ident = f"{view}-{place}-{side}"
            path = "".join(smooth([(MIDDLE + sign * x, 8 + y) for x, y in outline]) for outline in entry["outlines"])
            lit = ident in chosen
            current = ' aria-current="true"' if lit else ""
            drawn.append(
                f'<a href="{escape(href(place, side))}" aria-label="{escape(name(place, side))}"{current}>'
                f'<path id="{ident}" d="{path}" fill="{colour("hot" if lit else "skin2")}"/></a>'
            )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="group" '
        f'aria-label="{escape(title or f"Body, {view}")}">{"".join(drawn)}</g></svg>'
    )
