"""Python shows of a diary what the phone app shows: each projection of one against that of the other."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from diary.conftest import Ask
from diary.strategies import KINDS, PERSONS, agreeing, moment
from diary.test_out_and_in import row
from diary.test_shown import DIARY, episode
from uncramp.diary import Entry, read_entry, to_json
from uncramp.diary import projections as shown

SHOWN = [kind for kind in KINDS.kind if kind.id in ("episode", "none_last_night", "measure_done", "note", "sleep")]
SITES = ("site_calf", "site_foot", "site_jaw")
REMEDIES = ("rest", "calf_stretch_wall", "heat_pack")
TODAY = "2026-02-20"
HOUR, WEEKS = 3600, 60 * 24 * 3600
tries = st.fixed_dictionaries(
    {"remedy": st.sampled_from(REMEDIES), "outcome": st.sampled_from(["gone", "gone", "same", "worse"])},
    optional={"seconds": st.integers(0, 900)},
)
bodies = {
    "episode": st.fixed_dictionaries(
        {"what": st.just("painful_cramp"), "site": st.sampled_from(SITES)},
        optional={
            "side": st.sampled_from(["left", "right"]),
            "time_guessed": st.booleans(),
            "tried": st.lists(tries, min_size=1, max_size=3),
            "note": st.sampled_from(["Crème", "für die Beine", "ÉTÉ 2026", "calf"]),
        },
    ),
    "none_last_night": st.fixed_dictionaries({"night": st.sampled_from([f"2026-02-{day:02}" for day in range(1, 25)])}),
    "measure_done": st.fixed_dictionaries({"remedy": st.sampled_from(REMEDIES)}),
    "note": st.fixed_dictionaries({"text": st.sampled_from(["A calf", "crème brûlée", "İstanbul ﬁ", "2026-02"])}),
    "profile_change": st.fixed_dictionaries(
        {
            "facts": st.dictionaries(
                st.sampled_from("abc"), st.sampled_from([None, True, 3, "x"]), min_size=1, max_size=2
            )
        }
    ),
}


@st.composite
def diaries(draw: st.DrawFn) -> list[dict[str, Any]]:
    """What holds of two months, crowded, at places around the world."""
    found = []
    for id in range(draw(st.integers(0, 12))):
        kind = draw(st.sampled_from(list(bodies)))
        at = moment(draw(st.integers(0, WEEKS // HOUR)) * HOUR, draw(st.sampled_from([0, 60, -300, 840, -720])))
        found.append(row(id, kind, draw(bodies[kind]), at=at) | {"recorded_at": "2026-12-01T00:00:00Z"})
    return found


def read(all: list[dict[str, Any]]) -> list[Entry]:
    return [read_entry(one) for one in all]


def python(entries: list[Entry]) -> dict[str, Any]:
    """Every projection, in the form in which the scripts of the app answer."""
    words = {"first": "from", "with_episodes": "with"}
    return {
        "byDay": [{"day": day, "entries": [to_json(one) for one in some]} for day, some in shown.by_day(entries)],
        "perWeek": [
            {words.get(name, name): value for name, value in asdict(week).items()}
            for week in shown.per_week(entries, TODAY, 4)
        ],
        "perSite": [asdict(place) for place in shown.per_site(entries)],
        "timesOfDay": {
            "hours": list(shown.times_of_day(entries).hours),
            "guessed": shown.times_of_day(entries).guessed,
        },
        "perRemedy": [
            asdict(one) | {"seconds": list(one.seconds), "median": one.median} for one in shown.per_remedy(entries)
        ],
        "doneBetween": [asdict(one) for one in shown.done_between(entries, "2026-02-01", "2026-02-14")],
        "profile": shown.profile(entries),
    }


ARGUMENTS: dict[str, list[Any]] = {
    "perWeek": [TODAY, 4],
    "doneBetween": [{"from": "2026-02-01", "to": "2026-02-14"}],
}


@agreeing
@given(all=diaries())
def test_every_projection_says_what_the_app_says(node: Ask, all: list[dict[str, Any]]) -> None:
    found = python(read(all))
    for what, said in found.items():
        assert said == node("shown", what=what, all=all, args=ARGUMENTS.get(what, [])), what


@agreeing
@given(
    all=diaries(), query=st.sampled_from(["creme", "CALF", "calf left", "brulee", "fi", "i̇stanbul", "2026-02 note", ""])
)
def test_a_search_finds_what_the_app_finds(node: Ask, all: list[dict[str, Any]], query: str) -> None:
    found = [to_json(one) for one in shown.search(read(all), query)]
    assert found == node("shown", what="search", all=all, args=[query])


@agreeing
@given(all=diaries())
def test_every_day_of_a_month_is_what_the_app_shows(node: Ask, all: list[dict[str, Any]]) -> None:
    days = shown.days(read(all))
    for cell in (cell for week in node("shown", what="monthGrid", all=all, args=["2026-02", TODAY]) for cell in week):
        if cell:
            state = days.state(cell["day"], TODAY)
            assert (state, days.counts.get(cell["day"], 0)) == (cell["state"], cell["episodes"])


@agreeing
@given(seconds=st.integers(0, 10**7), offset=st.sampled_from([0, 60, -300, 840, -720]))
def test_nights_are_named_as_in_the_app(node: Ask, seconds: int, offset: int) -> None:
    at = moment(seconds, offset)
    assert shown.night_of(at) == node("night", at=at)


# ---- what they mean, in Python alone


def test_a_night_with_nothing_written_is_never_one_without() -> None:
    days = shown.days(read(DIARY))
    said = {day: days.state(day, "2026-02-10") for day in ("2026-02-03", "2026-02-04", "2026-02-06", "2026-02-11")}
    assert said == {"2026-02-03": "cramp", "2026-02-04": "none", "2026-02-06": "unwritten", "2026-02-11": "later"}


def test_a_week_counts_days_without_apart_from_days_unwritten() -> None:
    before, now = shown.per_week(read(DIARY), "2026-02-10", 2)
    assert before == shown.Week("2026-02-02", episodes=3, with_episodes=2, without=1, unwritten=4)
    assert (now.episodes, now.unwritten) == (0, 2)


def test_seconds_count_only_until_gone_and_are_in_order() -> None:
    tried = [("gone", 90), ("gone", 40), ("same", 300)]
    all = [
        episode(nth, "2026-02-03T03:10:00Z", tried=[{"remedy": "rest", "outcome": outcome, "seconds": seconds}])
        for nth, (outcome, seconds) in enumerate(tried)
    ]
    (found,) = shown.per_remedy(read(all))
    assert (found.seconds, found.median, found.outcomes) == ((40, 90), 40, {"gone": 2, "same": 1})
    assert {one.person for one in read(all)} == {PERSONS[0]}
