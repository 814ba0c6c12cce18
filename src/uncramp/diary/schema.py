"""The tables of a diary, the same in SQLite and PostgreSQL."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Index, Integer, MetaData, Table, Text

APPLICATION = 0x75636D70
"""What the header of our SQLite files carries (`PRAGMA application_id`): "ucmp"."""
HEAD = "0001"
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
"""The last `received` that was given out. A row and not a sequence: whoever writes holds it until the end, so that no
reader ever sees a later number before an earlier one, and a number is not used again after a forgotten entry."""

kept = Table("kept", metadata, Column("key", _text, primary_key=True), Column("value", Text, nullable=False))
"""Small things beside the entries, such as whose diary this is and when it was last backed up; values are JSON."""

revisions = Table("alembic_version", MetaData(), Column("version_num", Text))
