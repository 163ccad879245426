"""Cold start: how the models rank new items, and how they serve new users."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass

import numpy as np

from benchmarks.quality_fit import fit_once
from benchmarks.quality_measures import K, of_lists
from benchmarks.report import log
from recsys_core.data.dataset import Dataset
from recsys_core.data.split import split_by_time
from recsys_core.models.candidates import top_candidates
from recsys_core.models.classic.ease import Ease, ease_recency
from recsys_core.models.classic.recency import ages
from recsys_core.models.language_model.cold_items import ContentKernel, propagate
from recsys_core.models.language_model.recommender import LanguageModelRecommender
from recsys_core.models.language_model.zero_shot import ZeroShot
from recsys_core.training.language_model.config import TrainingConfig
from recsys_core.training.language_model.distill import collaborative_teacher, distil
from recsys_core.training.language_model.plan import distil_steps
from recsys_core.training.language_model.texts import EncodedTexts, load_encoder
from recsys_core.training.progress import Phase, ProgressTracker
from recsys_core.types import FloatArray, IndexArray, Interactions

HISTORY_LENGTHS = (3, 5, 10, 20)
FOLDS = 4
COLD_SHARE = 0.1
SEED = 20261124


@dataclass(frozen=True)
class ColdItemResult:
    """NDCG@10 (n,) on one set of cold items, of all users who liked one of them."""

    zero_shot: FloatArray
    frozen: FloatArray
    fine_tuned: FloatArray


def cold_items(
    dataset: Dataset, texts: EncodedTexts, config: TrainingConfig, n_sets: int
) -> list[ColdItemResult]:
    """Remove a tenth of the items from all histories, then rank these items alone.

    Positives are their likes at any time; histories are the other items before the test period. Frozen and
    fine-tuned texts share one head: kernel ridge regression of EASE's scores by similarity of text,
    categories and year. Recency is not used, because likes count at any time.
    """
    everything = dataset.interactions
    # Chosen on other sets of cold items, where it gained more over frozen texts than LoRA, which ships
    # because its files are small.
    config = dataclasses.replace(config, strategy="top", distil_rate=2e-4, distil_epochs=8)
    rated = np.flatnonzero(np.bincount(everything.item_idx, minlength=everything.n_items))
    order = np.random.default_rng(SEED).permutation(rated)
    size = max(1, round(COLD_SHARE * len(rated)))
    before_test = split_by_time(everything).history("test")
    results = []
    for number in range(n_sets):
        cold = np.sort(order[number * size : (number + 1) * size])
        history = before_test.where(~np.isin(before_test.item_idx, cold))
        warm = np.flatnonzero(np.bincount(history.item_idx, minlength=history.n_items))
        encoder = load_encoder(config)
        teacher = collaborative_teacher(history, config.factors, config.seed)
        steps = distil_steps(len(warm), config)
        tracker = ProgressTracker([Phase("distil", "distil", steps, 1.0)], lambda _: None)
        tracker.start_phase()
        log(f"cold set {number + 1}: {len(cold)} items, fine-tuning the language model on the others")
        tuned = distil(encoder, texts.tokens, teacher, config, tracker)
        scores = Ease().fit(history).score(history)
        liked = everything.where(np.isin(everything.item_idx, cold) & everything.liked)
        cold_scores = {
            "zero_shot": ZeroShot(texts.vectors).fit(history).score(history)[:, cold],
            "frozen": propagate(scores, ContentKernel.of(dataset, texts.vectors), warm, cold),
            "fine_tuned": propagate(scores, ContentKernel.of(dataset, tuned), warm, cold),
        }
        results.append(
            ColdItemResult(**{name: _rank(part, cold, liked) for name, part in cold_scores.items()})
        )
    return results


def new_users(
    dataset: Dataset, texts: EncodedTexts, config: TrainingConfig, epochs: tuple[int, ...], n_folds: int
) -> dict[int, tuple[FloatArray, FloatArray]]:
    """Our model and EASE with recency on users who were in neither fit.

    A quarter of the users is left out at a time. The models see only their newest 3, 5, 10 or 20 ratings
    before the test period; everything they rated before it is left out of their lists.

    Returns:
        By history length, NDCG@10 of our model and of EASE, (n,) each over the same users.
    """
    split = split_by_time(dataset.interactions)
    history, target = split.history("test"), split.target("test")
    fold = np.random.default_rng(SEED).integers(0, FOLDS, history.n_users)
    frozen = dataclasses.replace(config, strategy="frozen")
    found: dict[int, list[tuple[FloatArray, FloatArray]]] = {n: [] for n in HISTORY_LENGTHS}
    for number in range(n_folds):
        log(f"new people: fold {number + 1} of {n_folds}")
        fitted, left_out = np.flatnonzero(fold != number), np.flatnonzero(fold == number)
        seen, unseen = history.of_users(fitted), history.of_users(left_out)
        result = fit_once(seen, target.of_users(fitted), texts, frozen, epochs)
        ours = LanguageModelRecommender(result.weights).fit(seen)
        rival = ease_recency().fit(seen)
        liked = target.of_users(left_out)
        liked = liked.where(liked.liked)
        for n in HISTORY_LENGTHS:
            newest = unseen.where(ages(unseen) < n)
            lists = [top_candidates(model.score(newest), unseen, K).items for model in (ours, rival)]
            found[n].append((of_lists(lists[0], liked), of_lists(lists[1], liked)))
    return {
        n: (np.concatenate([ours for ours, _ in parts]), np.concatenate([theirs for _, theirs in parts]))
        for n, parts in found.items()
    }


def _rank(scores: FloatArray, cold: IndexArray, liked: Interactions) -> FloatArray:
    """NDCG@10 of lists of cold items alone."""
    index, values = np.empty(0, np.int32), np.empty(0)
    nothing_seen = Interactions(index, index, values, index, values, liked.n_users, len(cold))
    lists = cold[top_candidates(scores, nothing_seen, K).items]
    return of_lists(lists, liked)
