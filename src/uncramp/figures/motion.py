"""When a movement is where: one loop cut into equal steps, and the values of its animations."""

from __future__ import annotations

import math
from collections.abc import Sequence

from .geometry import minus, near_turn, turned
from .outline import number
from .pose import Pose
from .solve import Bone

STEPS = 16
MOVE, HOLD, BACK = 5, 6, 4
"""Of the sixteen steps of a loop: five to move, six to hold, four to go back, and one of rest."""


def _eased(share: float) -> float:
    return 0.5 - 0.5 * math.cos(math.pi * share)


def moments(pose: Pose) -> list[float]:
    """The moments at the ends of the steps, as `solve` reads them: 0 the start, 1 the hold (and on, in a cycle)."""
    fine = pose.fine
    if not pose.cycle:
        there = [_eased(i / MOVE / fine) for i in range(MOVE * fine)]
        back = [_eased(1 - i / BACK / fine) for i in range(1, BACK * fine + 1)]
        return there + [1.0] * (HOLD * fine + 1) + back + [0.0] * ((STEPS - MOVE - HOLD - BACK) * fine)
    made = []
    for i in range(STEPS * fine + 1):
        at = i * len(pose.person.keys) / STEPS / fine
        made.append(int(at) + (at % 1 if pose.even else _eased(at % 1)))
    return made


def still(pose: Pose) -> int:
    """The step whose frame is written into the drawing itself, for whatever shows no animation: the hold."""
    return (STEPS // len(pose.person.keys) if pose.cycle else MOVE) * pose.fine


def _animation(kind: str, values: Sequence[str], seconds: float) -> str:
    return (
        f'<animateTransform attributeName="transform" type="{kind}" additive="sum" dur="{number(seconds)}s" '
        f'repeatCount="indefinite" values="{";".join(values)}"/>'
    )


def _unwound(turns: Sequence[float], at: int) -> list[float]:
    """The turns with no leap between neighbours, counted from step `at` both ways: no limb spins the long way round."""
    made = list(turns)
    made[at] = near_turn(turns[at], 0)
    for i in range(at + 1, len(turns)):
        made[i] = near_turn(turns[i], made[i - 1])
    for i in reversed(range(at)):
        made[i] = near_turn(turns[i], made[i + 1])
    return made


def placed(frames: Sequence[Bone], at: int, seconds: float) -> tuple[str, str]:
    """The transform of a group that follows a bone (given in its parent's frame), and its animations.

    The transform holds the frame of step `at`; the animations add what the other steps differ by, so a drawing without
    animation shows that frame, and long stretches of the loop are written as a plain 0.
    """
    rest = frames[at]
    (x, y), turn = rest.at, near_turn(rest.turn, 0)
    words = []
    if number(x) != "0" or number(y) != "0":
        words.append(f"translate({number(x)} {number(y)})")
    if number(turn) != "0":
        words.append(f"rotate({number(turn)})")
    attribute = f' transform="{"".join(words)}"' if words else ""
    if len(frames) == 1:
        return attribute, ""
    # the steps are added after the rest's own turn, so they are written in its frame
    shifts = [turned(minus(frame.at, rest.at), -turn) for frame in frames]
    moves = ["0" if number(sx) == number(sy) == "0" else f"{number(sx)} {number(sy)}" for sx, sy in shifts]
    spun = [number(value) for value in _unwound([frame.turn - turn for frame in frames], at)]
    written = _animation("translate", moves, seconds) if set(moves) != {"0"} else ""
    written += _animation("rotate", spun, seconds) if set(spun) != {"0"} else ""
    return attribute, written
