"""What a diary shows: counts by hand, unknown weeks that are never noughts, and no more said than is written."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trends.some_diary import a_life, cramp, day, did, entry, use, without
from uncramp.diary import Entry
from uncramp.trends import Findings, findings
from uncramp.trends.counted import Done

WEEK = 7


def on(*days: int) -> list[Entry]:
    return [cramp(nth) for nth in days]


def quiet(*days: int) -> list[Entry]:
    return [without(nth) for nth in days]


# ---- weeks


def test_weeks_are_counted_from_monday_and_the_last_one_goes_on() -> None:
    found = findings([*on(0, 0, 3, 7), *quiet(1)], day(9), 4)
    assert [(week.first, week.episodes, week.without, week.unwritten, week.to_come) for week in found.weeks] == [
        (day(0), 3, 1, 4, 0),
        (day(7), 1, 0, 2, 4),
    ]


def test_a_week_that_nobody_wrote_in_is_unknown_and_no_nought() -> None:
    found = findings([*on(0), *quiet(15)], day(20), 4)
    assert [week.known for week in found.weeks] == [True, False, True]
    assert found.weeks[1].likely is None
    assert (found.usual.episodes, found.usual.weeks, found.usual.rate) == (1, 2, 0.5)


def test_a_week_written_to_be_without_is_a_nought() -> None:
    found = findings([*on(0), *quiet(8)], day(13), 4)
    assert (found.weeks[1].known, found.weeks[1].episodes, found.weeks[1].without) == (True, 0, 1)


def test_a_drink_does_not_make_a_week_known() -> None:
    tea = entry("drinks", f"{day(8)}T10:00:00+00:00", {"what": "water"})
    assert not findings([*on(0), tea], day(13), 4).weeks[1].known


def test_a_trial_night_that_is_written_whole_is_a_night_without() -> None:
    body = {"trial": "0" * 8 + "-0000-7000-8000-" + "0" * 12, "night": day(8), "arm": "a", "did": "yes"}
    nights = [
        entry("trial_night", f"{day(8)}T09:00:00+00:00", body | {"complete": complete}) for complete in (True, False)
    ]
    assert findings([*on(0), nights[0]], day(13), 4).weeks[1].without == 1
    assert not findings([*on(0), nights[1]], day(13), 4).weeks[1].known


def test_what_a_newer_program_wrote_is_not_counted() -> None:
    strange = replace(cramp(8), understood=False)
    assert not findings([*on(0), strange], day(13), 4).weeks[1].known


def test_nothing_written_shows_nothing_and_needs_two_weeks() -> None:
    found = findings([], day(13), 12)
    assert found.nothing
    assert (found.usual.rate, found.usual.enough, found.usual.missing) == (None, False, 2)
    assert not found.change.enough


# ---- the change


def written_whole(counts: list[int]) -> list[Entry]:
    """A week each, every day written: so many cramps on its days in turn, the other days without."""
    found: list[Entry] = []
    for week, count in enumerate(counts):
        days = [WEEK * week + nth % WEEK for nth in range(count)]
        found += on(*days)
        found += quiet(*(set(range(WEEK * week, WEEK * week + WEEK)) - set(days)))
    return found


def test_four_weeks_are_compared_with_the_four_before() -> None:
    change = findings(written_whole([6, 6, 6, 6, 2, 2, 2, 2]), day(55), 8).change
    assert (change.before.episodes, change.now.episodes) == (24, 8)
    assert (change.before.rate, change.now.rate) == (6, 2)
    assert change.direction == "fewer"


def test_the_other_way_round_it_is_more() -> None:
    assert findings(written_whole([2, 2, 2, 2, 6, 6, 6, 6]), day(55), 8).change.direction == "more"


def test_what_chance_can_do_is_no_change() -> None:
    change = findings(written_whole([4, 4, 4, 4, 3, 3, 3, 3]), day(55), 8).change
    assert change.enough
    assert change.direction == "unclear"


def test_the_same_counts_in_spells_are_no_change() -> None:
    """24 and 8 again, but in weeks of 0 and 12: spells alone can do that."""
    even = findings(written_whole([6, 6, 6, 6, 2, 2, 2, 2]), day(55), 8).change
    spells = findings(written_whole([12, 0, 12, 0, 0, 8, 0, 0]), day(55), 8).change
    assert even.uneven == 1
    assert spells.uneven > 5
    assert spells.direction == "unclear"


def test_too_few_cramps_say_how_many_more_are_needed() -> None:
    change = findings(written_whole([1, 1, 0, 1, 0, 1, 0, 1]), day(55), 8).change
    assert (change.enough, change.missing_weeks, change.missing_episodes) == (False, 0, 3)


def test_too_few_weeks_say_how_many_more_are_needed() -> None:
    change = findings(written_whole([9, 9, 9]), day(20), 8).change
    assert (change.enough, change.missing_weeks) == (False, 3)


def test_fewer_cramps_with_days_left_open_are_not_called_fewer() -> None:
    """Nobody can know whether a day with nothing written was without."""
    kept = [one for one in written_whole([6, 6, 6, 6, 2, 2, 2, 2]) if one.kind == "episode"]
    change = findings(kept, day(55), 8).change
    assert change.as_written is not None
    assert 1 not in change.as_written
    assert change.direction == "unclear"
    assert change.gaps_decide


# ---- laws


def shifted(entries: list[Entry], days: int) -> list[Entry]:
    def moved(at: str) -> str:
        return (datetime.fromisoformat(at) + timedelta(days=days)).isoformat()

    return [
        replace(
            one, at=moved(one.at), recorded_at=moved(one.recorded_at),
            body={**one.body, **({"night": moved(one.body["night"])[:10]} if "night" in one.body else {})},
        )
        for one in entries
    ]  # fmt: skip


def without_dates(value: Any) -> Any:
    from dataclasses import asdict

    text = str(asdict(value))
    import re

    return re.sub(r"\d{4}-\d{2}-\d{2}", "DAY", text)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000), st.integers(-300, 300), st.integers(1, 20))
def test_moving_all_dates_by_whole_weeks_moves_the_picture_and_nothing_else(seed: int, weeks: int, shown: int) -> None:
    life = a_life(60, later=0.5, gaps=range(20, 29), seed=seed)
    here = findings(life, day(59), shown)
    there = findings(shifted(life, WEEK * weeks), day(59 + WEEK * weeks), shown)
    assert without_dates(here) == without_dates(there)
    assert len(here.weeks) == len(there.weeks)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000), st.integers(1, 60))
def test_weeks_of_which_nothing_is_known_change_no_rate(seed: int, more: int) -> None:
    life = a_life(70, seed=seed)
    short, long = findings(life, day(69), 10), findings(life, day(69), 10 + more)
    assert short == long


def test_a_gap_of_weeks_in_the_middle_changes_no_usual_rate() -> None:
    halves = written_whole([3, 3, 3, 3])
    later = [*halves[: len(halves) // 2], *shifted(halves[len(halves) // 2 :], 5 * WEEK)]
    assert findings(halves, day(27), 12).usual == findings(later, day(27 + 5 * WEEK), 12).usual


@settings(max_examples=25, deadline=None)
@given(st.randoms(use_true_random=False))
def test_the_order_of_the_entries_does_not_matter(rng: Any) -> None:
    life = a_life(40)
    mixed = list(life)
    rng.shuffle(mixed)
    assert findings(mixed, day(39), 8) == findings(life, day(39), 8)


# ---- time of day, place, pain, steps


def times(*hours: int) -> Findings:
    return findings([cramp(nth % 20, hour) for nth, hour in enumerate(hours)], day(20), 4)


def test_a_time_of_day_stands_out_only_above_an_even_share() -> None:
    assert times(*[3] * 11, 14).times.stands_out
    assert not times(*[3, 9, 14, 20] * 5).times.stands_out
    assert not times(*[3] * 5, *[9, 14, 20] * 3).times.stands_out


def test_guessed_times_are_left_out_and_counted() -> None:
    found = findings([cramp(0), cramp(1, 14, time_guessed=True)], day(6), 2).times
    assert (sum(found.hours), found.guessed, found.missing) == (1, 1, 11)


def test_places_are_counted_by_side() -> None:
    found = findings([*on(0, 1, 2), cramp(3, side="right")], day(6), 2).sites
    assert [(one.site, one.side, one.part.count, one.part.of) for one in found.places] == [
        ("site_calf", "left", 3, 4),
        ("site_calf", "right", 1, 4),
    ]
    assert (found.enough, found.missing) == (False, 4)


def test_the_fall_of_pain_is_the_middle_of_each_cramps_own_fall() -> None:
    pairs = [(9, 1), (7, 2), (6, 3), (5, 3), (8, 6), (4, 4), (7, 6)]
    found = findings([cramp(nth, pain_before=a, pain_after=b) for nth, (a, b) in enumerate(pairs)], day(6), 2).pains
    # falls, sorted: 0 1 2 2 3 5 8; with seven values all of them hold the middle (1/64 lies outside)
    assert (found.fall, found.likely) == (2, found.likely)
    assert found.likely is not None
    assert (found.likely.low, found.likely.high) == (0, 8)
    assert (found.middle_before, found.middle_after) == (7, 3)


def test_five_pains_are_one_too_few() -> None:
    found = findings([cramp(nth, pain_before=5, pain_after=1) for nth in range(5)], day(6), 2).pains
    assert (found.enough, found.missing, found.likely) == (False, 1, None)


def steps(done: list[int], today: int, planned: dict[str, int] | None = None) -> Done:
    return findings([cramp(0), *(did(nth) for nth in done)], day(today), 8, planned=planned).done[0]


def test_a_step_is_counted_by_days_since_it_was_first_done() -> None:
    found = steps([10, 10, 12, 19], 19)
    assert (found.days, found.of, found.wanted, found.score) == (3, 10, None, None)


def test_a_step_that_the_plan_asks_for_on_some_days_is_scored_by_those() -> None:
    found = steps([0, 2, 4, 7, 9, 11], 13, {"calf_stretch_wall": 3})
    assert (found.days, found.wanted, found.score) == (6, 6, 1)


def test_a_missed_day_costs_the_same_wherever_it_lies() -> None:
    """No days in a row: a gap in the middle is no worse than one at the end."""
    middle = steps([nth for nth in range(14) if nth != 7], 13, {"calf_stretch_wall": 7})
    end = steps(list(range(13)), 13, {"calf_stretch_wall": 7})
    assert middle.score == end.score == pytest.approx(13 / 14)


def test_only_the_last_four_weeks_of_a_step_count() -> None:
    found = steps([0, 1, 2, 40], 41)
    assert (found.days, found.of) == (1, 28)


# ---- minutes to relief


def relief(*uses: dict[str, Any]) -> Any:
    return findings([cramp(nth % 20, tried=[one]) for nth, one in enumerate(uses)], day(20), 4).relief


def test_a_remedy_that_was_left_out_was_not_tried() -> None:
    assert relief({"remedy": "reposition", "outcome": "skipped"}) == ()


def test_uses_without_a_clock_count_as_tried_and_not_as_timed() -> None:
    (found,) = relief({"remedy": "reposition", "outcome": "gone"}, use(60, remedy="reposition"))
    assert (found.tried, found.timed, found.gone) == (2, 1, 2)


def test_a_use_that_was_not_gone_makes_the_middle_later() -> None:
    (gone,) = relief(*[use(seconds) for seconds in (60, 120, 180, 240, 300)])
    (not_gone,) = relief(*[use(60, "time_over"), use(120, "better"), *[use(seconds) for seconds in (180, 240, 300)]])
    assert gone.middle == 3
    assert not_gone.middle == 4
    assert (not_gone.gone, not_gone.not_gone) == (3, 2)


def test_where_fewer_than_half_had_gone_there_is_no_middle() -> None:
    (found,) = relief(use(60), *[use(90, "same")] * 5)
    assert (found.middle, found.enough) == (None, True)
    assert found.likely is not None
    assert found.likely.high is None
