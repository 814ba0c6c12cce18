"""Walls, beds, chairs and arrows: what stands round the figure."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

from .outline import number, numbers
from .palette import colour


def _rect(x: float, y: float, width: float, height: float, fill: str, corner: float = 0) -> str:
    rounded = f' rx="{number(corner)}"' if corner else ""
    place = f'x="{number(x)}" y="{number(y)}" width="{number(width)}" height="{number(height)}"'
    return f'<rect {place}{rounded} fill="{colour(fill)}"/>'


def _line(path: str, name: str = "line", width: float = 3) -> str:
    return (
        f'<path d="{path}" fill="none" stroke="{colour(name)}" stroke-width="{number(width)}" stroke-linecap="round"/>'
    )


def floor(y: float, x0: float, x1: float) -> str:
    return _line(f"M{numbers((x0, y))}H{number(x1)}")


def wall(x: float, y0: float, y1: float) -> str:
    return _rect(x, y0, 26, y1 - y0, "wall") + _line(f"M{numbers((x, y0))}V{number(y1)}")


def block(x: float, y: float, width: float, height: float, fill: str = "wall", corner: float = 6) -> str:
    return _rect(x, y, width, height, fill, corner)


def bed(x0: float, x1: float, y: float, floor_y: float) -> str:
    """A mattress whose top is at y, on a frame with two legs."""
    return (
        _line(
            f"M{numbers((x0 + 12, y + 26))}V{number(floor_y)}M{numbers((x1 - 12, y + 26))}V{number(floor_y)}", "wood", 8
        )
        + _rect(x0 - 2, y + 18, x1 - x0 + 4, 11, "wood", 4)
        + _rect(x0, y, x1 - x0, 22, "wall", 9)
    )


def mat(x0: float, x1: float, y: float) -> str:
    """A mat on the floor whose top is at y."""
    return _rect(x0, y, x1 - x0, 8, "wall", 4)


def pillow(x: float, y: float, width: float, height: float, turn: float = 0) -> str:
    spin = f' transform="rotate({number(turn)} {number(x + width / 2)} {number(y + height / 2)})"' if turn else ""
    return (
        f'<rect x="{number(x)}" y="{number(y)}" width="{number(width)}" height="{number(height)}" '
        f'rx="{number(min(width, height) / 2.2)}" fill="{colour("towel")}" stroke="{colour("line")}"{spin}/>'
    )


def chair(x: float, y: float, floor_y: float, back: float = 86) -> str:
    """A chair seen from the side, seat from x on at height y, its back (if any) behind."""
    legs = f"M{numbers((x + 6, y + 8))}V{number(floor_y)}M{numbers((x + 70, y + 8))}V{number(floor_y)}"
    rest = f"M{numbers((x + 3, y + 4))}L{numbers((x - 7, y - back))}" if back else ""
    return _line(legs, "wood", 6) + (_line(rest, "wood", 7) if rest else "") + _rect(x - 2, y, 80, 10, "wood", 5)


def ring(x: float, y: float, radius: float, name: str = "line", width: float = 4) -> str:
    return (
        f'<circle cx="{number(x)}" cy="{number(y)}" r="{number(radius)}" fill="none" stroke="{colour(name)}" '
        f'stroke-width="{number(width)}"/>'
    )


def disc(x: float, y: float, radius: float, name: str = "line") -> str:
    return f'<circle cx="{number(x)}" cy="{number(y)}" r="{number(radius)}" fill="{colour(name)}"/>'


def line(path: str, name: str = "line", width: float = 3) -> str:
    return _line(path, name, width)


def shape(path: str, name: str = "wall") -> str:
    return f'<path d="{path}" fill="{colour(name)}"/>'


PROPS: dict[str, Callable[..., str]] = {
    "floor": floor, "wall": wall, "block": block, "bed": bed, "mat": mat, "pillow": pillow, "chair": chair,
    "ring": ring, "disc": disc, "line": line, "shape": shape,
}  # fmt: skip


def props(rows: Sequence[Sequence[Any]]) -> str:
    """The drawing of a list of props, each its name and its measures."""
    return "".join(PROPS[row[0]](*row[1:]) for row in rows)


def arrows(rows: Sequence[Sequence[Any]]) -> str:
    """Curved arrows of movement, each a path, and the place and direction (0 right, 90 down) of its head."""
    if not rows:
        return ""
    heads = ""
    for _, x, y, degrees in rows:
        turn = math.radians(degrees)
        points = [(11, 0), (-4, -9), (-4, 9)]
        turned = [
            (x + a * math.cos(turn) - b * math.sin(turn), y + a * math.sin(turn) + b * math.cos(turn))
            for a, b in points
        ]
        heads += "M" + "L".join(numbers(p) for p in turned) + "z"
    shafts = "".join(row[0] for row in rows)
    return _line(shafts, "arrow", 5) + f'<path d="{heads}" fill="{colour("arrow")}"/>'
