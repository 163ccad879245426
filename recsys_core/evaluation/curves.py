"""Exact curves: every list that any user can get is measured once, and merged into step functions of λ."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pandas as pd

from recsys_core.errors import DataError, SettingError
from recsys_core.evaluation.catalogue import catalogue_curves
from recsys_core.evaluation.events import merge_events, running_mean
from recsys_core.evaluation.ground_truth import GroundTruth
from recsys_core.evaluation.measures import Batch, list_metrics
from recsys_core.evaluation.paths import Paths
from recsys_core.messages import message
from recsys_core.metrics.registry import catalogue_metrics
from recsys_core.runtime.threads import n_threads
from recsys_core.types import FloatArray, IndexArray

_CHUNK = 50_000  # lists measured at a time: the largest temporary, pair distances, stays near 10 MB at k = 10


@dataclass(frozen=True)
class Curve:
    """Step functions over λ: ``values[key][i]`` holds from ``breakpoints[i]`` up to the next breakpoint.

    Attributes:
        breakpoints: (m,) float64, ascending from 0.0, each a λ at which some user's list changes.
        values: by metric key ("ndcg@10"), (m,) float64 each, finite.
    """

    breakpoints: FloatArray
    values: dict[str, FloatArray]

    def index_at(self, lambdas: FloatArray | float) -> np.ndarray:
        """(n,) step in force at each λ, right-continuous: at a breakpoint the new lists are shown.

        Raises:
            ValueError: a λ is outside [0, 1] or not a number.
        """
        lambdas = np.asarray(lambdas, dtype=np.float64)
        if not np.all((lambdas >= 0) & (lambdas <= 1)):
            raise ValueError(f"lambda must lie in [0, 1], got {lambdas}")
        return np.searchsorted(self.breakpoints, lambdas, side="right") - 1

    def at(self, lambda_: float) -> dict[str, float]:
        """Every metric at one λ."""
        step = int(self.index_at(lambda_))
        return {key: float(values[step]) for key, values in self.values.items()}

    def sample(self, lambdas: FloatArray) -> dict[str, FloatArray]:
        """Every metric at each of ``lambdas`` (n,): (n,) by key."""
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


@dataclass(frozen=True)
class TradeOff:
    """Every list of every user with its metrics, and the curves over all evaluated users.

    Attributes:
        paths: the lists and the λ at which each takes over.
        ground_truth: what they were measured against.
        per_list: by metric key, (n_lists,) float64; accuracy is NaN for users without a liked target item.
        curve: means over ``users``, and metrics of the catalogue over their lists.
    """

    paths: Paths
    ground_truth: GroundTruth
    per_list: dict[str, FloatArray]
    curve: Curve

    @property
    def users(self) -> IndexArray:
        """(n,) evaluated users, ascending: those with at least one liked item in the target."""
        return self.ground_truth.evaluated

    @property
    def accuracy(self) -> str:
        """Key of the metric that stands for accuracy, see ``GroundTruth.accuracy``."""
        return f"{self.ground_truth.accuracy}@{self.k}"

    @property
    def k(self) -> int:
        """Length of the lists."""
        return self.paths.k

    @property
    def n_bytes(self) -> int:
        """Memory that the lists, their metrics and the curves take."""
        paths, curve = self.paths, self.curve
        own = (paths.offsets, paths.breakpoints, paths.items, paths.exact, curve.breakpoints)
        tables = (*self.per_list.values(), *curve.values.values())
        return sum(array.nbytes for array in (*own, *tables))

    @cached_property
    def catalogue_keys(self) -> tuple[str, ...]:
        """Keys of metrics that exist only for all users together, without a value for a single user."""
        return tuple(key for key in self.curve.values if key not in self.per_list)

    def rows(self, lambda_: float) -> IndexArray:
        """(n,) row of each evaluated user's list at λ."""
        return self.paths.index_at(lambda_)[self.users]

    def rows_at(self, lambdas: FloatArray) -> IndexArray:
        """(n, m) ``rows`` for each of ``lambdas`` (m,), which must ascend."""
        return self.paths.rows_at(lambdas)[self.users]

    @cached_property
    def owners(self) -> IndexArray:
        """(n_lists,) position in ``users`` of each list's user, -1 for users without a liked item."""
        position = np.full(self.paths.n_users, -1)
        position[self.users] = np.arange(len(self.users))
        return np.repeat(position, self.paths.n_lists)

    def lists(self, lambda_: float) -> IndexArray:
        """(n, k) list of each evaluated user at λ."""
        return self.paths.items[self.rows(lambda_)]

    def catalogue_lists(self, lambda_: float) -> IndexArray:
        """(n, k) the lists at λ that catalogue metrics count."""
        return self.paths.items[self.paths.index_at(lambda_)[self.ground_truth.shown]]

    def per_user(self, key: str, lambda_: float) -> FloatArray:
        """(n,) one metric of each evaluated user at λ, in the order of ``users``."""
        return self.per_list[key][self.rows(lambda_)]

    def of_users(self, users: IndexArray) -> TradeOff:
        """The trade-off of ``users`` (m,) alone, in that order; a user named twice counts as two."""
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
        per_list = {key: values[rows] for key, values in self.per_list.items()}
        names = [key.split("@")[0] for key in self.catalogue_keys]
        return _assemble(self.ground_truth.of_users(users), paths, per_list, names)


