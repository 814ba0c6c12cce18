"""The tables of a diary, the same in SQLite and PostgreSQL."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Index, Integer, MetaData, Table, Text

APPLICATION = 0x75636D70
"""What the header of our SQLite files carries (`PRAGMA application_id`): "ucmp"."""
HEAD = "0002"
"""The newest of the migrations: a diary at this revision needs none."""

_text = Text().with_variant(Text(collation="C"), "postgresql")
"""Text that sorts by its code points, as Python and SQLite do: ranges of days are ranges of text."""

metadata = MetaData()

entries = Table(
    "entries",
    metadata,
    Column("id", _text, primary_key=True),
    Column("person", _text, nullable=False),
    Column("at", _text, nullable=False),
    Column("recorded_at", _text, nullable=False),
    Column("kind", _text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("body", Text, nullable=False, comment="JSON in ASCII"),
    Column("root", _text, nullable=False, comment="the entry that this one is about: itself, or the one it amends"),
    Column("received", BigInteger, nullable=False, comment="the place in the order in which entries came; for sync"),
    Index("entries_by_day", "person", "at"),
    Index("entries_by_root", "root"),
    Index("entries_by_arrival", "received", unique=True),
)

counters = Table(
    "counters",
    metadata,
    Column("name", _text, primary_key=True),
    Column("last", BigInteger, nullable=False),
)
"""`received`: the last number that was given out. A row and not a sequence: whoever writes holds it until the end, so
that no reader ever sees a later number before an earlier one, and a number is not used again after a forgotten entry.
`diary`: a number that says to which diary a device's cursor belongs; one brought back from a backup has another.
"""

forgettings = Table(
    "forgettings",
    metadata,
    Column("id", _text, primary_key=True),
    *(Column(name, _text) for name in ("person", "first", "last")),
    Column("at", _text, nullable=False, comment="what was written up to this moment is meant"),
    Column("received", BigInteger, nullable=False, comment="in the same order as entries"),
    Index("forgettings_by_arrival", "received", unique=True),
)

marks = Table(
    "marks",
    metadata,
    Column("mark", _text, primary_key=True, comment="the part of a forgotten entry's id that is chance"),
    Column("received", BigInteger, nullable=False, comment="in the same order as entries"),
    Index("marks_by_arrival", "received", unique=True),
)
"""Both are in `uncramp.diary.sync`. They stay for good, so that what was forgotten does not come back."""

devices = Table(
    "devices",
    metadata,
    Column("id", _text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("token", _text, nullable=False, unique=True, comment="SHA-256 of what the device shows"),
    Column("paired_at", _text, nullable=False),
    Column("seen_at", _text),
)
"""Phones that may sync. Not among the small things, which go when everything is forgotten: phones must hear of it."""

kept = Table("kept", metadata, Column("key", _text, primary_key=True), Column("value", Text, nullable=False))
"""Small things beside the entries, such as whose diary this is and when it was last backed up; values are JSON."""

revisions = Table("alembic_version", MetaData(), Column("version_num", Text))
