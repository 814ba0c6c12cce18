"""One figure as one SVG: the frames that are shown, what stands around, its title and its side."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from zlib import crc32

from . import motion
from .nest import Actor, Sheet, person
from .outline import number
from .palette import colour
from .pose import Pose
from .prop import arrows, props
from .shape import shapes
from .solve import Bones, solve

SHOWS = ("start", "hold", "pair", "move")
GAP = 12.0
"""Between the two halves of a pair."""


def frames(pose: Pose, at: Sequence[float], body: str) -> list[tuple[Bones, Bones | None]]:
    """The bones of the person, and of the helper if there is one, at each of the moments."""
    own, helping = shapes(pose.view, body), shapes(pose.view, "full" if body == "lean" else "lean")
    made: list[tuple[Bones, Bones | None]] = []
    for moment in at:
        bones = solve(pose.person, own, moment)
        made.append((bones, solve(pose.helper, helping, moment, bones) if pose.helper else None))
    return made


def _arrows(pose: Pose, moving: bool) -> str:
    """The arrows; on the way they fade, so that none lies over what has moved."""
    drawn = arrows(pose.arrows)
    if not drawn or not moving or pose.cycle:
        return drawn
    fade = f'<animate attributeName="opacity" dur="{number(pose.seconds)}s" repeatCount="indefinite" '
    return f'<g>{fade}keyTimes="0;.06;.2;.9;1" values="1;1;0;0;1"/>{drawn}</g>'


def _scene(pose: Pose, sheet: Sheet, at: Sequence[float], body: str, lit: float, arrow: bool) -> str:
    x, y, width, height = pose.box
    solved = frames(pose, at, body)
    actor = Actor(pose.person, shapes(pose.view, body), [f for f, _ in solved], lit, pose.view == "front")
    helper = ""
    if pose.helper:
        other = shapes(pose.view, "full" if body == "lean" else "lean")
        helping = [h for _, h in solved if h is not None]
        helper = person(Actor(pose.helper, other, helping, 1, pose.view == "front"), sheet)
    return (
        f'<rect x="{number(x)}" y="{number(y)}" width="{number(width)}" height="{number(height)}" '
        f'rx="22" fill="{colour("paper")}"/>'
        + props(pose.behind)
        + helper
        + person(actor, sheet)
        + props(pose.before)
        + (_arrows(pose, len(at) > 1) if arrow else "")
    )


def short(name: str) -> str:
    """A prefix for the ids of one figure: three letters, because it is written thirty times."""
    left, letters = crc32(name.encode()) % 26**3, ""
    for _ in range(3):
        left, letter = divmod(left, 26)
        letters += chr(ord("a") + letter)
    return letters


def draw(
    pose: Pose,
    show: str = "move",
    side: str = "right",
    body: str = "lean",
    *,
    title: str | None = None,
    desc: str | None = None,
    ident: str | None = None,
) -> str:
    """The SVG of a pose.

    `show` is "start", "hold", "pair" (both side by side, for whoever wants no motion) or "move". `side` is the treated
    side of the person: "left" is the mirror image of "right". `title` and `desc` replace the English of the pose, for
    other languages; `ident` keeps ids apart when one page shows a pose twice.
    """
    ident = ident or short(pose.id)
    if show not in SHOWS:
        raise ValueError(f"`{show}` cannot be shown; allowed: {', '.join(SHOWS)}")
    sheet = Sheet(ident, motion.still(pose) if show == "move" else 0, pose.seconds)
    x, y, width, height = pose.box
    before = 1.0 if pose.cycle else 0.4  # a muscle begins to shine when it is stretched

    def scene(at: Sequence[float], lit: float, arrow: bool) -> str:
        drawn = _scene(pose, sheet, at, body, lit, arrow)
        mirrored = (side == "left") == (pose.treated == "near")
        return f'<g transform="matrix(-1 0 0 1 {number(2 * x + width)} 0)">{drawn}</g>' if mirrored else drawn

    match show:
        case "hold":
            inside = scene([1.0], 1, False)
        case "move":
            inside = scene(motion.moments(pose), before, True)
        case _:
            inside = scene([0.0], before, True)
    if show == "pair":
        inside += f'<g transform="translate({number(width + GAP)} 0)">{scene([1.0], 1, False)}</g>'
        width = 2 * width + GAP
    inside = sheet.written(inside)
    box = " ".join(number(v) for v in (x, y, width, height))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}" role="img" aria-labelledby="{ident}t {ident}d">'
        f'<title id="{ident}t">{escape(title or pose.title)}</title>'
        f'<desc id="{ident}d">{escape(desc or pose.desc)}</desc>{inside}</svg>'
    )
