"""Which devices are paired with a diary. What a device shows to be let in is kept as a hash alone."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import delete, insert, select, update

from uncramp.diary.schema import devices
from uncramp.diary.store import Store


@dataclass(frozen=True, slots=True)
class Paired:
    """One device: since when, and when it last asked for something."""

    id: str
    name: str
    paired_at: str
    seen_at: str | None = None


COLUMNS = (devices.c.id, devices.c.name, devices.c.paired_at, devices.c.seen_at)


def paired(store: Store) -> list[Paired]:
    """All of them, the first first."""
    with store.reading() as connection:
        rows = connection.execute(select(*COLUMNS).order_by(devices.c.paired_at, devices.c.id))
        return [Paired(*row) for row in rows]


def pair(store: Store, device: Paired, token: str) -> None:
    """Let a device in; `token` is the hash of what it will show."""
    row = {"id": device.id, "name": device.name, "paired_at": device.paired_at, "seen_at": device.seen_at}
    with store.writing() as connection:
        connection.execute(insert(devices).values(**row, token=token))


def shown_by(store: Store, token: str) -> Paired | None:
    """The device that shows what has this hash."""
    with store.reading() as connection:
        row = connection.execute(select(*COLUMNS).where(devices.c.token == token)).one_or_none()
    return Paired(*row) if row else None


def seen(store: Store, id: str, at: str) -> None:
    """Note that a device was here."""
    with store.writing() as connection:
        connection.execute(update(devices).where(devices.c.id == id).values(seen_at=at))


def turn_out(store: Store, id: str) -> bool:
    """Let a device in no more; whether there was one."""
    with store.writing() as connection:
        return bool(connection.execute(delete(devices).where(devices.c.id == id).returning(devices.c.id)).all())
