"""Made-up nights for the tests of trials."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np

from uncramp.trials.series import Night, Series, series
from uncramp.trials.simulate import Truth, arms, counts

FIRST = date(2026, 1, 5)
REFERENCE: list[dict[str, Any]] = json.loads(Path(__file__).with_name("reference.json").read_text(encoding="utf-8"))[
    "sets"
]
"""Trials whose posterior was worked out in two other ways; the file says how."""


def nights(arm: Iterable[str], counts: Iterable[int | None]) -> list[Night]:
    """Nights in a row."""
    return [
        Night(FIRST + timedelta(days=nth), "a" if one == "a" else "b", count)
        for nth, (one, count) in enumerate(zip(arm, counts, strict=True))
    ]


def trial(arm: Sequence[str], counts: Sequence[int | None]) -> Series:
    return series(nights(arm, counts))


def simulated(seed: int, truth: Truth, pairs: int = 4, block: int = 7) -> Series:
    """The trial of somebody for whom the truth is known."""
    rng = np.random.default_rng(seed)
    arm = arms(rng, pairs, block)
    return trial(["ab"[int(one)] for one in arm], [int(one) for one in counts(rng, truth, arm)])


def table(found: Series) -> str:
    """The nights as a CSV text."""
    rows = [f"{one.date},{one.arm},{'' if one.count is None else one.count}" for one in found.nights]
    return "\n".join(["date,arm,count", *rows]) + "\n"
