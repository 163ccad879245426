"""Tables for live classes: what the teacher opened and revealed, who joined, and their answers."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Create the four tables."""
    op.create_table(
        "equipoise_classes",
        sa.Column("code", sa.Text, primary_key=True),
        sa.Column("secret_hash", sa.Text, nullable=False),
        sa.Column("opened_at", sa.Text, nullable=False),
        sa.Column("seed", sa.Integer, nullable=False),
        sa.Column("data", sa.Text, nullable=False),
        sa.Column("plan", sa.Integer, nullable=False),
        sa.Column("lesson", sa.Text, nullable=False),
        sa.Column("material", sa.Text, nullable=False),
    )
    op.create_table(
        "equipoise_class_reveals",
        _code("equipoise_class_reveals_code"),
        sa.Column("question", sa.Text, primary_key=True),
        sa.Column("at", sa.Text, nullable=False),
    )
    op.create_table(
        "equipoise_class_students",
        _code("equipoise_class_students_code"),
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("ticket_hash", sa.Text, nullable=False),
        sa.Column("nickname", sa.Text, nullable=False),
        sa.Column("nickname_key", sa.Text, nullable=True),
        sa.Column("joined_at", sa.Text, nullable=False),
        sa.UniqueConstraint("code", "ticket_hash", name="equipoise_class_students_ticket"),
        sa.UniqueConstraint("code", "nickname_key", name="equipoise_class_students_nickname"),
    )
    op.create_table(
        "equipoise_class_answers",
        sa.Column("code", sa.Text, primary_key=True),
        sa.Column("student", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("question", sa.Text, primary_key=True),
        sa.Column("answer", sa.Text, nullable=False),
        sa.Column("right", sa.Integer, nullable=False),
        sa.Column("tries", sa.Integer, nullable=False),
        sa.Column("at", sa.Text, nullable=False),
        sa.ForeignKeyConstraint(
            ["code", "student"],
            ["equipoise_class_students.code", "equipoise_class_students.number"],
            name="equipoise_class_answers_student",
            ondelete="CASCADE",
        ),
    )


def _code(name: str) -> "sa.Column[str]":
    """The class that a row belongs to."""
    key = sa.ForeignKey("equipoise_classes.code", name=name, ondelete="CASCADE")
    return sa.Column("code", sa.Text, key, primary_key=True)
