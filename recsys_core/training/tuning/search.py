"""Search a model's best settings on validation data, within a given number of trials."""

from __future__ import annotations

import json
import logging
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import optuna

from recsys_core.config import RUNS_VARIABLE, runs_root
from recsys_core.data.dataset import Dataset
from recsys_core.data.split import split as make_split
from recsys_core.data.split import split_at_random, split_by_time
from recsys_core.errors import DataError, SettingError
from recsys_core.models.registry import RATING_REGISTRY
from recsys_core.protocol import MeasurementProtocol
from recsys_core.runtime.files import atomic_write
from recsys_core.training.loop import TrainingError
from recsys_core.training.progress import Progress, Report
from recsys_core.training.tuning.spaces import SPACES, SearchSpace, Settings
from recsys_core.training.validation import mean_ndcg
from recsys_core.types import Interactions

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class SearchResult:
    """The result of a search.

    Attributes:
        model: name of the model.
        data: name of the data set.
        fingerprint: of the data set.
        measure: "ndcg@10" (larger is better) or "rmse" (smaller is better).
        settings: the best found, as the model's keyword arguments.
        value: their value on validation.
        start_value: the value of the defaults; None if they could not be fitted.
        budget: number of trials, run or pruned.
        pruned: trials stopped early.
        seed: of the sampler and, for rating models, of the held-out ratings.
        seconds: of the whole search.
        trials: number, settings, value, state and seconds of each.
        card: the JSON file with all of this.
    """

    model: str
    data: str
    fingerprint: str
    measure: str
    settings: Settings
    value: float
    start_value: float | None
    budget: int
    pruned: int
    seed: int
    seconds: float
    trials: tuple[dict[str, Any], ...]
    card: Path


def search(
    dataset: Dataset,
    model: str,
    budget: int,
    progress: Report | None = None,
    *,
    protocol: MeasurementProtocol | None = None,
    runs: Path | None = None,
) -> SearchResult:
    """Try ``budget`` settings of ``model``, the defaults first, and return the best.

    Recommenders are measured by NDCG@10 on the last part of each user's train and validation interactions,
    rating models by RMSE on a random part of them. That part is as large a share as the test part is of all
    interactions: settings tuned on a shorter horizon than they are tested on are poor. The test part is not
    used. Settings come from a tree-structured Parzen estimator; a model that is fitted in epochs is pruned
    when it falls below the median of earlier trials at the same epoch. The language model stays as
    pretrained: its texts are encoded once for all trials.

    Args:
        dataset: to tune on.
        model: a key of SPACES.
        budget: trials, at least 1.
        progress: called after each trial; an exception from it ends the search with nothing written.
        protocol: gives the split and the seed of the sampler; MeasurementProtocol() by default.
        runs: folder of the JSON card; config.runs_root() by default.

    Raises:
        SettingError: the model is unknown, or the budget is below 1.
        DataError: there is nothing to measure on before the test part, or ``runs`` cannot be written.
        TrainingError: no trial could be finished.
    """
    if model not in SPACES:
        raise SettingError(f"There is no search for '{model}'; choose one of {', '.join(SPACES)}.")
    if budget < 1:
        raise SettingError(f"A search needs a budget of at least 1 trial, got {budget}.")
    runs = runs or runs_root()
    check_writable(runs)
    space = SPACES[model]
    if space.prepare is not None:
        space = replace(space, build=partial(space.build, space.prepare(dataset)))
    protocol = protocol or MeasurementProtocol()
    seed = protocol.seed
    predicts_ratings = model in RATING_REGISTRY
    validation = (rating_validation if predicts_ratings else ranking_validation)(dataset, protocol)
    optuna.logging.set_verbosity(optuna.logging.WARNING)
    study = optuna.create_study(
        direction="minimize" if predicts_ratings else "maximize",
        sampler=optuna.samplers.TPESampler(seed=seed),
        pruner=optuna.pruners.MedianPruner(n_startup_trials=5, n_warmup_steps=space.check_every),
    )
    study.enqueue_trial(space.start)
    started = time.monotonic()

    def after_trial(study: optuna.Study, trial: optuna.trial.FrozenTrial) -> None:
        done, best = trial.number + 1, _best_value(study)
        left = (time.monotonic() - started) / done * (budget - done)
        if progress is not None:
            name = f"searching settings of {model}"
            progress(Progress(name, done, budget, left, metric=best, share=done / budget))

    def objective(trial: optuna.Trial) -> float:
        return _run_trial(trial, space, validation, lower_is_better=predicts_ratings)

    study.optimize(objective, n_trials=budget, callbacks=[after_trial], catch=(TrainingError,))
    if _best_value(study) is None:
        raise TrainingError(f"None of the {budget} settings of '{model}' could be fitted; see the log.")
    trials = study.get_trials(deepcopy=False)
    found: dict[str, Any] = {
        "model": model,
        "data": dataset.name,
        "fingerprint": dataset.fingerprint,
        "measure": "rmse" if predicts_ratings else "ndcg@10",
        "settings": study.best_trial.user_attrs["settings"],
        "value": study.best_value,
        "start_value": trials[0].value,
        "budget": budget,
        "pruned": sum(trial.state == optuna.trial.TrialState.PRUNED for trial in trials),
        "seed": seed,
        "seconds": round(time.monotonic() - started, 1),
        "trials": tuple(_describe_trial(trial) for trial in trials),
    }
    return SearchResult(**found, card=_write_somewhere(found, runs))


