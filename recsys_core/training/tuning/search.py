"""Look for a model's best settings on validation data, with a stated budget."""

from __future__ import annotations

import json
import logging
import os
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

from recsys_core.config import runs_root
from recsys_core.data.dataset import Dataset
from recsys_core.data.split import split_by_time
from recsys_core.errors import DataError, SettingError
from recsys_core.models.registry import RATING_REGISTRY
from recsys_core.training.loop import TrainingError
from recsys_core.training.progress import Progress, Report
from recsys_core.training.tuning.spaces import SPACES, SearchSpace, Settings
from recsys_core.training.validation import mean_ndcg
from recsys_core.types import Interactions

logger = logging.getLogger(__name__)

TEST_SHARE = 0.2
"""Share of each person's interactions that is never looked at, and the share of the rest to tune on: settings
tuned on a shorter horizon than they are judged on come out wrong."""


@dataclass(frozen=True)
class SearchResult:
    """What a search found.

    Attributes:
        model: name of the model.
        data: name of the data set.
        fingerprint: of the data set.
        measure: "ndcg@10" (larger is better) or "rmse" (smaller is better).
        settings: the best found, as the model's own keyword arguments.
        value: what they reach on validation.
        start_value: what the defaults reach there; None if they could not be fitted.
        budget: trials that were allowed; every one of them was run or pruned.
        pruned: trials given up early.
        seed: of the sampler, and of the held-out ratings where ratings are predicted.
        seconds: the whole search.
        trials: number, settings, value, state and seconds of each.
        card: the JSON file that holds all this.
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
    dataset: Dataset, model: str, budget: int, progress: Report | None = None,
    *, seed: int = 20261124, runs: Path | None = None,
) -> SearchResult:
    """Try ``budget`` settings of ``model``, the defaults first, and keep the best.

    Rankers are judged by NDCG@10 on each person's last fifth of train and validation, rating models by RMSE
    on a random fifth of it. The test period takes no part. Settings come from a tree-structured Parzen
    estimator; a model fitted in passes is given up when it falls behind the median of earlier trials at the
    same pass. The language model itself stays as it is: its texts are encoded once for all trials.

    Args:
        dataset: what to tune on.
        model: a key of search_spaces.SPACES.
        budget: trials, at least 1.
        progress: called after each trial; raising there ends the search with nothing written.
        seed: of the sampler.
        runs: folder of the JSON card; config.runs_root() by default.

    Raises:
        SettingError: the model is unknown, or the budget is below 1.
        DataError: there is nothing to judge by in the validation part.
        TrainingError: no trial could be finished.
    """
    if model not in SPACES:
        raise SettingError(f"There is no search for '{model}'; choose one of {', '.join(SPACES)}.")
    if budget < 1:
        raise SettingError(f"A search needs a budget of at least 1 trial, got {budget}.")
    space = SPACES[model]
    if space.prepare is not None:
        space = replace(space, build=partial(space.build, space.prepare(dataset)))
    rates = model in RATING_REGISTRY
    judge = rating_judge(dataset, seed) if rates else ranking_judge(dataset)
    optuna.logging.set_verbosity(optuna.logging.WARNING)
    study = optuna.create_study(
        direction="minimize" if rates else "maximize",
        sampler=optuna.samplers.TPESampler(seed=seed),
        pruner=optuna.pruners.MedianPruner(n_startup_trials=5, n_warmup_steps=space.look_every),
    )
    study.enqueue_trial(space.start)
    started = time.monotonic()

    def after_trial(study: optuna.Study, trial: optuna.trial.FrozenTrial) -> None:
        done, best = trial.number + 1, _best(study)
        left = (time.monotonic() - started) / done * (budget - done)
        if progress is not None:
            progress(Progress(f"searching settings of {model}", done, budget, left, metric=best))

    def objective(trial: optuna.Trial) -> float:
        return _try(trial, space, judge, lower_is_better=rates)

    study.optimize(objective, n_trials=budget, callbacks=[after_trial], catch=(TrainingError,))
    if _best(study) is None:
        raise TrainingError(f"None of the {budget} settings of '{model}' could be fitted; see the log.")
    trials = study.get_trials(deepcopy=False)
    found: dict[str, Any] = {
        "model": model, "data": dataset.name, "fingerprint": dataset.fingerprint,
        "measure": "rmse" if rates else "ndcg@10", "settings": study.best_trial.user_attrs["settings"],
        "value": study.best_value, "start_value": trials[0].value, "budget": budget,
        "pruned": sum(trial.state == optuna.trial.TrialState.PRUNED for trial in trials), "seed": seed,
        "seconds": round(time.monotonic() - started, 1), "trials": tuple(_report(trial) for trial in trials),
    }
    return SearchResult(**found, card=write_card(found, runs or runs_root()))


Judge = tuple[Interactions, Callable[[Any], float]]
"""What to fit on, and the value of a model fitted on it."""


def ranking_judge(dataset: Dataset) -> Judge:
    """NDCG@10 on the last fifth of everyone's train and validation part."""
    known = split_by_time(dataset.interactions, test_share=TEST_SHARE).history("test")
    inner = split_by_time(known, test_share=TEST_SHARE, valid_share=0.0)
    history, target = inner.history("test"), inner.target("test")
    if not len(history) or not target.liked.any():
        raise DataError(
            f"Nobody in {dataset.title} has enough interactions to tune on: settings are judged by what "
            "people liked in the last fifth of their time before the test period, and there is nothing in it."
        )
    return history, lambda model: mean_ndcg(model, history, target)


