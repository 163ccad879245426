"""A decision on new data: inside or not, by what margin, kept in its history."""

import pandas as pd
import pytest

from recsys_core.errors import RecsysError
from recsys_core.handoff import saved
from recsys_core.handoff.recheck import keep, recheck
from recsys_core.workbench import Workbench
from tests.drift import calm_people, plant_drift


def test_on_its_own_data_a_decision_holds(bench, record):
    check = recheck(bench, record)
    assert check.inside and check.margin > 0
    assert check.guardrails[0].figure.value == record.evidence.accuracy.value
    assert check.nearest.name in {"accuracy", "coverage"}
    low = check.guardrails[0].bound - check.guardrails[0].limit
    assert check.margin <= low


def test_a_limit_that_is_broken_has_a_negative_margin(bench, record):
    setting = record.setting.model_copy(update={"lambda_": 0.9})
    check = recheck(bench, record.model_copy(update={"setting": setting}))
    assert not check.inside and check.margin < 0 and not check.nearest.inside
    assert check.nearest.bound - check.nearest.limit == check.margin


def test_a_planted_drift_is_found(record, tmp_path):
    """From now on people like what the setting takes out of their lists, and no more what it puts in."""
    calm, drifted = tmp_path / "calm.csv", tmp_path / "drifted.csv"
    calm_people(calm)
    before = Workbench.open(str(calm))
    plant_drift(before, record.setting, calm, drifted)
    after = Workbench.open(str(drifted))
    bounds = [recheck(each, record).guardrails[0].bound for each in (before, after)]
    assert bounds[1] < bounds[0] - 0.02
    limits = record.limits.model_copy(update={"accuracy_loss": -sum(bounds) / 2})
    strict = record.model_copy(update={"limits": limits})
    was, now = recheck(before, strict), recheck(after, strict)
    assert was.inside and was.margin > 0
    assert not now.inside and now.nearest.name == "accuracy" and now.margin < 0


def test_checks_are_kept_and_change_nothing_else(store, autumn, bench):
    keep(store, "autumn", recheck(bench, autumn.record), "cron")
    found = saved.load(store, "autumn")
    assert found.decision.version == autumn.decision.version and len(found.checks) == 1
    result = found.checks[0].payload
    assert result["inside"] is True and result["users"] == 299 and result["margin"] > 0
    store.retire("autumn", "Ada", version=1)
    with pytest.raises(RecsysError, match="retired"):
        keep(store, "autumn", recheck(bench, autumn.record), "cron")


def test_data_without_what_the_limits_name_are_refused(record, people_file):
    limits = record.limits.model_copy(update={"group_by": "occupation", "group_loss": 0.05})
    with pytest.raises(RecsysError, match="occupation"):
        recheck(Workbench.open(str(people_file())), record.model_copy(update={"limits": limits}))


def test_data_that_would_compare_items_otherwise_are_refused(record, people_file):
    table = pd.read_csv(people_file()).drop(columns="categories")
    path = people_file().with_name("bare.csv")
    table.to_csv(path, index=False)
    with pytest.raises(
        RecsysError, match="compares items by categories, and bare would compare them by co_rating"
    ):
        recheck(Workbench.open(str(path)), record)
