"""Trials put together: what is shared of one, what many say, and what is refused."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from pathlib import Path
from statistics import NormalDist
from typing import Any

import numpy as np
import pytest
from trial_nights import simulated, table

from uncramp.cli import run
from uncramp.errors import UncrampError
from uncramp.trials.curve import Curve, curve, grid, likelihood_on, read_curve, to_json
from uncramp.trials.density import on_grid
from uncramp.trials.effect import effect
from uncramp.trials.numbers import numbers
from uncramp.trials.pool import pooled, together
from uncramp.trials.series import TrialError
from uncramp.trials.simulate import Truth

NAMES = {"arm_a": "nothing_extra", "arm_b": "stretch_before_bed", "outcome": "all"}
SOME = Truth(0.8, 0.6)


def normal_curve(mean: float, sd: float) -> Curve:
    """The curve of somebody whose nights say exactly this much."""
    logs = -0.5 * ((grid() - mean) / sd) ** 2
    return Curve(**NAMES, nights=56, events=30, log_likelihood=tuple(logs - logs.max()))


# ---- one curve


def test_a_curve_with_the_prior_put_back_is_the_answer_of_the_trial() -> None:
    nights = simulated(3, SOME)
    shared = np.array(curve(nights, **NAMES).log_likelihood)
    own = on_grid(grid(), shared - 0.5 * (grid() / numbers().prior.effect_sd) ** 2)
    belief, _ = effect(nights)
    assert own.mean == pytest.approx(belief.mean, abs=0.02)
    assert own.sd == pytest.approx(belief.sd, abs=0.02)


def test_taking_a_prior_out_of_a_normal_density_leaves_the_normal_likelihood() -> None:
    fine = np.linspace(-4, 4, 801)
    logs = -0.5 * ((fine - 0.3) / 0.4) ** 2 - 0.5 * (fine / 1.5) ** 2
    found = likelihood_on(grid(), on_grid(fine, logs - logs.max()), 1.5)
    wanted = -0.5 * ((grid() - 0.3) / 0.4) ** 2
    assert found == pytest.approx(wanted - wanted.max(), abs=1e-6)


def test_a_shared_trial_holds_no_date_no_night_and_no_name() -> None:
    nights = simulated(3, SOME)
    shared = to_json(curve(nights, **NAMES))
    assert set(shared) == {
        "format", "version", "arm_a", "arm_b", "outcome", "nights", "events", "grid", "log_likelihood",
    }  # fmt: skip
    text = json.dumps(shared)
    assert not any(str(night.date) in text for night in nights.nights)
    assert read_curve(json.loads(text)) == curve(nights, **NAMES)


# ---- many


def test_people_who_are_alike_together_know_what_their_sum_says() -> None:
    """Normal curves and hardly any difference between people: the mean has a closed form."""
    found = together(
        np.array([normal_curve(mean, 0.5).log_likelihood for mean in (-0.4, -0.2, -0.3, -0.3, -0.3, -0.3)])
    )
    assert found.mean.mean == pytest.approx(-0.3, abs=0.08)
    assert found.between < numbers().pool.between_scale * NormalDist().inv_cdf(0.75) + 0.01
    assert found.mean.sd < found.another.sd


def test_two_levels_agree_with_drawing_them() -> None:
    """The same model by weighing two million draws of its two numbers."""
    curves = [normal_curve(mean, sd) for mean, sd in ((-0.9, 0.3), (-0.1, 0.2), (0.4, 0.5), (-0.5, 0.25), (0.0, 0.3))]
    limits, rng = numbers().pool, np.random.default_rng(1)
    means = limits.mean_sd * rng.standard_normal(2_000_000)
    betweens = np.abs(limits.between_scale * rng.standard_normal(2_000_000))
    log = np.zeros(2_000_000)
    for mean, sd in ((-0.9, 0.3), (-0.1, 0.2), (0.4, 0.5), (-0.5, 0.25), (0.0, 0.3)):
        spread = sd**2 + betweens**2
        log += -0.5 * (mean - means) ** 2 / spread - 0.5 * np.log(spread)
    weight = np.exp(log - log.max())
    weight /= weight.sum()
    middle = float(weight @ means)
    spread = math.sqrt(float(weight @ (means - middle) ** 2))
    found = pooled(curves)
    assert found.mean.mean == pytest.approx(middle, abs=0.01)
    assert found.mean.sd == pytest.approx(spread, abs=0.015)
    shrunk = betweens**2 / (betweens**2 + 0.5**2)
    assert found.people[2].mean == pytest.approx(float(weight @ (shrunk * 0.4 + (1 - shrunk) * means)), abs=0.015)


def test_each_person_is_drawn_towards_the_others_and_knows_more() -> None:
    curves = [normal_curve(mean, 0.4) for mean in (-1.0, -0.3, -0.3, -0.3, -0.3, -0.3)]
    found = pooled(curves)
    assert -1.0 < found.people[0].mean < found.people[1].mean < 0
    assert found.people[0].sd < 0.4


def test_the_order_of_the_people_changes_nothing() -> None:
    curves = [normal_curve(mean, 0.4) for mean in (-1.0, -0.3, 0.2, 0.1, -0.6)]
    one, other = pooled(curves), pooled(curves[::-1])
    assert one.mean.mean == pytest.approx(other.mean.mean, abs=1e-12)
    assert [p.mean for p in one.people] == pytest.approx([p.mean for p in other.people[::-1]], abs=1e-12)


# ---- what is refused


def test_too_few_trials_or_trials_of_different_things_are_not_put_together() -> None:
    with pytest.raises(TrialError, match="4 trials are too few"):
        pooled([normal_curve(-0.3, 0.4)] * 4)
    with pytest.raises(TrialError, match="trials of different things"):
        pooled([normal_curve(-0.3, 0.4)] * 5 + [replace(normal_curve(-0.3, 0.4), arm_b="daily_walk")])


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ({"format": "diary"}, "no shared trial"),
        ({"version": 2}, "of version 2"),
        ({"grid": {"from": -1, "to": 1, "points": 161}}, "other points"),
        ({"log_likelihood": [0.0]}, "no curve"),
        ({"log_likelihood": [float("nan")] * 161}, "no curve"),
        ({"log_likelihood": [1.0] + [0.0] * 160}, "no curve"),
        ({"log_likelihood": [True] * 161}, "no curve"),
        ({"arm_b": "../etc"}, "`arm_b` is no name"),
        ({"nights": -1}, "`nights` is no number"),
        ({"events": 1.5}, "`events` is no number"),
    ],
)
def test_a_file_that_is_no_shared_trial_says_what_it_lacks(change: dict[str, Any], what: str) -> None:
    raw = to_json(normal_curve(-0.3, 0.4)) | change
    with pytest.raises(TrialError, match=what):
        read_curve(raw)


def test_the_command_puts_files_together(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = []
    for nth, mean in enumerate((-0.9, -0.2, 0.1, -0.5, -0.4)):
        file = tmp_path / f"{nth}.json"
        file.write_text(json.dumps(to_json(normal_curve(mean, 0.4))))
        files.append(str(file))
    assert run(["trial", "pool", *files, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["experimental"] is True
    assert len(found["people"]) == 5
    assert found["mean"]["q025"] < found["mean"]["mean"] < found["mean"]["q975"]
    assert run(["trial", "pool", *files]) == 0
    shown = " ".join(capsys.readouterr().out.split())
    assert shown.startswith("This is a try-out")
    assert "5 people compared Stretches just before bed with nothing extra" in shown
    Path(files[0]).write_text(table(simulated(3, SOME)))
    with pytest.raises(UncrampError, match="no JSON"):
        run(["trial", "pool", *files])
    with pytest.raises(UncrampError, match="cannot be read"):
        run(["trial", "pool", str(tmp_path / "none.json")])