def rating_judge(dataset: Dataset, seed: int) -> Judge:
    """RMSE on a random fifth of the train and validation part."""
    known = split_by_time(dataset.interactions, test_share=TEST_SHARE).history("test")
    held = np.random.default_rng(seed).random(len(known)) < TEST_SHARE
    history, target = known.where(~held), known.where(held)
    if not len(history) or not len(target):
        raise DataError(f"{dataset.title} has too few ratings before the test period to tune on.")

    def rmse(model: Any) -> float:
        error = model.predict(history, target.user_idx, target.item_idx) - target.rating
        return float(np.sqrt(np.mean(error**2)))

    return history, rmse


def write_card(found: dict[str, Any], folder: Path) -> Path:
    """Write ``found`` as JSON under a name that sorts by time; whole or not at all."""
    folder.mkdir(parents=True, exist_ok=True)
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%f")
    path = folder / f"search-{found['model']}-{found['data']}-{stamp}.json"
    card = {"kind": "search", "finished": datetime.now(UTC).isoformat(timespec="seconds"), **found}
    card["versions"] = {"optuna": optuna.__version__, "numpy": np.__version__}
    handle, temporary = tempfile.mkstemp(dir=folder, suffix=".part")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(card, file, indent=2, allow_nan=False)
        os.replace(temporary, path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    return path


def _try(trial: optuna.Trial, space: SearchSpace, judge: Judge, *, lower_is_better: bool) -> float:
    """Fit and judge one set of settings; ``settings`` of the trial hold what to build the model with."""
    history, value_of = judge
    settings = space.suggest(trial)
    trial.set_user_attr("settings", settings)
    model: Any = space.build(**settings)
    epochs = space.epochs
    if epochs is None:
        return value_of(model.fit(history))
    seen: dict[int, float] = {}

    def look(epoch: int) -> None:
        if epoch % space.look_every and epoch != settings[epochs]:
            return
        seen[epoch] = value_of(model)
        trial.report(seen[epoch], epoch)
        if trial.should_prune():
            raise optuna.TrialPruned

    model.fit(history, after_epoch=look)
    best = (min if lower_is_better else max)(seen, key=lambda epoch: seen[epoch])
    trial.set_user_attr("settings", settings | {epochs: best})
    return seen[best]


def _best(study: optuna.Study) -> float | None:
    """The best value so far; None before a trial was finished."""
    finished = study.get_trials(deepcopy=False, states=(optuna.trial.TrialState.COMPLETE,))
    return study.best_value if finished else None


def _report(trial: optuna.trial.FrozenTrial) -> dict[str, Any]:
    """One trial as JSON-able values."""
    seconds = round(trial.duration.total_seconds(), 2) if trial.duration else None
    return {
        "number": trial.number, "state": trial.state.name.lower(), "value": trial.value,
        "settings": trial.user_attrs.get("settings", {}), "seconds": seconds,
    }
