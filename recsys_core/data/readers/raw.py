"""What every reader hands to cleaning: tables of text, not yet trusted."""

from __future__ import annotations

from dataclasses import dataclass, field

import pandas as pd


@dataclass(frozen=True)
class RawData:
    """Tables as they were found, columns already under our names.

    Attributes:
        file: name of the interactions file, for messages.
        interactions: columns user_id, item_id and, where the source has them, rating and timestamp; the
            index is the row in the file.
        columns: part -> what the file calls it, for messages.
        items: column item_id and some of title, year, categories, creator, description; None: no catalogue.
        users: column user_id and whatever else is known about people; None: nothing is.
        separator: what stands between categories; None: found from the column itself.
        scale: lowest and highest rating the source allows; None: found from the ratings.
    """

    file: str
    interactions: pd.DataFrame
    columns: dict[str, str] = field(default_factory=dict)
    items: pd.DataFrame | None = None
    users: pd.DataFrame | None = None
    separator: str | None = None
    scale: tuple[float, float] | None = None
