"""Sync is a union less what was forgotten: in any order, any number of times, over any bad line, with the same end."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete

from store.places import new_database
from store.shared_diaries import Device, diaries, forgettings, left_of
from uncramp.diary import Entry
from uncramp.diary.schema import entries, marks
from uncramp.diary.schema import forgettings as forgotten_scopes
from uncramp.diary.store import Store
from uncramp.diary.sync import Forgetting

few = settings(max_examples=60, derandomize=True, deadline=None, database=None, suppress_health_check=list(HealthCheck))
scopes = st.lists(forgettings(), max_size=3, unique_by=lambda one: one.id)
Empty = Callable[[], Store]


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def empty(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Empty]:
    """A diary, emptied before each use."""
    if request.param == "sqlite":
        place = str(tmp_path_factory.mktemp("laws") / "diary.sqlite")
    else:
        place = new_database(request.getfixturevalue("server"))
    with Store.open(place) as store:

        def emptied() -> Store:
            with store.engine.begin() as connection:
                for table in (entries, forgotten_scopes, marks):
                    connection.execute(delete(table))
            return store

        yield emptied


def ids(store: Store) -> set[str]:
    return {entry.id for entry in store.entries()}


@few
@given(all=diaries(), gone=scopes, data=st.data())
def test_whatever_comes_first_and_however_often_the_same_is_left(
    empty: Empty, all: list[Entry], gone: list[Forgetting], data: st.DataObject
) -> None:
    store = empty()
    sent: list[Entry | Forgetting] = data.draw(st.permutations([*all, *gone]))
    again = data.draw(st.lists(st.sampled_from(sent), max_size=4))
    for one in [*sent, *again]:
        if isinstance(one, Forgetting):
            store.push([], [one])
        else:
            store.push([one])
    assert ids(store) == left_of(all, gone)


@few
@given(all=diaries(), gone=scopes, data=st.data())
def test_however_it_is_parted_into_requests_the_same_is_left(
    empty: Empty, all: list[Entry], gone: list[Forgetting], data: st.DataObject
) -> None:
    store, parts = empty(), data.draw(st.lists(st.integers(0, 2), min_size=len(all) + len(gone)))
    for part in range(3):
        entries = [one for one, at in zip(all, parts, strict=False) if at == part]
        scopes = [one for one, at in zip(gone, parts[len(all) :], strict=False) if at == part]
        store.push(entries, scopes)
    assert ids(store) == left_of(all, gone)


@few
@given(all=diaries(), gone=scopes, one=forgettings(nth=7))
def test_forgetting_more_never_brings_anything_back(
    empty: Empty, all: list[Entry], gone: list[Forgetting], one: Forgetting
) -> None:
    store = empty()
    store.push(all, gone)
    before = ids(store)
    store.push([], [one])
    after = ids(store)
    assert after <= before
    store.push(all)
    assert ids(store) == after


@few
@given(all=diaries(), gone=scopes, most=st.integers(1, 4), data=st.data())
def test_devices_and_their_computer_end_with_the_same_diary_over_any_line(
    empty: Empty, all: list[Entry], gone: list[Forgetting], most: int, data: st.DataObject
) -> None:
    """Requests are lost, doubled and late; answers are lost; each device writes and forgets in between."""
    server, devices = empty(), [Device(), Device(), Device()]
    todo: list[Any] = data.draw(st.permutations([*all, *gone, *["sync"] * 8]))
    late: list[tuple[Any, ...]] = []
    for one in todo:
        device = data.draw(st.sampled_from(devices))
        if isinstance(one, Forgetting):
            device.forget(one)
        elif isinstance(one, Entry):
            device.write(one)
        else:
            exchange(
                server,
                device,
                most,
                data.draw(st.sampled_from(["well", "well", "lost", "unheard", "twice", "late"])),
                late,
            )
    for request in late:  # somewhere on the way until now
        server.push(*request)
    for _ in range(2):
        for device in devices:
            while exchange(server, device, most, "well", []):
                pass
    wanted = left_of(all, gone)
    assert ids(server) == wanted
    for device in devices:
        assert set(device.entries) == wanted
        assert not device.waiting
        assert set(device.known.scopes) == {one.id for one in gone}


def exchange(server: Store, device: Device, most: int, how: str, late: list[tuple[Any, ...]]) -> bool:
    """One request and its answer, if they arrive; whether there is more to do."""
    new, scopes, marked, cursor = device.request(most)
    if how == "lost":
        return True
    if how == "late":
        late.append((new, scopes, marked))
        return True
    done = server.push(new, scopes, marked)
    if how == "twice":
        done = server.push(new, scopes, marked)
    if how == "unheard":
        return True
    pulled = server.pull(cursor, most, {entry.id for entry in new})
    device.confirm([*done.added, *done.known, *(one.id for one in scopes), *marked])
    device.drop(done.forgotten)
    device.learn(pulled.entries, pulled.forgettings, pulled.marks, pulled.cursor)
    return pulled.more or bool(device.waiting)
