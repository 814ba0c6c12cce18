"""Python makes the entries that the phone app makes, and writes and reads the same files."""

from __future__ import annotations

import json
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diary.conftest import Ask
from diary.strategies import KINDS, PERSONS, agreeing, bodies, broken
from diary.test_out_and_in import HEADER, row, some
from uncramp.diary import EntryError, canonical, current, read_entry, to_json
from uncramp.diary.document import FileError, from_document, to_document, to_lines
from uncramp.diary.making import correct, make, remove, stamp, uuid7
from uncramp.diary.table import to_csv

KNOWN = [kind for kind in KINDS.kind if not kind.amends]
NOW = datetime(2026, 2, 27, 12, tzinfo=timezone(timedelta(hours=1)))
CHANCE = bytes([7]) * 10


def made(text: str, **more: Any) -> Any:
    world = {"now": NOW, "chance": CHANCE}
    return make(KINDS, person=PERSONS[0], kind="note", body={"text": text}, **world, **more)


@agreeing
@given(data=st.data(), milliseconds=st.integers(10**12, 2 * 10**12), byte=st.integers(0, 255))
def test_an_entry_is_made_as_in_the_app(node: Ask, data: st.DataObject, milliseconds: int, byte: int) -> None:
    kind = data.draw(st.sampled_from(KNOWN))
    body = data.draw(bodies(kind.field))
    now = datetime.fromtimestamp(0, timezone.utc) + timedelta(milliseconds=milliseconds)  # noqa: UP017
    mine = make(KINDS, person=PERSONS[0], kind=kind.id, body=body, now=now, chance=bytes([byte]) * 10)
    theirs = node("make", what={"person": PERSONS[0], "kind": kind.id, "body": body}, now=milliseconds, byte=byte)
    theirs["recorded_at"] = theirs["recorded_at"].replace("Z", "+00:00")
    assert to_json(mine) == theirs


def test_a_correction_and_a_deletion_are_made_as_in_the_app(node: Ask) -> None:
    entry, at = made("a"), "2026-02-26T08:00:00+01:00"
    there = {"now": NOW.timestamp() * 1000, "byte": 7}
    fixed = correct(KINDS, entry, {"text": "b"}, now=NOW, chance=CHANCE, at=at)
    theirs = node("correct", entry=to_json(entry), change={"body": {"text": "b"}, "at": at}, **there)
    assert (fixed.id, fixed.at, fixed.body) == (theirs["id"], theirs["at"], theirs["body"])
    gone = remove(KINDS, entry, now=NOW, chance=CHANCE)
    assert gone.body == node("remove", entry=to_json(entry), **there)["body"]


def test_a_correction_is_what_is_shown_and_a_deletion_takes_it_away() -> None:
    entry = made("a")
    later = NOW + timedelta(minutes=1)
    fixed = correct(KINDS, entry, {"text": "b"}, now=later, chance=CHANCE)
    assert [one.body for one in current([entry, fixed])] == [{"text": "b"}]
    gone = remove(KINDS, entry, now=later + timedelta(minutes=1), chance=CHANCE)
    assert current([entry, fixed, gone]) == []


def test_what_has_not_happened_yet_cannot_be_written() -> None:
    with pytest.raises(EntryError, match="`at`"):
        made("a", at=stamp(NOW + timedelta(hours=1)))


def test_ids_sort_by_time_and_take_ten_bytes_of_chance() -> None:
    ids = [uuid7(NOW + timedelta(milliseconds=nth), CHANCE) for nth in range(5)]
    assert ids == sorted(set(ids))
    with pytest.raises(ValueError, match="ten bytes"):
        uuid7(NOW, b"")


# ---- files


@agreeing
@given(all=some)
def test_the_file_is_the_one_that_the_app_writes_letter_by_letter(node: Ask, all: list[dict[str, Any]]) -> None:
    mine = to_document(map(read_entry, all), knowledge=HEADER["knowledge"], exported_at=HEADER["exportedAt"])
    assert mine == node("out", all=[to_json(read_entry(one)) for one in all], header=HEADER)


@agreeing
@given(all=some, bad=st.lists(broken(), max_size=3), had=st.integers(0, 6))
def test_a_file_is_read_as_in_the_app(node: Ask, all: list[dict[str, Any]], bad: list[Any], had: int) -> None:
    text = json.dumps({"format": "uncramp-diary", "version": 1, "exported_at": "then", "entries": [*bad, *all]})
    mine = from_document(KINDS, text, map(read_entry, all[:had]))
    theirs = node("in", text=text, have=all[:had])
    assert [to_json(one) for one in mine.fresh] == theirs["fresh"]
    assert (mine.known, mine.exported_at) == (theirs["known"], theirs["exportedAt"])
    assert [(one.nth, one.path) for one in mine.refused] == [(one["nth"], one["path"]) for one in theirs["refused"]]


@agreeing
@given(all=some)
def test_lines_hold_what_the_file_holds(all: list[dict[str, Any]]) -> None:
    entries = [read_entry(one) for one in all]
    text = to_lines(entries, knowledge="k", exported_at="then")
    assert text.count("\n") == len(all) + 1
    found = from_document(KINDS, text, [])
    assert sorted(map(canonical, found.fresh)) == sorted(map(canonical, entries))
    assert (found.refused, found.exported_at) == ([], "then")


def test_a_line_that_is_cut_off_stops_no_other() -> None:
    text = to_lines([made("a")], knowledge="k", exported_at="then")
    found = from_document(KINDS, f'{text}{{"id": \n{json.dumps(row(3, "note", {"text": "b"}))}\n', [])
    assert [one.body["text"] for one in found.fresh] == ["a", "b"]
    assert [one.nth for one in found.refused] == [2]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("a,b\n1,2\n", "not_json"),
        ("", "not_json"),
        ('{"format": "uncramp-diary", "version": 1, "entries": [', "not_json"),
        ("[]", "not_a_diary"),
        ("[" * 100_000, "not_json"),
        ('{"format": "other", "version": 1, "entries": []}', "not_a_diary"),
        ('{"format": "uncramp-diary", "version": 1}', "not_a_diary"),
        ('{"format": "uncramp-diary", "version": true, "entries": []}', "not_a_diary"),
        ('{"format": "uncramp-diary", "version": 1, "entries": {}}', "not_a_diary"),
        ('{"format": "uncramp-diary", "version": 2, "entries": []}', "newer"),
    ],
)
def test_a_file_that_is_no_diary_is_refused_by_name_and_in_words(text: str, why: str) -> None:
    with pytest.raises(FileError) as error:
        from_document(KINDS, text, [])
    assert error.value.why == why
    assert error.value.hint


@agreeing
@given(all=some)
def test_the_table_is_the_one_that_the_app_writes(node: Ask, all: list[dict[str, Any]]) -> None:
    held = [entry for entry in current(map(read_entry, all)) if entry.understood]
    assert to_csv(KINDS, held) == node("csv", all=[to_json(one) for one in held])