Validation = tuple[Interactions, Callable[[Any], float]]
"""What to fit on, and a function that gives the value of a model fitted on it."""


def ranking_validation(dataset: Dataset, protocol: MeasurementProtocol) -> Validation:
    """NDCG@10 on the last part of each user's train and validation interactions."""
    known = _before_test(dataset, protocol)
    share = protocol.test_share
    if dataset.reading.has_times:
        split = split_by_time(known, test_share=share, valid_share=0.0)
    else:
        split = split_at_random(known, dataset.split_rule.seed, test_share=share, valid_share=0.0)
    history, target = split.history("test"), split.target("test")
    if not len(history) or not target.liked.any():
        raise DataError(
            f"No user in {dataset.title} has enough interactions to tune on: settings are compared by what "
            "users liked in the last part of their history before the test part, and there is nothing in it."
        )
    return history, lambda model: mean_ndcg(model, history, target)


def rating_validation(dataset: Dataset, protocol: MeasurementProtocol) -> Validation:
    """RMSE on a random part of the train and validation interactions."""
    known = _before_test(dataset, protocol)
    held_out = np.random.default_rng(protocol.seed).random(len(known)) < protocol.test_share
    history, target = known.where(~held_out), known.where(held_out)
    if not len(history) or not len(target):
        raise DataError(f"{dataset.title} has too few ratings before the test part to tune on.")

    def rmse(model: Any) -> float:
        error = model.predict(history, target.user_idx, target.item_idx) - target.rating
        return float(np.sqrt(np.mean(error**2)))

    return history, rmse


def _before_test(dataset: Dataset, protocol: MeasurementProtocol) -> Interactions:
    """The train and validation interactions."""
    shares = {"test_share": protocol.test_share, "valid_share": protocol.valid_share}
    return make_split(dataset, **shares).history("test")


def check_writable(folder: Path) -> None:
    """Make sure, before a long search, that its result can be written; creates the folder.

    Raises:
        DataError: it cannot.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=folder, prefix=".probe-") as probe:
            probe.write(b"{}")
    except OSError as error:
        reason = error.strerror or error
        raise DataError(f"'{folder}' cannot be written ({reason}). Set {RUNS_VARIABLE}.") from error


def _write_somewhere(found: dict[str, Any], runs: Path) -> Path:
    """Write the card; where there is no room any more, beside temporary files, with a warning."""
    try:
        return write_card(found, runs)
    except OSError as error:
        card = write_card(found, Path(tempfile.mkdtemp(prefix="equipoise-search-")))
        logger.warning(
            "'%s' cannot be written (%s); the result is in %s", runs, error.strerror or error, card
        )
        return card


def write_card(found: dict[str, Any], folder: Path) -> Path:
    """Write ``found`` as JSON, whole or not at all, under a name that sorts by time."""
    folder.mkdir(parents=True, exist_ok=True)
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%f")
    path = folder / f"search-{found['model']}-{found['data']}-{stamp}.json"
    card = {"kind": "search", "finished": datetime.now(UTC).isoformat(timespec="seconds"), **found}
    card["versions"] = {"optuna": optuna.__version__, "numpy": np.__version__}
    with atomic_write(path) as file:
        file.write(json.dumps(card, indent=2, allow_nan=False).encode("utf-8"))
    return path


def _run_trial(
    trial: optuna.Trial, space: SearchSpace, validation: Validation, *, lower_is_better: bool
) -> float:
    """Fit and measure one set of settings; ``settings`` of the trial are those to build the model with."""
    history, value_of = validation
    settings = space.suggest(trial)
    trial.set_user_attr("settings", settings)
    model: Any = space.build(**settings)
    epochs = space.epochs
    if epochs is None:
        return value_of(model.fit(history))
    values: dict[int, float] = {}

    def check(epoch: int) -> None:
        if epoch % space.check_every and epoch != settings[epochs]:
            return
        values[epoch] = value_of(model)
        trial.report(values[epoch], epoch)
        if trial.should_prune():
            raise optuna.TrialPruned

    model.fit(history, after_epoch=check)
    best = (min if lower_is_better else max)(values, key=lambda epoch: values[epoch])
    trial.set_user_attr("settings", settings | {epochs: best})
    return values[best]


def _best_value(study: optuna.Study) -> float | None:
    """The best value so far; None until a trial is finished."""
    finished = study.get_trials(deepcopy=False, states=(optuna.trial.TrialState.COMPLETE,))
    return study.best_value if finished else None


def _describe_trial(trial: optuna.trial.FrozenTrial) -> dict[str, Any]:
    """One trial as JSON-able values."""
    seconds = round(trial.duration.total_seconds(), 2) if trial.duration else None
    return {
        "number": trial.number,
        "state": trial.state.name.lower(),
        "value": trial.value,
        "settings": trial.user_attrs.get("settings", {}),
        "seconds": seconds,
    }
