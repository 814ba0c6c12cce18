"""`python -m uncramp.figures POSE [start|hold|pair|move] [left|right] [lean|full]`: one figure to standard output."""

from __future__ import annotations

import sys

from . import BODIES, PoseError, draw, names, pose
from .draw import SHOWS

ALLOWED = (SHOWS, ("right", "left"), BODIES)


def main(words: list[str]) -> int:
    if not words:
        print(__doc__, "\n\nposes:", *names(), sep="\n  ")
        return 2
    try:
        chosen = pose(words[0])
    except PoseError as error:
        print(f"uncramp.figures: {error}", file=sys.stderr)
        return 2
    show, side, body = (next((w for w in words[1:] if w in row), row[0]) for row in ALLOWED)
    print(draw(chosen, "move" if len(words) == 1 else show, side, body))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
