"""The drawings as files: well-formed, small, alike on both sides, and allowed by a strict content policy."""

from __future__ import annotations

import gzip
import importlib.util
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from xml.etree import ElementTree

import pytest

from uncramp import figures
from uncramp.figures import BODIES, bodymap, colours, draw, for_remedy, names, places, pose, skins
from uncramp.figures.draw import SHOWS, short

KNOWLEDGE = Path(figures.__file__).parents[1] / "knowledge"
STILL, TWO_PEOPLE = 6_000, 10_000
MOVING_ON_THE_WIRE = 3_600

WITHOUT = {
    "eye_rest": "the eyes close: words say it better than a picture",
    "jaw_rest": "what moves is inside the mouth",
    "loosen_clothing": "no single movement",
    "warm_bath": "a body in a bath helps nobody to get in safely",
}
"""Remedies that are guided but have no figure, and why."""


def every() -> list[str]:
    return [
        draw(pose(name), show, side, body)
        for name in names()
        for show in SHOWS
        for side in ("right", "left")
        for body in BODIES
    ]


def test_every_drawing_is_well_formed_and_says_what_it_shows() -> None:
    for svg in every():
        root = ElementTree.fromstring(svg)
        title, desc = root[0], root[1]
        assert title.text
        assert desc.text
        assert root.attrib["aria-labelledby"] == f"{title.attrib['id']} {desc.attrib['id']}"


def test_no_drawing_needs_what_a_strict_content_policy_forbids() -> None:
    for svg in [*every(), bodymap("front"), bodymap("back")]:
        assert not re.search(r"<script|<style|style=|\son\w+=|javascript:|url\(|<image|<foreignObject", svg)
        assert all(target.startswith(("#", "?")) for target in re.findall(r'href="([^"]*)"', svg))


def test_every_reference_inside_a_drawing_finds_its_target() -> None:
    for svg in every():
        ids = re.findall(r'\sid="([^"]+)"', svg)
        assert len(ids) == len(set(ids))
        assert set(re.findall(r'href="#([^"]+)"', svg)) <= set(ids)


def test_figures_on_one_page_do_not_share_ids() -> None:
    assert len({short(name) for name in names()}) == len(names())


@pytest.mark.parametrize("name", names())
@pytest.mark.parametrize("show", ["start", "hold", "move"])
def test_the_left_side_is_the_mirror_image_of_the_right(name: str, show: str) -> None:
    right, left = (draw(pose(name), show, side) for side in ("right", "left"))
    mirrored, plain = (left, right) if pose(name).treated == "near" else (right, left)
    x, _, width, _ = pose(name).box
    turned = f'<g transform="matrix(-1 0 0 1 {2 * x + width:g} 0)">'
    assert mirrored.count(turned) == plain.count(turned) + 1
    assert re.sub(r"</g>(?=</svg>)", "", mirrored, count=1).replace(turned, "", 1) == plain


def test_a_pair_reads_from_the_start_to_the_hold_on_both_sides() -> None:
    for side in ("right", "left"):
        svg = draw(pose("calf_wall"), "pair", side)
        arrow, second = svg.index('stroke="var(--uc-arrow'), svg.index('<g transform="translate(282 0)">')
        assert arrow < second  # only the start shows where the movement goes
        assert "--uc-arrow" not in svg[second:]


def test_no_picture_has_words_in_it() -> None:
    assert not any("<text" in svg for svg in every())


@pytest.mark.parametrize("name", names())
def test_a_figure_is_small(name: str) -> None:
    limit = STILL if pose(name).helper is None else TWO_PEOPLE
    for body in BODIES:
        assert len(draw(pose(name), "start", body=body).encode()) <= limit
        assert len(draw(pose(name), "hold", body=body).encode()) <= limit
        assert len(gzip.compress(draw(pose(name), "move", body=body).encode())) <= MOVING_ON_THE_WIRE


