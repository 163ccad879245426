import numpy as np
import pytest

from recsys_core.evaluation.curves import measure
from recsys_core.evaluation.intervals import metric_intervals
from recsys_core.metrics.popularity import mean_over_list
from recsys_core.metrics.registry import INPUTS, METRICS, MetricSpec
from recsys_core.stats.bootstrap import Resampling
from recsys_core.ui.text.words import Words
from recsys_core.ui.widgets.measures import SHOWN, metric_name, offered


def mean_interactions(lists, popularity):
    return mean_over_list(lists, np.asarray(popularity, float))


def share_never_shown(counts):
    return float((counts == 0).mean())


@pytest.fixture
def registered(monkeypatch):
    """Two metrics that only the registry knows: one of a list, one of the catalogue."""
    for spec in (
        MetricSpec(
            "interactions", mean_interactions, ("lists", "popularity"), "neither", "score", "popularity",
            "How often the items of the list were rated.",
        ),
        MetricSpec(
            "unseen", share_never_shown, ("counts",), "lower", "percent", "catalogue",
            "Share of the catalogue that no user is shown.",
        ),
    ):  # fmt: skip
        monkeypatch.setitem(METRICS, spec.name, spec)


def test_a_metric_in_the_registry_is_in_curves_tables_and_the_chooser(registered, make_world):
    world = make_world(3, n_users=20)
    trade_off = measure(world.ground_truth, world.paths)
    for lambda_ in (0.0, 0.4, 1.0):
        lists = trade_off.lists(lambda_)
        expected = mean_interactions(lists, world.ground_truth.popularity).mean()
        found = trade_off.curve.at(lambda_)
        assert found["interactions@5"] == pytest.approx(expected)
        assert found["unseen@5"] == pytest.approx(1 - found["coverage@5"])
    table = metric_intervals(trade_off, Resampling(len(trade_off.users), 50))
    assert table["interactions@5"].low < table["interactions@5"].value < table["interactions@5"].high
    assert table["unseen@5"].low < table["unseen@5"].high
    assert {"interactions", "unseen"} <= set(offered(trade_off))
    for language in ("en", "zh"):
        assert metric_name("interactions", 5, Words(language)) == "Interactions"


def test_every_metric_says_what_it_is():
    for spec in METRICS.values():
        assert spec.sentence.endswith(".") and spec.needs
        assert set(spec.needs) <= set(INPUTS)
    assert {name for name, *_ in SHOWN} <= set(METRICS)


def test_what_a_metric_needs_follows_from_its_inputs():
    assert METRICS["ndcg"].needs_target and not METRICS["ndcg"].needs_categories
    assert METRICS["calibration"].needs_categories and not METRICS["calibration"].needs_target
    assert METRICS["gini"].of_catalogue


@pytest.mark.parametrize("needs", [("magic",), ("counts", "lists")])
def test_impossible_needs_are_refused(needs):
    with pytest.raises(ValueError, match="needs magic|takes counts alone"):
        MetricSpec("odd", sum, needs, "higher", "score", "accuracy", "Odd.")
