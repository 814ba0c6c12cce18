"""Points, angles and the two-bone solver that everything drawn stands on."""

from __future__ import annotations

import math

Point = tuple[float, float]
"""x to the right, y down, in units of the drawing (a standing person is about 320 high)."""


def along(degrees: float, length: float) -> Point:
    """A step of `length` in a direction: 0 is down, 90 is forward (to the right), 180 is up."""
    turn = math.radians(degrees)
    return (length * math.sin(turn), length * math.cos(turn))


def plus(a: Point, b: Point) -> Point:
    return (a[0] + b[0], a[1] + b[1])


def minus(a: Point, b: Point) -> Point:
    return (a[0] - b[0], a[1] - b[1])


def distance(a: Point, b: Point) -> float:
    return math.hypot(a[0] - b[0], a[1] - b[1])


def direction(a: Point, b: Point) -> float:
    """The direction from a to b, as `along` reads it."""
    return math.degrees(math.atan2(b[0] - a[0], b[1] - a[1]))


def turned(point: Point, degrees: float) -> Point:
    """A point turned about the origin the way SVG's rotate() turns it (clockwise on the screen)."""
    sine, cosine = math.sin(math.radians(degrees)), math.cos(math.radians(degrees))
    return (point[0] * cosine - point[1] * sine, point[0] * sine + point[1] * cosine)


def near_turn(degrees: float, to: float) -> float:
    """The same angle, written as the number nearest to `to`: without it a limb would spin the long way round."""
    return to + (degrees - to + 180) % 360 - 180


def middle_joint(start: Point, end: Point, upper: float, lower: float, bend: float) -> tuple[Point, Point]:
    """The knee or elbow of a two-bone limb from start to end, and the end that can be reached.

    `bend` 1 puts the joint on the front side, -1 on the back. A target out of reach is approached as far as the
    bones allow: no bone ever stretches.
    """
    far = distance(start, end) or 1e-6
    reach = max(abs(upper - lower) + 1e-3, min(far, (upper + lower) * 0.9995))
    unit = ((end[0] - start[0]) / far, (end[1] - start[1]) / far)
    foot = (upper * upper - lower * lower + reach * reach) / (2 * reach)
    height = math.sqrt(max(0.0, upper * upper - foot * foot)) * bend
    joint = (start[0] + unit[0] * foot + unit[1] * height, start[1] + unit[1] * foot - unit[0] * height)
    return joint, (start[0] + unit[0] * reach, start[1] + unit[1] * reach)
