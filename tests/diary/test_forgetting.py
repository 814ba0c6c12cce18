"""What a forgetting covers is the same on the phone and on the computer, for every entry that there can be."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from diary.conftest import Ask
from diary.strategies import PERSONS, agreeing, diaries, entries, from_newer_programs, json_values, moments, uuid7s
from uncramp.diary import EntryError, read_entry
from uncramp.diary.sync import (
    Forgetting,
    forgetting_json,
    hits,
    is_mark,
    mark,
    marks_left,
    marks_of,
    merged,
    not_after,
    read_forgetting,
)

near = st.sampled_from(["2025-12-31", "2026-01-01", "2026-01-02", "2026-06-01", "2029-01-01"])
raw_forgettings = st.fixed_dictionaries(
    {"id": uuid7s(), "at": moments},
    optional={"person": st.sampled_from(PERSONS), "from": near, "to": near},
)
anything = st.one_of(entries(), entries(), from_newer_programs(), diaries().map(lambda all: all[-1]))


@agreeing
@given(raw=raw_forgettings, entry=anything)
def test_the_phone_and_the_computer_agree_on_what_is_covered(node: Ask, raw: dict[str, Any], entry: Any) -> None:
    one, scope = read_entry(entry), read_forgetting(raw)
    assert node("forgotten", scope=raw, entry=entry) == {
        "hits": hits(scope, one),
        "left": sorted(marks_left(scope, one)),
        "mark": mark(one, scope.scope),
        "marks": list(marks_of(one)),
    }


@agreeing
@given(
    raw=st.one_of(
        raw_forgettings, st.dictionaries(st.sampled_from(["id", "at", "person", "from", "to", "why"]), json_values)
    )
)
def test_they_agree_on_what_is_a_forgetting(node: Ask, raw: dict[str, Any]) -> None:
    try:
        good = bool(read_forgetting(raw))
    except EntryError:
        good = False
    assert node("isForgetting", raw=raw) == good


@agreeing
@given(id=uuid7s(), person=st.sampled_from(["", f":{PERSONS[0]}", ":me", ":"]), cut=st.sampled_from([0, 13, 14, 15]))
def test_they_agree_on_what_is_a_mark(node: Ask, id: str, person: str, cut: int) -> None:
    assert (
        node("isMark", raw=id[cut:] + person)
        == is_mark(id[cut:] + person)
        == (cut == 14 and person in ("", f":{PERSONS[0]}"))
    )


@agreeing
@given(raw=raw_forgettings, at=moments)
def test_of_two_moments_of_a_forgetting_both_take_the_earlier(node: Ask, raw: dict[str, Any], at: str) -> None:
    one, other = read_forgetting(raw), read_forgetting(raw | {"at": at})
    same = merged(one, other)
    assert same == merged(other, one)
    found = read_forgetting(node("merged", one=raw, other=raw | {"at": at}))
    assert not _later(found, same)
    assert not _later(same, found)
    assert forgetting_json(one) == raw


@agreeing
@given(raw=raw_forgettings, now=moments)
def test_no_forgetting_is_from_the_future(raw: dict[str, Any], now: str) -> None:
    found = not_after(read_forgetting(raw), now)
    assert not _later(found, Forgetting("", now, found.scope))


def _later(one: Forgetting, other: Forgetting) -> bool:
    from uncramp.diary.check import instant

    return instant(one.at) > instant(other.at)
