"""What can go wrong with a database on a server: one clear line, and nothing half written."""

from __future__ import annotations

import pytest
from sqlalchemy import make_url

from store.places import new_database, note, tell
from uncramp.diary.failures import StoreError
from uncramp.diary.place import place
from uncramp.diary.store import Store


@pytest.fixture
def database(server: str) -> str:
    url = new_database(server)
    with Store.open(place(url)) as store:
        store.append([note(1)])
    return url


def test_a_server_that_only_reads_says_so_and_still_reads(server: str, database: str) -> None:
    name = make_url(database).database
    tell(server, f"alter database {name} set default_transaction_read_only = on")
    with Store.open(place(database)) as store:
        with pytest.raises(StoreError) as error:
            store.append([note(2)])
        assert error.value.trouble == "read_only"
        assert [one.id for one in store.entries()] == [note(1).id]
    tell(server, f"alter database {name} set default_transaction_read_only = off")
    with Store.open(place(database)) as store:
        assert store.append([note(2)]).added == [note(2).id]


def test_a_connection_that_is_cut_is_one_line_and_the_next_one_works(server: str, database: str) -> None:
    name = make_url(database).database
    with Store.open(place(database)) as store:
        with store.engine.connect() as held:
            held.exec_driver_sql("select 1")
            cut = f"select pg_terminate_backend(pid) from pg_stat_activity where datname = '{name}'"
            tell(server, cut)
            held.invalidate()
        assert store.append([note(2)]).added == [note(2).id]
        assert len(store.entries()) == 2


def test_a_disk_of_the_server_that_is_full_in_the_middle_takes_all_of_it_back(database: str) -> None:
    """A trigger stands for the disk: the server refuses a row in the middle with the state of a full one."""
    with Store.open(place(database)) as store:
        with store.engine.begin() as connection:
            connection.exec_driver_sql(
                "create function full_disk() returns trigger language plpgsql as "
                "$$ begin if right(new.id, 2) = '64' then raise exception using errcode = '53100'; end if; "
                "return new; end $$"
            )
            connection.exec_driver_sql(
                "create trigger full_disk before insert on entries for each row execute function full_disk()"
            )
        with pytest.raises(StoreError) as error:
            store.append([note(nth) for nth in range(50, 150)])
        assert error.value.trouble == "full"
        assert [one.id for one in store.entries()] == [note(1).id]
