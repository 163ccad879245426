"""The tables of live classes; deleting a class deletes all that belongs to it."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, ForeignKeyConstraint, Integer, Table, Text, UniqueConstraint

from recsys_core.store.schema import metadata

classes = Table(
    "equipoise_classes",
    metadata,
    Column("code", Text, primary_key=True),
    Column("secret_hash", Text, nullable=False),
    Column("opened_at", Text, nullable=False),
    Column("seed", Integer, nullable=False),
    Column("data", Text, nullable=False),
    Column("plan", Integer, nullable=False),
    Column("lesson", Text, nullable=False),
    Column("material", Text, nullable=False),
)

teachers = Table(
    "equipoise_class_teachers",
    metadata,
    Column(
        "code",
        Text,
        ForeignKey("equipoise_classes.code", name="equipoise_class_teachers_code", ondelete="CASCADE"),
        primary_key=True,
    ),
    Column("key_hash", Text, primary_key=True),
)

reveals = Table(
    "equipoise_class_reveals",
    metadata,
    Column(
        "code",
        Text,
        ForeignKey("equipoise_classes.code", name="equipoise_class_reveals_code", ondelete="CASCADE"),
        primary_key=True,
    ),
    Column("question", Text, primary_key=True),
    Column("at", Text, nullable=False),
)

students = Table(
    "equipoise_class_students",
    metadata,
    Column(
        "code",
        Text,
        ForeignKey("equipoise_classes.code", name="equipoise_class_students_code", ondelete="CASCADE"),
        primary_key=True,
    ),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("ticket_hash", Text, nullable=False),
    Column("nickname", Text, nullable=False),
    Column("nickname_key", Text, nullable=True),
    Column("joined_at", Text, nullable=False),
    UniqueConstraint("code", "ticket_hash", name="equipoise_class_students_ticket"),
    # NULL, a student without a nickname, equals no other NULL.
    UniqueConstraint("code", "nickname_key", name="equipoise_class_students_nickname"),
)

answers = Table(
    "equipoise_class_answers",
    metadata,
    Column("code", Text, primary_key=True),
    Column("student", Integer, primary_key=True, autoincrement=False),
    Column("question", Text, primary_key=True),
    Column("answer", Text, nullable=False),
    Column("right", Integer, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("at", Text, nullable=False),
    ForeignKeyConstraint(
        ["code", "student"],
        ["equipoise_class_students.code", "equipoise_class_students.number"],
        name="equipoise_class_answers_student",
        ondelete="CASCADE",
    ),
)
