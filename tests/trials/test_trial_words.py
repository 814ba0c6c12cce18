"""What people read about their trial: exactly by state, counts first, and never surer than it is."""

from __future__ import annotations

import re
from typing import get_args

import pytest
from trial_nights import simulated, trial

from uncramp.kb import Knowledge, Texts
from uncramp.trials.design import Conduct
from uncramp.trials.effect import Belief
from uncramp.trials.simulate import Truth
from uncramp.trials.verdict import Result, State, judged, state
from uncramp.trials.words import Names, a_week, conduct_says, hundred, of_hundred, says

NAMES = Names("nothing extra", "the stretch")
NIGHTS = trial("aaaaaaabbbbbbb" * 3, [1, 0, 2, 1, 0, 1, 1, 0, 1, 0, 1, 0, 0, 1] * 3)


@pytest.fixture
def texts(kb: Knowledge) -> Texts:
    return kb.texts()


def belief(better: float = 0.9, worthwhile: float = 0.6, trust: str = "kept") -> Belief:
    assert trust in ("kept", "widened", "withheld")
    return Belief(-0.4, 0.3, -1.0, -0.4, 0.2, better, worthwhile, 0.3, 1500, trust)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("better", "worthwhile", "expected"),
    [
        (0.98, 0.8, "good_evidence"), (0.976, 0.05, "good_evidence"), (0.974, 0.8, "leaning"), (0.81, 0.5, "leaning"),
        (0.79, 0.5, "too_close"), (0.5, 0.2, "too_close"), (0.5, 0.09, "futility"), (0.19, 0.11, "leaning_worse"),
        (0.1, 0.01, "futility"), (0.024, 0.001, "worse"),
    ],
)  # fmt: skip
def test_the_state_is_the_first_limit_that_is_passed(better: float, worthwhile: float, expected: State) -> None:
    assert state(belief(better, worthwhile), ()) == expected


def test_nothing_is_stated_before_the_gate_is_open_or_when_the_check_fails() -> None:
    assert state(belief(0.999, 0.99), ("events",)) == "not_enough"
    assert state(belief(0.999, 0.99, "withheld"), ()) == "withheld"


@pytest.mark.parametrize("one", get_args(State))
def test_every_state_has_its_words_and_begins_with_the_counts(one: State, texts: Texts) -> None:
    said = says(Result(NIGHTS, belief(), one, ("pairs", "events", "spread", "logged")), NAMES, texts)
    assert said[0] == "nothing extra: 18 cramps in 21 nights. the stretch: 9 cramps in 21 nights."
    whole = " ".join(said)
    assert "{" not in whole
    assert not re.search(r"significant|proven|cures?\b|\bworks\b|%", whole)
    figures = "Of 100 people" in whole
    assert figures == (one not in ("not_enough", "withheld"))


def test_the_words_of_good_evidence(texts: Texts) -> None:
    assert says(Result(NIGHTS, belief(0.983), "good_evidence", ()), NAMES, texts)[1:] == [
        "Good evidence for you: cramps were fewer on nights with the stretch.",
        "For every 100 cramps on nights with nothing extra, most likely 35 to 120 with the stretch.",
        "Of 100 people with nights like these, about 98 would have fewer cramps with the stretch.",
        "In a week that is 2 fewer with the stretch. Anything from 4 fewer to 1.5 more fits.",
        "You knew what you did each night. Hope alone can change a count a little.",
    ]


def test_too_few_says_what_is_wanting(texts: Texts) -> None:
    found = judged(trial("aaaaaaabbbbbbb", [1] * 14))
    assert says(found, NAMES, texts)[1:] == [
        "Not enough nights yet to compare.",
        "Go through at least 3 pairs of periods first.",
        "There should be at least 20 cramps in all. Fewer say little, however long it runs.",
    ]


def test_a_probability_is_never_said_to_be_certain(texts: Texts) -> None:
    said = [of_hundred(p, texts) for p in (0.0, 0.004, 0.006, 0.5, 0.994, 0.999, 1.0)]
    assert said == ["fewer than 1", "fewer than 1", "about 1", "about 50", "about 99", "more than 99", "more than 99"]


def test_changes_are_said_in_round_figures(texts: Texts) -> None:
    assert [a_week(value, texts) for value in (-2.6, -0.1, 0.6, 12.4)] == [
        "2.5 fewer",
        "no change",
        "0.5 more",
        "12 more",
    ]
    assert [hundred(value) for value in (-0.51, 0.0, 0.35)] == [60, 100, 140]


def test_what_was_done_beside_the_protocol_is_said(texts: Texts) -> None:
    assert conduct_says(Conduct(), texts) is None
    said = conduct_says(Conduct(extra_looks=4, restarts=1), texts)
    assert said == "Beside the plan: 4 more looks, 1 new starts, 0 changes. Each makes a fluke likelier."


def test_a_wider_answer_says_that_it_was_widened(texts: Texts) -> None:
    said = says(Result(NIGHTS, belief(trust="widened"), "leaning", ()), NAMES, texts)
    assert any("made wider" in one for one in said)
    assert not any("made wider" in one for one in says(Result(NIGHTS, belief(), "leaning", ()), NAMES, texts))


def test_other_languages_say_it_in_their_own_words(kb: Knowledge) -> None:
    found = judged(simulated(2, Truth(1.5, 0.4)))
    english, spanish = (says(found, NAMES, kb.texts(language=code)) for code in ("en", "es"))
    assert len(english) == len(spanish)
    assert all(one != other for one, other in zip(english, spanish, strict=True))
