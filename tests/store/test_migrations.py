import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from recsys_core.errors import StoreError
from recsys_core.store import Store, migrate
from recsys_core.store.database import Database
from recsys_core.store.schema import REVISION, VERSION_TABLE, metadata


def test_migrations_lead_to_the_tables_in_the_code(url):
    database = Database(url)
    migrate.migrate(database)
    with database.reading() as connection:
        context = MigrationContext.configure(connection, opts={"version_table": VERSION_TABLE})
        assert compare_metadata(context, metadata) == []


def test_the_revision_in_the_code_is_the_newest_migration():
    scripts = ScriptDirectory(str(migrate._SCRIPTS))
    assert scripts.get_heads() == [REVISION]
    for script in scripts.walk_revisions():
        assert script.path.rpartition("/")[2].startswith(f"v{script.revision}_")


def test_opening_again_changes_nothing(store, url):
    decision = store.create("autumn", {}, by="Mia")
    assert Store.open(url).list() == (decision,)


@pytest.mark.parametrize("known", [True, False])
def test_a_database_of_a_later_version_is_refused(store, url, tamper, known):
    store.create("autumn", {}, by="Mia")
    if not known:
        tamper(f"DELETE FROM {VERSION_TABLE}")
    tamper(f"INSERT INTO {VERSION_TABLE} (version_num) VALUES ('9999')")
    with pytest.raises(StoreError) as error:
        Store.open(url)
    found = f"{REVISION}, 9999" if known else "9999"
    assert str(error.value) == (
        f"A later version of Equipoise has used this database (schema {found}; this version knows up to "
        f"{REVISION}). Update Equipoise, or set EQUIPOISE_DATABASE_URL to another database."
    )
    assert tamper("SELECT name FROM equipoise_decisions") == [("autumn",)]


def test_a_failed_migration_leaves_no_half_of_it(url, tamper):
    for table in reversed(metadata.sorted_tables):
        tamper(f"DROP TABLE {table.name}")
    tamper(f"DROP TABLE {VERSION_TABLE}")
    tamper("CREATE TABLE equipoise_events (something INTEGER)")  # in the way of the third table
    with pytest.raises(StoreError):
        Store.open(url)
    tamper("DROP TABLE equipoise_events")
    assert Store.open(url).list() == ()


def test_tables_of_other_applications_stay_as_they_are(url, tamper):
    tamper("CREATE TABLE decisions (name TEXT)")
    tamper("CREATE TABLE alembic_version (version_num VARCHAR(32))")
    tamper("INSERT INTO alembic_version VALUES ('theirs')")
    assert Store.open(url).create("autumn", {}, by="Mia").number == 1
    assert tamper("SELECT * FROM alembic_version") == [("theirs",)]
    assert tamper("SELECT * FROM decisions") == []
