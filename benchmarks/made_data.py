"""Makes a large folder of ratings.csv and movies.csv whose truth is known, defects included.

    python -m benchmarks.made_data FOLDER --interactions 20000000 --people 140000 --items 30000

People have a taste, items a popularity and categories, so that a model has something to learn. Of the rows, a
known number repeats a pair, lacks an id or has a rating that is no number.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.csv as pa_csv

from benchmarks.report import log

TASTES, CATEGORIES = 24, 18
PEOPLE_AT_ONCE = 10_000
DRAWN_TWICE = 0.13  # share of draws that repeat a pair, at the sizes above
REPEATED, NO_ID, NO_RATING = 0.004, 0.0005, 0.0005  # shares of rows
FIRST_TIME, LAST_TIME = 1_200_000_000, 1_600_000_000
TRUTH_FILE = "truth.json"


@dataclass(frozen=True)
class Truth:
    """What a reader must find.

    Attributes:
        rows: in the file.
        kept: pairs of a person and an item with a readable rating.
        repeated: rows that a later row about the same pair replaces.
        without_id: rows without an item.
        unreadable: rows whose rating is no number.
        people: with a kept row.
        rating_sum: sum of the kept ratings, the last of each pair.
    """

    rows: int
    kept: int
    repeated: int
    without_id: int
    unreadable: int
    people: int
    rating_sum: float


def main() -> None:
    """Make the folder that the command line names."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--interactions", type=int, default=20_000_000)
    parser.add_argument("--people", type=int, default=140_000)
    parser.add_argument("--items", type=int, default=30_000)
    options = parser.parse_args()
    truth = make(options.folder, options.interactions, options.people, options.items)
    log(f"{truth.rows:,} rows in {options.folder}, of which {truth.kept:,} can be used")


def make(folder: Path, interactions: int, people: int, items: int, seed: int = 0) -> Truth:
    """Write ratings.csv, movies.csv and truth.json.

    Args:
        folder: is made if it does not exist.
        interactions: about how many rows, within a tenth.
        people: at least 1.
        items: at least 100.
        seed: of everything random.
    """
    rng = np.random.default_rng(seed)
    folder.mkdir(parents=True, exist_ok=True)
    chances = _write_items(folder / "movies.csv", items, rng)
    activity = rng.lognormal(0.0, 1.0, people)
    counts = np.minimum(
        np.maximum(8, activity * interactions / (1 - DRAWN_TWICE) / activity.sum()), 0.3 * items
    ).astype(np.int64)
    found = Truth(0, 0, 0, 0, 0, 0, 0.0)
    plain = pa_csv.WriteOptions(quoting_style="none")
    with pa_csv.CSVWriter(folder / "ratings.csv", _SCHEMA, write_options=plain) as file:
        for first in range(0, people, PEOPLE_AT_ONCE):
            some = counts[first : first + PEOPLE_AT_ONCE]
            table, part = _people(np.arange(first, first + len(some)), some, chances, rng)
            file.write_table(table)
            found = Truth(
                *(a + b for a, b in zip(asdict(found).values(), asdict(part).values(), strict=True))
            )
    (folder / TRUTH_FILE).write_text(json.dumps(asdict(found), indent=1), encoding="utf-8")
    return found


_SCHEMA = pa.schema(
    [("userId", pa.int32()), ("movieId", pa.string()), ("rating", pa.string()), ("timestamp", pa.int64())]
)


def _write_items(path: Path, n: int, rng: np.random.Generator) -> np.ndarray:
    """Write the catalogue; returns (TASTES, n) cumulative chances of each item for each taste."""
    categories = rng.integers(0, CATEGORIES, (n, 2))
    titles = [f"Film {item} ({1950 + item % 70})" for item in range(1, n + 1)]
    names = [f"Category {a}" if a == b else f"Category {a}|Category {b}" for a, b in categories]
    pa_csv.write_csv(pa.table({"movieId": np.arange(1, n + 1), "title": titles, "genres": names}), path)
    popularity = rng.permutation(1.0 / np.arange(10, n + 10) ** 0.9)
    liking = rng.gamma(0.4, 1.0, (TASTES, CATEGORIES)) + 0.05
    chances = popularity * (liking[:, categories[:, 0]] + liking[:, categories[:, 1]])
    cumulative = np.cumsum(chances, axis=1)
    return cumulative / cumulative[:, -1:]


def _people(
    users: np.ndarray, counts: np.ndarray, chances: np.ndarray, rng: np.random.Generator
) -> tuple[pa.Table, Truth]:
    """All rows of some people, each person's in the order of time, with their share of the truth."""
    tastes = rng.integers(0, TASTES, len(users))
    owner = np.repeat(np.arange(len(users)), counts)
    item = np.empty(len(owner), np.int64)
    for taste in range(TASTES):
        rows = tastes[owner] == taste
        item[rows] = np.searchsorted(chances[taste], rng.random(int(rows.sum())), side="right")
    item = np.minimum(item, chances.shape[1] - 1)
    pair = np.unique(owner * chances.shape[1] + item)
    owner, item = pair // chances.shape[1], pair % chances.shape[1]
    stars = np.clip(np.round(rng.normal(3.5, 1.0, len(pair)) * 2) / 2, 0.5, 5.0)
    times = rng.integers(FIRST_TIME, LAST_TIME, len(pair))
    # Defects: a copy of a row at an earlier time with another rating, a blank id, a word for a rating.
    copies = rng.random(len(pair)) < REPEATED
    owner = np.concatenate([owner, owner[copies]])
    movie = np.concatenate([item, item[copies]])
    rating = np.concatenate([stars, 5.5 - stars[copies]])
    moment = np.concatenate([times, times[copies] - 1_000_000])
    is_copy = np.arange(len(owner)) >= len(pair)
    chance = rng.random(len(owner))
    whole = np.append(copies, np.ones(int(copies.sum()), bool))  # both rows of a repeated pair stay readable
    no_id = ~whole & (chance < NO_ID)
    no_rating = ~whole & (chance >= NO_ID) & (chance < NO_ID + NO_RATING)
    kept = ~(is_copy | no_id | no_rating)
    order = np.lexsort((moment, owner))
    table = pa.table(
        {
            "userId": pa.array(users[owner[order]] + 1, pa.int32()),
            "movieId": pa.array(movie[order] + 1, pa.int64(), mask=no_id[order]).cast(pa.string()),
            "rating": _words(rating[order], no_rating[order]),
            "timestamp": pa.array(moment[order], pa.int64()),
        }
    )
    truth = Truth(
        len(order), int(kept.sum()), int(is_copy.sum()), int(no_id.sum()), int(no_rating.sum()),
        len(np.unique(owner[kept])), float(rating[kept].sum()),
    )  # fmt: skip
    return table, truth


def _words(rating: np.ndarray, unreadable: np.ndarray) -> pa.Array:
    """Ratings as text, "4.5", and "bad" where they are to be unreadable."""
    words = np.array([f"{half / 2:.1f}" for half in range(12)] + ["bad"])
    return pa.DictionaryArray.from_arrays(
        np.where(unreadable, 12, (rating * 2).astype(np.int8)).astype(np.int8), pa.array(words)
    ).cast(pa.string())


if __name__ == "__main__":
    main()
