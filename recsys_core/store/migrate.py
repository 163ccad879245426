"""Bring a database to the schema of this version.

A change of the schema is one more file in ``migrations/versions``, named after its revision, and the same
change in ``schema.py``. Migrations only ever go forward.
"""

from __future__ import annotations

from pathlib import Path
from threading import Lock

from sqlalchemy import Connection, inspect, text

from recsys_core.errors import StoreError
from recsys_core.messages import message
from recsys_core.store.database import Database
from recsys_core.store.schema import REVISION, VERSION_TABLE

_SCRIPTS = Path(__file__).parent / "migrations"
_POSTGRES_LOCK = 0x45515549  # any number that no other application is likely to lock
_ALEMBIC = Lock()  # Alembic keeps the migration that runs in module globals


def migrate(database: Database) -> None:
    """Create the tables or change them to the newest schema, in one transaction.

    Processes that open the same database at once wait for one another.

    Args:
        database: an empty one, or one that this version or an earlier one has used.

    Raises:
        StoreError: a later version has used it, or it cannot be reached or changed.
    """
    with database.reading() as connection:
        if _revisions(connection) == [REVISION]:
            return
    with _ALEMBIC, database.writing() as connection:
        if not database.is_sqlite:
            connection.execute(text(f"SELECT pg_advisory_xact_lock({_POSTGRES_LOCK})"))
        _upgrade(connection)


def _revisions(connection: Connection) -> list[str]:
    """The revisions that a database holds: none where it has no tables of ours, else normally one."""
    if not inspect(connection).has_table(VERSION_TABLE):
        return []
    return sorted(connection.execute(text(f"SELECT version_num FROM {VERSION_TABLE}")).scalars())


def _upgrade(connection: Connection) -> None:
    # Alembic takes a quarter of a second to import, and databases seldom need it.
    from alembic import command
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    known = {script.revision for script in ScriptDirectory(str(_SCRIPTS)).walk_revisions()}
    found = _revisions(connection)
    if not known.issuperset(found) or len(found) > 1:
        raise StoreError(
            message(
                "store.later_version",
                "A later version of Equipoise has used this database (schema {found}; this version knows up "
                "to {newest}). Update Equipoise, or set EQUIPOISE_DATABASE_URL to another database.",
                found=", ".join(found),
                newest=REVISION,
            )
        )
    alembic = Config(attributes={"connection": connection, "version_table": VERSION_TABLE})
    alembic.set_main_option("script_location", str(_SCRIPTS).replace("%", "%%"))
    command.upgrade(alembic, "head")  # does nothing when another process was first
