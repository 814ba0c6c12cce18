"""The effect against long NUTS runs of the same model, on made-up trials of every shape (benchmarks/trials_nuts.py)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from trial_nights import trial

from uncramp.trials.effect import effect

SETS: list[dict[str, Any]] = json.loads(Path(__file__).with_name("nuts.json").read_text(encoding="utf-8"))["sets"]


@pytest.mark.parametrize("one", SETS, ids=[one["name"] for one in SETS])
def test_mean_and_limits_are_those_of_long_sampling(one: dict[str, Any]) -> None:
    assert one["r_hat"] < 1.01, "the reference itself has to stand"
    found = effect(trial(one["arm"], one["counts"]), carry=one["carry"])[0]
    mean, sd, low, middle, high, worthwhile, better = one["nuts"]
    assert found.trust == "kept"
    assert found.mean == pytest.approx(mean, abs=0.01)
    assert found.sd == pytest.approx(sd, abs=0.01)
    assert (found.q025, found.q975) == pytest.approx((low, high), abs=0.03)
    assert found.q50 == pytest.approx(middle, abs=0.015)
    assert (found.p_worthwhile, found.p_better) == pytest.approx((worthwhile, better), abs=0.015)


def test_there_are_twelve_shapes_at_least() -> None:
    assert len(SETS) >= 12
    assert min(len(one["arm"]) for one in SETS) == 14
    assert max(len(one["arm"]) for one in SETS) >= 720
    assert any(one["carry"] for one in SETS)
    assert any(None in one["counts"] for one in SETS)
