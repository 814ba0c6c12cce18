"""The diary as a file: all of it out, all of it in again, once however often; and as a table for a spreadsheet."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diary.conftest import Ask
from diary.strategies import KINDS, PERSONS, agreeing, broken, entries, from_newer_programs
from uncramp.diary import EntryError, canonical, current, read_entry

HEADER = {"knowledge": "0.1.0+abc", "exportedAt": "2026-02-27T12:00:00+01:00"}
some = st.lists(st.one_of(entries(), entries(), from_newer_programs()), max_size=6, unique_by=lambda one: one["id"])


def row(id: int, kind: str, body: dict[str, Any], *, at: str = "2026-02-27T03:10:00+01:00") -> dict[str, Any]:
    return {
        "id": f"019c8f00-0000-7000-8000-{id:012x}",
        "person": PERSONS[0],
        "at": at,
        "recorded_at": "2026-02-28T03:10:00+01:00",
        "kind": kind,
        "version": 1,
        "body": body,
    }


def by_id(all: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(all, key=lambda one: one["id"])


@agreeing
@given(all=some)
def test_what_goes_out_comes_in_whole_and_a_second_time_changes_nothing(node: Ask, all: list[dict[str, Any]]) -> None:
    text = node("out", all=all, header=HEADER)
    first = node("in", text=text, have=[])
    assert by_id(first["fresh"]) == by_id(all)
    assert (first["known"], first["refused"], first["exportedAt"]) == (0, [], HEADER["exportedAt"])
    second = node("in", text=text, have=first["fresh"])
    assert (second["fresh"], second["known"], second["refused"]) == ([], len(all), [])


@agreeing
@given(all=some)
def test_python_reads_the_file_of_a_phone(node: Ask, all: list[dict[str, Any]]) -> None:
    file = json.loads(node("out", all=all, header=HEADER))
    assert (file["format"], file["version"], file["knowledge"]) == ("uncramp-diary", 1, HEADER["knowledge"])
    read = {canonical(read_entry(entry)) for entry in file["entries"]}
    assert read == {canonical(read_entry(entry)) for entry in all}


@agreeing
@given(good=some, bad=st.lists(broken(), max_size=3))
def test_bad_entries_are_refused_one_by_one_and_stop_no_others(
    node: Ask, good: list[dict[str, Any]], bad: list[Any]
) -> None:
    refused = [one for one in bad if not readable(one)]
    text = json.dumps({"format": "uncramp-diary", "version": 1, "entries": [*refused, *good]})
    found = node("in", text=text, have=[])
    assert by_id(found["fresh"]) == by_id(good)
    assert [one["nth"] for one in found["refused"]] == list(range(1, len(refused) + 1))
    assert all("allowed: " in one["why"] for one in found["refused"])


def readable(raw: Any) -> bool:
    try:
        return bool(read_entry(raw))
    except EntryError:
        return False


def test_another_entry_under_a_known_id_is_refused_and_the_first_stays(node: Ask) -> None:
    mine, theirs = row(1, "note", {"text": "mine"}), row(1, "note", {"text": "theirs"})
    text = node("out", all=[theirs], header=HEADER)
    found = node("in", text=text, have=[mine])
    assert found["fresh"] == []
    assert found["refused"][0]["path"] == "id"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("a,b\n1,2\n", "not_json"),
        ("", "not_json"),
        ("[]", "not_a_diary"),
        ('{"format": "other", "version": 1, "entries": []}', "not_a_diary"),
        ('{"format": "uncramp-diary", "version": 1}', "not_a_diary"),
        ('{"format": "uncramp-diary", "version": 2, "entries": []}', "newer"),
    ],
)
def test_a_file_that_is_no_diary_is_refused_by_name(node: Ask, text: str, kind: str) -> None:
    assert node("in", text=text, have=[]) == {"refused": kind}


def test_the_age_of_the_last_export_is_told_in_whole_days(node: Ask) -> None:
    assert node("age", exported=None, now="2026-02-27T12:00:00Z") is None
    assert node("age", exported="2026-02-20T13:00:00Z", now="2026-02-27T12:00:00Z") == 6
    assert node("age", exported="2026-02-28T13:00:00Z", now="2026-02-27T12:00:00Z") == 0


# ---- the table


def table(node: Ask, all: list[dict[str, Any]]) -> list[dict[str, str]]:
    text = node("csv", all=all)
    assert text.startswith("\ufeff")
    assert text.endswith("\r\n")
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""), strict=True))


@agreeing
@given(all=some)
def test_the_table_has_a_row_for_each_entry_and_a_cell_for_each_thing_said(
    node: Ask, all: list[dict[str, Any]]
) -> None:
    held = [one for one in current(map(read_entry, all)) if one.understood]
    rows = table(node, [one for one in all if one["id"] in {entry.id for entry in held}])
    assert [list(one) for one in rows] == [KINDS.columns()] * len(held)
    said = {entry.id: entry for entry in held}
    for found in rows:
        entry = said[found["id"]]
        assert (found["at"], found["kind"], found["local_date"]) == (entry.at, entry.kind, entry.at[:10])
        for name, value in entry.body.items():
            if isinstance(value, bool):
                assert found[name] == ("yes" if value else "no")
            elif isinstance(value, (int, str)):
                assert found[name].removeprefix("'") == str(value).removeprefix("'")
            else:
                assert found[name]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "＝", "＋", "－", "＠"])
def test_no_cell_can_be_run_as_a_formula(node: Ask, start: str) -> None:
    (found,) = table(node, [row(1, "note", {"text": f'{start}HYPERLINK("x","y")'})])
    assert found["text"] == f'\'{start}HYPERLINK("x","y")'


def test_commas_quotes_and_line_ends_stay_in_their_cell(node: Ask) -> None:
    text = 'left, "bad"\nthen gone'
    (found,) = table(node, [row(1, "note", {"text": text})])
    assert found["text"] == text


def test_lists_stand_in_one_cell_in_words(node: Ask) -> None:
    tried = [{"remedy": "rest", "outcome": "same"}, {"remedy": "calf_stretch_wall", "outcome": "gone", "seconds": 45}]
    body = {"what": "stiffness", "site": "site_calf", "tried": tried, "suspects": ["heat", "stress"], "woke_me": False}
    (found,) = table(node, [row(1, "episode", body)])
    assert found["tried"] == "rest same; calf_stretch_wall gone 45"
    assert (found["suspects"], found["woke_me"], found["minutes"]) == ("heat; stress", "no", "")
