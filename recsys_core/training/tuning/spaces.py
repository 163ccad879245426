"""Search spaces: the range of each model's settings, and how a model is built from them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from recsys_core.data.dataset import Dataset
from recsys_core.models.base import RatingModel, Recommender
from recsys_core.models.classic.als import ImplicitAls
from recsys_core.models.classic.biased_mf import BiasedMf
from recsys_core.models.classic.bpr import Bpr
from recsys_core.models.classic.ease import Ease
from recsys_core.models.classic.item_knn import ItemKnn
from recsys_core.models.classic.pure_svd import PureSvd
from recsys_core.models.classic.recency import Recency
from recsys_core.models.classic.svd_plus_plus import SvdPlusPlus
from recsys_core.training.baselines.neural_cf import NeuralCfTrainer
from recsys_core.training.baselines.sequential import SequentialTrainer
from recsys_core.training.language_model.config import TrainingConfig
from recsys_core.training.language_model.texts import default_text_vectors
from recsys_core.training.language_model.trainer import LanguageModelTrainer

if TYPE_CHECKING:
    from optuna import Trial

Settings = dict[str, Any]


@dataclass(frozen=True)
class SearchSpace:
    """The search space of one model.

    Attributes:
        build: an unfitted model from settings; without any, the model with its defaults.
        suggest: samples settings from an Optuna trial.
        start: the defaults as trial parameters; the search begins with them, so its result is at least as
            good.
        epochs: name of the setting that counts epochs, None for models without. ``fit`` then takes
            ``after_epoch``; a single long fit is validated as it goes, and the best epoch becomes the
            setting.
        check_every: epochs between two validations.
        prepare: makes the first argument of ``build`` from the data set, once per search; None if it has
            none.
    """

    build: Callable[..., Recommender] | Callable[..., RatingModel]
    suggest: Callable[[Trial], Settings]
    start: Settings
    epochs: str | None = None
    check_every: int = 1
    prepare: Callable[[Dataset], Any] | None = None


def with_recency(model: Callable[..., Recommender], **fixed: Any) -> Callable[..., Recommender]:
    """A builder whose settings include ``decay`` and ``floor`` of the recency weights."""

    def build(*, decay: float, floor: float, **settings: Any) -> Recommender:
        return model(recency=Recency(decay, floor), **fixed, **settings)

    return build


def _ease(trial: Trial) -> Settings:
    return {"l2": trial.suggest_float("l2", 10.0, 2000.0, log=True)}


def _item_knn(trial: Trial) -> Settings:
    return {
        "n_neighbours": trial.suggest_int("n_neighbours", 10, 2000, log=True),
        "shrinkage": trial.suggest_float("shrinkage", 0.0, 50.0),
        "norm_exponent": trial.suggest_float("norm_exponent", 0.3, 0.7),
    }


def _recency(trial: Trial) -> Settings:
    return {
        "decay": trial.suggest_float("decay", 2.0, 80.0, log=True),
        "floor": trial.suggest_float("floor", 0.0, 0.4),
    }


def _als(trial: Trial) -> Settings:
    return {
        "n_factors": trial.suggest_int("n_factors", 16, 256, log=True),
        "regularization": trial.suggest_float("regularization", 0.1, 100.0, log=True),
        "alpha": trial.suggest_float("alpha", 1.0, 50.0, log=True),
        "n_iterations": 30,
    }


def _bpr(trial: Trial) -> Settings:
    return {
        "n_factors": trial.suggest_int("n_factors", 16, 128, log=True),
        "learning_rate": trial.suggest_float("learning_rate", 0.01, 0.2, log=True),
        "regularization": trial.suggest_float("regularization", 0.001, 0.1, log=True),
        "n_epochs": 200,
    }


def _neural(trial: Trial, n_epochs: int) -> Settings:
    return {
        "n_dimensions": trial.suggest_categorical("n_dimensions", [32, 64, 128]),
        "learning_rate": trial.suggest_float("learning_rate", 1e-3, 1e-2, log=True),
        "weight_decay": trial.suggest_float("weight_decay", 1e-3, 0.3, log=True),
        "dropout": trial.suggest_float("dropout", 0.1, 0.6),
        "n_epochs": n_epochs,
    }


def _language_model(trial: Trial) -> Settings:
    return {
        "dimensions": trial.suggest_categorical("dimensions", [32, 64, 128]),
        "learning_rate": trial.suggest_float("learning_rate", 5e-4, 8e-3, log=True),
        "weight_decay": trial.suggest_float("weight_decay", 1e-3, 0.3, log=True),
        "dropout": trial.suggest_float("dropout", 0.05, 0.5),
        "id_dropout": trial.suggest_float("id_dropout", 0.0, 0.7),
        "history_dropout": trial.suggest_float("history_dropout", 0.0, 0.49),
        "window_share": trial.suggest_float("window_share", 0.02, 0.3, log=True),
        "wide_l2": trial.suggest_float("wide_l2", 30.0, 1000.0, log=True),
        "stop_after": TrainingConfig().epochs,
    }


def _rating_factors(trial: Trial, epochs: int, lowest_rate: float, highest_rate: float) -> Settings:
    return {
        "n_factors": trial.suggest_int("n_factors", 10, 200, log=True),
        "learning_rate": trial.suggest_float("learning_rate", lowest_rate, highest_rate, log=True),
        "regularization": trial.suggest_float("regularization", 0.03, 0.3, log=True),
        "n_epochs": epochs,
    }


SPACES: dict[str, SearchSpace] = {
    "ease": SearchSpace(Ease, _ease, {"l2": 100.0}),
    "ease_recency": SearchSpace(
        with_recency(Ease, name="ease_recency"),
        lambda trial: _ease(trial) | _recency(trial),
        {"l2": 300.0, "decay": 10.0, "floor": 0.1},
    ),
    "item_knn": SearchSpace(
        ItemKnn, _item_knn, {"n_neighbours": 900, "shrinkage": 0.6, "norm_exponent": 0.61}
    ),
    "item_knn_recency": SearchSpace(
        with_recency(ItemKnn, name="item_knn_recency"),
        lambda trial: _item_knn(trial) | _recency(trial),
        {"n_neighbours": 580, "shrinkage": 3.0, "norm_exponent": 0.604, "decay": 6.8, "floor": 0.093},
    ),
    "als": SearchSpace(
        ImplicitAls, _als, {"n_factors": 128, "regularization": 20.0, "alpha": 5.0}, "n_iterations", 5
    ),
    "pure_svd": SearchSpace(
        PureSvd,
        lambda trial: {"n_factors": trial.suggest_int("n_factors", 4, 256, log=True)},
        {"n_factors": 22},
    ),
    "bpr": SearchSpace(
        Bpr, _bpr, {"n_factors": 64, "learning_rate": 0.05, "regularization": 0.01}, "n_epochs", 25
    ),
    "neural_cf": SearchSpace(
        with_recency(NeuralCfTrainer),
        lambda trial: _neural(trial, 40) | _recency(trial),
        {
            "n_dimensions": 64,
            "learning_rate": 0.003,
            "weight_decay": 0.02,
            "dropout": 0.3,
            "decay": 10.0,
            "floor": 0.1,
        },
        "n_epochs",
        10,
    ),
    "sequential": SearchSpace(
        SequentialTrainer,
        lambda trial: _neural(trial, 60),
        {"n_dimensions": 64, "learning_rate": 0.002, "weight_decay": 0.02, "dropout": 0.3},
        "n_epochs",
        10,
    ),
    "language_model": SearchSpace(
        LanguageModelTrainer,
        _language_model,
        {
            "dimensions": 64,
            "learning_rate": 0.003,
            "weight_decay": 0.02,
            "dropout": 0.2,
            "id_dropout": 0.3,
            "history_dropout": 0.3,
            "window_share": 0.1,
            "wide_l2": 100.0,
        },
        "stop_after",
        10,
        default_text_vectors,
    ),
    "biased_mf": SearchSpace(
        BiasedMf,
        lambda trial: _rating_factors(trial, 100, 0.003, 0.03),
        {"n_factors": 100, "learning_rate": 0.01, "regularization": 0.1},
        "n_epochs",
        10,
    ),
    "svd_plus_plus": SearchSpace(
        SvdPlusPlus,
        lambda trial: _rating_factors(trial, 100, 0.001, 0.01),
        {"n_factors": 100, "learning_rate": 0.005, "regularization": 0.08},
        "n_epochs",
        10,
    ),
}
"""By the model's name in its registry."""
