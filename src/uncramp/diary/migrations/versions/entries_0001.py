"""The first form: entries, their order of arrival, and small things.

What a migration does never changes, so it says the tables itself and does not import them.
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "entries",
        sa.Column("id", TEXT, primary_key=True),
        *(sa.Column(name, TEXT, nullable=False) for name in ("person", "at", "recorded_at", "kind")),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("body", sa.Text, nullable=False, comment="JSON in ASCII"),
        sa.Column(
            "root", TEXT, nullable=False, comment="the entry that this one is about: itself, or the one it amends"
        ),
        sa.Column(
            "received", sa.BigInteger, nullable=False, comment="the place in the order in which entries came; for sync"
        ),
    )
    op.create_index("entries_by_day", "entries", ["person", "at"])
    op.create_index("entries_by_root", "entries", ["root"])
    op.create_index("entries_by_arrival", "entries", ["received"], unique=True)
    counters = op.create_table(
        "counters", sa.Column("name", TEXT, primary_key=True), sa.Column("last", sa.BigInteger, nullable=False)
    )
    op.bulk_insert(counters, [{"name": "received", "last": 0}])
    op.create_table("kept", sa.Column("key", TEXT, primary_key=True), sa.Column("value", sa.Text, nullable=False))


def downgrade() -> None:
    for table in ("kept", "counters", "entries"):
        op.drop_table(table)
