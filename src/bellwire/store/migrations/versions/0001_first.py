"""The first schema: texts, reports with versions, records, relations, stories."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Makes the tables."""
    op.create_table(
        "text",
        sa.Column("sha256", sa.Text, primary_key=True),
        sa.Column("text", sa.Text, nullable=False),
        sqlite_strict=True,
    )
    op.create_table(
        "report",
        sa.Column("pk", sa.Integer, primary_key=True),
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("sha256", sa.Text, nullable=False),
        sa.Column("text_sha256", sa.Text, sa.ForeignKey("text.sha256"), nullable=False),
        sa.Column("outlet", sa.Text),
        sa.Column("published", sa.Text),
        sa.Column("added_at", sa.Text, nullable=False),
        sa.Column("frame", sa.Text, nullable=False),
        sa.UniqueConstraint("id", "version"),
        sqlite_strict=True,
    )
    op.create_table(
        "record",
        sa.Column("report", sa.Integer, sa.ForeignKey("report.pk"), primary_key=True),
        sa.Column("layer", sa.Text, primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("kind", sa.Text),
        sa.Column("body", sa.Text, nullable=False),
        sqlite_strict=True,
    )
    op.create_index("record_by_kind", "record", ["layer", "kind"])
    op.create_table(
        "relation",
        sa.Column("kind", sa.Text, primary_key=True),
        sa.Column("left", sa.Text, primary_key=True),
        sa.Column("right", sa.Text, primary_key=True),
        sa.Column("score", sa.REAL, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sqlite_strict=True,
    )
    op.create_table(
        "story",
        sa.Column("story", sa.Text, primary_key=True),
        sa.Column("report", sa.Text, primary_key=True),
        sqlite_strict=True,
    )


def downgrade() -> None:
    """Takes them away again."""
    for name in ("story", "relation", "record", "report", "text"):
        op.drop_table(name)
