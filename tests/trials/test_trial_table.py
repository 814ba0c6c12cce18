"""Tables of nights: what cannot be is refused with its line, and what is too little is said to be too little."""

from __future__ import annotations

from datetime import timedelta

import pytest
from trial_nights import FIRST, nights, simulated, table, trial

from uncramp.trials.numbers import numbers
from uncramp.trials.pairs import differences, orders
from uncramp.trials.series import Night, TrialError, read_series, series
from uncramp.trials.simulate import Truth
from uncramp.trials.verdict import judged, lacking

HEAD = "date,arm,count\n"
WEEK = "a" * 7 + "b" * 7


def test_a_table_comes_back_as_it_was_written() -> None:
    found = simulated(1, Truth(0.8, 0.6))
    assert read_series(table(found), "nights.csv") == found


def test_spaces_capitals_other_columns_orders_and_line_ends_do_no_harm() -> None:
    text = "\ufeffArm, Count ,DATE\r\n B ,2, 2026-01-02\r\n\r\na,,2026-01-01\r\n"
    found = read_series(text, "nights.csv").nights
    assert [(night.arm, night.count) for night in found] == [("a", None), ("b", 2)]


@pytest.mark.parametrize(
    ("rows", "what"),
    [
        ("2026-01-01,a,1\n2026-01-02,b,0\n2026-01-01,a,2\n", "t.csv:4: the night of 2026-01-01 is there twice"),
        ("2026-01-01,a,-1\n", "t.csv:2: `-1` is no number of cramps"),
        ("2026-01-01,a,1.5\n", "t.csv:2: `1.5` is no number of cramps"),
        ("2026-01-01,a,999999\n", "t.csv:2: `999999` is no number of cramps"),
        ("2026-01-01,a,nan\n", "t.csv:2: `nan` is no number of cramps"),
        ("2026-01-01,a,٣\n", "t.csv:2: `٣` is no number of cramps"),
        ("2026-01-01,c,1\n", "t.csv:2: `c` is no arm; allowed: a or b"),
        ("2026-02-30,a,1\n", "t.csv:2: `2026-02-30` is no date"),
        ("20260201,a,1\n", "t.csv:2: `20260201` is no date"),
        ("01/02/2026,a,1\n", "t.csv:2: `01/02/2026` is no date"),
        ("2026-01-01,a\n", "t.csv:2: 2 cells in a row"),
        ('2026-01-01,a,"1\n', "t.csv: this is no table"),
        ("", "t.csv: there are no nights"),
        ("1926-01-01,a,1\n2026-01-01,b,1\n", "the nights go from 1926-01-01 to 2026-01-01"),
    ],
)  # fmt: skip
def test_a_row_that_cannot_be_is_named(rows: str, what: str) -> None:
    with pytest.raises(TrialError) as caught:
        read_series(HEAD + rows, "t.csv")
    assert str(caught.value).startswith(what)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("text", ["", "date,arm\n", "night,arm,count\n2026-01-01,a,1\n", "date,arm,count,arm\n"])
def test_a_header_that_is_another_is_refused_with_the_right_one(text: str) -> None:
    with pytest.raises(TrialError, match="allowed: date,arm,count"):
        read_series(text, "t.csv")


def test_ten_thousand_nights_are_refused_and_not_reckoned() -> None:
    with pytest.raises(TrialError, match="10000 nights; allowed: at most 3660"):
        series(nights("ab" * 5000, [1] * 10_000))


def test_counts_from_elsewhere_are_checked_too() -> None:
    with pytest.raises(TrialError, match="-1 cramps"):
        series([Night(FIRST, "a", -1)])
    with pytest.raises(TrialError, match="there twice"):
        series([Night(FIRST, "a", 1), Night(FIRST, "b", 1)])


@pytest.mark.parametrize("arm", ["a", "b"])
def test_one_arm_alone_is_nothing_to_compare(arm: str) -> None:
    with pytest.raises(TrialError, match=f"every night is arm `{arm}`"):
        judged(trial(arm * 40, [1] * 40))


# ---- enough, or not


@pytest.mark.parametrize(
    "counts", [[0] * 56, [None] * 56, [1, *[0] * 55], [*[3] * 28, *[None] * 28]], ids=["zero", "missing", "one", "half"]
)
def test_nights_that_say_nothing_give_no_figures(counts: list[int | None]) -> None:
    found = judged(trial("a" * 28 + "b" * 28, counts))
    assert found.state == "not_enough"
    assert found.belief is None


def test_two_nights_give_no_figures() -> None:
    assert judged(trial("ab", [3, 1])).belief is None


def test_before_and_after_is_never_a_comparison_however_clear() -> None:
    found = judged(trial("a" * 28 + "b" * 28, [3] * 28 + [0] * 28))
    assert found.state == "not_enough"
    assert found.lacking == ("pairs",)


@pytest.mark.parametrize(
    ("arms", "pairs"),
    [
        (WEEK, 0),
        (WEEK + WEEK[::-1], 2),
        (WEEK * 2, 2),
        (WEEK * 3, 3),
        (WEEK + WEEK[::-1] + WEEK, 3),
        ("a" * 28 + "b" * 28, 0),
        ("ab" * 6, 6),
        ("", 0),
    ],
)
def test_pairs_are_counted_by_the_periods_gone_through(arms: str, pairs: int) -> None:
    assert trial(arms, [1] * len(arms)).pairs == pairs


def test_the_gate_wants_pairs_cramps_and_recorded_nights() -> None:
    gate = numbers().gate
    full = trial(WEEK * 3, [1] * 42)
    assert full.events >= gate.events
    assert lacking(full) == ()
    assert lacking(trial(WEEK * 3, [0] * 41 + [1])) == ("events",)
    assert lacking(trial(WEEK * 3, [0] * 41 + [100])) == ("spread",), "one bad night is not many"
    assert lacking(trial(WEEK * 3, [None if one % 14 < 3 else 2 for one in range(42)])) == ("logged",)
    spread = [Night(FIRST + timedelta(days=2 * nth), night.arm, 2) for nth, night in enumerate(full.nights)]
    assert lacking(series(spread)) == ("logged",), "rows that are left out are nights too"


# ---- the companion


def test_the_randomisation_test_counts_the_orders_that_look_as_good() -> None:
    strong = differences(trial(WEEK * 4, ([2] * 7 + [0] * 7) * 4))
    assert strong is not None
    assert [float(one) for one in strong] == [-2.0] * 4
    assert (orders(strong).as_good, orders(strong).all) == (1, 16)
    even = differences(trial(WEEK * 2, [1] * 28))
    assert even is not None
    assert orders(even).as_good == orders(even).all == 4


@pytest.mark.parametrize("arms", ["a" * 7 + "b" * 9, "aab" * 4, "aaabbb" + "aa" + "bbb"])
def test_nights_that_are_no_whole_pairs_have_no_such_test(arms: str) -> None:
    assert differences(trial(arms, [1] * len(arms))) is None


def test_carry_over_is_not_asked_of_periods_of_a_night_or_two() -> None:
    with pytest.raises(TrialError, match="carry-over cannot be told"):
        judged(trial("ab" * 20, [1] * 40), carry=True)
