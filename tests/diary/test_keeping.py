"""Keeping a diary: append-only, an outbox that loses nothing, forgetting for good, and a browser that keeps nothing.

What IndexedDB itself does is for a real browser to show; here stands what holds of every store, tried in memory.
"""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diary.conftest import Ask
from diary.strategies import PERSONS, agreeing, broken, entries
from diary.test_out_and_in import readable, row

NOTHING: dict[str, list[str]] = {"known": [], "differing": [], "forgotten": []}
FIRST, SECOND = row(1, "note", {"text": "first"}), row(2, "note", {"text": "second"})
OTHERS = row(3, "note", {"text": "hers"}) | {"person": PERSONS[1]}


def run(node: Ask, *calls: list[Any]) -> list[Any]:
    return node("memory", calls=list(calls))["found"]


def test_what_was_appended_is_there_and_waits_for_a_server(node: Ask) -> None:
    added, all, waiting = run(node, ["append", [FIRST, SECOND]], ["all"], ["waiting"])
    assert added == {"added": [FIRST["id"], SECOND["id"]], **NOTHING}
    assert all == waiting == [FIRST, SECOND]


def test_appending_again_changes_nothing_and_another_entry_of_that_id_is_not_taken(node: Ask) -> None:
    other = FIRST | {"body": {"text": "changed"}}
    *_, again, differs, all = run(node, ["append", [FIRST]], ["append", [FIRST]], ["append", [other]], ["all"])
    assert again == {"added": [], **NOTHING, "known": [FIRST["id"]]}
    assert differs == {"added": [], **NOTHING, "differing": [FIRST["id"]]}
    assert all == [FIRST]


def test_only_what_a_server_confirmed_leaves_the_outbox_and_nothing_leaves_the_diary(node: Ask) -> None:
    calls = [["append", [FIRST, SECOND]], ["confirm", [FIRST["id"], "unknown"]], ["waiting"], ["all"]]
    *_, waiting, all = run(node, *calls)
    assert waiting == [SECOND]
    assert all == [FIRST, SECOND]


def test_what_came_from_the_server_does_not_go_back(node: Ask) -> None:
    assert run(node, ["append", [FIRST], {"waiting": False}], ["waiting"])[1] == []


def test_small_things_are_kept_by_their_key(node: Ask) -> None:
    calls = [["keep", "settings", {"voice": True}], ["kept", "settings"], ["drop", "settings"], ["kept", "settings"]]
    assert run(node, *calls) == [None, {"voice": True}, None, None]


def test_others_are_told_of_every_change_of_entries_and_of_nothing_else(node: Ask) -> None:
    calls = [["append", [FIRST]], ["append", [FIRST]], ["keep", "timers", []], ["forget", {"person": PERSONS[1]}]]
    assert node("memory", calls=calls)["changes"] == 2


def test_forgetting_a_person_leaves_the_others_and_takes_what_is_kept_of_that_person(node: Ask) -> None:
    hers, mine = f"profile:{PERSONS[1]}", f"profile:{PERSONS[0]}"
    calls = [["append", [FIRST, OTHERS]], ["keep", hers, 1], ["keep", mine, 2]]
    *_, gone, all, first, second = run(
        node, *calls, ["forget", {"person": PERSONS[1]}], ["all"], ["kept", hers], ["kept", mine]
    )
    assert gone == [OTHERS["id"]]
    assert all == [FIRST]
    assert (first, second) == (None, 2)


def test_forgetting_a_day_takes_every_correction_of_what_happened_then(node: Ask) -> None:
    body = {"of": FIRST["id"], "kind": "note", "version": 1, "body": {"text": "corrected"}}
    moved = row(4, "correction", body, at="2026-01-01T00:00:00Z")
    removal = row(5, "deletion", {"of": FIRST["id"]}, at="2026-03-01T00:00:00Z")
    later = row(6, "note", {"text": "later"}, at="2026-02-28T00:00:00+01:00")
    for scope in ({"from": "2026-02-27", "to": "2026-02-27"}, {"to": "2026-01-31"}):
        _, gone, all = run(node, ["append", [FIRST, moved, removal, later]], ["forget", scope], ["all"])
        assert set(gone) == {FIRST["id"], moved["id"], removal["id"]}
        assert all == [later]


