"""A plane with bars, lines, dots and letters: the parts that the charts are put together from, as Vega-Lite.

The specification is written out and not built with Altair's classes: they take 0.1 s of every chart and 0.6 s to load,
and a test has Altair check each specification. vl-convert draws it, loaded with the first drawing.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from uncramp.trends.svg import EDGE, INK, SOFT_INK, SURFACE, themed

KEPT = 256
"""How many drawings are kept."""
LETTERS = 15
"""The size of the letters; small ones are a little smaller."""
SMALL = 14
ROOM = {"left": 10, "right": 10, "top": 18, "bottom": 26}
"""Pixels around the plane: for a number over the highest bar, and for what stands below the floor."""
SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
"""Only a name: nothing is fetched from there."""
FRAME = {"padding": ROOM, "autosize": {"type": "none"}, "background": "transparent"}
CONFIG = {"view": {"stroke": None}}
Row = Mapping[str, Any]
Layer = dict[str, Any] | None
"""None where there is nothing to draw."""


@dataclass(frozen=True, slots=True)
class Plane:
    """Where things are drawn: its size in pixels, and what its sides stand for."""

    width: int
    height: int
    across: float
    up: float

    def bars(self, rows: Sequence[Row], *, fill: str | None = None, line: str | None = None, dashed: bool = False,
             rim: float = 2, round: int = 3) -> Layer:  # fmt: skip
        """Boxes from x to x2 and from y to y2."""
        look: dict[str, Any] = {"fill": fill, "stroke": line, "strokeWidth": rim if line else 0, "cornerRadius": round}
        if dashed:
            look["strokeDash"] = [4, 3]
        return self._marks("rect", rows, look, ends=True)

    def lines(self, rows: Sequence[Row], *, line: str, thick: float = 2, dashed: bool = False) -> Layer:
        """Lines from x, y to x2, y2."""
        look: dict[str, Any] = {"stroke": line, "strokeWidth": thick}
        if dashed:
            look["strokeDash"] = [2, 3]
        return self._marks("rule", rows, look, ends=True)

    def dots(self, rows: Sequence[Row], *, fill: str | None, line: str, size: int = 80) -> Layer:
        look = {"fill": fill, "stroke": line, "strokeWidth": 2, "size": size, "shape": "circle"}
        return self._marks("point", rows, look)

    def letters(self, rows: Sequence[Row], *, fill: str = INK, size: int = LETTERS, to: str = "center", dy: int = 0,
                bold: bool = False) -> Layer:  # fmt: skip
        """What each row says, at x and y."""
        look = {"fill": fill, "fontSize": size, "align": to, "dy": dy, "baseline": "alphabetic"}
        return self._marks("text", rows, look | ({"fontWeight": "bold"} if bold else {}))

    def clear_letters(self, rows: Sequence[Row], *, fill: str = INK, dy: int = 0) -> list[Layer]:
        """The same with a rim, where other things may lie behind them."""
        look = {"fontSize": LETTERS, "align": "center", "dy": dy, "baseline": "alphabetic"}
        rim = look | {"fill": SURFACE, "stroke": SURFACE, "strokeWidth": 4}
        return [self._marks("text", rows, rim), self._marks("text", rows, look | {"fill": fill})]

    def floor(self) -> Layer:
        """The line that everything stands on."""
        return self.lines([{"x": 0, "x2": self.across, "y": 0, "y2": 0}], line=EDGE, thick=1.5)

    def feet(self, rows: Sequence[Row]) -> Layer:
        """What stands below the floor."""
        return self.letters([{**row, "y": 0} for row in rows], fill=SOFT_INK, size=SMALL, dy=19)

    def feet_end(self, said: str) -> Layer:
        """The last word below the floor, where there is no room for half of it beside its place."""
        return self.letters([{"x": self.across, "y": 0, "said": said}], fill=SOFT_INK, size=SMALL, to="right", dy=19)

    def _marks(self, mark: str, rows: Sequence[Row], look: Mapping[str, Any], *, ends: bool = False) -> Layer:
        if not rows:
            return None
        sides = {"x": self.across, "y": self.up}
        places: dict[str, Any] = {
            side: {"field": side, "type": "quantitative", "axis": None,
                   "scale": {"domain": [0, most], "nice": False, "zero": False}}
            for side, most in sides.items()
        }  # fmt: skip
        if ends:
            places |= {"x2": {"field": "x2"}, "y2": {"field": "y2"}}
        if mark == "text":
            places["text"] = {"field": "said", "type": "nominal"}
        return {"data": {"values": [dict(row) for row in rows]}, "mark": {"type": mark, **look}, "encoding": places}

    def drawn(self, layers: Sequence[Layer], *, title: str, says: str, name: str, print: bool) -> str:
        """The layers, the first at the back, as the SVG of a page or, with `print`, of a sheet of paper."""
        size = {"width": self.width, "height": self.height}
        spec = {"$schema": SCHEMA, "layer": [layer for layer in layers if layer], **size, **FRAME, "config": CONFIG}
        return _themed(json.dumps(spec, sort_keys=True), title, says, name, print)


@lru_cache(maxsize=KEPT)
def _themed(spec: str, title: str, says: str, name: str, print: bool) -> str:
    return themed(_svg(spec), title=title, says=says, name=f"trend-{name}", print=print)


@lru_cache(maxsize=KEPT)
def _svg(spec: str) -> str:
    import vl_convert

    drawn: str = vl_convert.vegalite_to_svg(spec)
    return drawn
