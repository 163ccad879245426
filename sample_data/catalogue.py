"""The invented films: read the hand-written catalogue and derive the features that tastes refer to."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd

FloatArray = npt.NDArray[np.float64]

CATALOGUE = Path(__file__).with_name("catalogue.tsv")

# A theme is a list of words: a description has the theme if it contains one of them, or its plural in -s.
# People have tastes for themes, so a description's words are more informative than its categories.
THEMES: dict[str, str] = {
    "sea": "sea tide harbour boat ship island coast ferry fog lighthouse dinghy galley ocean submarine port",
    "snow": "snow snowbound winter frozen ice north northern glacier thaw polar mountain climber summit",
    "rail and road": "train station railway tram bus truck highway road driver ticket platform timetable",
    "food": "cook kitchen soup bread baker bakery pastry restaurant recipe lunch banquet dinner chef",
    "music": "music song choir opera violin piano orchestra band aria voice melody concert dance dancer",
    "letters": "letter postman postmistress postmaster telegram correspondence note diary postcard writes",
    "space": "space orbit lunar moon asteroid solar saturn satellite planet comet star sun",
    "machines": "robot machine computer clock engineer engine automatic server technician",
    "work": "factory mill steelworks union strike striking office clerk shift foremen company cannery",
    "law": "trial judge juror court defender prison prisoner witness detective evidence police",
    "robbery": "rob robbery heist steal stole stolen forger thief thieves gang vault smuggler blackmailed",
    "spies and news": "spy secret embassy border newspaper reporter editor minister government photograph",
    "ghosts": "ghost ghostly dead grave footstep cradle harvest plague crying dusk crypt vampire",
    "school": "school pupil teacher schoolmistress schoolchildren class classroom apprentice lesson",
    "family ties": "sister brother grandmother grandfather granddaughter daughter mother father son aunt",
    "animals": "dog horse camel mule snail moth dormice hedgehog bird pigeon elephant whale fox goose goat",
    "desert and court": "desert queen king duke empire emperor caravan castle army armies imperial war",
    "village": "village vicar church parish cottage country farm field valley meadow",
}


@dataclass(frozen=True)
class Catalogue:
    """The films and the features that simulated tastes refer to.

    Attributes:
        items: columns item_id, title, year, categories ("A|B"), creator, description; one row a film.
        categories: names, in alphabetical order.
        creators: names, in alphabetical order.
        in_category: (n_films, n_categories) rows that sum to 1: a film's categories share its weight.
        by_creator: (n_films, n_creators) 0/1.
        has_theme: (n_films, n_themes) 0/1, from the words of the description.
    """

    items: pd.DataFrame
    categories: list[str]
    creators: list[str]
    in_category: FloatArray
    by_creator: FloatArray
    has_theme: FloatArray


def read_catalogue(path: Path = CATALOGUE) -> Catalogue:
    """Read the tab-separated catalogue; films are numbered F001, F002, ... in file order."""
    films = pd.read_csv(path, sep="\t", dtype={"year": int}, quoting=3, keep_default_na=False)
    films.insert(0, "item_id", [f"F{number:03d}" for number in range(1, len(films) + 1)])
    film_categories = films["categories"].str.split("|")
    categories = sorted({name for names in film_categories for name in names})
    creators = sorted(set(films["creator"]))
    member = np.array([[name in names for name in categories] for names in film_categories], dtype=float)
    return Catalogue(
        items=films,
        categories=categories,
        creators=creators,
        in_category=member / member.sum(axis=1, keepdims=True),
        by_creator=np.array([films["creator"] == creator for creator in creators], dtype=float).T,
        has_theme=np.array([themes_of(text) for text in films["description"]]),
    )


def themes_of(description: str) -> FloatArray:
    """(n_themes,) 1.0 for each theme with a word, or its plural in -s, in the description."""
    words = set(re.findall(r"[a-z]+", description.lower()))
    singular = words | {word.removesuffix("s") for word in words}
    return np.array([not singular.isdisjoint(listed.split()) for listed in THEMES.values()], dtype=float)
