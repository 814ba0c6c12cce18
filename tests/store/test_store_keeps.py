"""What a diary keeps, in SQLite and in PostgreSQL alike: entries once, whole, in the order in which they came."""

from __future__ import annotations

import os
import stat
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import text

from diary.strategies import PERSONS
from diary.test_out_and_in import row
from store.places import Where, note
from uncramp.diary import canonical, current, read_entry
from uncramp.diary.failures import StoreError
from uncramp.diary.place import place
from uncramp.diary.scope import Scope
from uncramp.diary.store import Forgotten, Store

BEFORE = datetime(2026, 2, 1, tzinfo=UTC)
"""Before any of the notes was written."""
NOTES = [note(nth, f"note {nth}") for nth in range(5)]


def correction(id: int, of: str, said: str, **envelope: str) -> dict[str, object]:
    return row(id, "correction", {"of": of, "kind": "note", "version": 1, "body": {"text": said}}) | envelope


def test_what_was_appended_is_there_after_opening_again(where: Where) -> None:
    place = where()
    with Store.open(place) as store:
        store.append(NOTES)
    with Store.open(place) as store:
        assert store.entries() == NOTES


def test_the_same_entries_twice_are_the_same_entries_once(store: Store) -> None:
    first = store.append(NOTES[:3])
    second = store.append(NOTES)
    assert (first.added, first.known) == ([one.id for one in NOTES[:3]], [])
    assert (second.added, second.known) == ([one.id for one in NOTES[3:]], [one.id for one in NOTES[:3]])
    assert len(store.entries()) == 5


def test_another_entry_under_a_known_id_is_told_and_the_first_stays(store: Store) -> None:
    store.append(NOTES[:1])
    done = store.append([replace(NOTES[0], body={"text": "another"}), NOTES[1]])
    assert (done.added, done.known, done.differing) == ([NOTES[1].id], [], [NOTES[0].id])
    assert store.entries() == NOTES[:2]


def test_one_id_twice_in_one_call_is_taken_once(store: Store) -> None:
    other = replace(NOTES[0], body={"text": "another"})
    done = store.append([NOTES[0], NOTES[0], other])
    assert (done.added, done.known, done.differing) == ([NOTES[0].id], [NOTES[0].id], [NOTES[0].id])
    assert store.entries() == NOTES[:1]


def test_appending_nothing_is_nothing(store: Store) -> None:
    assert store.append([]).added == []
    assert store.entries() == []


@pytest.mark.parametrize("said", ["é😀 ñ", "tab\tline\nend", "' ; -- %s :x", "\ud7ff\ue000\uffff"])
def test_every_text_comes_back_as_it_was(store: Store, said: str) -> None:
    store.append([note(1, said)])
    assert store.entries()[0].body == {"text": said}


def test_what_a_newer_program_wrote_is_kept_and_handed_on_as_it_is(store: Store) -> None:
    newer = read_entry(row(1, "later_kind", {"a": [1, {"b": "c\ud800\x00"}], "of": "nobody"}))
    store.append([newer])
    (found,) = store.entries()
    assert not found.understood
    assert canonical(found) == canonical(newer)


def test_an_entry_that_this_program_now_reads_otherwise_is_not_understood_instead_of_lost(store: Store) -> None:
    store.append(NOTES[:1])
    with store.engine.begin() as connection:
        connection.execute(text("update entries set body = '{\"unheard\": 1}'"))
    (found,) = store.entries()
    assert (found.understood, found.body) == (False, {"unheard": 1})


# ---- reading a part


def test_a_range_of_days_holds_both_its_days_as_they_were_at_the_place(store: Store) -> None:
    hours = ["02-01T23:59:59-08:00", "02-02T00:00:00+14:00", "02-03T23:59:59+01:00", "02-04T00:00:00+01:00"]
    store.append([note(nth, at=f"2026-{hour}") for nth, hour in enumerate(hours)])
    found = store.entries(Scope(first="2026-02-02", last="2026-02-03"))
    assert [one.at[5:] for one in found] == hours[1:3]


def test_an_entry_of_a_range_comes_with_all_that_was_said_about_it(store: Store) -> None:
    first = note(1, at="2026-02-01T08:00:00Z")
    moved = read_entry(correction(2, first.id, "b", at="2026-02-20T08:00:00Z"))
    gone = read_entry(row(3, "deletion", {"of": first.id}, at="2026-02-25T08:00:00Z"))
    store.append([first, moved, gone, note(4, at="2026-02-21T08:00:00Z")])
    for day in ("2026-02-01", "2026-02-20", "2026-02-25"):
        assert {one.id for one in store.entries(Scope(first=day, last=day))} == {first.id, moved.id, gone.id}


def test_kinds_are_those_of_what_was_corrected(store: Store) -> None:
    first = note(1)
    drink = read_entry(row(3, "drinks", {"what": "water"}))
    store.append([first, read_entry(correction(2, first.id, "b")), drink])
    assert [one.body["text"] for one in current(store.entries(kinds=["note"]))] == ["b"]
    assert store.entries(kinds=["drinks"]) == [drink]


def test_persons_stay_apart(store: Store) -> None:
    mine, theirs = note(1), note(2, person=PERSONS[1])
    store.append([mine, theirs, note(3)])
    assert store.entries(Scope(person=PERSONS[1])) == [theirs]
    assert [(one.person, one.entries) for one in store.people()] == [(PERSONS[0], 2), (PERSONS[1], 1)]


# ---- sync


