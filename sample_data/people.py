"""The simulated people: who they are, what they like, and how that changes while they are members."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from sample_data.catalogue import THEMES, Catalogue, FloatArray

AGE_GROUPS = {"18-24": 21, "25-34": 30, "35-49": 42, "50-64": 57, "65+": 71}
AGE_SHARES = [0.18, 0.25, 0.26, 0.19, 0.12]
# Invented regions, each a little fonder of one theme than the others are.
REGIONS = {
    "Capital": "spies and news",
    "Coast": "sea",
    "Highlands": "snow",
    "Midlands": "work",
    "Valleys": "music",
}
REGION_SHARES = [0.30, 0.22, 0.13, 0.23, 0.12]
NARROW_SHARE = 0.45


@dataclass(frozen=True)
class Taste:
    """What one person likes at one moment: weights that add up to the pull of a film.

    Attributes:
        category: (n_categories,), of which a film gets the mean over its own categories.
        creator: (n_creators,).
        theme: (n_themes,).
        year: the release year at the centre of this person's liking.
        year_spread: how many years away from it the liking fades.
    """

    category: FloatArray
    creator: FloatArray
    theme: FloatArray
    year: float
    year_spread: float

    def pull(self, catalogue: Catalogue) -> FloatArray:
        """(n_films,) how strongly each film attracts, in units in which 1 is a clear preference."""
        distance = (catalogue.items["year"].to_numpy() - self.year) / self.year_spread
        return (
            catalogue.in_category @ self.category
            + catalogue.by_creator @ self.creator
            # A second shared theme adds less than the first did.
            + np.sqrt(catalogue.has_theme @ self.theme)
            + 0.7 * np.exp(-0.5 * distance**2)
        )


@dataclass(frozen=True)
class Person:
    """A simulated person; ``first`` and ``last`` are the tastes between which they drift."""

    user_id: str
    age_group: str
    region: str
    taste_breadth: str
    first: Taste
    last: Taste


def draw_people(n_people: int, catalogue: Catalogue, rng: np.random.Generator) -> list[Person]:
    """Draw people S001, S002, ... with their tastes."""
    return [_draw_person(f"S{number:03d}", catalogue, rng) for number in range(1, n_people + 1)]


def people_table(people: list[Person]) -> pd.DataFrame:
    """The rows of users.csv."""
    columns = ["user_id", "age_group", "region", "taste_breadth"]
    return pd.DataFrame([[getattr(person, name) for name in columns] for person in people], columns=columns)


def _draw_person(user_id: str, catalogue: Catalogue, rng: np.random.Generator) -> Person:
    age_group = str(rng.choice(list(AGE_GROUPS), p=AGE_SHARES))
    region = str(rng.choice(list(REGIONS), p=REGION_SHARES))
    narrow = bool(rng.random() < NARROW_SHARE)
    first = _draw_taste(narrow, age_group, region, catalogue, rng)
    elsewhere = _draw_taste(narrow, age_group, region, catalogue, rng)
    last = _drifted(first, elsewhere, rng)
    return Person(user_id, age_group, region, "narrow" if narrow else "broad", first, last)


def _draw_taste(
    narrow: bool, age_group: str, region: str, catalogue: Catalogue, rng: np.random.Generator
) -> Taste:
    """Narrow: two categories and one or two themes, loved; broad: many of both, liked."""
    share = catalogue.in_category.mean(axis=0)
    n_loved, weight = (2, 3.2) if narrow else (int(rng.integers(6, 9)), 1.3)
    loved = rng.choice(len(share), size=n_loved, replace=False, p=share / share.sum())
    category = rng.normal(-0.4 if narrow else 0.0, 0.25, len(share))
    category[loved] = weight * rng.uniform(0.75, 1.25, n_loved)

    theme = np.zeros(len(THEMES))
    n_themes = int(rng.integers(1, 3)) if narrow else int(rng.integers(3, 6))
    theme[rng.choice(len(THEMES), size=n_themes, replace=False)] = 2.6 if narrow else 1.0
    theme[list(THEMES).index(REGIONS[region])] += 0.3

    # Favourite directors work in the categories that this person likes.
    fit = catalogue.by_creator.T @ (catalogue.in_category @ np.maximum(category, 0.0))
    n_favourites = 3 if narrow else 5
    favourites = rng.choice(len(fit), size=n_favourites, replace=False, p=fit / fit.sum())
    creator = np.zeros(len(fit))
    creator[favourites] = rng.uniform(0.8, 1.8, n_favourites)

    # People are fondest of the films of their twenties, or of new ones.
    year = 2025 - AGE_GROUPS[age_group] + 22 if rng.random() < 0.6 else 2018
    return Taste(category, creator, theme, float(min(year, 2022)), float(rng.uniform(8, 18)))


def _drifted(first: Taste, elsewhere: Taste, rng: np.random.Generator) -> Taste:
    """The taste years later: part of what was loved stays, the rest comes from ``elsewhere``."""
    keep_category = rng.random(len(first.category)) < 0.6
    keep_theme = rng.random(len(first.theme)) < 0.6
    keep_creator = rng.random(len(first.creator)) < 0.5
    return Taste(
        np.where(keep_category, first.category, elsewhere.category),
        np.where(keep_creator, first.creator, elsewhere.creator),
        np.where(keep_theme, first.theme, elsewhere.theme),
        elsewhere.year,
        first.year_spread,
    )
