"""One strategy, fitted once on train and validation: its gains, its costs and its latency."""

from __future__ import annotations

import dataclasses
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.quality_fit import fit_once
from benchmarks.quality_measures import K, Measured, measure
from recsys_core.data.dataset import Dataset
from recsys_core.data.features import category_space, item_texts
from recsys_core.data.split import split_by_time
from recsys_core.metrics.distances import Distances
from recsys_core.metrics.diversity import intra_list_distance
from recsys_core.metrics.effective_rank import effective_rank
from recsys_core.models.base import Recommender
from recsys_core.models.candidates import top_candidates
from recsys_core.models.language_model.recommender import LanguageModelRecommender
from recsys_core.models.language_model.zero_shot import ZeroShot
from recsys_core.models.text.encoder import TextEncoder
from recsys_core.training.language_model.checkpoint import write_checkpoint
from recsys_core.training.language_model.config import TrainingConfig
from recsys_core.training.language_model.fit_stage import StageResult
from recsys_core.training.language_model.restore import RestoredEncoder
from recsys_core.training.language_model.texts import EncodedTexts, encode_catalogue, load_encoder
from recsys_core.types import FloatArray, IndexArray, Interactions

REPEATS = 20


@dataclass(frozen=True)
class Case:
    """The common inputs of all strategies.

    Attributes:
        dataset: the whole data set.
        history: train and validation.
        target: the test period.
        encoder: pretrained.
        texts: the catalogue, encoded by it.
    """

    dataset: Dataset
    history: Interactions
    target: Interactions
    encoder: TextEncoder
    texts: EncodedTexts

    @classmethod
    def of(cls, dataset: Dataset, config: TrainingConfig) -> Case:
        """Split and encode."""
        split = split_by_time(dataset.interactions)
        encoder = load_encoder(config)
        texts = encode_catalogue(dataset, encoder)
        return cls(dataset, split.history("test"), split.target("test"), encoder, texts)

    @property
    def trained_items(self) -> IndexArray:
        """Items with interactions before the test period; the language model learns from their texts."""
        return np.flatnonzero(np.bincount(self.history.item_idx, minlength=self.history.n_items))


@dataclass(frozen=True)
class Row:
    """One line of the table.

    Attributes:
        strategy: its key, "zero_shot" for no training.
        measured: accuracy and coverage on the test period.
        ild: mean pairwise genre distance of the lists of 10, NaN without categories.
        text_rank: effective rank of the text vectors.
        item_rank: effective rank of the item vectors, those of texts for zero-shot.
        language_model: its trained parameters.
        towers: parameters above it.
        minutes: wall-clock time of the fit.
        processor_minutes: CPU time of the fit.
        text_ms: median milliseconds from a new item's text to its vectors.
        person_ms: median milliseconds from a new user's history to a list of 10.
        tokens: encoded in the fit over all epochs, without padding.
    """

    strategy: str
    measured: Measured
    ild: float
    text_rank: float
    item_rank: float
    language_model: int
    towers: int
    minutes: float
    processor_minutes: float
    text_ms: float
    person_ms: float
    tokens: int

    def to_dict(self) -> dict[str, Any]:
        """As JSON-able values."""
        own = {field.name: getattr(self, field.name) for field in dataclasses.fields(self)}
        own["ild"] = None if np.isnan(self.ild) else self.ild
        return own | {"measured": self.measured.summary()}


def zero_shot(case: Case) -> Row:
    """The pretrained encoder alone."""
    model, encoder = ZeroShot(case.texts.vectors), case.encoder.to("cpu")
    rank = effective_rank(case.texts.vectors)
    found, ild = _measure(case, model)
    text_ms = _milliseconds(lambda text: encoder.encode(encoder.tokenize([text])), item_texts(case.dataset))
    return Row(
        "zero_shot",
        found,
        ild,
        rank,
        rank,
        0,
        0,
        0.0,
        0.0,
        text_ms,
        _person_ms(case, model),
        catalogue_tokens(case),
    )


def trained(case: Case, config: TrainingConfig) -> Row:
    """Fit ``config``, with one member, for all its epochs; the test period does not stop the fit."""
    started, processor = time.monotonic(), time.process_time()
    result = fit_once(case.history, case.target, case.texts, config)
    minutes, processor_minutes = (time.monotonic() - started) / 60, (time.process_time() - processor) / 60
    model = LanguageModelRecommender(result.weights).fit(case.history)
    found, ild = _measure(case, model)
    restored = _restored(case, config, result)
    return Row(
        config.strategy,
        found,
        ild,
        effective_rank(restored.encoder.encode(case.texts.tokens)),
        effective_rank(result.weights[0].item_out),
        result.parameters["language model"],
        result.parameters["towers"],
        minutes,
        processor_minutes,
        _milliseconds(lambda text: restored.item_vectors([text]), item_texts(case.dataset)),
        _person_ms(case, model),
        tokens_encoded(case, config),
    )


def catalogue_tokens(case: Case) -> int:
    """Tokens of all items' texts."""
    return sum(map(len, case.texts.tokens))


def tokens_encoded(case: Case, config: TrainingConfig) -> int:
    """Tokens encoded in one fit, without padding.

    The catalogue is encoded once by the pretrained encoder. Unless frozen, it is encoded again before and
    after fine-tuning, and every epoch in between encodes the items with interactions.
    """
    whole = catalogue_tokens(case)
    if config.strategy == "frozen":
        return whole
    return 3 * whole + config.distil_epochs * sum(len(case.texts.tokens[item]) for item in case.trained_items)


def _measure(case: Case, model: Recommender) -> tuple[Measured, float]:
    scores = model.score(case.history)
    measured, space = measure(scores, case.history, case.target), category_space(case.dataset)
    if not space.known.any():
        return measured, float("nan")
    liked = case.target.where(case.target.liked)
    lists = top_candidates(scores, case.history, K).items[liked.counts > 0]
    ild = intra_list_distance(Distances(space).pairs(lists))
    return measured, float(ild.mean())


def _restored(case: Case, config: TrainingConfig, result: StageResult) -> RestoredEncoder:
    """The fine-tuned encoder, restored from a checkpoint, on the CPU."""
    card = {
        "data": {"name": case.dataset.name, "fingerprint": case.dataset.fingerprint},
        "encoder": {"fingerprint": case.encoder.fingerprint},
        "hyperparameters": config.to_dict(),
    }
    arrays: dict[str, dict[str, FloatArray]] = {"test": result.arrays(), "test.encoder": result.encoder}
    with tempfile.TemporaryDirectory() as folder:
        ids = [str(item) for item in case.dataset.item_ids]
        made = write_checkpoint(Path(folder) / "model", card, arrays, case.texts.vectors, ids).parent
        restored = RestoredEncoder(made, "test")
    restored.encoder.to("cpu")
    return restored


def _person_ms(case: Case, model: Recommender) -> float:
    """A user with a history of median length, without the newest interaction so that they count as new."""
    typical = np.argsort(case.history.counts, kind="stable")[len(case.history.counts) // 2]
    user = case.history.of_users(np.array([typical]))
    user = user.where(np.arange(len(user)) < len(user) - 1)
    return _milliseconds(lambda _: top_candidates(model.score(user), user, K), [""])


def _milliseconds(respond: Callable[[str], object], texts: list[str]) -> float:
    """Median over REPEATS calls, after one to warm up."""
    respond(texts[0])
    seconds = []
    for number in range(REPEATS):
        started = time.perf_counter()
        respond(texts[number % len(texts)])
        seconds.append(time.perf_counter() - started)
    return 1000 * float(np.median(seconds))
