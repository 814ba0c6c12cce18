"""What was forgotten, which devices are paired, and a number that says which diary a device's cursor belongs to."""

import secrets

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "forgettings",
        sa.Column("id", TEXT, primary_key=True),
        *(sa.Column(name, TEXT) for name in ("person", "first", "last")),
        sa.Column("at", TEXT, nullable=False, comment="what was written up to this moment is meant"),
        sa.Column("received", sa.BigInteger, nullable=False, comment="in the same order as entries"),
    )
    op.create_index("forgettings_by_arrival", "forgettings", ["received"], unique=True)
    op.create_table(
        "marks",
        sa.Column("mark", TEXT, primary_key=True, comment="the part of a forgotten entry's id that is chance"),
        sa.Column("received", sa.BigInteger, nullable=False, comment="in the same order as entries"),
    )
    op.create_index("marks_by_arrival", "marks", ["received"], unique=True)
    op.create_table(
        "devices",
        sa.Column("id", TEXT, primary_key=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("token", TEXT, nullable=False, unique=True, comment="SHA-256 of what the device shows"),
        sa.Column("paired_at", TEXT, nullable=False),
        sa.Column("seen_at", TEXT),
    )
    counters = sa.table("counters", sa.column("name", TEXT), sa.column("last", sa.BigInteger))
    op.bulk_insert(counters, [{"name": "diary", "last": secrets.randbits(62)}])


def downgrade() -> None:
    for table in ("devices", "marks", "forgettings"):
        op.drop_table(table)
    op.execute("delete from counters where name = 'diary'")
