"""Why an item is in a user's list: what each item of their history adds to its score, exactly."""

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
    """One score of one user, split into parts: ``shares.sum() + rest`` is the score.

    Attributes:
        score: the model's score of the item.
        items: (n,) item indices of the history, oldest first.
        shares: (n,) float64, what each adds; negative where it counts against the item.
        rest: the part that does not depend on the history.
    """

    score: float
    items: IndexArray
    shares: FloatArray
    rest: float

    def strongest(self, most: int = 3) -> IndexArray:
        """Positions in the history of the ``most`` largest shares above 0, largest first."""
        order = self.in_order()[:most]
        return order[self.shares[order] > 0]

    def in_order(self) -> IndexArray:
        """(n,) positions in the history, the largest share first; ties in the history's order."""
        return np.argsort(-self.shares, kind="stable")

    def strongest_categories(self, categories: FloatArray, most: int) -> list[tuple[int, float]]:
        """The ``most`` categories with the largest shares above 0, as (category, share), largest first.

        Args:
            categories: as in ``by_category``.
            most: how many at most.
        """
        shares = self.by_category(categories)
        order = np.argsort(-shares, kind="stable")[:most]
        return [(int(at), float(shares[at])) for at in order if shares[at] > 0]

    def by_category(self, categories: FloatArray) -> FloatArray:
        """(n_categories,) the same shares, each divided among the categories of its item.

        Args:
            categories: (n_items, n_categories) rows that sum to 1, or to 0 where an item has none: the shares
                of such items belong to no category and are missing here.
        """
        return self.shares @ categories[self.items]


def score_shares(model: Recommender, history: Interactions, item: int) -> ScoreShares:
    """Split the score that ``model.score`` gives ``item`` for one user.

    The parts add up to the score within the rounding of single precision, a millionth of it. For a model
    that is linear in the history each item is scored alone; the language model's shares are explained in
    :func:`recsys_core.models.language_model.attribution.history_shares`.

    Args:
        model: fitted.
        history: of exactly one user.
        item: item index.

    Raises:
        SettingError: the model's scores are no sums over the history.
        ValueError: the history is not of exactly one user.
    """
    if history.n_users != 1:
        raise ValueError(f"shares are of one user, got a history of {history.n_users}")
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
    alone = model.score(_one_user_per_item(history))[:, item].astype(np.float64)
    return ScoreShares(score, history.item_idx, alone, 0.0)


def _one_user_per_item(history: Interactions) -> Interactions:
    """The interactions of one user as those of many users with one interaction each."""
    n = len(history)
    users = np.arange(n, dtype=np.int32)
    columns = (history.item_idx, history.rating, history.level, history.timestamp)
    return Interactions(users, *columns, n, history.n_items)
