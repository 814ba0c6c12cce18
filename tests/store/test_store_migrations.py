"""The tables come from migrations alone: they make what the program expects, once, and only when they have to."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import event, inspect

import uncramp.diary
from store.places import Where, note
from uncramp.diary.place import Place
from uncramp.diary.schema import HEAD, metadata
from uncramp.diary.store import Store

MIGRATIONS = Path(uncramp.diary.__file__).parent / "migrations"


def test_the_migrations_make_the_tables_that_the_program_knows(store: Store) -> None:
    with store.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []
        assert set(inspect(connection).get_table_names()) == {*metadata.tables, "alembic_version"}


def test_the_newest_migration_is_the_one_that_the_program_expects() -> None:
    assert ScriptDirectory(str(MIGRATIONS)).get_heads() == [HEAD]


def test_a_diary_of_the_newest_form_is_opened_without_alembic(tmp_path: Path) -> None:
    file = str(tmp_path / "diary.sqlite")
    Store.open(file).close()
    program = f"import sys; from uncramp.diary.store import Store; Store.open({file!r}).entries()"
    program += "; print('alembic' in sys.modules, 'sqlalchemy.orm' in sys.modules)"
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60)
    assert ran.stdout.split() == ["False", "False"]


def test_programs_that_open_a_new_diary_at_once_make_it_once(where: Where) -> None:
    place = where()

    def write(nth: int) -> None:
        with Store.open(place) as store:
            store.append([note(nth)])

    with ThreadPoolExecutor(3) as pool:
        list(pool.map(write, range(3)))
    with Store.open(place) as store:
        assert len(store.entries()) == 3


def test_a_migration_that_breaks_off_leaves_nothing_behind(where: Where, monkeypatch: object) -> None:
    place = where()
    seen: list[str] = []

    def break_off(target: object, connection: object, **_: object) -> None:
        seen.append("counters")
        raise RuntimeError("the power went")

    _opened_with(place, break_off)
    assert seen == ["counters"]
    with Store.open(place) as store:
        assert store.entries() == []


def _opened_with(place: Place, break_off: object) -> None:
    """Open a diary whose first migration fails at its second table."""
    import pytest
    from sqlalchemy import Engine

    def before(connection: object, cursor: object, statement: str, *_: object) -> None:
        if "CREATE TABLE counters" in statement:
            break_off(None, connection)  # type: ignore[operator]

    event.listen(Engine, "before_cursor_execute", before)
    try:
        with pytest.raises(RuntimeError, match="the power went"):
            Store.open(place)
    finally:
        event.remove(Engine, "before_cursor_execute", before)
