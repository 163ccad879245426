"""A PostgreSQL server of the tests' own, on a socket in a temporary folder, from Debian's binaries."""

import os
import shutil
import subprocess
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

PASSWORD = "s3cret/@:%word"
DEBIAN = "/usr/lib/postgresql"
INSTALL = "These tests need PostgreSQL's server. On Debian or Ubuntu: apt-get install postgresql"


def database_name(url):
    """The database that an address of this server names."""
    return url.partition("?")[0].rpartition("/")[2]


class PostgresServer:
    """A running server with one user, ``equipoise``, who must give a password."""

    def __init__(self, folder, binaries, as_user):
        self.folder = folder
        self._data = folder / "data"
        self._binaries = binaries
        self._as_user = as_user
        self._n_databases = 0

    def url(self, database="postgres", *, user="equipoise", password=PASSWORD):
        secret = f":{quote(password, safe='')}" if password else ""
        return f"postgresql://{user}{secret}@/{database}?host={self.folder}"

    def new_database(self, name=None, *, template="template1"):
        """The address of a new database."""
        self._n_databases += 1
        name = name or f"test_{self._n_databases}"
        self.sql(f"CREATE DATABASE {name} TEMPLATE {template}")
        return self.url(name)

    def sql(self, statement, database="postgres"):
        import psycopg

        with psycopg.connect(self.url(database), autocommit=True) as connection:
            cursor = connection.execute(statement)
            return cursor.fetchall() if cursor.description else []

    def wait_until_unused(self, url):
        """Wait until no connection to a database of ``new_database`` is left."""
        name = database_name(url)
        deadline = time.monotonic() + 240
        while self.sql(f"SELECT 1 FROM pg_stat_activity WHERE datname = '{name}'"):
            assert time.monotonic() < deadline, f"{name} is still in use"
            time.sleep(0.02)

    def start(self):
        options = f"-k {self.folder} -c listen_addresses= -c fsync=off"
        log = self.folder / "log"
        self._run("pg_ctl", "-D", self._data, "-l", log, "-o", options, "-w", "-t", "240", "start")

    def stop(self):
        self._run("pg_ctl", "-D", self._data, "-w", "-t", "240", "-m", "immediate", "stop")

    def initialise(self):
        secret = self.folder / "password"
        secret.write_text(PASSWORD)
        if self._as_user:
            for path in (self.folder, secret):
                shutil.chown(path, self._as_user)
        self._run(
            "initdb", "-D", self._data, "-U", "equipoise", "-A", "scram-sha-256", "--pwfile", secret,
            "-E", "UTF8", "--no-locale", "--no-sync",
        )  # fmt: skip

    def _run(self, program, *arguments):
        command = [self._binaries / program, *arguments]
        # Output goes to a file: the server inherits the streams, and a pipe would stay open with it.
        with open(self.folder / f"{program}.out", "ab") as out:
            result = subprocess.run(
                command, cwd=self.folder, stdin=subprocess.DEVNULL, stdout=out, stderr=out, user=self._as_user
            )
        written = (self.folder / f"{program}.out").read_text(errors="replace")
        assert result.returncode == 0, f"{program} failed:\n{written}"


def find_binaries(root=DEBIAN):
    """The folder of the newest installed server's programs.

    Raises:
        FileNotFoundError: PostgreSQL is not installed; the message says how to install it.
    """
    versions = sorted(path for path in Path(root).glob("*/bin/initdb"))
    if versions:
        return versions[-1].parent
    on_path = shutil.which("initdb")
    if on_path is None:
        raise FileNotFoundError(INSTALL)
    return Path(on_path).resolve().parent


@contextmanager
def postgres_server():
    """Start a server, and stop it and remove its files at the end.

    Raises:
        FileNotFoundError: as ``find_binaries``.
    """
    binaries = find_binaries()
    # PostgreSQL refuses to run as root.
    as_user = ("postgres" if _exists("postgres") else "nobody") if os.geteuid() == 0 else None
    folder = Path(tempfile.mkdtemp(prefix="equipoise-pg-", dir="/tmp"))  # a socket's path must be short
    server = PostgresServer(folder, binaries, as_user)
    try:
        server.initialise()
        server.start()
        try:
            yield server
        finally:
            server.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _exists(user):
    import pwd

    try:
        pwd.getpwnam(user)
    except KeyError:
        return False
    return True
