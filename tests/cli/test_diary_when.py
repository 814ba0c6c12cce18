"""What people say for a time, and the moment that it means at the place where they are."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import datetime

import pytest

from uncramp.cli.when import day, moment, night
from uncramp.diary.check import is_moment
from uncramp.errors import UsageError

pytestmark = pytest.mark.skipif(
    not hasattr(time, "tzset"), reason="Windows cannot change its time zone for one process"
)


@pytest.fixture(autouse=True)
def berlin(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("TZ", "Europe/Berlin")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


def at(written: str) -> datetime:
    return datetime.fromisoformat(written).astimezone()


MORNING = "2026-03-30T09:00:00"


@pytest.mark.parametrize(
    ("said", "now", "meant"),
    [
        ("today 08:15", MORNING, "2026-03-30T08:15:00+02:00"),
        ("8:15", MORNING, "2026-03-30T08:15:00+02:00"),
        ("Yesterday  23:30", MORNING, "2026-03-29T23:30:00+02:00"),
        ("yesterday at 01:30", MORNING, "2026-03-29T01:30:00+01:00"),
        ("last night 23:30", MORNING, "2026-03-29T23:30:00+02:00"),
        ("last night at 03:10", MORNING, "2026-03-30T03:10:00+02:00"),
        ("last night 03:10", "2026-03-30T01:00:00", "2026-03-29T03:10:00+02:00"),
        ("2026-02-27 03:10", MORNING, "2026-02-27T03:10:00+01:00"),
        ("2026-02-27T03:10:30", MORNING, "2026-02-27T03:10:30+01:00"),
        ("2026-02-27T03:10Z", MORNING, "2026-02-27T03:10:00Z"),
        ("2026-02-27 03:10-05:00", MORNING, "2026-02-27T03:10:00-05:00"),
    ],
)
def test_a_time_means_one_moment_with_the_offset_of_that_day(said: str, now: str, meant: str) -> None:
    found, guessed = moment(said, at(now))
    assert (found, guessed) == (meant, False)
    assert is_moment(found)


def test_last_night_without_a_time_is_its_middle_and_a_guess() -> None:
    assert moment("last night", at(MORNING)) == ("2026-03-30T03:00:00+02:00", True)
    assert moment("last night", at("2026-03-30T01:00:00")) == ("2026-03-29T03:00:00+02:00", True)


@pytest.mark.parametrize(
    "said", ["", "soon", "tomorrow 03:00", "yesterday", "25:00", "today 12:60", "2026-02-30 03:00", "2026-02-27",
             "2026-02-27 03:10+99:00", "last night 7", "1200-01-01 03:00"],
)  # fmt: skip
def test_what_is_no_time_is_answered_with_what_is(said: str) -> None:
    with pytest.raises(UsageError, match="is no time; allowed: `today 14:00`"):
        moment(said, at(MORNING))


@pytest.mark.parametrize("said", ["today 09:01", "2026-03-31 00:00", "2026-03-30T09:00-01:00"])
def test_what_has_not_come_yet_is_refused(said: str) -> None:
    with pytest.raises(UsageError, match="has not come yet"):
        moment(said, at(MORNING))


def test_an_hour_that_summer_time_leaves_out_is_the_one_after_it() -> None:
    assert moment("2026-03-29 02:30", at(MORNING)) == ("2026-03-29T03:30:00+02:00", False)


@pytest.mark.parametrize(
    ("said", "meant"),
    [(None, "2026-03-30"), ("last night", "2026-03-30"), ("yesterday", "2026-03-29"), ("2026-02-27", "2026-02-27")],
)
def test_a_night_is_named_by_its_morning(said: str | None, meant: str) -> None:
    assert night(said, at(MORNING)) == meant


def test_a_night_or_day_that_is_none_is_refused() -> None:
    for said in ("2026-03-31", "monday", "03:10"):
        with pytest.raises(UsageError, match="night"):
            night(said, at(MORNING))
    with pytest.raises(UsageError, match="`--since monday` is no day"):
        day("monday", at(MORNING), "--since")
    assert day("yesterday", at(MORNING), "--since") == "2026-03-29"
