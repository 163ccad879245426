"""The invented films: read the hand-written catalogue and find what a taste can attach to in each."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd

FloatArray = npt.NDArray[np.float64]

CATALOGUE = Path(__file__).with_name("catalogue.tsv")

# A theme is a stem list: a description has the theme when one of its words begins with one of the stems.
# People have tastes for themes, so that the words of a description say more than its categories do.
THEMES: dict[str, str] = {
    "sea": "sea seas tide harbour boat ship island coast ferry fog lighthouse dinghy sail ocean submarine",
    "snow": "snow winter frozen frost ice icy north glacier thaw mountain climber summit avalanche",
    "rail and road": "train station railway tram bus truck highway road driver ticket platform timetable",
    "food": "cook kitchen soup bread baker bakery pastry restaurant recipe lunch banquet ovenmen dinner chef",
    "music": "music sing song choir opera violin piano orchestra band aria voice melody concert dance dancer",
    "letters": "letter postman postmistress telegram correspond writes note diary envelope postcard",
    "space": "space orbit lunar moon asteroid solar saturn satellite planet comet star sun astronaut",
    "machines": "robot machine computer clock engineer automat engine signal server invent",
    "work": "factory mill steelworks union strik office clerk shift foremen company wage seamstress cannery",
    "law": "trial judge juror court lawyer defender prison witness detective evidence police",
    "robbery": "rob robbery heist steal stole forger thief thieves gang vault smuggl blackmail",
    "spies and news": "spy secret embassy border newspaper reporter editor minister government photograph",
    "ghosts": "ghost haunt dead grave footsteps cradle harvest plague crying dusk cursed spirit",
    "school": "school pupil teacher schoolmistress class exam apprentice lesson student homework",
    "family ties": "sister brother grandmother grandfather granddaughter daughter mother father son aunt",
    "animals": "dog horse camel mule snail moth dormice hedgehog bird bee whale fox goat cat owl wolf",
    "desert and court": "desert queen king duke empire caravan emperor castle army armies soldier war",
    "village": "village vicar church parish cottage country farm field valley meadow",
}


@dataclass(frozen=True)
class Catalogue:
    """The films with everything a simulated taste looks at.

    Attributes:
        items: columns item_id, title, year, categories ("A|B"), creator, description; one row a film.
        categories: names, in alphabetical order; ``creators`` alike.
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
    """Read the tab-separated catalogue; films are numbered F001, F002, ... in the order of the file."""
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
        by_creator=np.equal.outer(films["creator"].to_numpy(), np.array(creators, dtype=object)).astype(float),
        has_theme=np.array([themes_of(text) for text in films["description"]]),
    )


def themes_of(description: str) -> FloatArray:
    """(n_themes,) 1.0 for each theme one of whose stems begins a word of the description."""
    words = re.findall(r"[a-z]+", description.lower())
    found = [any(_begins(word, stem) for word in words for stem in stems.split()) for stems in THEMES.values()]
    return np.array(found, dtype=float)


def _begins(word: str, stem: str) -> bool:
    # Short stems must be whole words or their plurals: a "season" is no sea, a "category" no cat.
    return word in (stem, stem + "s") if len(stem) <= 4 else word.startswith(stem)
