"""The curve of those not gone yet, held against a table that every book on survival prints."""

from __future__ import annotations

import pytest

from uncramp.trends.relief import survival

WEEKS_OF_REMISSION = [
    (6, True), (6, True), (6, True), (6, False), (7, True), (9, False), (10, True), (10, False), (11, False),
    (13, True), (16, True), (17, False), (19, False), (20, False), (22, True), (23, True), (25, False),
    (32, False), (32, False), (34, False), (35, False),
]  # fmt: skip
"""Freireich and others 1963, 6-mercaptopurine: weeks, and whether the remission had ended."""


def test_the_curve_is_the_printed_one() -> None:
    found = {point.seconds: round(point.left, 3) for point in survival(WEEKS_OF_REMISSION)}
    assert found == {6: 0.857, 7: 0.807, 10: 0.753, 13: 0.690, 16: 0.627, 22: 0.538, 23: 0.448}


def test_its_spread_is_greenwoods() -> None:
    first = survival(WEEKS_OF_REMISSION)[0]
    assert first.variance == pytest.approx((18 / 21) ** 2 * 3 / (21 * 18))


def test_without_anything_stopped_it_is_the_share_that_is_left() -> None:
    assert [point.left for point in survival([(1, True), (2, True), (4, True), (8, True)])] == pytest.approx(
        [0.75, 0.5, 0.25, 0]
    )


def test_nothing_gone_is_no_curve() -> None:
    assert survival([(5, False)]) == []
    assert survival([]) == []
