import sqlite3
import traceback

import duckdb
import pyarrow.parquet as pq
import pytest

from recsys_core.cli.main import main
from recsys_core.data import load
from recsys_core.data.databases import take_snapshot
from recsys_core.errors import DataError
from tests.store.postgres_server import PASSWORD, postgres_server

ROWS = [(f"u{user}", f"i{item}", 1 + (user * item) % 5) for user in range(12) for item in range(8)]


@pytest.fixture
def shop(tmp_path):
    """The address of an SQLite file with one table."""
    connection = sqlite3.connect(tmp_path / "shop.db")
    connection.execute("CREATE TABLE bought (customer TEXT, sku TEXT, stars INTEGER)")
    connection.executemany("INSERT INTO bought VALUES (?, ?, ?)", ROWS)
    connection.commit()
    connection.close()
    return f"sqlite:///{tmp_path}/shop.db"


def refusal(address, query, folder, **more):
    """The sentence of the refusal; no password anywhere in what could be logged, nothing left behind."""
    with pytest.raises(DataError) as error:
        take_snapshot(address, {"interactions": query}, folder, **more)
    assert "s3cret" not in "".join(traceback.format_exception(error.value))
    assert not list(folder.glob("*"))
    return str(error.value)


def test_a_snapshot_of_a_query_opens_like_any_data(shop, tmp_path, capsys):
    out = tmp_path / "snapshot"
    query = "SELECT customer, sku, stars FROM bought WHERE sku <> 'i7'"
    assert main(["data", "query", shop, "--out", str(out), "--interactions", query]) == 0
    assert capsys.readouterr().out.splitlines() == ["interactions: 84 rows", str(out)]
    dataset = load(out)
    assert (len(dataset.user_ids), len(dataset.item_ids), len(dataset.interactions)) == (12, 7, 84)


def test_scored_candidates_come_from_a_query_too(shop, tmp_path):
    query = "SELECT customer AS user_id, sku AS item_id, stars AS score FROM bought"
    take_snapshot(shop, {"candidates": query}, tmp_path / "out")
    assert next(iter(load(tmp_path / "out").systems.values())).counts.tolist() == [8] * 12


def test_a_duckdb_file_is_read_and_nothing_outside_it(tmp_path):
    with duckdb.connect(str(tmp_path / "shop.duckdb")) as connection:
        connection.execute("CREATE TABLE bought (customer TEXT, sku TEXT, moment TIMESTAMP)")
        connection.executemany(
            "INSERT INTO bought VALUES (?, ?, '2024-05-31 10:00:00')", [r[:2] for r in ROWS]
        )
    address = f"duckdb:///{tmp_path}/shop.duckdb"
    assert take_snapshot(address, {"interactions": "FROM bought"}, tmp_path / "out") == {"interactions": 96}
    assert (
        str(pq.read_schema(tmp_path / "out" / "interactions.parquet").field("moment").type) == "timestamp[us]"
    )
    (tmp_path / "secret.csv").write_text("a\n1\n")
    said = refusal(address, f"SELECT * FROM read_csv('{tmp_path}/secret.csv')", tmp_path / "two")
    assert said.startswith("The query for interactions failed")


@pytest.mark.parametrize(
    "query",
    [
        "DELETE FROM bought",
        "INSERT INTO bought VALUES ('a', 'b', 1)",
        "WITH gone AS (SELECT 1) DELETE FROM bought",
        "PRAGMA query_only = OFF",
    ],
)
def test_a_query_that_writes_is_refused(shop, tmp_path, query):
    assert "only reading is allowed" in refusal(shop, query, tmp_path / "out")
    with sqlite3.connect(tmp_path / "shop.db") as connection:
        assert connection.execute("SELECT count(*) FROM bought").fetchone() == (96,)


@pytest.mark.parametrize(
    ("address", "query", "said"),
    [
        ("no address", "SELECT 1", "This is no address of a database"),
        ("sqlite:////nowhere/x.db", "SELECT 1", "There is no database file /nowhere/x.db"),
        ("oddbase://reader@host/x", "SELECT 1", "needs its driver"),
        ("postgresql://reader:s3cret@127.0.0.1:1/x", "SELECT 1", "does not answer"),
        (None, "SELECT absent FROM bought", "The query for interactions failed: no such column: absent"),
        (None, "SELECT * FROM bought WHERE 1 = 0", "returned no rows"),
    ],
)
def test_what_goes_wrong_is_one_sentence(shop, tmp_path, address, query, said):
    found = refusal(address or shop, query, tmp_path / "out")
    assert said in found and "\n" not in found


def test_a_slow_query_is_stopped(shop, tmp_path):
    endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT sum(i) FROM n"
    assert "took longer than 0.5 seconds" in refusal(shop, endless, tmp_path / "out", max_seconds=0.5)


def test_a_snapshot_is_never_overwritten(shop, tmp_path):
    take_snapshot(shop, {"items": "SELECT 1 AS item_id"}, tmp_path / "out")
    with pytest.raises(DataError, match="exists already"):
        take_snapshot(shop, {"items": "SELECT 2 AS item_id"}, tmp_path / "out")


@pytest.mark.long
def test_postgresql_is_read_in_its_types_and_cannot_be_written(tmp_path):
    with postgres_server() as server:
        address = server.new_database()
        name = address.partition("?")[0].rpartition("/")[2]
        server.sql("CREATE TABLE bought (customer uuid, sku numeric, stars real, at timestamptz)", name)
        server.sql(
            "INSERT INTO bought SELECT gen_random_uuid(), n, n % 5 + 0.5, now() "
            "FROM generate_series(1, 60) n",
            name,
        )
        query = "SELECT customer, sku::int8 AS sku, stars, at FROM bought WHERE sku::text LIKE '%1%'"
        assert take_snapshot(address, {"interactions": query}, tmp_path / "out")["interactions"] > 0
        kinds = {
            field.name: str(field.type) for field in pq.read_schema(tmp_path / "out/interactions.parquet")
        }
        assert kinds == {
            "customer": "string",
            "sku": "int64",
            "stars": "double",
            "at": "timestamp[us, tz=Etc/UTC]",
        }
        folder = tmp_path / "no"
        for write in (
            "WITH d AS (DELETE FROM bought RETURNING 1) SELECT * FROM d",
            "SELECT * INTO x FROM bought",
        ):
            assert "only reading is allowed" in refusal(address, write, folder)
        assert "took longer than 1 seconds" in refusal(address, "SELECT pg_sleep(30)", folder, max_seconds=1)
        assert server.sql("SELECT count(*) FROM bought", name) == [(60,)]
        wrong = server.url(name, password="s3cret-but-wrong")
        assert "refuses this user or password" in refusal(wrong, "SELECT 1", folder)
        none = server.url(name, password="")
        assert "refuses this user or password" in refusal(none, "SELECT 1", folder)
    assert "does not answer" in refusal(address, "SELECT 1", tmp_path / "no")
    assert PASSWORD  # the server asks for one
