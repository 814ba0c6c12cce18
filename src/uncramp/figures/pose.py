"""A pose as data: the key frames of one figure, read from poses/*.toml and checked."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

Target = tuple[str, tuple[float, ...]]
"""Where a hand or an ankle is to be: ("", (x, y)) in the drawing; (bone, (x, y)) in the frame of a bone of this or of
the other person; ("circle", (x, y, radius, degrees)) on a pedal's way."""

LIMBS = ("near_leg", "far_leg", "near_arm", "far_arm")
NUMBERS = {
    "hip": 2, "trunk": 1, "chest": 1, "neck": 1, "head": 1, "band": 1, "turn": 1,
    **{f"{leg}.{name}": 1 for leg in LIMBS[:2] for name in ("thigh", "knee", "foot", "toes", "bend")},
    **{f"{arm}.{name}": 1 for arm in LIMBS[2:] for name in ("palm", "curl", "bend", "swing", "elbow")},
    **{f"{limb}.root": 2 for limb in LIMBS},
}  # fmt: skip
TARGETS = {"near_leg.ankle", "far_leg.ankle", "near_arm.hand", "far_arm.hand"}


class PoseError(ValueError):
    """A pose that cannot be drawn: says which file, what is wrong and what is allowed."""


@dataclass(frozen=True)
class Key:
    """One key frame of one person: numbers that can be eased, and targets for hands and ankles."""

    numbers: Mapping[str, tuple[float, ...]]
    targets: Mapping[str, Target]


@dataclass(frozen=True)
class Band:
    """A towel or strap of fixed length from a point on a bone; its free end is held."""

    bone: str
    at: tuple[float, float]
    length: float


@dataclass(frozen=True)
class Person:
    """One person of a figure: key frames in their order, and how the person is drawn."""

    keys: tuple[Key, ...]
    feet: str = "shoes"
    hands: Mapping[str, str] = field(default_factory=dict)
    muscles: tuple[str, ...] = ()
    worn: tuple[tuple[str, str, float, float, float], ...] = ()
    order: tuple[str, ...] = ()
    lengths: Mapping[str, float] = field(default_factory=dict)
    band: Band | None = None
    flip: float | None = None
    """The x of the line about which this person is mirrored, to look the other way."""


@dataclass(frozen=True)
class Pose:
    """One figure: who is in it, what stands around them, and which remedies it shows."""

    id: str
    title: str
    desc: str
    remedies: tuple[str, ...]
    places: tuple[str, ...]
    """The places of the quick screen that it is right for; empty where it shows no part that could be the wrong one."""
    view: str
    box: tuple[float, float, float, float]
    treated: str
    """The treated side in the drawing: the near side is the right one of somebody who faces right."""
    cycle: bool
    even: bool
    """Of a cycle: turns at one speed, like a pedal, and does not slow down at its key frames."""
    fine: int
    """How many times finer than usual the movement is sampled: for long ways with a planted foot."""
    seconds: float
    planted: tuple[str, ...]
    person: Person
    helper: Person | None
    behind: tuple[tuple[Any, ...], ...]
    before: tuple[tuple[Any, ...], ...]
    arrows: tuple[tuple[Any, ...], ...]


def _key(table: Mapping[str, Any], where: str) -> Key:
    numbers: dict[str, tuple[float, ...]] = {}
    targets: dict[str, Target] = {}
    flat = dict(table)
    for limb in LIMBS:
        flat |= {f"{limb}.{name}": value for name, value in flat.pop(limb, {}).items()}
    for name, value in flat.items():
        if name in TARGETS:
            place, rest = (value[0], value[1:]) if isinstance(value[0], str) else ("", value)
            targets[name] = (place, tuple(float(v) for v in rest))
        elif name in NUMBERS:
            row = tuple(float(v) for v in (value if isinstance(value, list) else [value]))
            if len(row) != NUMBERS[name]:
                raise PoseError(f"{where}: `{name}` takes {NUMBERS[name]} number(s), not {len(row)}")
            numbers[name] = row
        else:
            raise PoseError(f"{where}: `{name}` is not a joint; allowed: {', '.join(sorted({*NUMBERS, *TARGETS}))}")
    return Key(numbers, targets)


def _merged(under: Mapping[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    """The first table with the second laid over it, table by table. A limb given by angles drops a target, and back."""
    made = dict(under)
    for name, value in over.items():
        old = made.get(name)
        if isinstance(value, Mapping) and isinstance(old, Mapping):
            kept = {
                k: v
                for k, v in old.items()
                if not ((k == "ankle" and "thigh" in value) or (k == "hand" and "swing" in value))
            }
            made[name] = _merged(kept, value)
        else:
            made[name] = value
    return made


def _person(data: Mapping[str, Any], where: str) -> Person:
    start = data["start"]
    tables = [start, _merged(start, data.get("hold", {})), *(_merged(start, t) for t in data.get("then", []))]
    band = data.get("band")
    return Person(
        keys=tuple(_key(table, where) for table in tables),
        feet=data.get("feet", "shoes"),
        hands=data.get("hands", {}),
        muscles=tuple(data.get("muscles", ())),
        worn=tuple((w[0], w[1], float(w[2]), float(w[3]), float(w[4])) for w in data.get("worn", [])),
        order=tuple(data.get("order", ())),
        lengths=data.get("lengths", {}),
        band=Band(band["bone"], (band["at"][0], band["at"][1]), band["length"]) if band else None,
        flip=data.get("flip"),
    )


def _table(name: str) -> dict[str, Any]:
    """The TOML of a pose, laid over the pose that it is `like`."""
    path = files(__package__).joinpath("poses", f"{name}.toml")
    if not path.is_file():
        raise PoseError(f"no pose `{name}`; allowed: {', '.join(names())}")
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    like = data.pop("like", None)
    return _merged(_table(like), data) if like else data


@cache
def names() -> tuple[str, ...]:
    """Every pose there is, in alphabetical order."""
    found = files(__package__).joinpath("poses").iterdir()
    return tuple(sorted(path.name.removesuffix(".toml") for path in found if path.name.endswith(".toml")))


@cache
def pose(name: str) -> Pose:
    """The pose of that name."""
    data = _table(name)
    where = f"figures/poses/{name}.toml"
    missing = [k for k in ("title", "desc", "remedies", "box", "start") if k not in data]
    if missing:
        raise PoseError(f"{where}: `{missing[0]}` is missing")
    x, y, width, height = (float(v) for v in data["box"])
    return Pose(
        id=name,
        title=data["title"],
        desc=data["desc"],
        remedies=tuple(data["remedies"]),
        places=tuple(data.get("places", ())),
        view=data.get("view", "side"),
        box=(x, y, width, height),
        treated=data.get("treated", "near"),
        cycle=data.get("cycle", False),
        even=data.get("even", False),
        fine=data.get("fine", 1),
        seconds=data.get("seconds", 6),
        planted=tuple(data.get("planted", ())),
        person=_person(data, where),
        helper=_person(data["helper"], where) if "helper" in data else None,
        behind=tuple(tuple(prop) for prop in data.get("behind", ())),
        before=tuple(tuple(prop) for prop in data.get("before", ())),
        arrows=tuple(tuple(arrow) for arrow in data.get("arrows", ())),
    )
