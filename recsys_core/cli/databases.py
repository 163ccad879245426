"""`data query`: tables out of a database into a folder that every other command opens."""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable
from pathlib import Path

from recsys_core.data.databases import MAX_SECONDS, take_snapshot
from recsys_core.errors import SettingError
from recsys_core.messages import message

ADDRESS_VARIABLE = "EQUIPOISE_SOURCE_URL"
_TABLES = ("interactions", "candidates", "items", "history", "outcomes", "users")
_MAIN = ("interactions", "candidates")


def add_command(command: Callable[..., argparse.ArgumentParser], data_commands: object) -> None:
    """Add the command below `data`."""
    add = command("query", query, data_commands)
    add.add_argument(
        "address",
        nargs="?",
        help=f"of the database, as postgresql://reader@host/shop (default: {ADDRESS_VARIABLE})",
    )
    add.add_argument("--out", required=True, metavar="FOLDER", help="where the tables go, as Parquet files")
    for name in _TABLES:
        add.add_argument(f"--{name}", metavar="SQL", help=f"query for the {name}")
    add.add_argument(
        "--query-seconds",
        type=float,
        default=MAX_SECONDS,
        metavar="N",
        help=f"that one query may take (default: {MAX_SECONDS})",
    )


def query(options: argparse.Namespace) -> None:
    """Take tables out of a database by queries that only read, and print the folder to open."""
    address = options.address or os.environ.get(ADDRESS_VARIABLE, "")
    if not address:
        raise SettingError(
            message(
                "errors.no_database_address",
                "No database is named. Give its address, or set {variable}.",
                variable=ADDRESS_VARIABLE,
            )
        )
    queries = {name: getattr(options, name) for name in _TABLES if getattr(options, name)}
    if not set(_MAIN) & set(queries):
        raise SettingError(
            message(
                "errors.no_main_query",
                "Give a query for --interactions or for --candidates; the other tables only add to them.",
            )
        )
    counts = take_snapshot(address, queries, Path(options.out), max_seconds=options.query_seconds)
    for name, rows in counts.items():
        print(f"{name}: {rows:,} rows")
    print(options.out)
