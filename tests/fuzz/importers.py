"""The importers as functions of bytes: whatever comes in, entries that a diary allows, or one clear line.

Read twice it is read once; a dry run and the real one say the same; nothing of a file that breaks off comes in.
"""

from __future__ import annotations

import tempfile
import zlib
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from fuzz.promise import one_clear_line
from uncramp.diary import load
from uncramp.diary.document import from_document
from uncramp.diary.entries import Entry, canonical, read_entry, to_json
from uncramp.diary.table import to_csv
from uncramp.errors import UncrampError
from uncramp.exchange.apple_health import read
from uncramp.exchange.drafts import Draft, settle
from uncramp.exchange.mapping import read_mapping, write_mapping
from uncramp.exchange.own_csv import from_csv
from uncramp.exchange.own_table import read_rows
from uncramp.exchange.table_file import read_sheet
from uncramp.exchange.table_guess import guess

ME = "0b6ee4a5-5a2c-4d1f-9d1a-5a1f4b2c3d4e"
NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)


def apple_health(data: bytes) -> None:
    """An export; after an `x` its XML between the head and the tail of one, after a `z` that packed in a zip file."""
    file = _file()
    if data[:1] == b"x":
        data = b'<?xml version="1.0"?>\n<HealthData locale="en_GB">\n' + data[1:] + b"\n</HealthData>"
    elif data[:1] == b"z":
        data = _packed(data[1:])
    file.write_bytes(data)
    try:
        found = read(file)
    except UncrampError as error:
        one_clear_line(error)
        return
    _settles(found.drafts)
    assert all(count > 0 for count in (*found.ignored.values(), *found.unread.values()))


def own_table(data: bytes) -> None:
    """A table, by the guess of its columns; after a `m` comes a mapping, then a line of `---`, then the table."""
    raw, mapping = data, None
    if data[:1] == b"m":
        head, _, raw = data[1:].partition(b"\n---\n")
        try:
            mapping = read_mapping(load(), head.decode("utf-8", "replace"))
        except UncrampError as error:
            one_clear_line(error)
            return
        assert read_mapping(load(), write_mapping(mapping)) == mapping
    try:
        sheet = read_sheet(raw, encoding=mapping.encoding, delimiter=mapping.delimiter) if mapping else read_sheet(raw)
        found = read_rows(load(), sheet, mapping or guess(load(), sheet), NOW)
    except UncrampError as error:
        one_clear_line(error)
        return
    assert all(one.why and len(one.why.splitlines()) == 1 for one in found.refused)
    _settles(found.drafts)


def diary(data: bytes) -> None:
    """The diary's own file, as JSON or as lines."""
    text = data.decode("utf-8", "replace")
    try:
        found = from_document(load(), text, [])
    except UncrampError as error:
        one_clear_line(error)
        return
    for entry in found.fresh:
        assert canonical(read_entry(to_json(entry))) == canonical(entry)
    assert from_document(load(), text, found.fresh).fresh == []


def diary_csv(data: bytes) -> None:
    """The diary's own CSV; its heading stands before the bytes."""
    text = to_csv(load(), []) + data.decode("utf-8", "replace")
    found = from_csv(load(), text, [])
    assert all(one.why and len(one.why.splitlines()) == 1 for one in found.refused)
    for entry in found.fresh:
        assert canonical(read_entry(to_json(entry))) == canonical(entry)
    assert from_csv(load(), text, found.fresh).fresh == []


def _settles(drafts: list[Draft]) -> None:
    """Drafts become entries that a diary allows, the same ones each time, and a second time none."""
    first = settle(load(), drafts, [], source="fuzz", person=ME, now=NOW)
    entries: list[Entry] = first.fresh
    for entry in entries:
        assert canonical(read_entry(to_json(entry))) == canonical(entry)
    again = settle(load(), drafts, entries, source="fuzz", person=ME, now=NOW)
    assert again.fresh == []
    assert again.known == first.new
    assert len(again.refused) == len(first.refused)


def _packed(data: bytes) -> bytes:
    """The smallest zip file with one export in it; its lengths are right, so that what is inside is reached."""
    name, body = b"export.xml", zlib.compress(data)[2:-4]
    sizes = zlib.crc32(data).to_bytes(4, "little") + len(body).to_bytes(4, "little") + len(data).to_bytes(4, "little")
    middle = b"\x14\0\0\0\x08\0\0\0\0\0" + sizes + len(name).to_bytes(2, "little") + b"\0\0"
    local = b"PK\x03\x04" + middle + name + body
    central = b"PK\x01\x02\x14\0" + middle + b"\0" * 14 + name
    ends = len(central).to_bytes(4, "little") + len(local).to_bytes(4, "little")
    return local + central + b"PK\x05\x06\0\0\0\0\1\0\1\0" + ends + b"\0\0"


@cache
def _file() -> Path:
    shared = Path("/dev/shm")
    made = tempfile.TemporaryDirectory(dir=shared if shared.is_dir() else None)
    _kept.append(made)
    return Path(made.name) / "export"


_kept: list[tempfile.TemporaryDirectory[str]] = []
"""Folders that are deleted when the process ends."""
