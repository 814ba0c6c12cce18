"""What the diary hands on to devices, and what it never lets in again, in SQLite and in PostgreSQL alike."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import inspect, text

import uncramp.diary
from diary.strategies import PERSONS
from diary.test_out_and_in import row
from store.places import Where, note
from store.shared_diaries import id_of
from uncramp.diary import EntryError, devices, read_entry
from uncramp.diary.absorbing import Arrival, add_entries
from uncramp.diary.backup import back_up, restore
from uncramp.diary.devices import Paired
from uncramp.diary.scope import Scope
from uncramp.diary.store import Store
from uncramp.diary.sync import Forgetting, is_mark, mark, read_forgetting

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
"""After all of these were written."""
LATER = {"recorded_at": "2026-03-02T08:00:00.000+00:00"}
NOTES = [note(nth, f"note {nth}") for nth in range(6)]


def ids(store: Store) -> set[str]:
    return {one.id for one in store.entries()}


# ---- the cursor


def test_a_pull_goes_on_where_the_last_one_stopped_and_says_whether_there_is_more(store: Store) -> None:
    store.push(NOTES[:5])
    first = store.pull(0, 2)
    second = store.pull(first.cursor, 2)
    third = store.pull(second.cursor, 2)
    assert [*first.entries, *second.entries, *third.entries] == NOTES[:5]
    assert (first.more, second.more, third.more) == (True, True, False)
    assert store.pull(third.cursor, 2).cursor == third.cursor


def test_what_the_asker_sent_itself_is_not_sent_back_and_not_passed_to_others_twice(store: Store) -> None:
    store.push(NOTES[:4])
    found = store.pull(0, 10, {NOTES[1].id, NOTES[3].id})
    assert found.entries == [NOTES[0], NOTES[2]]
    assert store.pull(found.cursor, 10).entries == []


def test_a_forgetting_comes_in_its_place_among_the_entries(store: Store) -> None:
    store.push(NOTES[:2])
    cursor = store.pull(0).cursor
    store.forget(Scope(first="2026-02-27", last="2026-02-27"), NOW)
    store.push([note(9, **LATER)])
    found = store.pull(cursor)
    assert [one.scope.first for one in found.forgettings] == ["2026-02-27"]
    assert sorted(found.marks) == sorted(one.id[14:] for one in NOTES[:2])
    assert [one.id for one in found.entries] == [note(9).id]


def test_a_cursor_never_passes_an_entry_that_is_still_being_written(where: Where) -> None:
    """Whoever writes holds the counter to the end: a second writer waits, so numbers are seen in their order."""
    place = where()
    with Store.open(place) as first, Store.open(place) as second, ThreadPoolExecutor(1) as pool:
        begun = threading.Event()
        with first.writing() as connection:
            arrival = Arrival(connection)
            add_entries(connection, arrival, [NOTES[0]])
            arrival.settle()

            def write() -> None:
                begun.set()
                second.append([NOTES[1]])

            written = pool.submit(write)
            begun.wait()
            for _ in range(20):
                assert second.pull(0).cursor == 0
            assert not written.done(), "the second would have a later number, and be seen before the first"
        written.result()
        assert second.pull(0).entries == NOTES[:2]


def test_readers_miss_nothing_while_many_write_and_forget(where: Where) -> None:
    place, workers, each = where(), 3, 15
    Store.open(place).close()
    shares = [[note(worker * 100 + nth, **LATER) for nth in range(each)] for worker in range(workers)]

    def write(worker: int) -> None:
        with Store.open(place) as store:
            for nth, one in enumerate(shares[worker]):
                store.push([one])
                if nth % 5 == 0:
                    gone = Forgetting(id_of(nth, worker), "2026-02-01T00:00:00Z", Scope(first="2020-01-01"))
                    store.push([], [gone])

    entries: list[str] = []
    scopes: list[str] = []
    with Store.open(place) as store, ThreadPoolExecutor(workers) as pool:
        work = [pool.submit(write, worker) for worker in range(workers)]
        cursor, busy = 0, True
        while busy:
            busy = not all(one.done() for one in work)
            found = store.pull(cursor, 4)
            cursor, busy = found.cursor, busy or found.more
            entries += [one.id for one in found.entries]
            scopes += [one.id for one in found.forgettings]
        for one in work:
            one.result()
    assert sorted(entries) == sorted(one.id for share in shares for one in share)
    assert sorted(scopes) == sorted(id_of(nth, worker) for worker in range(workers) for nth in range(0, each, 5))


# ---- what was forgotten stays out


def test_what_was_forgotten_does_not_come_back_by_any_way(store: Store) -> None:
    store.append(NOTES)
    store.forget(Scope(), NOW)
    assert store.push(NOTES[:2]).forgotten == [one.id for one in NOTES[:2]]
    assert store.append(NOTES[2:]).forgotten == [one.id for one in NOTES[2:]]
    assert store.entries() == []


def test_what_is_written_after_that_is_kept(store: Store) -> None:
    store.forget(Scope(), NOW)
    assert store.push([note(1, **LATER)]).forgotten == []
    assert len(store.entries()) == 1


def test_a_correction_from_another_device_goes_with_the_entry_that_was_forgotten_by_its_day(store: Store) -> None:
    """It lies on another day, was written later, and holds all of what was to be forgotten."""
    first = note(1, "secret", at="2026-02-01T08:00:00Z")
    body = {"of": first.id, "kind": "note", "version": 1, "body": {"text": "secret too"}}
    moved = read_entry(row(2, "correction", body, at="2026-02-20T08:00:00Z") | LATER)
    store.append([first])
    store.forget(Scope(first="2026-02-01", last="2026-02-01"), NOW)
    assert store.push([moved]).forgotten == [moved.id]
    assert store.entries() == []


def test_an_entry_of_other_days_is_not_forgotten_when_a_correction_moves_it_into_those_days(store: Store) -> None:
    store.append([note(1, at="2026-02-20T08:00:00Z")])
    store.forget(Scope(first="2026-02-01", last="2026-02-02"), NOW)
    body = {"of": note(1).id, "kind": "note", "version": 1, "body": {"text": "a"}}
    store.push([read_entry(row(2, "correction", body, at="2026-02-01T08:00:00Z") | LATER)])
    assert len(store.entries()) == 2


def test_a_forgetting_that_a_device_sends_erases_for_good_and_clears_the_file(file_store: Store) -> None:
    file_store.append([note(nth, f"very secret {nth} " * 50) for nth in range(100)])
    file_store.push([], [Forgetting(id_of(0, 1), "2026-03-01T00:00:00Z", Scope())])
    file = file_store.place.file
    assert file
    assert b"very secret" not in b"".join(one.read_bytes() for one in file.parent.iterdir())


def test_a_mark_tells_neither_the_moment_nor_the_person() -> None:
    one, other = note(1), read_entry(row(1, "note", {"text": "b"}) | {"id": "01900000-0001-7000-8000-000000000001"})
    assert mark(one, Scope()) == mark(other, Scope()), "the two ids differ in their moments alone"
    assert is_mark(mark(one, Scope()))
    assert is_mark(mark(one, Scope(person=PERSONS[0])))
    assert not is_mark(one.id)


def test_persons_stay_apart_in_forgetting(store: Store) -> None:
    mine, theirs = note(1), note(2, person=PERSONS[1])
    store.append([mine, theirs])
    store.push([], [Forgetting(id_of(0, 1), "2026-03-01T00:00:00Z", Scope(person=PERSONS[1]))])
    assert ids(store) == {mine.id}


def test_the_paired_devices_stay_when_everything_is_forgotten_so_that_they_hear_of_it(store: Store) -> None:
    devices.pair(store, Paired("d1", "My phone", "2026-02-01T00:00:00Z"), "hash")
    store.forget(Scope(), NOW)
    assert [one.name for one in devices.paired(store)] == ["My phone"]
    assert devices.shown_by(store, "hash") == devices.paired(store)[0]
    assert devices.turn_out(store, "d1")
    assert not devices.turn_out(store, "d1")
    assert devices.shown_by(store, "hash") is None


@pytest.mark.parametrize(
    "raw",
    [
        None, [], {}, {"id": id_of(0, 1)}, {"id": "x", "at": "2026-01-01T00:00:00Z"}, {"id": id_of(0, 1), "at": "now"},
        {"id": id_of(0, 1), "at": "2026-01-01T00:00:00Z", "person": "me"},
        {"id": id_of(0, 1), "at": "2026-01-01T00:00:00Z", "from": "2026-02-30"},
        {"id": id_of(0, 1), "at": "2026-01-01T00:00:00Z", "why": "a word about health"},
    ],
)  # fmt: skip
def test_a_forgetting_that_is_none_is_refused(raw: object) -> None:
    with pytest.raises(EntryError):
        read_forgetting(raw)


# ---- a backup


def test_a_diary_that_was_brought_back_has_another_number_and_lets_no_device_in(where: Where, tmp_path: Path) -> None:
    place, file = where(), tmp_path / "backup.sqlite"
    with Store.open(place) as store:
        store.append(NOTES)
        devices.pair(store, Paired("d1", "My phone", "2026-02-01T00:00:00Z"), "hash")
        before = store.number()
        back_up(store, file, NOW)
        assert store.number() == before
        store.forget(Scope(), NOW)
    restore(place, file, NOW)
    with Store.open(place) as store:
        assert store.number() != before
        assert devices.paired(store) == []
        assert ids(store) == {one.id for one in NOTES}, "a backup brings back what was forgotten after it"


def test_a_backup_knows_what_was_forgotten_before_it(where: Where, tmp_path: Path) -> None:
    place, file = where(), tmp_path / "backup.sqlite"
    with Store.open(place) as store:
        store.append(NOTES)
        store.forget(Scope(), NOW)
        back_up(store, file, NOW)
    restore(place, file, NOW)
    with Store.open(place) as store:
        assert store.push(NOTES[:1]).forgotten == [NOTES[0].id]


# ---- from the first form


def test_a_diary_of_the_first_form_is_brought_up_with_everything_in_it(where: Where) -> None:
    place = where()
    config = Config()
    config.set_main_option("script_location", str(Path(uncramp.diary.__file__).parent / "migrations"))
    with Store.open(place) as store, store.writing() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "0001")
        assert "forgettings" not in inspect(connection).get_table_names()
        connection.execute(text("update counters set last = 7 where name = 'received'"))
        connection.execute(
            text(
                "insert into entries (id, person, at, recorded_at, kind, version, body, root, received)"
                " values (:id, :person, :at, :recorded_at, 'note', 1, :body, :id, 7)"
            ),
            {"id": NOTES[0].id, "person": PERSONS[0], "at": NOTES[0].at, "recorded_at": NOTES[0].recorded_at,
             "body": '{"text":"note 0"}'},
        )  # fmt: skip
        connection.execute(text("insert into kept (key, value) values ('own', '1')"))
    with Store.open(place) as store:
        assert (store.entries(), store.kept("own")) == (NOTES[:1], 1)
        store.push([NOTES[1]])
        assert [store.pull(0, 1).cursor, store.pull(7).entries] == [7, [NOTES[1]]]
        assert int(store.number()) > 0
