"""What published cramp trials print follows from their own summaries, or is named as not following."""

from __future__ import annotations

import importlib.util
import math
import sys
from pathlib import Path
from typing import Any

import pytest

from uncramp.kb import Knowledge
from uncramp.kb.entries import Prior

FILE = Path(__file__).parents[2] / "benchmarks/trials_published.py"


@pytest.fixture(scope="module")
def published() -> Any:
    """The benchmark, which is no part of any package."""
    spec = importlib.util.spec_from_file_location("trials_published", FILE)
    assert spec
    assert spec.loader
    made = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = made
    spec.loader.exec_module(made)
    return made


def found(published: Any, name: str) -> Any:
    [trial] = [one for one in published.trials() if one["name"].startswith(name)]
    return published.found_of(trial)


def test_the_t_distribution_is_that_of_the_tables(published: Any) -> None:
    assert published.t_two_sided(2.228, 10) == pytest.approx(0.05, abs=1e-4)
    assert published.t_two_sided(2.5706, 5) == pytest.approx(0.05, abs=1e-4)
    assert published.t_two_sided(0, 92) == pytest.approx(1, abs=1e-9)
    assert published.t_of(0.05, 41) == pytest.approx(2.0195, abs=1e-3)


@pytest.mark.parametrize("name", ["Roguin Maor 2017", "Miller 2010"])
def test_what_is_printed_follows_from_the_summary(published: Any, name: str) -> None:
    agrees = found(published, name).agrees
    assert agrees
    assert all(agrees.values())


@pytest.mark.parametrize(("name", "what"), [("Tapper 2022", "p"), ("Tan 2024", "limits")])
def test_what_does_not_follow_is_not_called_reproduced(published: Any, name: str, what: str) -> None:
    assert found(published, name).agrees == {what: False}


def test_an_interval_that_takes_weeks_of_one_person_for_people_is_found_out(published: Any) -> None:
    numbers = found(published, "Tan 2024").numbers
    assert numbers["printed_half"] == pytest.approx(numbers["as_weeks"], rel=0.02)
    assert numbers["error"] * published.Z > 2 * numbers["printed_half"]


def test_nothing_is_made_of_a_series_whose_nights_were_not_obtained(published: Any) -> None:
    assert found(published, "Woodfield 2005").numbers == {}


def believed(kb: Knowledge, id: str) -> Prior:
    return next(one for one in kb.pack.prior if one.id == id)


def test_magnesium_is_believed_to_do_what_the_review_found_and_less_surely_for_one_person(
    published: Any, kb: Knowledge
) -> None:
    low, high = found(published, "Garrison 2012").numbers["limits"]
    prior = believed(kb, "magnesium")
    assert low < prior.median < high
    assert prior.sd >= (math.log(high) - math.log(low)) / (2 * published.Z)


def test_stretching_is_believed_widely_because_its_two_trials_conflict(published: Any, kb: Knowledge) -> None:
    for_it, against = (found(published, name).numbers["error"] for name in ("Hallegraeff 2012", "Coppin 2005"))
    assert 1.2 / for_it > 3
    assert 1.95 / against < 1
    low, high = believed(kb, "stretch_bed").interval
    assert low < 1 < high
