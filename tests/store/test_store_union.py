"""Two diaries that exchange what they have come to the same, in whatever order and however often they do."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from diary.strategies import diaries, entries, from_newer_programs
from store.places import Where, encrypted_place, new_database
from uncramp.diary import Entry, canonical, current, read_entry
from uncramp.diary.scope import Scope, ids_within
from uncramp.diary.store import Store

few = settings(max_examples=25, derandomize=True, deadline=None, database=None, suppress_health_check=list(HealthCheck))
some = st.lists(
    st.one_of(entries(), entries(), from_newer_programs()), max_size=6, unique_by=lambda one: one["id"]
).map(lambda raw: [read_entry(one) for one in raw])
one_diary = diaries().map(lambda raw: list({one["id"]: read_entry(one) for one in raw}.values()))


def held(store: Store) -> set[str]:
    return {canonical(entry) for entry in store.entries()}


@pytest.fixture(scope="module", params=["sqlite", "encrypted", "postgresql"])
def stores(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[], list[Store]]]:
    """Three diaries, emptied before each use."""
    if request.param == "sqlite":
        folder = tmp_path_factory.mktemp("union")
        places: list[Any] = [str(folder / f"{nth}.sqlite") for nth in range(3)]
    elif request.param == "encrypted":
        pytest.importorskip("sqlcipher3")
        folder = tmp_path_factory.mktemp("union")
        places = [encrypted_place(folder / f"{nth}.sqlite") for nth in range(3)]
    else:
        server = request.getfixturevalue("server")
        places = [new_database(server) for _ in range(3)]
    opened = [Store.open(one) for one in places]

    def emptied() -> list[Store]:
        from sqlalchemy import delete

        from uncramp.diary.schema import entries, forgettings, marks

        for one in opened:
            with one.engine.begin() as connection:
                for table in (entries, forgettings, marks):
                    connection.execute(delete(table))
        return opened

    yield emptied
    for one in opened:
        one.close()


@few
@given(mine=some, theirs=some, again=st.integers(1, 2))
def test_union_is_the_same_from_both_sides_and_any_number_of_times(
    stores: Callable[[], list[Store]], mine: list[Entry], theirs: list[Entry], again: int
) -> None:
    one, other, _ = stores()
    one.append(mine)
    other.append([entry for entry in theirs if entry.id not in {mine.id for mine in mine}])
    for _ in range(again):
        one.append(other.entries())
        other.append(one.entries())
    assert held(one) == held(other)
    assert held(one) >= {canonical(entry) for entry in mine}


@few
@given(all=one_diary, parts=st.lists(st.integers(0, 2), min_size=20, max_size=20), data=st.data())
def test_what_is_shown_does_not_depend_on_who_heard_what_first(
    stores: Callable[[], list[Store]], all: list[Entry], parts: list[int], data: st.DataObject
) -> None:
    devices = stores()
    for entry, part in zip(all, parts, strict=False):
        devices[part].append([entry])
    for source, target in data.draw(st.permutations([(0, 1), (1, 2), (2, 0), (1, 0), (2, 1), (0, 2)])) * 2:
        devices[target].append(devices[source].entries())
    for device in devices:
        assert current(device.entries()) == current(all)


@few
@given(all=one_diary, first=st.sampled_from([None, "2025-12-31", "2026-01-01"]), mine=st.booleans())
def test_the_database_forgets_exactly_what_the_scope_means(
    stores: Callable[[], list[Store]], all: list[Entry], first: str | None, mine: bool
) -> None:
    store = stores()[0]
    store.append(all)
    scope = Scope(person=all[0].person if mine else None, first=first, last=first)
    gone = ids_within(all, scope)
    assert {one.id for one in store.entries(scope)} == gone
    assert store.forget(scope).entries == len(gone)
    assert {one.id for one in store.entries()} == {one.id for one in all} - gone


def test_this_uses_both_databases(where: Where) -> None:
    with Store.open(where()) as store:
        assert store.engine.dialect.name in ("sqlite", "postgresql")
