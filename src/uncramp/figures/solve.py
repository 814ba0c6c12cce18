"""From a pose to bones: where every bone starts and which way it points, at any moment of the movement."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from .geometry import Point, along, direction, middle_joint, minus, plus, turned
from .pose import Key, Person, Target
from .shape import Shapes

GRIP = 8.0
"""From the wrist to the middle of the palm: the point of a hand that meets its target."""
TURN = 8.0
"""How far the features of the face slide when the head turns as far as is easy."""


@dataclass(frozen=True)
class Bone:
    """Where a bone's own end is in the drawing, and its turn as SVG's rotate() takes it."""

    at: Point
    turn: float

    def point(self, x: float, y: float) -> Point:
        """A point given in the bone's own frame."""
        return plus(self.at, turned((x, y), self.turn))


Bones = dict[str, Bone]


@dataclass(frozen=True)
class Moment:
    """Between two key frames: the share of the second one."""

    a: Key
    b: Key
    share: float

    def number(self, name: str, default: float) -> float:
        return self.row(name, (default,))[0]

    def row(self, name: str, default: tuple[float, ...]) -> tuple[float, ...]:
        a, b = self.a.numbers.get(name, default), self.b.numbers.get(name, default)
        return tuple(x + (y - x) * self.share for x, y in zip(a, b, strict=True))

    def point(self, name: str, default: Point) -> Point:
        x, y = self.row(name, default)
        return (x, y)

    def target(self, name: str, bones: Bones, flip: float | None) -> Point | None:
        a, b = self.a.targets.get(name), self.b.targets.get(name)
        if a is None or b is None:
            return None
        if a[0] == b[0] == "circle":  # a pedal never turns back
            onward = (b[1][3] - a[1][3]) % 360
            return _place(("circle", (*a[1][:3], a[1][3] + onward * self.share)), bones, flip)
        (ax, ay), (bx, by) = _place(a, bones, flip), _place(b, bones, flip)
        return (ax + (bx - ax) * self.share, ay + (by - ay) * self.share)


def _place(target: Target, bones: Bones, flip: float | None) -> Point:
    name, row = target
    if name == "circle":
        return plus((row[0], row[1]), along(row[3], row[2]))
    if not name:
        return (row[0], row[1])
    point = bones[name].point(row[0], row[1])
    return (2 * flip - point[0], point[1]) if flip is not None and name.startswith("other.") else point


def length(person: Person, shapes: Shapes, bone: str) -> float:
    """How long a bone is in the drawing: shorter when it points at the viewer."""
    return shapes.length[base(bone)] * person.lengths.get(bone, 1)


def base(bone: str) -> str:
    """The name of a bone without its side."""
    return bone.removeprefix("near_").removeprefix("far_")


def _trunk(person: Person, moment: Moment, shapes: Shapes) -> Bones:
    made: Bones = {}
    at, turn = moment.point("hip", (0, 0)), 0.0
    for bone, joint in (("lumbar", "trunk"), ("thorax", "chest"), ("neck", "neck"), ("head", "head")):
        turn += moment.number(joint, 0)
        made[bone] = Bone(at, turn)
        if bone != "head":
            at = made[bone].point(0, -length(person, shapes, bone))
    # a head that turns to the side, seen from the front: the features of the face slide over it
    made["features"] = Bone(made["head"].point(TURN * moment.number("turn", 0), 0), turn)
    return made


