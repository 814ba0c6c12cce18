"""What published cramp trials say, worked out again from their own summaries: `python benchmarks/trials_published.py`.

Prints the table of docs/trials.md. A number that the paper prints is compared with the one that follows from its means
and standard deviations; where they differ, or nothing can be worked out, the row says so.
"""

from __future__ import annotations

import math
import sys
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

FILE = Path(__file__).with_suffix(".toml")
Z = 1.959964
NEAR = 0.02
"""A printed number is reproduced if ours is as near as this, or nearer than its last printed digit."""


@dataclass(frozen=True, slots=True)
class Found:
    """What follows from a summary; `agrees` by the name of what was printed, empty if nothing can be compared."""

    says: str
    numbers: dict[str, Any] = field(default_factory=dict)
    agrees: dict[str, bool] = field(default_factory=dict)


def t_two_sided(t: float, degrees: float) -> float:
    """P of a t as far from 0 as this, by Simpson's rule: the density is smooth, and the tails end at 200."""
    at = np.linspace(abs(t), 200.0, 200_001)
    scale = math.exp(math.lgamma((degrees + 1) / 2) - math.lgamma(degrees / 2)) / math.sqrt(degrees * math.pi)
    density = scale * (1 + at**2 / degrees) ** (-(degrees + 1) / 2)
    weights = np.ones_like(at)
    weights[1:-1:2], weights[2:-1:2] = 4, 2
    return float(2 * (weights @ density) * (at[1] - at[0]) / 3)


def t_of(p: float, degrees: float) -> float:
    """The t that has this two-sided P."""
    low, high = 0.0, 50.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if t_two_sided(middle, degrees) > p else (low, middle)
    return (low + high) / 2


def two_groups(trial: dict[str, Any]) -> Found:
    """Difference of two means, its standard error, and what was printed of it."""
    (a, sd_a, n_a), (b, sd_b, n_b) = trial["groups"]
    difference, error = a - b, math.hypot(sd_a / math.sqrt(n_a), sd_b / math.sqrt(n_b))
    p = t_two_sided(difference / error, n_a + n_b - 2)
    limits = (difference - Z * error, difference + Z * error)
    printed, agrees = trial["published"], {}
    if "p" in printed:
        agrees["p"] = abs(p - printed["p"]) <= 0.005
    p_said = f"= {p:.3f}" if p >= 0.001 else "< 0.001"
    says = f"{difference:.2f} (se {error:.3f}; {limits[0]:.2f} to {limits[1]:.2f}), P {p_said}"
    numbers = {"difference": difference, "error": error, "p": p, "limits": limits}
    if "limits" in printed:
        agrees["limits"] = all(abs(ours - said) <= NEAR for ours, said in zip(limits, printed["limits"], strict=True))
        half = (printed["limits"][1] - printed["limits"][0]) / 2
        as_weeks = Z * error / math.sqrt(trial["weeks"])
        numbers |= {"printed_half": half, "as_weeks": as_weeks}
        says += f"; half of the printed interval {half:.3f}, of ours over the root of {trial['weeks']} {as_weeks:.3f}"
    return Found(says, numbers, agrees)


def paired(trial: dict[str, Any]) -> Found:
    """What a P says of a difference within people: its standard error, interval, and how alike a person's two are."""
    difference, degrees = trial["means"][0] - trial["means"][1], trial["people"] - 1
    error = abs(difference) / t_of(trial["p"], degrees)
    wide = t_of(0.05, degrees) * error
    one, other = trial["sds"]
    alike = (one**2 + other**2 - trial["people"] * error**2) / (2 * one * other)
    low, high = difference - wide, difference + wide
    says = f"{difference:.2f} (se {error:.2f}; {low:.1f} to {high:.1f}), within-person correlation {alike:.2f}"
    return Found(says, {"error": error, "limits": (low, high), "alike": alike})


def interval(trial: dict[str, Any]) -> Found:
    """What an interval says of its standard error."""
    low, high = trial["limits"]
    error = (high - low) / (2 * Z)
    return Found(f"se {error:.3f}, z {trial['difference'] / error:.1f}", {"error": error})


def rate(trial: dict[str, Any]) -> Found:
    """A difference of rates as a ratio, which is what the effect's prior is about."""
    middle, low, high = ((trial["without"] + one) / trial["without"] for one in (trial["difference"], *trial["limits"]))
    return Found(f"rate ratio {middle:.2f} ({low:.2f} to {high:.2f})", {"ratio": middle, "limits": (low, high)})


def ratio(trial: dict[str, Any]) -> Found:
    """Two mean times as a log ratio."""
    one, other = trial["means"]
    log_ratio = math.log(one / other)
    agrees = {"difference": abs(one - other - trial["published"]["difference"]) < 0.05}
    return Found(f"{one - other:.1f}, log ratio {log_ratio:.2f}", {"log_ratio": log_ratio}, agrees)


def nothing(_: dict[str, Any]) -> Found:
    return Found("cannot be worked out")


SUMS = {
    "two_groups": two_groups, "paired": paired, "interval": interval, "rate": rate, "ratio": ratio, "none": nothing,
}  # fmt: skip


def trials() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = tomllib.loads(FILE.read_text(encoding="utf-8"))["trial"]
    return found


def found_of(trial: dict[str, Any]) -> Found:
    return SUMS[trial["sum"]](trial)


def main() -> None:
    sys.stdout.write("| trial | what follows from its summary | printed | |\n| --- | --- | --- | --- |\n")
    for trial in trials():
        found = found_of(trial)
        printed = ", ".join(f"{key} {value}" for key, value in trial["published"].items())
        verdict = "" if not found.agrees else "reproduced" if all(found.agrees.values()) else "**not reproduced**"
        said = " ".join(filter(None, (verdict and f"{verdict}.", trial["note"])))
        sys.stdout.write(f"| {trial['name']} ({trial['source']}) | {found.says} | {printed or '-'} | {said} |\n")


if __name__ == "__main__":
    main()