def test_a_cursor_reads_on_where_it_stopped_and_misses_nothing(store: Store) -> None:
    store.append(NOTES[:3])
    first, cursor = store.since(0, most=2)
    second, cursor = store.since(cursor, most=2)
    assert first + second == NOTES[:3]
    store.append(NOTES[2:])
    third, cursor = store.since(cursor)
    assert third == NOTES[3:]
    assert store.since(cursor) == ([], cursor)


def test_a_cursor_is_not_used_again_after_forgetting(store: Store) -> None:
    store.append(NOTES[:2])
    _, cursor = store.since(0)
    store.forget(Scope(), BEFORE)
    store.append(NOTES[2:4])
    assert store.since(cursor)[0] == NOTES[2:4]


def test_many_who_write_at_once_lose_nothing_and_skip_no_reader(where: Where) -> None:
    place = where()
    Store.open(place).close()
    shares = [[note(worker * 100 + nth) for nth in range(20)] for worker in range(4)]

    def write(share: list[object]) -> None:
        with Store.open(place) as store:
            for one in share:
                store.append([one, shares[0][0]])  # type: ignore[list-item]

    read, cursor = [], 0
    with Store.open(place) as store, ThreadPoolExecutor(4) as pool:
        work = [pool.submit(write, share) for share in shares]
        while not all(one.done() for one in work):
            some, cursor = store.since(cursor, most=7)
            read += some
        for one in work:
            one.result()
        while some := store.since(cursor, most=7)[0]:
            read += some
            cursor = store.since(cursor, most=7)[1]
        assert len(read) == 80
        assert {one.id for one in read} == {one.id for share in shares for one in share}


# ---- to forget


def test_forgetting_takes_every_correction_along(store: Store) -> None:
    first = note(1, "secret", at="2026-02-01T08:00:00Z")
    moved = read_entry(correction(2, first.id, "secret too", at="2026-02-20T08:00:00Z"))
    store.append([first, moved, note(3, at="2026-02-02T08:00:00Z")])
    assert store.forget(Scope(first="2026-02-20", last="2026-02-20")).entries == 2
    assert [one.body["text"] for one in store.entries()] == ["a"]


def test_forgetting_a_person_leaves_the_others(store: Store) -> None:
    store.append([note(1), note(2, person=PERSONS[1])])
    store.keep("own", PERSONS[0])
    store.keep(f"profile:{PERSONS[1]}", {"age": 9})
    assert store.forget(Scope(person=PERSONS[1])).entries == 1
    assert [one.person for one in store.people()] == [PERSONS[0]]
    assert (store.kept("own"), store.kept(f"profile:{PERSONS[1]}")) == (PERSONS[0], None)


def test_nothing_forgotten_can_be_found_in_the_file(file_store: Store) -> None:
    file_store.append([note(nth, f"very secret {nth} " * 50) for nth in range(200)])
    file = file_store.place.file
    assert file
    assert file_store.forget(Scope()) == Forgotten(200, cleared=True)
    left = b"".join(one.read_bytes() for one in file.parent.iterdir())
    assert b"very secret" not in left
    assert file_store.entries() == []


def test_forgetting_says_when_another_program_keeps_the_log_of_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("uncramp.diary.opening.PATIENCE", 50)
    file = str(tmp_path / "diary.sqlite")
    with Store.open(file) as store, Store.open(file) as other, other.engine.connect() as reading:
        store.append(NOTES)
        reading.execute(text("select count(*) from entries")).scalar()
        assert store.forget(Scope()) == Forgotten(5, cleared=False)
        assert store.entries() == []


# ---- small things


def test_small_things_are_kept_until_they_are_said_anew(store: Store) -> None:
    assert store.kept("own") is None
    store.keep("own", "one")
    store.keep("own", {"now": [1, None, True]})
    assert store.kept("own") == {"now": [1, None, True]}


# ---- the file


@pytest.mark.skipif(os.name == "nt", reason="Windows has no modes")
def test_nobody_else_can_read_the_file_or_its_folder(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        with Store.open(str(tmp_path / "new" / "diary.sqlite")) as store:
            store.append(NOTES)
            modes = {one.name: stat.S_IMODE(one.stat().st_mode) for one in (tmp_path / "new").iterdir()}
    finally:
        os.umask(before)
    assert modes == dict.fromkeys(("diary.sqlite", "diary.sqlite-wal", "diary.sqlite-shm"), 0o600)
    assert stat.S_IMODE((tmp_path / "new").stat().st_mode) == 0o700


def test_what_is_answered_is_on_the_disk(file_store: Store) -> None:
    with file_store.engine.connect() as connection:
        found = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "secure_delete")
        }
    assert found == {"journal_mode": "wal", "synchronous": 2, "secure_delete": 1}


def test_without_a_diary_reading_says_so_and_makes_none(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="there is none yet") as error:
        Store.open(str(tmp_path / "diary.sqlite"), create=False)
    assert error.value.trouble == "missing"
    assert list(tmp_path.iterdir()) == []


def test_the_environment_names_the_place(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("UNCRAMP_DIARY", str(tmp_path / "elsewhere"))
    assert place().file == tmp_path / "elsewhere"
    monkeypatch.setenv("UNCRAMP_DIARY", "postgresql://me:hidden@localhost/diary")
    found = place()
    assert found.file is None
    assert found.url.startswith("postgresql+psycopg://me:hidden@")
    assert "hidden" not in str(found)
    monkeypatch.delenv("UNCRAMP_DIARY")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert place().file is not None


def test_a_server_that_does_not_answer_is_one_line_without_its_password() -> None:
    pytest.importorskip("psycopg")
    with pytest.raises(StoreError, match="it cannot be opened") as error:
        Store.open("postgresql://me:hidden@127.0.0.1:1/diary")
    assert "hidden" not in str(error.value)
    assert "\n" not in str(error.value)
