"""A picture is shown for the part of the body that it shows, and for no other."""

from __future__ import annotations

import pytest

from uncramp import figures
from uncramp.kb import Knowledge
from uncramp.site.data import pictures

OWN_STRENGTH = {
    "calf": "calf", "foot": "arch", "shin": "shin", "thigh_back": "thigh_back", "thigh_front": "thigh_front",
    "hand": "forearm", "arm": "upper_arm_front",
}  # fmt: skip
"""The places at which somebody is told to work the opposite muscle, and the muscle that has the cramp there."""


@pytest.mark.parametrize("place", OWN_STRENGTH)
def test_working_the_opposite_muscle_is_shown_at_the_place_that_has_the_cramp(place: str) -> None:
    shown = [figures.pose(name) for name in figures.for_remedy("antagonist_contraction")]
    assert [pose.person.muscles for pose in shown if place in pose.places] == [(OWN_STRENGTH[place],)]


def test_every_place_of_a_picture_is_one_of_the_first_page(kb: Knowledge) -> None:
    known = {place.id for place in kb.pack.quick}
    named = {place for name in figures.names() for place in figures.pose(name).places}
    assert named <= known


def test_a_picture_that_shows_any_place_names_none(kb: Knowledge) -> None:
    assert {"name": "slow_breathing"} in pictures(kb)["slow_breathing"]
    assert {"name": "massage_hand", "places": ["calf"]} in pictures(kb)["massage_gentle"]


def test_resting_on_the_side_has_a_pillow_for_the_head_and_one_for_the_knees() -> None:
    resting = figures.pose("side_rest")
    assert [prop[0] for prop in resting.behind].count("pillow") == 1
    assert [(bone, what) for bone, what, *_ in resting.person.worn] == [("far_shank", "cushion")]
