"""Clean the table of people."""

from __future__ import annotations

import numpy as np
import pandas as pd

from recsys_core.data.dataset import CleaningStep
from recsys_core.data.ids import clean_ids
from recsys_core.data.raw import RawData
from recsys_core.data.wording import counted


def clean_people(raw: RawData, user_ids: np.ndarray, steps: list[CleaningStep]) -> pd.DataFrame:
    """Bring what is known about people into the order of `user_ids`.

    People who did nothing are left out, and of two rows about one person the last counts. A person about whom
    nothing is known has missing values.

    Returns:
        n_users rows with the source's own columns; no columns when it says nothing about people.
    """
    if raw.users is None:
        return pd.DataFrame(index=pd.RangeIndex(len(user_ids)))
    users = raw.users.assign(user_id=clean_ids(raw.users["user_id"])).dropna(subset="user_id")
    users = users.drop_duplicates("user_id", keep="last").set_index("user_id")
    idle = int((~users.index.isin(user_ids)).sum())
    if idle:
        sentence = f"{counted(idle, 'person', 'people')} without any interaction left out."
        steps.append(CleaningStep("idle_people", idle, sentence))
    return users.reindex(user_ids).reset_index(drop=True)
