"""The ranges that chance leaves open, held against the tails summed one by one and against printed tables."""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from uncramp.trends.intervals import Interval, middle_ranks, poisson, rate_ratio, share, uneven


def at_most(count: int, mean: float) -> float:
    """The chance of so many or fewer, term by term."""
    return math.fsum(math.exp(nth * math.log(mean) - mean - math.lgamma(nth + 1)) for nth in range(count + 1))


def successes_at_most(count: int, of: int, chance: Fraction) -> float:
    return float(sum(math.comb(of, nth) * chance**nth * (1 - chance) ** (of - nth) for nth in range(count + 1)))


def bisected(falling: Callable[[float], float], low: float, high: float) -> float:
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if falling(middle) > 0 else (low, middle)
    return low


@pytest.mark.parametrize(
    ("count", "low", "high"),
    [
        (0, 0, 3.689),
        (1, 0.0253, 5.572),
        (5, 1.623, 11.668),
        (10, 4.795, 18.390),
        (20, 12.217, 30.888),
        (100, 81.36, 121.63),
    ],
)
def test_a_count_has_the_range_that_the_printed_tables_give_it(count: int, low: float, high: float) -> None:
    found = poisson(count, 95)
    assert found.low == pytest.approx(low, abs=0.005)
    assert found.high == pytest.approx(high, abs=0.005)


@pytest.mark.parametrize("count", [1, 2, 7, 23, 140, 560])
def test_the_range_of_a_count_ends_where_its_tails_are_two_and_a_half_percent(count: int) -> None:
    found = poisson(count, 95)
    high = bisected(lambda mean: at_most(count, mean) - 0.025, count, 3 * count + 20)
    low = bisected(lambda mean: at_most(count - 1, mean) - 0.975, 1e-9, count + 1)
    assert found.high == pytest.approx(high, rel=1e-7)
    assert found.low == pytest.approx(low, rel=1e-7)


@pytest.mark.parametrize(("count", "of"), [(1, 4), (7, 20), (12, 13), (30, 90)])
def test_the_range_of_a_share_ends_where_its_tails_are_two_and_a_half_percent(count: int, of: int) -> None:
    found = share(count, of, 95)
    assert found.high is not None
    assert successes_at_most(count, of, Fraction(found.high)) == pytest.approx(0.025, rel=1e-6)
    assert successes_at_most(count - 1, of, Fraction(found.low)) == pytest.approx(0.975, rel=1e-6)


def test_none_and_all_of_them_have_a_range_with_one_side() -> None:
    assert share(0, 10, 95).low == 0
    assert share(0, 10, 95).high == pytest.approx(1 - 0.025**0.1)
    assert share(10, 10, 95).high == 1


def test_five_after_fifteen_has_the_ratio_that_the_binomial_gives_it() -> None:
    part, found = share(5, 20, 95), rate_ratio(5, 15, 4, 4, 95)
    assert found is not None
    assert part.high is not None
    assert found.low == pytest.approx(part.low / (1 - part.low))
    assert found.high == pytest.approx(part.high / (1 - part.high))
    assert 1 not in found


def test_none_after_some_has_no_lower_end_and_some_after_none_no_upper_one() -> None:
    fewer, more = rate_ratio(0, 9, 4, 4, 95), rate_ratio(9, 0, 4, 4, 95)
    assert fewer is not None
    assert more is not None
    assert fewer.low == 0
    assert more.high is None
    assert 1e9 in more
    assert rate_ratio(0, 0, 4, 4, 95) is None


@given(st.integers(0, 300), st.integers(0, 300), st.integers(1, 4), st.integers(1, 4))
def test_the_ratio_the_other_way_round_is_one_over_it(now: int, before: int, a: int, b: int) -> None:
    one, other = rate_ratio(now, before, a, b, 95), rate_ratio(before, now, b, a, 95)
    if one is None or other is None:
        assert one is other is None
        return
    assert one.low == pytest.approx(1 / other.high if other.high else 0, rel=1e-6)
    assert other.low == pytest.approx(1 / one.high if one.high else 0, rel=1e-6)
    if now and before:
        assert now / a / (before / b) in Interval(one.low * (1 - 1e-9), one.high and one.high * (1 + 1e-9))


@pytest.mark.parametrize(
    ("size", "ranks"), [(5, None), (6, (0, 5)), (8, (0, 7)), (9, (1, 7)), (10, (1, 8)), (20, (5, 14)), (100, (39, 60))]
)
def test_the_ranks_around_a_middle_are_those_of_the_sign_test(size: int, ranks: tuple[int, int] | None) -> None:
    assert middle_ranks(size, 95) == ranks


def test_even_weeks_count_in_full_and_uneven_ones_less() -> None:
    assert uneven([[4, 4, 4, 4], [2, 2]]) == 1
    # around 5: 25 + 25 + 25 + 25 = 100, over the mean 5 is 20, over three degrees of freedom
    assert uneven([[0, 10, 0, 10]]) == pytest.approx(20 / 3)
    assert uneven([]) == uneven([[7]]) == uneven([[0, 0, 0]]) == 1
