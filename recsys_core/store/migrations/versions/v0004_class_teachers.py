"""A table for the browsers and further links that are the teacher's in a class."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "equipoise_class_teachers",
        sa.Column(
            "code",
            sa.Text,
            sa.ForeignKey("equipoise_classes.code", name="equipoise_class_teachers_code", ondelete="CASCADE"),
            primary_key=True,
        ),
        sa.Column("key_hash", sa.Text, primary_key=True),
    )
