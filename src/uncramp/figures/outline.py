"""From points to path data: smooth outlines, written as short as they can be."""

from __future__ import annotations

from collections.abc import Sequence

from .geometry import Point

Station = Sequence[float]
"""One station of a limb's profile: how far along the bone (0 to 1), half-width in front, half-width behind."""


def number(value: float) -> str:
    """A number with at most one decimal, and no character more than needed."""
    text = f"{value:.1f}"
    if text.endswith(".0"):
        text = text[:-2]
    if text in ("-0", "0"):
        return "0"
    return text.replace("0.", ".", 1) if text.startswith(("0.", "-0.")) else text


def numbers(values: Sequence[float]) -> str:
    """Numbers as path data wants them: a minus sign parts two numbers as well as a blank does."""
    written = ""
    for value in values:
        text = number(value)
        written += text if not written or text.startswith("-") else f" {text}"
    return written


def _corners(points: Sequence[Point]) -> list[Point]:
    """The corners of a closed quadratic B-spline that passes through the points, one arc to a point.

    The middle of an arc lies at (before + 6 corner + after) / 8. Solved by repetition: every round leaves a third of
    the error, so a dozen are far more than the drawing can show.
    """
    corners = list(points)
    count = len(points)
    for _ in range(12):
        corners = [
            (
                (8 * points[i][0] - corners[i - 1][0] - corners[(i + 1) % count][0]) / 6,
                (8 * points[i][1] - corners[i - 1][1] - corners[(i + 1) % count][1]) / 6,
            )
            for i in range(count)
        ]
    return corners


def smooth(points: Sequence[Point]) -> str:
    """A smooth closed curve through the points, two numbers to a point.

    Each arc ends half-way between two corners, so SVG's `t`, which mirrors the last corner, finds the next by itself.
    Every step is rounded against the corner as it will be read: rounding does not add up along the way.
    """
    corners = _corners(points)
    x, y = (round((a + b) / 2, 1) for a, b in zip(corners[-1], corners[0], strict=True))
    cx, cy = round(corners[0][0], 1), round(corners[0][1], 1)
    path = f"M{numbers((x, y))}q{numbers((cx - x, cy - y))}"
    for i in range(len(corners)):
        after = corners[(i + 1) % len(corners)]
        to = (round((cx + after[0]) / 2, 1), round((cy + after[1]) / 2, 1))
        step = numbers((to[0] - x, to[1] - y))
        path += ("" if step.startswith("-") else " ") + step if i != 1 else f"t{step}"
        (x, y), (cx, cy) = to, (2 * to[0] - cx, 2 * to[1] - cy)
    return path + "z"


def limb(profile: Sequence[Station], length: float) -> list[Point]:
    """The outline of a limb whose bone runs from the origin down (up, if `length` is negative)."""
    front = [(f, t * length) for t, f, _ in profile]
    back = [(-b, t * length) for t, _, b in reversed(profile)]
    return front + back


def strand(profile: Sequence[Station], length: float, share: float) -> str:
    """A line that runs through a muscle, `share` of the way from its front edge to its back: one fibre."""
    points = [(f - (f + b) * share, t * length) for t, f, b in profile]
    path = f"M{numbers(points[0])}"
    for i in range(1, len(points) - 1, 2):
        path += f"Q{numbers([*points[i], *points[i + 1]])}"
    return path
