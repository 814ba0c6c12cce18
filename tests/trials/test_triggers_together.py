"""What cramps go together with: one joint model, shrunk, careful with its words."""

from __future__ import annotations

import re
from datetime import timedelta

import numpy as np
import pytest
from trial_nights import FIRST

from uncramp.kb import Knowledge
from uncramp.trials.numbers import numbers
from uncramp.trials.series import TrialError
from uncramp.trials.triggers import Day, triggers
from uncramp.trials.words import triggers_say

HABITS = ("alcohol", "heat", "travel", "stress")


def diary(seed: int, ratio: float, days: int = 120, rate: float = 0.7) -> list[Day]:
    """A diary in which days with alcohol have `ratio` times the cramps, and nothing else matters."""
    rng = np.random.default_rng(seed)
    there = rng.random((days, len(HABITS))) < 0.4
    counts = rng.poisson(rate * np.where(there[:, 0], ratio, 1.0))
    rows = enumerate(zip(counts, there, strict=True))
    return [
        Day(FIRST + timedelta(days=nth), int(count), dict(zip(HABITS, map(bool, row), strict=True)))
        for nth, (count, row) in rows
    ]


def test_a_strong_companion_is_found_and_stands_first() -> None:
    found = triggers(diary(1, 2.5))
    assert found.state == "together"
    assert found.found[0].exposure == "alcohol"
    assert found.found[0].named
    assert found.found[0].low > 1


def test_innocent_habits_are_seldom_accused() -> None:
    accused = sum(one.named for seed in range(12) for one in triggers(diary(seed, 1.0)).found)
    assert accused <= 6, "of 48: at a limit of 95 % about 2 are expected"


def test_effects_are_drawn_towards_none() -> None:
    ratios = []
    for days in (40, 400):
        found = triggers(diary(2, 2.5, days=days)).found
        ratios.append(next(one.ratio for one in found if one.exposure == "alcohol"))
    assert 1 < ratios[0] < ratios[1] < 2.7


def test_the_order_of_days_and_habits_does_not_matter() -> None:
    days = diary(3, 1.8)
    turned = [Day(day.date, day.count, dict(reversed(day.there.items()))) for day in reversed(days)]
    assert triggers(turned) == triggers(days)


@pytest.mark.parametrize(("days", "rate"), [(120, 0.1), (20, 3.0)])
def test_few_cramps_or_few_days_say_nothing(days: int, rate: float) -> None:
    found = triggers(diary(4, 2.0, days=days, rate=rate))
    assert found.state == "not_enough"
    assert found.found == ()
    assert triggers([]).state == "not_enough"


def test_a_day_nobody_answered_is_left_out_and_not_taken_for_a_no() -> None:
    days = diary(5, 2.0)
    holes = [
        Day(day.date, day.count, {**day.there, "heat": None}) if nth % 5 == 0 else day for nth, day in enumerate(days)
    ]
    without = [day for nth, day in enumerate(days) if nth % 5]
    assert triggers(holes).found == triggers(without).found
    assert triggers(holes).days == len(without)


def test_what_was_hardly_asked_or_never_changed_is_left_out_by_name() -> None:
    days = [
        Day(day.date, day.count, {**day.there, "heat": None if nth % 2 else True, "travel": nth == 3})
        for nth, day in enumerate(diary(6, 2.0))
    ]
    found = triggers(days)
    assert found.left_out == ("heat", "travel")
    assert {one.exposure for one in found.found} == {"alcohol", "stress"}


def test_a_day_twice_is_refused() -> None:
    with pytest.raises(TrialError, match="there twice"):
        triggers([*diary(7, 1.0), diary(7, 1.0)[3]])


def test_the_words_never_say_cause(kb: Knowledge) -> None:
    texts, names = kb.texts(), {"alcohol": "alcohol the evening before"}
    said = triggers_say(triggers(diary(1, 2.5)), names, texts)
    assert said[0].startswith("Cramps were more common with: alcohol the evening before")
    assert "other things" in said[1]
    assert not re.search(r"\bcauses?d?\b", " ".join(said))
    limits = numbers().triggers
    wanted = f"Not enough yet: at least {limits.events} cramps and {limits.days_least} days are needed."
    assert triggers_say(triggers([]), names, texts) == [wanted]
