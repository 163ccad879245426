"""The workbench over scored candidates: everything but training, with and without outcomes."""

import subprocess
import sys

import numpy as np
import pandas as pd
import pytest

from recsys_core import Workbench
from recsys_core.errors import SettingError
from recsys_core.evaluation.ground_truth import GroundTruth
from recsys_core.rerank import rerank
from recsys_core.workbench.scored import ScoredWorkbench


def write_shop(folder, outcomes=True, history=False, systems=("",)):
    """Sixty people and 40 items in five categories; purchases follow the scores."""
    rng = np.random.default_rng(0)
    taste = rng.random((60, 5)) ** 2
    folder.mkdir(parents=True, exist_ok=True)
    for name in systems:
        score = taste[:, np.arange(40) % 5] + rng.normal(0, 0.2, (60, 40))
        rows = [(f"u{u}", f"i{i}", score[u, i]) for u in range(60) for i in np.argsort(-score[u])[:25]]
        file = folder / f"candidates{'_' + name if name else ''}.csv"
        pd.DataFrame(rows, columns=["user_id", "item_id", "score"]).to_csv(file, index=False)
    items = [(f"i{i}", f"Thing {i}", f"kind {i % 5}") for i in range(40)]
    pd.DataFrame(items, columns=["item_id", "title", "categories"]).to_csv(folder / "items.csv", index=False)
    bought = [(f"u{u}", f"i{i}") for u in range(60) for i in rng.choice(40, 4, replace=False)]
    table = pd.DataFrame(bought, columns=["user_id", "item_id"])
    if outcomes:
        table.to_csv(folder / "outcomes.csv", index=False)
    if history:
        table.to_csv(folder / "history.csv", index=False)
    return folder


@pytest.fixture(scope="module")
def with_outcomes(tmp_path_factory):
    return Workbench.open(str(write_shop(tmp_path_factory.mktemp("shop"))))


@pytest.fixture(scope="module")
def alone(tmp_path_factory):
    return Workbench.open(str(write_shop(tmp_path_factory.mktemp("alone"), outcomes=False)))


def test_accuracy_comes_from_the_certifying_half_and_the_catalogue_from_everybody(with_outcomes):
    assert isinstance(with_outcomes, ScoredWorkbench) and with_outcomes.is_scored
    chooses = with_outcomes.dataset.chooses
    valid, test = (with_outcomes.ground_truth(stage).evaluated for stage in ("valid", "test"))
    assert np.array_equal(valid, np.flatnonzero(chooses)) and np.array_equal(test, np.flatnonzero(~chooses))
    trade_off = with_outcomes.trade_off("mmr")
    lists = trade_off.paths.at(0.4)
    at = trade_off.curve.at(0.4)
    assert at["coverage@10"] == pytest.approx(len(np.unique(lists)) / 40)
    assert at["ndcg@10"] == pytest.approx(trade_off.per_user("ndcg@10", 0.4).mean())
    assert at["ild@10"] == pytest.approx(trade_off.per_user("ild@10", 0.4).mean())
    inputs = with_outcomes.rerank_inputs()
    assert np.array_equal(lists, rerank(inputs, with_outcomes.rerankers["mmr"], 10, [0.4])[:, 0])


def test_advice_works_as_everywhere(with_outcomes):
    found = with_outcomes.advice.recommend()
    assert found.certificate.figures.n_users == 30
    assert found.method in with_outcomes.rerankers
    card = with_outcomes.protocol_card()
    assert card["split_seed"] == 0 and card["outcomes"] == "unknown" and "test_share" not in card


def test_without_outcomes_relevance_is_kept_and_no_accuracy_claimed(alone):
    curve = alone.trade_off("mmr").curve
    assert curve.at(0.0)["kept@10"] == pytest.approx(1.0) and curve.at(1.0)["kept@10"] < 1.0
    assert not {key for key in curve.values if key.startswith(("ndcg", "recall", "hit_rate", "serendipity"))}
    candidates, lists = alone.candidates(), alone.trade_off("mmr").paths.at(0.5)
    relevance = dict(zip(candidates.items[7].tolist(), candidates.relevance[7].tolist(), strict=True))
    expected = sum(relevance[item] for item in lists[7]) / candidates.relevance[7, :10].sum()
    assert alone.trade_off("mmr").per_user("kept@10", 0.5)[7] == pytest.approx(expected)
    with pytest.raises(SettingError, match="no outcomes, so no accuracy is known"):
        alone.advice.recommend()
    assert alone.protocol_card()["positive"] is None
    assert np.isfinite(alone.effects("mmr").of("kept@10", 0.5).relative.low[0])


def test_every_question_about_people_and_items_has_an_answer(alone, with_outcomes):
    for bench in (alone, with_outcomes):
        user = bench.people.example()
        assert len(bench.ranking(user, "mmr", lambda_=0.5)) == 10
        assert bench.people.user(user, "mmr").path.at(0.5).shape == (10,)
        assert bench.impact.examples("mmr", 0.5) and bench.impact.worst_off("mmr", 0.5)
        assert set(bench.impact.item_groups()) == {"category"}
        assert bench.history(user).empty
    assert alone.people.user(alone.people.example(), "mmr").outcome(0.5) is None


def test_nobody_new_can_be_scored_and_no_checkpoint_applied(alone, tmp_path):
    with pytest.raises(SettingError, match="nobody new can be scored"):
        alone.people.new_person([str(alone.dataset.item_ids[0])], "", "mmr")
    with pytest.raises(SettingError, match="no trained model is applied"):
        ScoredWorkbench.over(alone.dataset, tmp_path)


def test_spaces_and_methods_follow_from_what_is_there(alone, tmp_path):
    assert alone.space_names == ["categories", "co_candidates"]
    assert not {"xquad", "calibration"} & set(alone.rerankers)
    known = Workbench.open(str(write_shop(tmp_path, history=True)))
    assert known.space_names == ["categories", "co_rating"] and {"xquad", "calibration"} <= set(
        known.rerankers
    )


def test_systems_are_models(tmp_path):
    bench = Workbench.open(str(write_shop(tmp_path, outcomes=False, systems=("day", "night"))))
    assert bench.model_names == ["day", "night"] and bench.model == "day"
    for model in bench.model_names:  # each by its own scores
        assert bench.trade_off("none", model=model).curve.at(0.0)["kept@10"] == pytest.approx(1.0)
        assert bench.fronts.front(model, "mmr").reranker == "mmr"


def test_own_scores_are_over_the_users_of_the_target(alone):
    truth = alone.ground_truth()
    part = truth.of_users(np.array([3, 5]))
    assert part.accuracy == "kept" and part.evaluated.tolist() == [0, 1]
    with pytest.raises(ValueError, match="own_scores must be over"):
        GroundTruth(part.target, part.history, part.spaces, own_scores=truth.own_scores)


def test_torch_is_never_loaded(tmp_path):
    folder = write_shop(tmp_path)
    code = (
        "import sys; from recsys_core import Workbench; "
        f"b = Workbench.open({str(folder)!r}); b.advice.recommend(); "
        "b.people.user(b.people.example(), 'mmr'); "
        "print(sorted(n for n in ('torch', 'transformers', 'streamlit') if n in sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
