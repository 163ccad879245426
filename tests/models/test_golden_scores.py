"""Golden scores: SCORING_VERSION must rise whenever scores, the split or the choice of candidates change.

Stored candidates are reused as long as the version stays the same. ``golden_scores.json`` holds, for the
sample data, the split, some scores of every model whose candidates are stored, and the candidates of one
model whose scores are exact on every machine. After a deliberate change, raise ``SCORING_VERSION`` in
``recsys_core/models/candidates.py`` and record the new scores with

    python -m tests.models.test_golden_scores

which refuses to replace scores of the current version. Neural baselines are not included: their candidates
are not stored.
"""

import hashlib
import json
import sys
from pathlib import Path

import numpy as np
import pytest

from recsys_core.data import load
from recsys_core.data.split import split_by_time
from recsys_core.models import REGISTRY, top_candidates
from recsys_core.models.candidates import SCORING_VERSION
from recsys_core.models.language_model.checkpoint import find_checkpoint, read_items
from recsys_core.models.language_model.recommender import LanguageModelRecommender
from recsys_core.models.language_model.zero_shot import ZeroShot
from recsys_core.protocol import MeasurementProtocol

GOLDEN = Path(__file__).with_name("golden_scores.json")
TOLERANCE = 1e-4  # of each score, absolute and relative: other processors round differently
USERS, ITEMS = 6, 12  # evenly spread over the sample


def compute():
    """The split, the scores and the candidates of the current code."""
    sample, protocol = load("sample"), MeasurementProtocol()
    split = split_by_time(
        sample.interactions, test_share=protocol.test_share, valid_share=protocol.valid_share
    )
    history, checkpoint = split.history("test"), find_checkpoint(sample)
    models = {name: make().fit(history) for name, make in REGISTRY.items()}
    models["zero_shot"] = ZeroShot(read_items(checkpoint)[0]).fit(history)
    models["language_model"] = LanguageModelRecommender.from_checkpoint(checkpoint, "test", sample)
    users = np.linspace(0, history.n_users - 1, USERS).astype(int)
    items = np.linspace(0, history.n_items - 1, ITEMS).astype(int)
    popular = top_candidates(models["popularity"].score(history), history, 10).items[users]
    return {
        "split": hashlib.sha256(split.part.tobytes()).hexdigest(),
        "popularity candidates": popular.tolist(),
        "scores": {
            name: np.round(model.score(history)[np.ix_(users, items)].astype(float), 6).tolist()
            for name, model in models.items()
        },
    }


def changes(stored, computed):
    """What differs between two results, among what both hold."""
    changed = [part for part in ("split", "popularity candidates") if stored[part] != computed[part]]
    return changed + [
        name
        for name, scores in stored["scores"].items()
        if name in computed["scores"]
        and not np.allclose(scores, computed["scores"][name], rtol=TOLERANCE, atol=TOLERANCE)
    ]


def record():
    """Store the scores of the current code, unless the stored ones claim to be of the same version."""
    stored, computed = json.loads(GOLDEN.read_text()), compute()
    changed = changes(stored, computed)
    if changed and stored["version"] >= SCORING_VERSION:
        sys.exit(f"raise SCORING_VERSION first: {changed}")
    GOLDEN.write_text(json.dumps({"version": SCORING_VERSION, **computed}) + "\n")


def test_scores_do_not_change_within_a_scoring_version():
    stored, computed = json.loads(GOLDEN.read_text()), compute()
    changed = changes(stored, computed)
    assert stored["version"] == SCORING_VERSION, "record the scores of the new version, see above"
    assert not changed, f"raise SCORING_VERSION and record the new scores, see above: {changed}"
    assert set(stored["scores"]) == set(computed["scores"]), "record the scores of the new model, see above"


@pytest.mark.parametrize("difference", [2 * TOLERANCE, -3.0])
def test_a_changed_score_is_noticed_and_a_rounding_error_is_not(difference):
    stored = {"split": "", "popularity candidates": [], "scores": {"ease": [[0.5]], "als": [[1.0]]}}
    computed = {**stored, "scores": {"ease": [[0.5 + difference]], "als": [[1.0 + TOLERANCE / 2]]}}
    assert changes(stored, computed) == ["ease"]


if __name__ == "__main__":
    record()
