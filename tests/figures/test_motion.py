"""The written animations, read back from the SVG as a browser reads them."""

from __future__ import annotations

import itertools
import math
from xml.etree import ElementTree

import pytest

from uncramp.figures import draw, names, pose
from uncramp.figures.draw import frames
from uncramp.figures.geometry import Point, distance, near_turn
from uncramp.figures.motion import STEPS, moments
from uncramp.figures.shape import shapes

Matrix = tuple[float, float, float, float, float, float]
SVG = "{http://www.w3.org/2000/svg}"


def times(a: Matrix, b: Matrix) -> Matrix:
    return (
        a[0] * b[0] + a[2] * b[1],
        a[1] * b[0] + a[3] * b[1],
        a[0] * b[2] + a[2] * b[3],
        a[1] * b[2] + a[3] * b[3],
        a[0] * b[4] + a[2] * b[5] + a[4],
        a[1] * b[4] + a[3] * b[5] + a[5],
    )


def step(kind: str, row: list[float]) -> Matrix:
    if kind == "rotate":
        sine, cosine = math.sin(math.radians(row[0])), math.cos(math.radians(row[0]))
        return (cosine, sine, -sine, cosine, 0, 0)
    if kind == "translate":
        x, y = (*row, 0.0)[:2]
        return (1, 0, 0, 1, x, y)
    if kind == "scale":
        return (row[0], 0, 0, row[1], 0, 0)
    a, b, c, d, e, f = row
    return (a, b, c, d, e, f)


def written(attribute: str) -> Matrix:
    made: Matrix = (1, 0, 0, 1, 0, 0)
    for word in attribute.split(")")[:-1]:
        kind, _, row = word.partition("(")
        made = times(made, step(kind, [float(v) for v in row.split()]))
    return made


def at_time(values: str, share: float) -> list[float]:
    rows = [[float(v) for v in row.split()] for row in values.split(";")]
    place = share * (len(rows) - 1)
    index = min(int(place), len(rows) - 2)
    before, after = ([*row, 0.0][:2] for row in rows[index : index + 2])
    return [a + (b - a) * (place - index) for a, b in zip(before, after, strict=True)]


def feet(svg: str, path: str, share: float) -> list[Point]:
    """Where the ankles of all drawn feet are, at a share of the loop: the far foot first."""
    root = ElementTree.fromstring(svg)
    uses = {f"#{e.attrib['id']}": e.attrib["d"] for e in root.iter(f"{SVG}path") if "id" in e.attrib}
    found: list[Point] = []

    def walk(element: ElementTree.Element, outer: Matrix) -> None:
        here = times(outer, written(element.attrib.get("transform", "")))
        for moving in element.findall(f"{SVG}animateTransform"):
            here = times(here, step(moving.attrib["type"], at_time(moving.attrib["values"], share)))
        if path in (element.attrib.get("d"), uses.get(element.attrib.get("href", ""))) and element.tag != "defs":
            found.append((here[4], here[5]))
        for child in element:
            if child.tag != f"{SVG}defs":
                walk(child, here)

    walk(root, (1, 0, 0, 1, 0, 0))
    return found


@pytest.mark.parametrize("name", names())
def test_the_browser_sees_planted_feet_that_do_not_slide_or_float(name: str) -> None:
    chosen = pose(name)
    if chosen.helper or not chosen.planted:
        pytest.skip("nobody stands still here, or there are two people whose feet look alike")
    part = {"shoes": "shoe", "bare": "foot"}[chosen.person.feet]
    path = shapes(chosen.view).parts[part].path
    svg = draw(chosen, "move", "right" if chosen.treated == "near" else "left")
    stands = feet(svg, path, 0)
    assert len(stands) == 2
    for tick in range(8 * STEPS + 1):
        for index, leg in enumerate(("far", "near")):
            if leg in chosen.planted:
                assert distance(stands[index], feet(svg, path, tick / 8 / STEPS)[index]) < 0.5


@pytest.mark.parametrize("name", names())
def test_no_joint_leaps_from_one_step_to_the_next(name: str) -> None:
    made = [own for own, _ in frames(pose(name), moments(pose(name)), "lean")]
    for before, after in itertools.pairwise(made):
        for bone in before:
            assert abs(near_turn(after[bone].turn - before[bone].turn, 0)) < 90, bone


@pytest.mark.parametrize("name", names())
def test_a_loop_ends_where_it_begins(name: str) -> None:
    [(first, _), *_, (last, _)] = frames(pose(name), moments(pose(name)), "lean")
    for bone in first:
        assert distance(first[bone].at, last[bone].at) < 0.01