def test_the_entries_of_one_kind_come_with_what_was_said_about_them_later(node: Ask) -> None:
    body = {"of": FIRST["id"], "kind": "note", "version": 1, "body": {"text": "corrected"}}
    moved = row(4, "correction", body, at="2026-01-01T00:00:00Z")
    person, append = FIRST["person"], ["append", [FIRST, OTHERS, moved]]
    _, notes, none = run(node, append, ["ofKind", person, "note"], ["ofKind", person, "episode"])
    assert {one["id"] for one in notes} == {FIRST["id"], moved["id"]}
    assert none == []


def test_forgetting_everything_leaves_nothing(node: Ask) -> None:
    calls = [["append", [FIRST, OTHERS]], ["keep", "settings", 1], ["forget", {}], ["all"], ["kept", "settings"]]
    assert run(node, *calls)[3:] == [[], None]


@pytest.mark.parametrize(
    ("browser", "why"),
    [
        ("none", "private"),
        ("throws", "private"),
        ("SecurityError", "private"),
        ("InvalidStateError", "private"),
        ("UnknownError", "private"),
        ("QuotaExceededError", "quota"),
        ("silent", "silent"),
    ],
)
def test_where_the_browser_keeps_nothing_the_diary_says_so_and_why(node: Ask, browser: str, why: str) -> None:
    assert node("open", browser=browser) == {"persistent": False, "why": why}


@pytest.mark.parametrize(("browser", "kind"), [("VersionError", "newer"), ("blocked", "blocked")])
def test_a_diary_that_is_there_and_cannot_be_opened_is_never_taken_for_an_empty_one(
    node: Ask, browser: str, kind: str
) -> None:
    assert node("open", browser=browser) == {"refused": kind}


# ---- the outbox


def test_the_oldest_go_first_and_a_correction_after_its_entry(node: Ask) -> None:
    early = FIRST | {"recorded_at": "2026-02-28T01:00:00-05:00"}
    late = SECOND | {"recorded_at": "2026-02-28T06:30:00+00:00"}
    assert node("push", waiting=[late, early]) == [early, late]
    assert node("push", waiting=[late, early], most=1) == [early]


def test_an_answer_confirms_only_what_was_sent(node: Ask) -> None:
    answer = {"have": [FIRST["id"], FIRST["id"], OTHERS["id"], 7], "refused": [{"id": SECOND["id"], "why": "too big"}]}
    found = node("answered", sent=[FIRST, SECOND], answer=answer)
    assert found["confirm"] == [FIRST["id"]]
    assert found["refused"] == [{"id": SECOND["id"], "why": "too big"}]


@pytest.mark.parametrize(
    "answer", [None, [], "ok", {}, {"have": "all"}, {"have": {"id": 1}, "entries": 3, "refused": 0}]
)
def test_an_answer_that_says_nothing_confirms_nothing(node: Ask, answer: Any) -> None:
    assert node("answered", sent=[FIRST], answer=answer)["confirm"] == []


@agreeing
@given(all=st.lists(st.one_of(entries(), broken()), max_size=5))
def test_what_a_server_sends_is_read_as_strictly_as_anything_else(node: Ask, all: list[Any]) -> None:
    found = node("answered", sent=[], answer={"entries": all})
    good = [one for one in all if readable(one)]
    assert found["incoming"] == good
    assert found["unreadable"] == len(all) - len(good)


@agreeing
@given(all=st.lists(entries(), max_size=6, unique_by=lambda one: one["id"]), data=st.data())
def test_two_diaries_come_to_the_same_whoever_sends_first(node: Ask, all: list[Any], data: st.DataObject) -> None:
    ours = [one for one in all if data.draw(st.booleans())]
    theirs = [one for one in all if one not in ours or data.draw(st.booleans())]
    there, back = node("union", ours=ours, theirs=theirs), node("union", ours=theirs, theirs=ours)
    assert there["differing"] == back["differing"] == []
    assert sorted(one["id"] for one in there["entries"]) == sorted(one["id"] for one in back["entries"])
    assert {one["id"] for one in there["entries"]} == {one["id"] for one in all}


# ---- will it stay?


def test_the_browser_is_asked_to_keep_the_diary_and_its_answer_is_told(node: Ask) -> None:
    assert node("stay", storage={"persist": True, "persisted": True, "estimate": {"usage": 10, "quota": 100}}) == {
        "stays": True,
        "used": 10,
        "left": 90,
    }
    assert node("stay", storage={"persist": False, "persisted": False, "estimate": {}})["stays"] is False


@pytest.mark.parametrize("storage", [None, {}, {"persist": "fails", "persisted": "fails", "estimate": "fails"}])
def test_a_browser_that_does_not_say_stops_nothing(node: Ask, storage: Any) -> None:
    assert node("stay", storage=storage) == {"stays": None, "used": None, "left": None}