def test_without_animation_a_moving_figure_shows_the_hold() -> None:
    def still(svg: str) -> str:
        return re.sub(r"<animate[^>]*/>", "", svg)

    def transforms(svg: str) -> list[str]:
        return re.findall(r'transform="([^"]+)"', svg)

    for name in ("calf_wall", "knees_to_chest", "neck_side"):
        assert transforms(still(draw(pose(name), "move"))) == transforms(draw(pose(name), "hold"))


def test_the_two_builds_and_the_tones_of_skin_differ() -> None:
    chosen = pose("calf_wall")
    assert draw(chosen, "hold", body="lean") != draw(chosen, "hold", body="full")
    assert len({skin for skin, _ in skins().values()}) == len(skins()) >= 4


def test_every_colour_is_a_variable_of_the_palette() -> None:
    for svg in every():
        for paint in re.findall(r'(?:fill|stroke)="([^"]+)"', svg):
            if paint != "none":
                name, fallback = re.fullmatch(r"var\(--uc-(\w+),(#\w{6})\)", paint).groups()  # type: ignore[union-attr]
                assert colours()[name][0] == fallback


def guided() -> set[str]:
    found = {
        path.stem: tomllib.loads(path.read_text(encoding="utf-8")) for path in (KNOWLEDGE / "remedies").glob("*.toml")
    }
    return {name for name, data in found.items() if "guide" in data}


def test_every_guided_remedy_has_a_figure_or_a_reason_for_none() -> None:
    assert {remedy for remedy in guided() if not for_remedy(remedy)} == set(WITHOUT)


def test_figures_name_only_remedies_that_are_guided() -> None:
    named = {remedy for name in names() for remedy in pose(name).remedies}
    assert named - guided() == set()


def test_the_body_map_has_every_quick_place_on_both_sides() -> None:
    quick = {row["id"] for row in tomllib.loads((KNOWLEDGE / "gates.toml").read_text(encoding="utf-8"))["quick"]}
    assert {*places("front"), *places("back")} == quick
    for view in ("front", "back"):
        root = ElementTree.fromstring(bodymap(view))
        ids = {element.attrib["id"] for element in root.iter() if "id" in element.attrib}
        assert ids == {f"{view}-{place}-{side}" for place in places(view) for side in ("left", "right")}


def test_the_body_map_shows_the_left_on_the_right_from_the_front_and_on_the_left_from_the_back() -> None:
    def start(view: str, ident: str) -> float:
        return float(re.search(rf'id="{ident}" d="M([\d.]+)', bodymap(view))[1])  # type: ignore[index]

    assert start("front", "front-shin-left") > 90 > start("front", "front-shin-right")
    assert start("back", "back-calf-left") < 90 < start("back", "back-calf-right")


def test_a_chosen_place_is_lit_and_said_to_be_chosen() -> None:
    svg = bodymap("back", chosen=["back-calf-left"])
    assert svg.count('aria-current="true"') == 1
    assert svg.count("var(--uc-hot") == 1


def test_figures_need_nothing_but_python_and_themselves() -> None:
    code = (
        "import sys, types; package = types.ModuleType('uncramp'); "
        f"package.__path__ = [{str(Path(figures.__file__).parents[1])!r}]; sys.modules['uncramp'] = package; "
        "import uncramp.figures as f; f.draw(f.pose('calf_wall')); f.bodymap('front'); "
        "print(sorted(m for m in sys.modules if m.startswith('uncramp.') and not m.startswith('uncramp.figures')))"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"


def test_a_developer_can_print_a_figure() -> None:
    told = subprocess.run([sys.executable, "-m", "uncramp.figures", "shin"], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == draw(pose("shin"))
    wrong = subprocess.run(
        [sys.executable, "-m", "uncramp.figures", "nose"], capture_output=True, text=True, check=False
    )
    assert wrong.returncode == 2
    assert "no pose `nose`" in wrong.stderr


def test_the_page_of_figures_is_up_to_date() -> None:
    file = Path(__file__).parents[2] / "docs/pictures/figures.py"
    spec = importlib.util.spec_from_file_location("figures_page", file)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    written = (file.parents[1] / "figures.md").read_text(encoding="utf-8")
    assert module.page() == written, "run `python docs/pictures/figures.py`"