def measure(ground_truth: GroundTruth, paths: Paths, *, only: Collection[str] | None = None) -> TradeOff:
    """Measure all lists of ``paths`` and build exact curves.

    Args:
        ground_truth: over the same users; rerankers that share it compute distances once.
        paths: every list of every user.
        only: metric names without ``@k`` ("ndcg", "coverage") to compute, all by default.

    Returns:
        The trade-off. Curve keys are ``name@k``; ``ild@k`` is measured in ``ground_truth.variety_space``.

    Raises:
        DataError: no user has a liked item in the target.
        SettingError: ``only`` names a metric that does not exist for these data.
        ValueError: paths and target disagree on the number of users.
    """
    if paths.n_users != ground_truth.target.n_users:
        n_users = ground_truth.target.n_users
        raise ValueError(f"paths are over {paths.n_users} users, the target over {n_users}")
    if not len(ground_truth.evaluated):
        raise DataError(
            message(
                "errors.no_user_liked_item",
                "No user has a liked item in the target period, so accuracy cannot be measured.",
            )
        )
    names = _names(ground_truth, only)
    return _assemble(ground_truth, paths, _per_list(ground_truth, paths, names), names)


def _assemble(
    ground_truth: GroundTruth, paths: Paths, per_list: dict[str, FloatArray], names: Collection[str]
) -> TradeOff:
    """Merge measured lists into curves; of ``names`` only catalogue metrics matter here."""
    shown, evaluated = ground_truth.shown, ground_truth.evaluated
    events = merge_events(paths.offsets, paths.breakpoints, shown)
    if len(shown) > len(evaluated):  # lists of the others count for the catalogue alone
        measured = np.zeros(paths.n_users, np.bool_)
        measured[evaluated] = True
        rows = np.repeat(measured, paths.n_lists)
        weight = len(shown) / len(evaluated)
        values = {
            key: running_mean(np.where(rows, column, 0.0), events) * weight
            for key, column in per_list.items()
        }
    else:
        values = {key: running_mean(column, events) for key, column in per_list.items()}
    of_catalogue = [name for name in catalogue_metrics() if name in names]
    curves = catalogue_curves(paths.items, events, ground_truth.target.n_items, of_catalogue)
    values |= {f"{name}@{paths.k}": curve for name, curve in curves.items()}
    return TradeOff(paths, ground_truth, per_list, Curve(events.breakpoints, values))


def unknown_metrics(unknown: Iterable[str], known: Iterable[str]) -> SettingError:
    """The error for metrics that were asked for and not measured."""
    return SettingError(
        message(
            "errors.no_metric_named_choose",
            "No metric named {unknown}. Choose from: {known}.",
            unknown=", ".join(unknown),
            known=", ".join(known),
        )
    )


def _names(ground_truth: GroundTruth, only: Collection[str] | None) -> list[str]:
    everything = [*list_metrics(ground_truth), *catalogue_metrics()]
    if only is None:
        return everything
    unknown = sorted(set(only) - set(everything))
    if unknown:
        raise unknown_metrics(unknown, everything)
    return [name for name in everything if name in only]


def _per_list(ground_truth: GroundTruth, paths: Paths, names: Collection[str]) -> dict[str, FloatArray]:
    metrics = {name: metric for name, metric in list_metrics(ground_truth).items() if name in names}
    n_lists = len(paths.items)
    user_idx = np.repeat(np.arange(paths.n_users), np.diff(paths.offsets))
    out = {name: np.empty(n_lists) for name in metrics}

    def measure_chunk(start: int) -> None:
        chunk = slice(start, start + _CHUNK)
        batch = Batch(paths.items[chunk], user_idx[chunk], ground_truth)
        for name, metric in metrics.items():
            out[name][chunk] = metric(batch)

    with ThreadPoolExecutor(n_threads()) as pool:
        list(pool.map(measure_chunk, range(0, n_lists, _CHUNK)))
    # 0 would read as "nothing hit"; there was nothing to hit.
    without_target = ground_truth.n_relevant[user_idx] == 0
    for name, metric in metrics.items():
        if metric.spec.needs_target:
            out[name][without_target] = np.nan
    return {f"{name}@{paths.k}": values for name, values in out.items()}
