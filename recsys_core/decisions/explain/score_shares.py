"""Why an item is in somebody's list: what each item of their history adds to its score, exactly."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from recsys_core.errors import SettingError
from recsys_core.models.base import Recommender
from recsys_core.models.classic.ease import Ease
from recsys_core.models.language_model.attribution import history_shares
from recsys_core.models.language_model.recommender import LanguageModelRecommender
from recsys_core.models.language_model.zero_shot import ZeroShot
from recsys_core.types import FloatArray, IndexArray, Interactions


@dataclass(frozen=True, eq=False)
class ScoreShares:
    """One score of one person, taken apart: ``shares.sum() + rest`` is the score.

    Attributes:
        score: what the model gives the item.
        items: (n,) item indices of the history, oldest first.
        shares: (n,) float64, what each adds; negative where it speaks against the item.
        rest: what the item scores whatever the history holds.
    """

    score: float
    items: IndexArray
    shares: FloatArray
    rest: float

    def strongest(self, most: int = 3) -> IndexArray:
        """Positions in the history of the ``most`` largest shares above 0, largest first."""
        order = np.argsort(-self.shares, kind="stable")[:most]
        return order[self.shares[order] > 0]

    def by_category(self, categories: FloatArray) -> FloatArray:
        """(n_categories,) the shares once more, each divided among the categories of its item.

        Args:
            categories: (n_items, n_categories) rows that sum to 1, or to 0 where an item has none: what such
                items add belongs to no category and is missing here.
        """
        return self.shares @ categories[self.items]


def score_shares(model: Recommender, history: Interactions, item: int) -> ScoreShares:
    """Take apart the score that ``model.score`` gives one person's ``item``.

    The sum is the score up to the rounding of single precision, a millionth of it. For a model that is
    linear in the history each item is scored alone; the language model's shares are explained in
    :func:`recsys_core.models.language_model.attribution.history_shares`.

    Args:
        model: fitted.
        history: of exactly one person.
        item: item index.

    Raises:
        SettingError: the model's scores are not sums over the history.
        ValueError: the history is of more or fewer than one person.
    """
    if history.n_users != 1:
        raise ValueError(f"shares are of one person, got a history of {history.n_users}")
    score = float(model.score(history)[0, item])
    if isinstance(model, LanguageModelRecommender):
        found = history_shares(model, history, np.array([item]))
        total = found.total[:, 0].astype(np.float64)
        return ScoreShares(score, history.item_idx, total, float(found.rest[0]))
    linear = isinstance(model, ZeroShot) or (isinstance(model, Ease) and model.recency is None)
    if not linear:
        raise SettingError(
            f"The scores of '{model.name}' do not divide among the items of a history. "
            "Choose the language model, zero_shot or ease."
        )
    if not len(history):
        return ScoreShares(score, history.item_idx, np.zeros(0), score)
    alone = model.score(one_item_each(history))[:, item].astype(np.float64)
    return ScoreShares(score, history.item_idx, alone, 0.0)


def one_item_each(history: Interactions) -> Interactions:
    """The interactions of one person as those of as many people with one each."""
    n = len(history)
    people = np.arange(n, dtype=np.int32)
    columns = (history.item_idx, history.rating, history.level, history.timestamp)
    return Interactions(people, *columns, n, history.n_items)
