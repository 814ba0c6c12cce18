"""Pictures of every stretch and position, drawn from joint angles: stands alone, needs nothing but Python.

`draw(pose("calf_wall"), "move", side="left")` is an SVG; `for_remedy("calf_stretch_wall")` names the poses of a remedy.
"""

from __future__ import annotations

from functools import cache

from .bodymap import VIEWS, bodymap, places
from .draw import draw
from .palette import colours, css, skins
from .pose import Pose, PoseError, names, pose
from .shape import BODIES

__all__ = [
    "BODIES", "VIEWS", "Pose", "PoseError", "bodymap", "colours", "css", "draw", "for_remedy", "names", "places",
    "pose", "skins",
]  # fmt: skip


@cache
def for_remedy(remedy: str) -> tuple[str, ...]:
    """The names of the poses that show a remedy, the plainest first; empty if there is none."""
    showing = [p for p in (pose(name) for name in names()) if remedy in p.remedies]
    return tuple(p.id for p in sorted(showing, key=lambda p: (p.remedies.index(remedy), p.id)))
