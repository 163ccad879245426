"""Simulate what people watch and how they rate it: ``python -m sample_data.simulate``.

Writes items.csv, users.csv and interactions.csv. The same seed and catalogue give the same bytes.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import pandas as pd

from recsys_core.runtime.files import atomic_write
from sample_data.catalogue import Catalogue, FloatArray, read_catalogue
from sample_data.people import Person, draw_people, people_table

FOLDER = Path(__file__).parent
SEED = 1961  # chosen among five: every film is watched, and tastes are spread over the categories
N_PEOPLE = 300
MIN_INTERACTIONS, MAX_INTERACTIONS = 15, 120  # of one person
OPENING = pd.Timestamp("2023-01-02 18:00", tz="UTC")
CLOSING = pd.Timestamp("2025-12-28 22:00", tz="UTC")

TASTE_WEIGHT = 1.15  # how strongly taste decides what is watched next
EXPOSURE_SPREAD = 0.5  # how unequally films are promoted: standard deviation of the log
FOLLOW_UP_WEIGHT = 0.9  # extra appeal of films that share a creator or themes with the previous one
RATING_NOISE = 0.55
RATING_SHARES = [0.05, 0.11, 0.25, 0.34, 0.25]  # of 1, 2, 3, 4, 5 stars, over all ratings


def simulate(seed: int = SEED, n_people: int = N_PEOPLE) -> dict[str, pd.DataFrame]:
    """Draw people and let them watch films.

    Returns:
        Tables by file name: "items.csv", "users.csv", "interactions.csv". Interactions are sorted by person,
        then time; a person watches a film once, never before its year, and no two films in the same second.
    """
    rng = np.random.default_rng(seed)
    catalogue = read_catalogue()
    people = draw_people(n_people, catalogue, rng)
    n_films = len(catalogue.items)
    quality = rng.normal(0.0, 0.45, n_films)
    # Good films are shown more widely, so popularity partly reflects quality.
    exposure = EXPOSURE_SPREAD * (0.5 * quality / 0.45 + rng.normal(0.0, 0.87, n_films))

    seen = [_watch(person, catalogue, quality, exposure, rng) for person in people]
    interactions = pd.concat(seen, ignore_index=True)
    interactions["rating"] = _stars(interactions.pop("enjoyment").to_numpy())
    columns = ["user_id", "item_id", "rating", "timestamp"]
    return {
        "items.csv": catalogue.items,
        "users.csv": people_table(people),
        "interactions.csv": interactions[columns],
    }


def write(tables: dict[str, pd.DataFrame], folder: Path = FOLDER) -> list[Path]:
    """Write each table as CSV with Unix line endings, each whole or not at all, and return the paths."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for name, table in tables.items():
        path = folder / name
        with atomic_write(path) as file:
            table.to_csv(file, index=False, lineterminator="\n", encoding="utf-8")
        paths.append(path)
    return paths


def _watch(
    person: Person, catalogue: Catalogue, quality: FloatArray, exposure: FloatArray, rng: np.random.Generator
) -> pd.DataFrame:
    """One person's history: each film is drawn by current taste, exposure and the previous film."""
    # A narrow taste runs out of films sooner.
    typical = 34 if person.taste_breadth == "narrow" else 50
    count = int(np.clip(np.round(rng.lognormal(np.log(typical), 0.5)), MIN_INTERACTIONS, MAX_INTERACTIONS))
    times = _watch_times(count, rng)
    film_years = catalogue.items["year"].to_numpy()
    years = pd.to_datetime(times, unit="s", utc=True).year
    first, last = person.first.appeal(catalogue), person.last.appeal(catalogue)
    themes_shared = catalogue.has_theme @ catalogue.has_theme.T
    similarity = np.minimum(catalogue.by_creator @ catalogue.by_creator.T + 0.35 * themes_shared, 1.0)

    films, enjoyments = [], []
    unseen = np.ones(len(film_years), dtype=bool)
    follow_up = np.zeros(len(film_years))
    for step in range(count):
        progress = step / (count - 1)
        appeal = (1 - progress) * first + progress * last
        # Adding Gumbel noise and taking the maximum samples from the softmax.
        gumbel = rng.gumbel(size=len(appeal))
        score = TASTE_WEIGHT * appeal + exposure + FOLLOW_UP_WEIGHT * follow_up + gumbel
        film = int(np.argmax(np.where(unseen & (film_years <= years[step]), score, -np.inf)))
        unseen[film] = False
        films.append(film)
        enjoyments.append((appeal[film] - appeal.mean()) / appeal.std() + quality[film])
        follow_up = similarity[film]

    generosity = rng.normal(0.0, 0.3)  # some people rate higher than others
    noise = rng.normal(0.0, RATING_NOISE, count)
    return pd.DataFrame(
        {
            "user_id": person.user_id,
            "item_id": catalogue.items["item_id"].to_numpy()[films],
            "enjoyment": np.array(enjoyments) + generosity + noise,
            "timestamp": times,
        }
    )


def _watch_times(count: int, rng: np.random.Generator) -> np.ndarray:
    """(count,) int64 seconds since 1970, strictly ascending, within the person's membership."""
    opening, closing = int(OPENING.timestamp()), int(CLOSING.timestamp())
    join = opening + int(rng.uniform(0.0, 0.6) * (closing - opening))
    leave = join + int(rng.uniform(0.5, 1.0) * (closing - join))
    gaps = rng.exponential(1.0, count) + 0.02  # watching takes time: no two films at once
    return join + np.round(np.cumsum(gaps) / gaps.sum() * (leave - join)).astype(np.int64)


def _stars(enjoyment: FloatArray) -> np.ndarray:
    """(n,) int64 in 1..5, cut at the quantiles that give RATING_SHARES over all ratings."""
    cuts = np.quantile(enjoyment, np.cumsum(RATING_SHARES)[:-1])
    return np.searchsorted(cuts, enjoyment) + 1


def main() -> None:
    """Write the three files and print their sizes."""
    parser = argparse.ArgumentParser(description="Generate the simulated sample data.")
    parser.add_argument("--out", type=Path, default=FOLDER, help="folder to write to (default: sample_data)")
    arguments = parser.parse_args()
    tables = simulate()
    for path in write(tables, arguments.out):
        print(f"{path.name}: {len(tables[path.name])} rows, {path.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main()
