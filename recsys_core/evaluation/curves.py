"""Measure every list that anybody can get, once, and merge the values into curves over λ."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from recsys_core.errors import DataError, SettingError
from recsys_core.evaluation.counting import CATALOGUE_MEASURES, Events, catalogue_curves, merge, running_mean
from recsys_core.evaluation.ground_truth import Yardstick
from recsys_core.evaluation.measures import NEEDS_TARGET, Batch, list_measures
from recsys_core.types import FloatArray, IndexArray, Interactions, ItemSpace

# --- Measures of everybody's lists as exact step functions of λ

@dataclass(frozen=True)
class Curve:
    """Step functions over λ: ``values[key][i]`` holds from ``breakpoints[i]`` up to the next breakpoint.

    Attributes:
        breakpoints: (m,) float64, ascending from 0.0, each the λ at which somebody's list changes.
        values: by metric key ("ndcg@10"), (m,) float64 each, finite.
    """

    breakpoints: FloatArray
    values: dict[str, FloatArray]

    def index_at(self, lambdas: FloatArray | float) -> np.ndarray:
        """(n,) the step in force at each λ, right-continuous: at a breakpoint the new lists are shown.

        Raises:
            ValueError: a λ is outside [0, 1] or not a number.
        """
        lambdas = np.asarray(lambdas, dtype=np.float64)
        if not np.all((lambdas >= 0) & (lambdas <= 1)):
            raise ValueError(f"lambda must lie in [0, 1], got {lambdas}")
        return np.searchsorted(self.breakpoints, lambdas, side="right") - 1

    def at(self, lambda_: float) -> dict[str, float]:
        """Every measure at one λ."""
        step = int(self.index_at(lambda_))
        return {key: float(values[step]) for key, values in self.values.items()}

    def sample(self, lambdas: FloatArray) -> dict[str, FloatArray]:
        """Every measure at each of ``lambdas`` (n,): (n,) by key."""
        steps = self.index_at(lambdas)
        return {key: values[steps] for key, values in self.values.items()}

    def frame(self, lambdas: FloatArray | None = None) -> pd.DataFrame:
        """Every measure at each of ``lambdas`` as a table: one row a λ (its index), one column a measure.

        Args:
            lambdas: (n,) in [0, 1]; 101 evenly spaced settings by default.

        Raises:
            ValueError: a λ is outside [0, 1] or not a number.
        """
        lambdas = np.linspace(0.0, 1.0, 101) if lambdas is None else np.asarray(lambdas, dtype=np.float64)
        return pd.DataFrame(self.sample(lambdas), index=pd.Index(lambdas, name="lambda"))

    def extremes(self, key: str) -> tuple[float, float]:
        """Smallest and largest value of a measure over the whole axis."""
        return float(self.values[key].min()), float(self.values[key].max())


if TYPE_CHECKING:
    from recsys_core.evaluation.paths import Paths

__all__ = ["Curve", "TradeOff", "measure", "measure_against"]

_CHUNK = 50_000  # lists measured at a time: the largest temporary, pair distances, stays near 10 MB at k = 10


@dataclass(frozen=True)
class TradeOff:
    """Every list of every user with its measures, and the curves over all evaluated users.

    Attributes:
        paths: the lists and the λ at which each takes over.
        yardstick: what they were measured against.
        per_list: by metric key, (n_lists,) float64; accuracy is NaN for users without a liked target item.
        curve: means over ``users``, and measures of the catalogue over their lists.
    """

    paths: Paths
    yardstick: Yardstick
    per_list: dict[str, FloatArray]
    curve: Curve

    @property
    def users(self) -> IndexArray:
        """(n,) evaluated users, ascending: those with at least one liked item in the target."""
        return self.yardstick.evaluated

    @property
    def k(self) -> int:
        """Length of the lists."""
        return self.paths.k

    @cached_property
    def catalogue_keys(self) -> tuple[str, ...]:
        """Keys of measures that exist only for all users together, without a value for one person."""
        return tuple(key for key in self.curve.values if key not in self.per_list)

    def rows(self, lambda_: float) -> IndexArray:
        """(n,) row of the list of each evaluated user at λ."""
        return self.paths.index_at(lambda_)[self.users]

    def per_user(self, key: str, lambda_: float) -> FloatArray:
        """(n,) one measure of each evaluated user at λ, in the order of ``users``."""
        return self.per_list[key][self.rows(lambda_)]

    def of_users(self, users: IndexArray) -> TradeOff:
        """The trade-off of ``users`` (m,) alone, in that order; somebody named twice counts as two people."""
        counts = np.diff(self.paths.offsets)[users]
        offsets = np.concatenate([[0], np.cumsum(counts)])
        rows = np.repeat(self.paths.offsets[users] - offsets[:-1], counts) + np.arange(offsets[-1])
        paths = replace(
            self.paths,
            offsets=offsets,
            breakpoints=self.paths.breakpoints[rows],
            items=self.paths.items[rows],
            exact=self.paths.exact[users],
        )
        whole = self.yardstick
        part = Yardstick(whole.target.of_users(users), whole.history.of_users(users), whole.spaces)
        per_list = {key: values[rows] for key, values in self.per_list.items()}
        names = [key.split("@")[0] for key in self.catalogue_keys]
        return _assemble(part, paths, per_list, names)


def measure(
    paths: Paths,
    *,
    target: Interactions,
    history: Interactions,
    spaces: Mapping[str, ItemSpace],
    only: Collection[str] | None = None,
) -> TradeOff:
    """Measure all lists of ``paths`` and build exact curves.

    Args:
        paths: every list of every user; users are those of ``target``.
        target: what people did afterwards; accuracy counts its liked items.
        history: what was known before, for popularity and taste.
        spaces: where items can be alike, by name; "categories" also gives aspects where its rows are 0/1.
        only: names without ``@k`` ("ndcg", "coverage") to restrict the work to; all by default.

    Returns:
        The trade-off. Curve keys are ``name@k``; ``ild@k`` is measured in ``Yardstick.variety_space``.

    Raises:
        DataError: nobody has a liked item in the target.
        SettingError: ``only`` names a measure that does not exist for these spaces.
        ValueError: paths and target disagree on the number of users.
    """
    return measure_against(Yardstick(target, history, spaces), paths, only=only)


def measure_against(yardstick: Yardstick, paths: Paths, *, only: Collection[str] | None = None) -> TradeOff:
    """``measure`` with a yardstick that several rerankers share: distances are computed once for all."""
    n_users = len(paths.offsets) - 1
    if n_users != yardstick.target.n_users:
        raise ValueError(f"paths are over {n_users} users, the target over {yardstick.target.n_users}")
    if not len(yardstick.evaluated):
        raise DataError("Nobody has a liked item in the part that is measured: accuracy cannot be told.")
    names = _names(yardstick, only)
    return _assemble(yardstick, paths, _per_list(yardstick, paths, names), names)


def _assemble(
    yardstick: Yardstick, paths: Paths, per_list: dict[str, FloatArray], names: list[str]
) -> TradeOff:
    """Merge measured lists into curves; of ``names`` only those of the catalogue matter here."""
    events = merge(paths.offsets, paths.breakpoints, yardstick.evaluated)
    values = {key: running_mean(column, events) for key, column in per_list.items()}
    values |= _catalogue(paths, events, yardstick.target.n_items, names)
    return TradeOff(paths, yardstick, per_list, Curve(events.breakpoints, values))


def _names(yardstick: Yardstick, only: Collection[str] | None) -> list[str]:
    everything = [*list_measures(yardstick), *CATALOGUE_MEASURES]
    if only is None:
        return everything
    unknown = sorted(set(only) - set(everything))
    if unknown:
        raise SettingError(f"No measure named {', '.join(unknown)}. Choose from: {', '.join(everything)}.")
    return [name for name in everything if name in only]


def _per_list(yardstick: Yardstick, paths: Paths, names: list[str]) -> dict[str, FloatArray]:
    measures = {name: measure for name, measure in list_measures(yardstick).items() if name in names}
    n_lists = len(paths.items)
    user_idx = np.repeat(np.arange(len(paths.offsets) - 1), np.diff(paths.offsets))
    out = {name: np.empty(n_lists) for name in measures}
    for start in range(0, n_lists, _CHUNK):
        chunk = slice(start, start + _CHUNK)
        batch = Batch(paths.items[chunk], user_idx[chunk], yardstick)
        for name, measure_one in measures.items():
            out[name][chunk] = measure_one(batch)
    # Zero would read as "nothing hit"; there was nothing to hit.
    blind = yardstick.n_relevant[user_idx] == 0
    for name in NEEDS_TARGET & out.keys():
        out[name][blind] = np.nan
    return {f"{name}@{paths.k}": values for name, values in out.items()}


def _catalogue(paths: Paths, events: Events, n_items: int, names: list[str]) -> dict[str, FloatArray]:
    wanted = [name for name in CATALOGUE_MEASURES if name in names]
    if not wanted:
        return {}
    curves = catalogue_curves(paths.items, events, n_items)
    return {f"{name}@{paths.k}": curves[name] for name in wanted}
