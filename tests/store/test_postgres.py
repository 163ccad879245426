"""What only a database server can do wrong. The common contract runs on it in the other files."""

import socket
import traceback
from urllib.parse import quote

import pytest

from recsys_core.errors import StoreError
from recsys_core.store import Store
from tests.store.postgres_server import PASSWORD, database_name

pytestmark = pytest.mark.long
SECRETS = [PASSWORD, quote(PASSWORD, safe=""), "s3cret", "wr0ng"]


def refusal(action):
    """The sentence with which an action is refused, after a look for secrets in all that could be logged."""
    with pytest.raises(StoreError) as error:
        action()
    logged = "".join(traceback.format_exception(error.value))
    assert not [secret for secret in SECRETS if secret in logged]
    return str(error.value)


@pytest.mark.parametrize(
    ("user", "password"), [("equipoise", "wr0ng"), ("equipoise", None), ("eve", "wr0ng")]
)
def test_a_wrong_or_missing_password(postgres, user, password):
    url = postgres.url(user=user, password=password)
    assert refusal(lambda: Store.open(url)) == (
        "The database rejects the user name or asks for a password. Correct both in EQUIPOISE_DATABASE_URL."
    )


def test_an_unknown_database(postgres):
    text = refusal(lambda: Store.open(postgres.url("elsewhere")))
    assert text.startswith("The database server has no database of this name. Create it, or correct the name")


@pytest.mark.parametrize(
    "place", ["@127.0.0.1:1/name", "@no-such-host.invalid/name", "@/name?host=/no/such/folder"]
)
def test_a_server_that_is_down(place):
    url = f"postgresql://mia:s3cret{place}"
    text = refusal(lambda: Store.open(url))
    assert text == (
        "The database cannot be reached or ended the connection. Check that it runs and that "
        "EQUIPOISE_DATABASE_URL is correct, then try again."
    )


def test_a_password_that_should_have_been_encoded():
    # A part of the password is read as the host, which drivers like to name.
    url = "postgresql://mia:wr0/ng@s3cret@host/name"
    text = refusal(lambda: Store.open(url))
    assert "EQUIPOISE_DATABASE_URL" in text


def test_an_unknown_option_in_the_address(postgres):
    url = postgres.url() + "&s3cret=1"
    text = refusal(lambda: Store.open(url))
    assert text.startswith("EQUIPOISE_DATABASE_URL cannot be used")


def test_a_server_that_never_answers(tmp_path_factory):
    folder = tmp_path_factory.mktemp("s")
    with socket.socket(socket.AF_UNIX) as silent:
        silent.bind(str(folder / ".s.PGSQL.5432"))
        silent.listen()
        url = f"postgresql://mia:s3cret@/name?host={folder}"
        text = refusal(lambda: Store.open(url, timeout=2))
    assert text.startswith("The database cannot be reached")


def test_a_lock_that_is_never_released(postgres, postgres_template):
    import psycopg

    url = postgres.new_database(template=postgres_template)
    store = Store.open(url, timeout=1)
    with psycopg.connect(url) as other:
        other.execute("LOCK TABLE equipoise_decisions")
        text = refusal(lambda: store.create("autumn", {}, by="Mia"))
    assert text == "The database took too long to answer, and nothing was saved. Try again in a moment."
    assert store.create("autumn", {}, by="Mia").number == 1


def test_a_server_that_is_restarted(postgres, postgres_template):
    store = Store.open(postgres.new_database(template=postgres_template))
    store.create("autumn", {}, by="Mia")
    postgres.stop()
    try:
        text = refusal(lambda: store.get("autumn"))
    finally:
        postgres.start()
    assert text.startswith("The database cannot be reached")
    assert store.get("autumn").created_by == "Mia"


def test_a_user_without_permissions(postgres):
    name = database_name(postgres.new_database())
    postgres.sql("CREATE ROLE reader LOGIN PASSWORD 'wr0ng'")
    postgres.sql("REVOKE CREATE ON SCHEMA public FROM PUBLIC", name)
    url = postgres.url(name, user="reader", password="wr0ng")
    text = refusal(lambda: Store.open(url))
    assert text.startswith("The database user lacks a permission.")


def test_a_read_only_server(postgres, postgres_template):
    url = postgres.new_database(template=postgres_template)
    postgres.sql(f"ALTER DATABASE {database_name(url)} SET default_transaction_read_only = on")
    store = Store.open(url)
    assert store.list() == ()
    text = refusal(lambda: store.create("autumn", {}, by="Mia"))
    assert text.startswith("The database is read-only.")


def test_a_database_of_another_encoding(postgres):
    postgres.sql("CREATE DATABASE latin ENCODING LATIN1 TEMPLATE template0")
    store = Store.open(postgres.url("latin"))
    store.create("été", {"title": "日本 🎬"}, by="Zoë", reason="ça va")
    assert store.get("été").document == {"title": "日本 🎬"}
    text = refusal(lambda: store.create("日本", {}, by="Mia"))
    assert text == "The database refused the operation, and nothing was saved (code 22P05)."
    assert store.verify() == ()


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg", "postgresql+psycopg2"])
def test_every_common_form_of_the_address(postgres, postgres_template, scheme):
    url = postgres.new_database(template=postgres_template)
    assert Store.open(scheme + url.removeprefix("postgresql")).list() == ()
