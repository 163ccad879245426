"""A table for questions whose test figures have been shown."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "equipoise_shown",
        sa.Column("scope", sa.Text, primary_key=True),
        sa.Column("question", sa.Text, primary_key=True),
        sa.Column("at", sa.Text, nullable=False),
    )
