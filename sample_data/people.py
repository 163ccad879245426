"""The simulated people: who they are, what they like, and how their taste drifts."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from sample_data.catalogue import THEMES, Catalogue, FloatArray

AGE_GROUPS = {"18-24": 21, "25-34": 30, "35-49": 42, "50-64": 57, "65+": 71}
AGE_SHARES = [0.18, 0.25, 0.26, 0.19, 0.12]
# Invented regions, each slightly fonder of one theme than the others.
REGIONS = {
    "Capital": "spies and news",
    "Coast": "sea",
    "Highlands": "snow",
    "Midlands": "work",
    "Valleys": "music",
}
REGION_SHARES = [0.30, 0.22, 0.13, 0.23, 0.12]
NARROW_SHARE = 0.45
N_CIRCLES = 14
MOVING_SHARE = 0.65  # of people whose taste changes


@dataclass(frozen=True)
class Taste:
    """What one person likes at one moment: weights that add up to a film's appeal.

    Attributes:
        category: (n_categories,) weights; a film gets the mean over its categories.
        creator: (n_creators,) weights.
        theme: (n_themes,) weights.
        year: the release year that this person likes most.
        year_spread: standard deviation of the preference around it, in years.
    """

    category: FloatArray
    creator: FloatArray
    theme: FloatArray
    year: float
    year_spread: float

    def appeal(self, catalogue: Catalogue) -> FloatArray:
        """(n_films,) how strongly each film appeals; 1 is a clear preference."""
        distance = (catalogue.items["year"].to_numpy() - self.year) / self.year_spread
        return (
            catalogue.in_category @ self.category
            + catalogue.by_creator @ self.creator
            # A second shared theme adds less than the first.
            + np.sqrt(catalogue.has_theme @ self.theme)
            + 0.7 * np.exp(-0.5 * distance**2)
        )


@dataclass(frozen=True)
class Person:
    """A simulated person, whose taste drifts from ``first`` to ``last``."""

    user_id: str
    age_group: str
    region: str
    taste_breadth: str
    first: Taste
    last: Taste


@dataclass(frozen=True)
class Circle:
    """A taste that many people share: categories, themes and creators that go together."""

    category: FloatArray
    creator: FloatArray
    theme: FloatArray


def draw_people(n_people: int, catalogue: Catalogue, rng: np.random.Generator) -> list[Person]:
    """Draw people S001, S002, ... with their tastes."""
    circles = [_draw_circle(catalogue, rng) for _ in range(N_CIRCLES)]
    return [_draw_person(f"S{number:03d}", circles, rng) for number in range(1, n_people + 1)]


def people_table(people: list[Person]) -> pd.DataFrame:
    """The rows of users.csv."""
    columns = ["user_id", "age_group", "region", "taste_breadth"]
    return pd.DataFrame([[getattr(person, name) for name in columns] for person in people], columns=columns)


def _draw_circle(catalogue: Catalogue, rng: np.random.Generator) -> Circle:
    """Draw two categories, with themes and creators that are frequent in their films."""
    share = catalogue.in_category.mean(axis=0)
    category = np.zeros(len(share))
    category[rng.choice(len(share), size=2, replace=False, p=share / share.sum())] = rng.uniform(2.5, 3.5, 2)
    in_circle = catalogue.in_category @ category
    theme_fit = catalogue.has_theme.T @ in_circle**2
    theme = np.zeros(len(theme_fit))
    loved = rng.choice(len(theme_fit), size=3, replace=False, p=theme_fit / theme_fit.sum())
    theme[loved] = rng.uniform(1.0, 2.0, 3)
    creator_fit = catalogue.by_creator.T @ in_circle**2
    creator = np.zeros(len(creator_fit))
    favourites = rng.choice(len(creator_fit), size=6, replace=False, p=creator_fit / creator_fit.sum())
    creator[favourites] = rng.uniform(0.4, 1.1, 6)
    return Circle(category, creator, theme)


def _draw_person(user_id: str, circles: list[Circle], rng: np.random.Generator) -> Person:
    """Draw a person: narrow ones follow one circle closely, broad ones mix four loosely."""
    age_group = str(rng.choice(list(AGE_GROUPS), p=AGE_SHARES))
    region = str(rng.choice(list(REGIONS), p=REGION_SHARES))
    narrow = bool(rng.random() < NARROW_SHARE)
    order = [circles[position] for position in rng.permutation(len(circles))]
    followed, joined = (order[:1], order[1:2]) if narrow else (order[:4], order[3:7])
    # People like the films of their twenties most, or new ones.
    year = min(2025 - AGE_GROUPS[age_group] + 22, 2022) if rng.random() < 0.6 else 2018
    year_spread = float(rng.uniform(8, 18))
    region_theme = np.array([0.4 if theme == REGIONS[region] else 0.0 for theme in THEMES])
    strength = 2.2 if narrow else 0.5
    first = _combine(followed, strength, region_theme, float(year), year_spread, rng)
    last = _combine(joined, strength, region_theme, float(year), year_spread, rng)
    # How far taste drifts within the three years: most people move on, some stay.
    moves_on = rng.random() < MOVING_SHARE
    moved = _interpolate(first, last, rng.uniform(0.8, 1.0) if moves_on else rng.uniform(0.0, 0.3))
    return Person(user_id, age_group, region, "narrow" if narrow else "broad", first, moved)


def _combine(
    circles: list[Circle],
    strength: float,
    region_theme: FloatArray,
    year: float,
    year_spread: float,
    rng: np.random.Generator,
) -> Taste:
    """The sum of the circles' tastes, plus the region's theme and personal noise."""
    category = strength * np.sum([circle.category for circle in circles], axis=0)
    creator = strength * np.sum([circle.creator for circle in circles], axis=0)
    theme = strength * np.sum([circle.theme for circle in circles], axis=0)
    return Taste(
        category + rng.normal(0.0, 0.3, len(category)),
        creator + rng.normal(0.0, 0.2, len(creator)),
        np.maximum(theme + region_theme + rng.normal(0.0, 0.2, len(theme)), 0.0),
        year,
        year_spread,
    )


def _interpolate(first: Taste, last: Taste, share: float) -> Taste:
    """The taste after going ``share`` of the way from ``first`` to ``last``."""
    return Taste(
        (1 - share) * first.category + share * last.category,
        (1 - share) * first.creator + share * last.creator,
        (1 - share) * first.theme + share * last.theme,
        first.year,
        first.year_spread,
    )
