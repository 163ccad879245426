"""Items that nobody has met, and people who were not there: what the models make of them."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass

import numpy as np

from benchmarks.quality_fit import fit_once
from benchmarks.quality_measures import K, of_lists
from benchmarks.report import log
from recsys_core.data.dataset import Dataset
from recsys_core.data.features import item_texts
from recsys_core.data.split import split_by_time
from recsys_core.models.candidates import top_candidates
from recsys_core.models.classic.ease import Ease, ease_recency
from recsys_core.models.classic.recency import ages
from recsys_core.models.language_model.cold_items import Likeness, propagate
from recsys_core.models.language_model.recommender import LanguageModelRecommender
from recsys_core.models.language_model.zero_shot import ZeroShot
from recsys_core.models.text.encoder import TextEncoder
from recsys_core.training.language_model.config import TrainingConfig
from recsys_core.training.language_model.distill import collaborative_teacher, distil, distil_steps
from recsys_core.training.language_model.fit_stage import Texts
from recsys_core.training.progress import Journey, Phase
from recsys_core.types import FloatArray, IndexArray, Interactions

HISTORY_LENGTHS = (3, 5, 10, 20)
FOLDS = 4
COLD_SHARE = 0.1
SEED = 20261124


@dataclass(frozen=True)
class ColdResult:
    """NDCG@10 (n,) on one set of cold items, of everyone who liked one."""

    zero_shot: FloatArray
    frozen: FloatArray
    fine_tuned: FloatArray


def encode(dataset: Dataset, config: TrainingConfig) -> Texts:
    """Every item's text under the pretrained encoder."""
    encoder = TextEncoder.load(config.encoder, max_tokens=config.max_tokens)
    tokens = encoder.tokenize(item_texts(dataset))
    return Texts(tokens, encoder.encode(tokens))


def cold_items(dataset: Dataset, texts: Texts, config: TrainingConfig, n_sets: int) -> list[ColdResult]:
    """Take a tenth of the items out of everything, then rank them alone.

    Positives are their likes at any time; histories are the other items before the test period. The head is
    the same for frozen and fine-tuned texts: kernel ridge regression of EASE's scores by likeness of text,
    categories and year. No recency: what is liked here was liked at any time.
    """
    everything = dataset.interactions
    # Chosen on other sets of cold items, where it gained more over frozen texts than LoRA, which ships
    # because its files are small.
    config = dataclasses.replace(config, strategy="top", distil_rate=2e-4, distil_epochs=8)
    met = np.flatnonzero(np.bincount(everything.item_idx, minlength=everything.n_items))
    order = np.random.default_rng(SEED).permutation(met)
    size = max(1, round(COLD_SHARE * len(met)))
    before_test = split_by_time(everything).history("test")
    results = []
    for number in range(n_sets):
        cold = np.sort(order[number * size : (number + 1) * size])
        history = before_test.where(~np.isin(before_test.item_idx, cold))
        warm = np.flatnonzero(np.bincount(history.item_idx, minlength=history.n_items))
        encoder = TextEncoder.load(config.encoder, max_tokens=config.max_tokens)
        teacher = collaborative_teacher(history, config.factors, config.seed)
        steps = distil_steps(len(warm), config)
        journey = Journey([Phase("distil", "distil", steps, 1.0)], lambda _: None)
        journey.begin()
        log(f"cold set {number + 1}: {len(cold)} items, fine-tuning the language model on the others")
        tuned = distil(encoder, texts.tokens, teacher, config, journey)
        scores = Ease().fit(history).score(history)
        liked = everything.where(np.isin(everything.item_idx, cold) & everything.liked)
        shown = {
            "zero_shot": ZeroShot(texts.frozen).fit(history).score(history)[:, cold],
            "frozen": propagate(scores, Likeness.of(dataset, texts.frozen), warm, cold),
            "fine_tuned": propagate(scores, Likeness.of(dataset, tuned), warm, cold),
        }
        results.append(ColdResult(**{name: _rank(part, cold, liked) for name, part in shown.items()}))
    return results


def new_people(
    dataset: Dataset, texts: Texts, config: TrainingConfig, epochs: tuple[int, ...], n_folds: int
) -> dict[int, tuple[FloatArray, FloatArray]]:
    """Ours and EASE with recency on people whom neither saw in its fit.

    A quarter of the people is left out at a time. Their newest 3, 5, 10 or 20 ratings before the test period
    are all that is known; everything they rated before it is left out of their lists.

    Returns:
        By history length NDCG@10 of ours and of EASE, (n,) each over the same people.
    """
    split = split_by_time(dataset.interactions)
    history, target = split.history("test"), split.target("test")
    fold = np.random.default_rng(SEED).integers(0, FOLDS, history.n_users)
    frozen = dataclasses.replace(config, strategy="frozen")
    found: dict[int, list[tuple[FloatArray, FloatArray]]] = {n: [] for n in HISTORY_LENGTHS}
    for number in range(n_folds):
        log(f"new people: fold {number + 1} of {n_folds}")
        known, strangers = np.flatnonzero(fold != number), np.flatnonzero(fold == number)
        seen, of_strangers = history.of_users(known), history.of_users(strangers)
        result = fit_once(seen, target.of_users(known), texts, frozen, epochs)
        ours = LanguageModelRecommender(result.weights).fit(seen)
        rival = ease_recency().fit(seen)
        liked = target.of_users(strangers)
        liked = liked.where(liked.liked)
        for n in HISTORY_LENGTHS:
            newest = of_strangers.where(ages(of_strangers) < n)
            lists = [top_candidates(model.score(newest), of_strangers, K).items for model in (ours, rival)]
            found[n].append((of_lists(lists[0], liked), of_lists(lists[1], liked)))
    return {
        n: (np.concatenate([ours for ours, _ in parts]), np.concatenate([theirs for _, theirs in parts]))
        for n, parts in found.items()
    }


def _rank(scores: FloatArray, cold: IndexArray, liked: Interactions) -> FloatArray:
    """NDCG@10 of lists of cold items alone."""
    number, amount = np.empty(0, np.int32), np.empty(0)
    narrow = Interactions(number, number, amount, number, amount, liked.n_users, len(cold))
    lists = cold[top_candidates(scores, narrow, K).items]
    return of_lists(lists, liked)
