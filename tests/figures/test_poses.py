"""What every figure must keep to: planted feet, hands that reach, human joints, nothing outside the frame."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

import pytest

from uncramp.figures import BODIES, Pose, PoseError, names, pose
from uncramp.figures.draw import frames
from uncramp.figures.geometry import Point, along, distance, near_turn, plus
from uncramp.figures.motion import moments
from uncramp.figures.nest import Actor
from uncramp.figures.pose import Person
from uncramp.figures.shape import shapes
from uncramp.figures.solve import Bones, aims, length

POSES = names()
SIDE = tuple(name for name in POSES if pose(name).view == "side")
CROPPED = {"hand", "neck_side", "neck_turn"}
"""Close pictures, cut off below on purpose."""


def steps(name: str) -> list[tuple[Bones, Bones | None]]:
    chosen = pose(name)
    return frames(chosen, moments(chosen), "lean")


def people(name: str) -> Iterator[tuple[Person, list[Bones]]]:
    made = steps(name)
    yield pose(name).person, [own for own, _ in made]
    helper = pose(name).helper
    if helper:
        yield helper, [other for _, other in made if other is not None]


def test_there_are_figures_for_a_whole_session() -> None:
    assert len(POSES) >= 24
    wanted = {"calf_wall", "thigh_front_standing", "knees_to_chest", "neck_side", "calf_assisted", "stand_up", "walk"}
    assert wanted <= set(POSES)


def halfway(a: Bones, b: Bones, leg: str, chosen: Pose) -> Point:
    """Where the ankle is half-way between two steps, when every joint turns evenly, as an animation does it."""
    body = shapes(chosen.view)
    at = plus(
        a["lumbar"].at, ((b["lumbar"].at[0] - a["lumbar"].at[0]) / 2, (b["lumbar"].at[1] - a["lumbar"].at[1]) / 2)
    )
    at = plus(at, (a[f"{leg}_thigh"].at[0] - a["lumbar"].at[0], a[f"{leg}_thigh"].at[1] - a["lumbar"].at[1]))
    for bone in (f"{leg}_thigh", f"{leg}_shank"):
        turn = (a[bone].turn + near_turn(b[bone].turn, a[bone].turn)) / 2
        at = plus(at, along(-turn, length(chosen.person, body, bone)))
    return at


@pytest.mark.parametrize("name", POSES)
def test_a_planted_foot_stays_where_it_stands(name: str) -> None:
    own = [bones for bones, _ in steps(name)]
    for leg in pose(name).planted:
        stands = own[0][f"{leg}_foot"].at
        at_steps = [bones[f"{leg}_foot"].at for bones in own]
        between = [halfway(a, b, leg, pose(name)) for a, b in pairwise(own)]
        assert max(distance(stands, at) for at in at_steps + between) < 0.5


@pytest.mark.parametrize("name", POSES)
def test_hands_reach_what_they_hold(name: str) -> None:
    chosen = pose(name)
    for at in (0.0, 1.0):
        [(own, other)] = frames(chosen, [at], "lean")
        pairs = list(aims(chosen.person, own, at).items())
        if chosen.helper and other:
            pairs += aims(chosen.helper, other, at, own).items()
        for arm, (wanted, found) in pairs:
            assert distance(wanted, found) < 3, arm


@pytest.mark.parametrize("name", POSES)
def test_no_bone_ever_changes_its_length(name: str) -> None:
    joints = [("thigh", "shank"), ("shank", "foot"), ("upper_arm", "forearm"), ("forearm", "hand")]
    pairs = [(f"{side}_{a}", f"{side}_{b}") for side in ("near", "far") for a, b in joints]
    for person, moving in people(name):
        body = shapes(pose(name).view)
        for upper, lower in [*pairs, ("lumbar", "thorax"), ("thorax", "neck")]:
            for bones in moving:
                assert distance(bones[upper].at, bones[lower].at) == pytest.approx(
                    length(person, body, upper), abs=0.01
                )


def angles(bones: Bones, side: str) -> dict[str, float]:
    """The joint angles that a physiotherapist would measure: 0 is standing straight, bending forward is more."""
    turn = {name: bone.turn for name, bone in bones.items()}

    def bend(far: str, near: str) -> float:
        return near_turn(turn[far] - turn[near], 40)

    return {
        "hip": near_turn(turn["lumbar"] - turn[f"{side}_thigh"], 40),
        "knee": bend(f"{side}_shank", f"{side}_thigh"),
        "ankle": near_turn(turn[f"{side}_shank"] - turn[f"{side}_foot"], 0),
        "toes": near_turn(turn[f"{side}_foot"] - turn[f"{side}_toes"], 0),
        "shoulder": near_turn(turn["thorax"] - turn[f"{side}_upper_arm"], 60),
        "elbow": near_turn(turn[f"{side}_upper_arm"] - turn[f"{side}_forearm"], 60),
        "wrist": near_turn(turn[f"{side}_forearm"] - turn[f"{side}_hand"], 0),
        "back": bend("thorax", "lumbar"),
        "neck": near_turn(turn["head"] - turn["thorax"], 0),
    }


HUMAN = {
    "hip": (-25, 145), "knee": (-3, 155), "ankle": (-60, 35), "toes": (-10, 65), "shoulder": (-80, 190),
    "elbow": (-5, 155), "wrist": (-95, 95), "back": (-25, 45), "neck": (-40, 45),
}  # fmt: skip


@pytest.mark.parametrize("name", SIDE)
def test_joints_stay_within_what_a_human_body_can_do(name: str) -> None:
    for person, moving in people(name):
        for side in ("near", "far"):
            for bones in moving:
                for joint, value in angles(bones, side).items():
                    if joint in ("hip", "knee", "ankle") and any(bone.startswith(side) for bone in person.lengths):
                        continue  # a leg that points at the viewer shows no true angle
                    low, high = HUMAN[joint]
                    assert low <= value <= high, f"{side} {joint} {value:.0f}"


def drawn_points(path: str) -> list[Point]:
    """The ends of the arcs of a path made by `smooth`."""
    start, rest = re.fullmatch(r"M([^q]+)q(.+)z", path).groups()  # type: ignore[union-attr]
    row = [float(v) for v in re.findall(r"-?(?:\d+\.?\d*|\.\d+)", start + " " + rest.replace("t", " "))]
    x, y = row[0], row[1]
    made = [(x, y)]
    for dx, dy in zip(row[4::2], row[5::2], strict=True):
        x, y = x + dx, y + dy
        made.append((x, y))
    return made


@pytest.mark.parametrize("body", BODIES)
@pytest.mark.parametrize("name", POSES)
def test_nothing_of_the_body_leaves_the_frame(name: str, body: str) -> None:
    chosen = pose(name)
    x, y, width, height = chosen.box
    made = frames(chosen, moments(chosen), body)
    who = [(chosen.person, [own for own, _ in made])]
    if chosen.helper:
        who.append((chosen.helper, [other for _, other in made if other]))
    for person, moving in who:
        actor = Actor(person, shapes(chosen.view, body), moving, 1, chosen.view == "front")
        for bones in moving:
            for bone, placed in bones.items():
                for part in actor.parts(bone):
                    if "q" not in part.path or part.stroke or part.id == "ears":
                        continue
                    for point in drawn_points(part.path):
                        px, py = placed.point(point[0], point[1] * person.lengths.get(bone, 1))
                        px = px if person.flip is None else 2 * person.flip - px
                        assert x <= px <= x + width, f"{part.id} of {bone} at x {px:.0f}"
                        assert py >= y, f"{part.id} of {bone} at y {py:.0f}"
                        assert py <= y + height or name in CROPPED, f"{part.id} of {bone} at y {py:.0f}"


def test_the_heel_stays_on_the_floor_in_the_calf_stretch_at_the_wall() -> None:
    for bones, _ in steps("calf_wall"):
        foot = bones["near_foot"]
        assert foot.point(-11, 11.5)[1] >= foot.point(33, 12)[1] - 0.6
        assert foot.point(-11, 11.5)[1] == pytest.approx(384, abs=1)


def test_the_back_knee_is_straight_in_the_calf_stretch_at_the_wall() -> None:
    [(hold, _)] = frames(pose("calf_wall"), [1.0], "lean")
    assert angles(hold, "near")["knee"] < 16
    assert angles(hold, "far")["knee"] > 30


@pytest.mark.parametrize("name", ["calf_seated", "calf_assisted", "calf_own_strength", "calf_wall"])
def test_a_calf_stretch_brings_the_toes_towards_the_shin(name: str) -> None:
    (start, _), (hold, _) = frames(pose(name), [0.0, 1.0], "lean")
    assert angles(hold, "near")["ankle"] > angles(start, "near")["ankle"]
    assert angles(hold, "near")["ankle"] > 5


def test_the_shin_stretch_points_the_foot_away() -> None:
    (start, _), (hold, _) = frames(pose("shin"), [0.0, 1.0], "lean")
    assert hold["near_foot"].turn > start["near_foot"].turn


def test_the_hand_that_stretches_the_neck_holds_the_seat_and_not_the_head() -> None:
    for bones, _ in steps("neck_side"):
        for side in ("near", "far"):
            assert bones[f"{side}_hand"].at[1] > bones["lumbar"].at[1] - 10


def test_lifted_knees_come_no_higher_than_the_hip() -> None:
    for bones, _ in steps("knee_lift_walk"):
        for side in ("near", "far"):
            assert bones[f"{side}_shank"].at[1] >= bones["lumbar"].at[1]


def test_a_pose_that_does_not_exist_is_named_with_what_is_allowed() -> None:
    with pytest.raises(PoseError, match="no pose `handstand`; allowed: abdomen"):
        pose("handstand")
