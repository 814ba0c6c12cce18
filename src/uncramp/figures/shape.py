"""What the body looks like: parts and muscles on their bones, read from shapes/*.toml, in two builds."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from .outline import limb, smooth, strand

BODIES = ("lean", "full")
UP = ("lumbar", "thorax", "neck", "head")
"""Bones that stand up from their lower end; all others hang down from their upper end."""


@dataclass(frozen=True)
class Part:
    """A piece of the drawing that is rigid on its bone."""

    id: str
    bone: str
    path: str
    fill: str = ""
    stroke: str = ""
    width: float = 0
    late: bool = False
    """Drawn over the bones that hang on its own."""


@dataclass(frozen=True)
class Muscle:
    bone: str
    path: str
    fibres: str


@dataclass(frozen=True)
class Shapes:
    """All that is needed to draw a body in one view."""

    length: Mapping[str, float]
    roots: Mapping[str, tuple[float, float]]
    """Where hips and shoulders stand: from the hip, and from the upper end of the thorax."""
    parts: Mapping[str, Part]
    muscles: Mapping[str, Muscle]


def _outline(data: Mapping[str, Any], length: float, scale: float) -> str:
    if "path" in data:
        return str(data["path"])
    if "points" in data:
        return smooth([(x * scale if scale != 1 else x, y) for x, y in data["points"]])
    return smooth(limb([(t, f * scale, b * scale) for t, f, b in data["profile"]], length))


@cache
def shapes(view: str, body: str = "lean") -> Shapes:
    """The shapes of one view ("side", "front") and build."""
    data = tomllib.loads(files(__package__).joinpath("shapes", f"{view}.toml").read_text(encoding="utf-8"))
    other = data.get(body, {})
    scale, swapped = other.get("scale", {}), other.get("part", {})
    length = data["length"]

    def signed(bone: str) -> float:
        return float(length.get(bone, 0)) * (-1 if bone in UP else 1)

    parts = {}
    for entry in data["part"]:
        row = entry | swapped.get(entry["id"], {})
        bone = row.get("bone", row["id"])
        path = _outline(row, signed(bone), scale.get(row["id"], 1))
        kept = {k: row[k] for k in ("fill", "stroke", "width", "late") if k in row}
        parts[row["id"]] = Part(row["id"], bone, path, **kept)
    muscles = {}
    for name, row in data["muscle"].items():
        bone = row["bone"]
        by = scale.get(bone, 1)
        fibres = ""
        if "profile" in row:
            inner = [(t, f * by, b * by) for t, f, b in row["profile"]][1:-1]
            inner = inner if len(inner) % 2 else inner[:-1]
            fibres = strand(inner, signed(bone), 0.36) + strand(inner, signed(bone), 0.68)
        muscles[name] = Muscle(bone, _outline(row, signed(bone), by), fibres)
    roots = {name: (x, y) for name, (x, y) in data["root"].items()}
    return Shapes(length, roots, parts, muscles)
