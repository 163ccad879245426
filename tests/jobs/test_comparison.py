import numpy as np
import pytest

from recsys_core.data.split import split_by_time
from recsys_core.errors import CheckpointError
from recsys_core.jobs.comparison import Measured, compare
from recsys_core.models import top_candidates
from recsys_core.models.language_model.recommender import LanguageModelRecommender
from recsys_core.protocol import MeasurementProtocol
from recsys_core.stats.bootstrap import Resampling

KEYS = ("ndcg@10", "ild@10", "coverage@10")


@pytest.fixture(scope="module")
def compared(sample, tmp_path_factory, random_checkpoint):
    root = tmp_path_factory.mktemp("checkpoints")
    seeds = {"twin": 1, "model": 2}
    folders = {name: random_checkpoint(root / name, sample, seed) for name, seed in seeds.items()}
    return folders, compare(sample, folders, MeasurementProtocol())


def test_every_figure_lies_in_its_interval_and_comes_from_the_test_lists(compared, sample):
    folders, found = compared
    assert [row["name"] for row in found["rows"]] == ["zero_shot", "ease", "twin", "model"]
    for row in found["rows"] + found["differences"]:
        for key in KEYS:
            assert row[key]["low"] <= row[key]["value"] <= row[key]["high"], (row["name"], key)
    history = split_by_time(sample.interactions).history("test")
    model = LanguageModelRecommender.from_checkpoint(folders["model"], "test", sample)
    lists = top_candidates(model.score(history), history, 10).items
    target = split_by_time(sample.interactions).target("test")
    users = np.unique(target.user_idx[target.liked])
    assert found["people"] == len(users)
    own = found["rows"][-1]
    assert own["coverage@10"]["value"] == pytest.approx(len(np.unique(lists[users])) / len(sample.item_ids))


def test_differences_are_the_model_minus_each_other_row(compared):
    found = compared[1]
    rows = {row["name"]: row for row in found["rows"]}
    for difference in found["differences"]:
        for key in KEYS:
            expected = rows["model"][key]["value"] - rows[difference["name"]][key]["value"]
            assert difference[key]["value"] == pytest.approx(expected)


def test_rows_of_trained_models_have_their_cost(compared):
    cost = {row["name"]: (row["trainable"], row["minutes"]) for row in compared[1]["rows"]}
    assert cost["ease"] == cost["zero_shot"] == (None, None)
    assert cost["model"] == ({"language model": 7, "towers": 11}, 1.5)


def test_a_model_minus_itself_is_exactly_zero():
    rng = np.random.default_rng(0)
    one = Measured({"ndcg@10": rng.random(20), "ild@10": rng.random(20)}, 0.4, rng.random(20))
    for tag in one.minus(one).intervals(Resampling(20)).values():
        assert tag == {"value": 0.0, "low": 0.0, "high": 0.0}


def test_a_checkpoint_of_another_split_is_rejected(compared, sample):
    with pytest.raises(CheckpointError, match="tested on interactions it was trained on"):
        compare(sample, compared[0], MeasurementProtocol(test_share=0.4))
