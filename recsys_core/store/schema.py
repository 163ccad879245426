"""The tables as they are now. A change needs a migration in ``migrations/versions``; a test compares both.

Names carry a prefix because a PostgreSQL database may be shared with other applications. JSON is stored as
canonical ASCII text and times as text: their bytes are hashed, so no database may rewrite them.
"""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Integer, MetaData, Table, Text, UniqueConstraint

REVISION = "0004"
"""The newest file in ``migrations/versions``; a test compares both."""

VERSION_TABLE = "equipoise_schema"
"""Where Alembic stores the revision of a database."""

metadata = MetaData()

claims = Table(
    "equipoise_claims",
    metadata,
    Column("scope", Text, primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("claim", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("previous_hash", Text, nullable=False),
    Column("hash", Text, nullable=False),
)

shown = Table(
    "equipoise_shown",
    metadata,
    Column("scope", Text, primary_key=True),
    Column("question", Text, primary_key=True),
    Column("at", Text, nullable=False),
)

decisions = Table(
    "equipoise_decisions",
    metadata,
    Column("name", Text, primary_key=True),
    Column("number", Integer, nullable=False),
    Column("state", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("schema", Integer, nullable=False),
    Column("document", Text, nullable=False),
    Column("created_at", Text, nullable=False),
    Column("created_by", Text, nullable=False),
    Column("changed_at", Text, nullable=False),
    Column("changed_by", Text, nullable=False),
    Column("n_events", Integer, nullable=False),
    Column("last_hash", Text, nullable=False),
    UniqueConstraint("number", name="equipoise_decisions_number"),
)

events = Table(
    "equipoise_events",
    metadata,
    Column(
        "decision",
        Text,
        ForeignKey("equipoise_decisions.name", name="equipoise_events_decision"),
        primary_key=True,
    ),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("kind", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("payload", Text, nullable=False),
    Column("previous_hash", Text, nullable=False),
    Column("hash", Text, nullable=False),
)
