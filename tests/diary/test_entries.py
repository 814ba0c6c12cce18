"""Entries: what is one, in Python and on the phone alike, and what becomes of one that a newer program wrote."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diary.conftest import Ask
from diary.strategies import KINDS, PERSONS, agreeing, broken, entries, from_newer_programs, names
from uncramp.diary import Entry, EntryError, Kind, canonical, read_entry, to_json

EPISODE = {
    "id": "019c8f00-0000-7000-8000-000000000001",
    "person": PERSONS[0],
    "at": "2026-02-27T03:10:00+01:00",
    "recorded_at": "2026-02-27T07:00:00.000+01:00",
    "kind": "episode",
    "version": 1,
    "body": {
        "what": "painful_cramp",
        "site": "site_calf",
        "side": "left",
        "pain_before": 7,
        "tried": [{"remedy": "calf_stretch_wall", "outcome": "gone", "seconds": 45}],
    },
}


def with_body(**more: Any) -> dict[str, Any]:
    return EPISODE | {"body": EPISODE["body"] | more}


def verdict(raw: Any) -> Any:
    """What Python says of an entry, in the form in which Node says it."""
    try:
        return {"understood": read_entry(raw).understood}
    except EntryError as error:
        return {"refused": [error.path, error.allowed]}


@agreeing
@given(entry=entries())
def test_an_entry_of_every_kind_is_read_by_both(node: Ask, entry: dict[str, Any]) -> None:
    assert verdict(entry) == node("read", entry=entry) == {"understood": True}


@settings(agreeing, max_examples=4 * agreeing.max_examples)
@given(entry=broken())
def test_a_broken_entry_is_refused_by_both_in_the_same_place_for_the_same_reason(node: Ask, entry: Any) -> None:
    assert verdict(entry) == node("read", entry=entry)


@agreeing
@given(entry=from_newer_programs())
def test_an_entry_of_a_newer_program_is_kept_whole_and_not_understood(node: Ask, entry: dict[str, Any]) -> None:
    assert verdict(entry) == node("read", entry=entry) == {"understood": False}
    assert to_json(read_entry(entry)) == entry


@agreeing
@given(entry=st.one_of(entries(), from_newer_programs()), data=st.data())
def test_one_entry_has_one_text_whatever_the_order_of_its_keys(node: Ask, entry: dict[str, Any], data: Any) -> None:
    other = dict(data.draw(st.permutations(list(entry.items()))))
    text = canonical(read_entry(entry))
    assert canonical(read_entry(other)) == text == node("canonical", entry=other)
    assert json.loads(text) == entry


@pytest.mark.parametrize("kind", KINDS.kind, ids=lambda kind: f"{kind.id} {kind.version}")
def test_the_random_entries_reach_every_field(kind: Kind) -> None:
    seen: set[str] = set()

    @settings(agreeing, max_examples=60)
    @given(entry=entries((kind,)))
    def look(entry: dict[str, Any]) -> None:
        seen.update(entry["body"])

    look()
    assert seen == {field.id for field in kind.field}


REFUSED = [
    (with_body(pain_before=11), "body.pain_before", "a whole number from 0 to 10"),
    (with_body(pain_before=7.5), "body.pain_before", "a whole number from 0 to 10"),
    (with_body(pain_before=True), "body.pain_before", "a whole number from 0 to 10"),
    (with_body(side=None), "body.side", "left, right, both, middle"),
    (with_body(note=""), "body.note", "a text of 1 to 2000 characters"),
    (with_body(note="a\x00b"), "body.note", "a text of 1 to 2000 characters"),
    (with_body(note="\ud800"), "body.note", "a text of 1 to 2000 characters"),
    (with_body(note="😀" * 2001), "body.note", "a text of 1 to 2000 characters"),
    (with_body(suspects=[]), "body.suspects", "a list of 1 to 10"),
    (with_body(suspects=["heat", "heat"]), "body.suspects", "each once"),
    (with_body(tried=[{"remedy": "rest", "outcome": "great"}]), "body.tried[0].outcome", "gone, better"),
    (with_body(mood=3), "body", "what, site, side"),
    (EPISODE | {"id": EPISODE["id"].replace("-7", "-4")}, "id", "UUIDv7"),
    (EPISODE | {"id": EPISODE["id"].upper().replace("9C8F", "9C8F")}, "id", "lower case"),
    (EPISODE | {"at": "2026-02-27T03:10:00"}, "at", "offset"),
    (EPISODE | {"at": "2026-02-30T03:10:00+01:00"}, "at", "offset"),
    (EPISODE | {"at": "2026-02-27T08:10:00+01:00"}, "at", "no time after `recorded_at`"),
    (EPISODE | {"version": 0}, "version", "from 1"),
    (EPISODE | {"mood": 3}, "entry", "id, person, at"),
    ({key: value for key, value in EPISODE.items() if key != "person"}, "person", "UUID"),
    ([EPISODE], "entry", "an object"),
    (None, "entry", "an object"),
]


@pytest.mark.parametrize(("raw", "path", "allowed"), REFUSED)
def test_what_is_wrong_is_named_with_its_place_and_with_what_is_allowed(
    node: Ask, raw: Any, path: str, allowed: str
) -> None:
    with pytest.raises(EntryError) as found:
        read_entry(raw)
    assert found.value.path == path
    assert allowed in found.value.allowed
    assert f"`{path}`" in str(found.value)
    assert node("read", entry=raw)["refused"] == [path, found.value.allowed]


@pytest.mark.parametrize(
    "raw", [with_body(note="😀" * 2000), with_body(note="a\tb\nc"), EPISODE | {"at": "2026-02-27T02:10:00Z"}]
)
def test_what_is_just_allowed_is_taken(node: Ask, raw: dict[str, Any]) -> None:
    assert verdict(raw) == node("read", entry=raw) == {"understood": True}


def test_a_name_that_every_object_has_is_no_field(node: Ask) -> None:
    for name in ("constructor", "toString", "__proto__"):
        raw = with_body(**{name: 1})
        assert verdict(raw)["refused"][0] == node("read", entry=raw)["refused"][0] == "body"


def test_a_correction_cannot_correct_a_correction(node: Ask) -> None:
    body = {"of": EPISODE["id"], "kind": "deletion", "version": 1, "body": {"of": EPISODE["id"]}}
    raw = EPISODE | {"kind": "correction", "body": body}
    assert verdict(raw) == node("read", entry=raw)
    assert verdict(raw)["refused"][0] == "body.kind"


def test_a_corrected_body_is_checked_as_strictly_as_a_new_one(node: Ask) -> None:
    body = {"of": EPISODE["id"], "kind": "drinks", "version": 1, "body": {"what": "lava"}}
    raw = EPISODE | {"kind": "correction", "body": body}
    assert verdict(raw) == node("read", entry=raw)
    assert verdict(raw)["refused"][0] == "body.body.what"


# ---- made on the phone

NOW = "2026-07-04T03:10:42.123Z"


@pytest.mark.parametrize(
    ("zone", "told"), [("Europe/Berlin", "+02:00"), ("America/St_Johns", "-02:30"), ("Asia/Kathmandu", "+05:45")]
)
def test_an_entry_made_on_a_phone_tells_the_time_of_the_place(node: Ask, zone: str, told: str) -> None:
    what = {"person": PERSONS[0], "kind": "note", "body": {"text": "at night"}}
    made = node("make", what=what, now=NOW, zone=zone)
    entry = read_entry(made)
    assert entry.understood
    assert entry.at.endswith(f":42{told}")
    assert entry.recorded_at.endswith(f":42.123{told}")


@pytest.mark.parametrize(
    ("day", "told"), [("2026-01-15", "+01:00"), ("2026-07-15", "+02:00"), ("2026-03-29", "+02:00")]
)
def test_a_day_in_the_past_gets_the_offset_that_held_then(node: Ask, day: str, told: str) -> None:
    assert node("stamp", day=day, time="03:10", zone="Europe/Berlin") == f"{day}T03:10:00{told}"


def test_ids_made_later_sort_later(node: Ask) -> None:
    what = {"person": PERSONS[0], "kind": "note", "body": {"text": "x"}}
    times = ["2026-07-04T03:10:42.123Z", "2026-07-04T03:10:42.124Z", "2031-01-01T00:00:00Z"]
    ids = [node("make", what=what, now=now, byte=byte)["id"] for now, byte in zip(times, (255, 9, 0), strict=True)]
    assert ids == sorted(ids)


def test_what_cannot_be_an_entry_is_not_made(node: Ask) -> None:
    later = {"person": PERSONS[0], "kind": "note", "body": {"text": "x"}, "at": "2026-07-05T00:00:00Z"}
    assert node("make", what=later, now=NOW)["refused"][0] == "at"


@agreeing
@given(name=names)
def test_an_entry_of_a_kind_that_nobody_knows_is_still_one(name: str) -> None:
    found = read_entry(EPISODE | {"kind": f"zz_{name}"[:60], "body": {"anything": [1, None, {"deep": "er"}]}})
    assert isinstance(found, Entry)
    assert not found.understood
