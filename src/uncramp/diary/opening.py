"""Opening a diary: a file that only its owner reads, durable settings, the newest form of the tables."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, inspect, select, text
from sqlalchemy.exc import NoSuchModuleError

from uncramp.diary.cipher import connect, driver, is_encrypted, key_of
from uncramp.diary.failures import StoreError
from uncramp.diary.leftovers import leftovers, sweep
from uncramp.diary.place import Place, is_new
from uncramp.diary.schema import APPLICATION, HEAD, revisions

PATIENCE = 10_000
"""Milliseconds to wait for another program that writes."""
LOCK = 0x75636D70
"""Of PostgreSQL's advisory locks, the one that who migrates holds."""


def open_engine(place: Place, *, create: bool) -> Engine:
    """The database, ready to use. Without `create`, StoreError `missing` where there is none yet."""
    engine = _sqlite(place, place.file, create=create) if place.file else _postgres(place)
    try:
        with engine.connect() as connection:
            found = revision(connection)
        if found != HEAD:
            _upgrade(engine, place)
        if place.file and leftovers(place.file):
            sweep(place.file)
    except BaseException:
        engine.dispose()
        raise
    return engine


def writing(engine: Engine) -> Engine:
    """The engine for transactions that write: SQLite takes its lock at the beginning, and waits for it."""
    return engine.execution_options(writes=True)


def outside_transactions(engine: Engine) -> Engine:
    """The engine for statements that no transaction may hold, such as VACUUM."""
    if engine.dialect.name == "postgresql":
        return engine.execution_options(isolation_level="AUTOCOMMIT")
    return engine.execution_options(alone=True)  # SQLAlchemy's own way would undo `_settings`


def revision(connection: Connection) -> str | None:
    """Which migration the tables are at; None where there are no tables."""
    if not inspect(connection).has_table(revisions.name):
        return None
    return connection.execute(select(revisions.c.version_num)).scalar()


def _sqlite(place: Place, file: Path, *, create: bool) -> Engine:
    if not file.exists():
        if not create:
            raise StoreError("missing", place.shown)
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        os.close(os.open(file, os.O_CREAT | os.O_RDWR, 0o600))
    is_new(file, place.shown)  # refuses what is not ours
    engine = _encrypted(place, file) if is_encrypted(file) else create_engine(place.url)
    event.listen(engine, "connect", _settings)
    event.listen(engine, "begin", _begin)
    try:
        _prepare(engine)
    except BaseException:
        engine.dispose()
        raise
    return engine


def _encrypted(place: Place, file: Path) -> Engine:
    """The engine on SQLCipher. The key goes to each connection, and into no URL, setting or log."""
    key = key_of(file)
    return create_engine(place.url, module=driver(), creator=lambda: connect(file, key, timeout=PATIENCE / 1000))


def _prepare(engine: Engine) -> None:
    """Both settings go into the file itself, so whatever opens it later knows whose it is."""
    with outside_transactions(engine).connect() as connection:
        # asked of SQLite and not of the bytes: if somebody was killed while making the file, SQLite has undone that now
        if connection.execute(text("PRAGMA application_id")).scalar() != APPLICATION:
            connection.execute(text(f"PRAGMA application_id={APPLICATION}"))
        if connection.execute(text("PRAGMA journal_mode")).scalar() != "wal":
            connection.execute(text("PRAGMA journal_mode=WAL"))


def _settings(opened: Any, _record: Any) -> None:
    opened.isolation_level = None  # sqlite3's own idea of when a transaction begins leaves tables out
    for setting in (f"busy_timeout={PATIENCE}", "synchronous=FULL", "secure_delete=ON", "cell_size_check=ON"):
        opened.execute(f"PRAGMA {setting}")


def _begin(connection: Connection) -> None:
    options = connection.get_execution_options()
    if not options.get("alone"):
        connection.exec_driver_sql("BEGIN IMMEDIATE" if options.get("writes") else "BEGIN")


def _postgres(place: Place) -> Engine:
    try:
        return create_engine(place.url, pool_pre_ping=True)
    except (ModuleNotFoundError, NoSuchModuleError):
        raise StoreError("no_driver", place.shown) from None


def _upgrade(engine: Engine, place: Place) -> None:
    """Bring the tables to the newest form in one transaction; two programs that try it do it once."""
    from alembic import command
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    with writing(engine).begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text("select pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
        found = revision(connection)
        if found is not None and found not in known:
            raise StoreError("newer", place.shown)
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