def _leg(person: Person, moment: Moment, shapes: Shapes, bones: Bones, leg: str) -> None:
    side = leg.removesuffix("_leg")
    hip = plus(bones["lumbar"].at, moment.point(f"{leg}.root", shapes.roots[leg]))
    thigh, shank = length(person, shapes, f"{side}_thigh"), length(person, shapes, f"{side}_shank")
    ankle = moment.target(f"{leg}.ankle", bones, person.flip)
    if ankle is None:
        angle = moment.number(f"{leg}.thigh", 0)
        knee = plus(hip, along(angle, thigh))
        down = angle - moment.number(f"{leg}.knee", 0)
        ankle = plus(knee, along(down, shank))
    else:
        knee, ankle = middle_joint(hip, ankle, thigh, shank, moment.number(f"{leg}.bend", 1))
        angle, down = direction(hip, knee), direction(knee, ankle)
    bones[f"{side}_thigh"] = Bone(hip, -angle)
    bones[f"{side}_shank"] = Bone(knee, -down)
    foot = 90 - moment.number(f"{leg}.foot", 90)
    bones[f"{side}_foot"] = Bone(ankle, foot)
    bones[f"{side}_toes"] = Bone(bones[f"{side}_foot"].point(22, 8), foot - moment.number(f"{leg}.toes", 0))


def _arm(person: Person, moment: Moment, shapes: Shapes, bones: Bones, arm: str) -> None:
    side = arm.removesuffix("_arm")
    offset = moment.point(f"{arm}.root", shapes.roots[arm])
    shoulder = bones["thorax"].point(offset[0], offset[1] - length(person, shapes, "thorax"))
    upper, lower = length(person, shapes, f"{side}_upper_arm"), length(person, shapes, f"{side}_forearm")
    palm = moment.number(f"{arm}.palm", 0)
    held = moment.target(f"{arm}.hand", bones, person.flip)
    if held is None:
        angle = moment.number(f"{arm}.swing", 0)
        elbow = plus(shoulder, along(angle, upper))
        down = angle + moment.number(f"{arm}.elbow", 0)
        wrist = plus(elbow, along(down, lower))
        palm += down
    else:
        wrist = minus(held, along(palm, GRIP))
        elbow, wrist = middle_joint(shoulder, wrist, upper, lower, moment.number(f"{arm}.bend", -1))
        angle, down = direction(shoulder, elbow), direction(elbow, wrist)
    bones[f"{side}_upper_arm"] = Bone(shoulder, -angle)
    bones[f"{side}_forearm"] = Bone(elbow, -down)
    bones[f"{side}_hand"] = Bone(wrist, -palm)
    bones[f"{side}_fingers"] = Bone(plus(wrist, along(palm, 10)), -palm + moment.number(f"{arm}.curl", 0))


def solve(person: Person, shapes: Shapes, at: float, other: Bones | None = None) -> Bones:
    """Every bone at a moment: 0 the first key frame, 1 the second, and so on round to the first.

    `other` holds the bones of the other person, for hands that help; they are reached as `other.near_shank`.
    """
    keys = person.keys
    index = int(at) % len(keys)
    moment = Moment(keys[index], keys[(index + 1) % len(keys)], at - int(at))
    bones = _trunk(person, moment, shapes)
    bones |= {f"other.{name}": bone for name, bone in (other or {}).items()}
    for leg in ("near_leg", "far_leg"):
        _leg(person, moment, shapes, bones, leg)
    if person.band:
        root = bones[person.band.bone].point(*person.band.at)
        bones["band"] = Bone(root, -moment.number("band", 0))
    for arm in ("near_arm", "far_arm"):
        _arm(person, moment, shapes, bones, arm)
    return {name: bone for name, bone in bones.items() if not name.startswith("other.")}


def aims(person: Person, bones: Bones, at: float, other: Bones | None = None) -> Mapping[str, tuple[Point, Point]]:
    """For every hand with a target: where it should be and where the middle of its palm is."""
    keys = person.keys
    index = int(at) % len(keys)
    moment = Moment(keys[index], keys[(index + 1) % len(keys)], at - int(at))
    known = bones | {f"other.{name}": bone for name, bone in (other or {}).items()}
    found = {}
    for arm in ("near_arm", "far_arm"):
        wanted = moment.target(f"{arm}.hand", known, person.flip)
        if wanted is not None:
            found[arm] = (wanted, bones[f"{arm.removesuffix('_arm')}_hand"].point(0, GRIP))
    return found
