"""What every recommender promises, and the two checks that all of them make."""

from __future__ import annotations

from typing import Protocol, Self, runtime_checkable

from recsys_core.errors import NotFittedError
from recsys_core.types import FloatArray, Interactions


@runtime_checkable
class Recommender(Protocol):
    """Turns histories into a relevance score for every item.

    Models are inductive: ``score`` looks at the history it is given and at nothing else about a person, so
    people who were not in the fit work, and fitting twice on one history gives the same model.

    Attributes:
        name: its key in the registry.
    """

    name: str

    def fit(self, history: Interactions) -> Self:
        """Learn from ``history``; whatever an earlier fit learned is forgotten."""
        ...

    def score(self, history: Interactions) -> FloatArray:
        """Score every item for every person in ``history``.

        Items a person already has are scored like any other; whoever builds a list masks them. A person
        without a row gets the scores of someone nothing is known about.

        Returns:
            (history.n_users, n_items) float32, finite, larger is better.

        Raises:
            NotFittedError: ``fit`` has not been called.
            ValueError: the history is over another catalogue than the fit.
        """
        ...


def check_fitted(name: str, fitted: bool) -> None:
    """Raise NotFittedError unless ``fitted``."""
    if not fitted:
        raise NotFittedError(f"The model '{name}' is not fitted: call fit(history) before score(history).")


def check_catalogue(history: Interactions, n_items: int) -> None:
    """Raise ValueError unless the history is over ``n_items`` items."""
    if history.n_items != n_items:
        raise ValueError(f"the history is over {history.n_items} items, the model was fitted on {n_items}")
