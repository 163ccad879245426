"""The shipped checkpoints fit the committed data and stay small."""

import pytest

from recsys_core import data
from recsys_core.data.split import split_by_time
from recsys_core.models.language_model.checkpoint import (
    PRETRAINED,
    check_data,
    find_checkpoint,
    read_card,
    read_items,
)
from recsys_core.models.language_model.recommender import LanguageModelRecommender
from recsys_core.training.language_model.pretrained import RECIPES
from recsys_core.training.validation import mean_ndcg

SHIPPED = sorted(path.name for path in PRETRAINED.iterdir() if path.is_dir())


def test_every_recipe_has_a_shipped_checkpoint():
    assert set(SHIPPED) == set(RECIPES)


@pytest.mark.parametrize("name", SHIPPED)
def test_files_are_small_and_contain_no_texts(name):
    files = list((PRETRAINED / name).iterdir())
    assert all(path.stat().st_size <= 3_000_000 for path in files)
    assert {path.suffix for path in files} == {".json", ".safetensors"}
    ids = read_items(PRETRAINED / name)[1]
    assert max(map(len, ids)) <= 12


def test_the_sample_checkpoint_was_trained_on_the_committed_sample():
    """After a change of sample_data/: python -m recsys_core.training.language_model.pretrained sample."""
    sample = data.load("sample")
    check_data(PRETRAINED / "sample", sample)
    assert find_checkpoint(sample) == PRETRAINED / "sample"


@pytest.mark.parametrize("stage", ["valid", "test"])
def test_the_sample_checkpoint_scores_as_its_card_says(stage):
    sample = data.load("sample")
    model = LanguageModelRecommender.from_checkpoint(PRETRAINED / "sample", stage, sample)
    split = split_by_time(sample.interactions)
    measured = mean_ndcg(model, split.history(stage), split.target(stage))
    expected = read_card(PRETRAINED / "sample")["stages"][stage]["ndcg@10"]
    assert measured == pytest.approx(expected, abs=0.005)  # weights are stored in half precision
