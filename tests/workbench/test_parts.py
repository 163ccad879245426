"""The parts of the facade on the embedded sample: what the pages read."""

import numpy as np
import pytest

from recsys_core.errors import SettingError
from recsys_core.workbench import Workbench
from recsys_core.workbench.rules import RuleRequest


@pytest.fixture(scope="module")
def bench():
    return Workbench.open("sample")


def test_items_are_looked_up_by_their_ids_in_the_order_given(bench):
    ids = [str(bench.dataset.item_ids[5]), str(bench.dataset.item_ids[2])]
    assert bench.item_indices(ids).tolist() == [5, 2]
    with pytest.raises(SettingError, match="'gone'"):
        bench.item_indices([*ids, "gone"])


def test_what_is_costly_is_computed_once(bench):
    assert bench.fronts.front(bench.model, "mmr", k=5) is bench.fronts.front(bench.model, "mmr", k=5)
    assert bench.impact.segmentations() is bench.impact.segmentations()
    assert bench.impact.group_effects("mmr", 0.5) is bench.impact.group_effects("mmr", 0.5)
    assert bench.people.favourites() is bench.people.favourites()


def test_the_worst_off_lose_and_are_shown_fewer_liked_items(bench):
    worst = bench.impact.worst_off("mmr", 0.9)
    before, now = (bench.impact.n_liked_shown(worst.users, "mmr", lambda_) for lambda_ in (0.0, 0.9))
    assert (worst.change < 0).all()
    assert (now <= before).mean() > 0.8


@pytest.mark.parametrize("by", ["popularity", "category", "creator"])
def test_exposure_adds_up(bench, by):
    change = bench.impact.exposure_change(by, "mmr", 0.6)
    assert sum(group.after for group in change) == pytest.approx(1, abs=0.02)
    assert len(change.most_changed(5)) == 5


def test_nothing_transfers_where_nothing_is_optimised(bench):
    assert bench.transfer.near("mmr", 0.0) is None
    assert bench.transfer.near("random", 0.5) is None
    assert bench.transfer.near("mmr", 0.5).optimised == "categories"


def test_a_user_and_somebody_new_have_lists_and_reasons(bench):
    user = str(bench.user_ids[4])
    person = bench.people.user(user, "mmr")
    assert bench.people.ranking(person, 0.5).equals(bench.ranking(user, lambda_=0.5))
    assert person.outcome(0.5).liked.tolist() == bench.people.liked_later(user).tolist()
    new = bench.people.new_person([str(bench.dataset.item_ids[3])], "", "mmr")
    assert new.outcome(0.5) is None
    ledger = bench.people.ledger(new, "mmr", 0.5)
    assert [pick.item for pick in ledger.picks] == new.path.at(0.5).tolist()
    item = int(new.path.at(0.5)[0])
    assert bench.people.score_shares(new, item).items.tolist() == [3]


def test_rules_are_built_from_ids_and_reported_with_their_costs(bench):
    item = str(bench.dataset.item_ids[5])
    request = RuleRequest(blocks=(item,), at_most=2)
    assert len(bench.rules.build(request).rules) == 2
    report = bench.rules.report(request, "mmr", 0.3)
    assert not (report.costs[0].with_rule == 5).any()
    assert len(report.accuracy) == 2 and report.n_excused == 0
    assert bench.rules.report(request, "mmr", 0.3) is report


def test_personalised_fronts_have_a_verdict(bench):
    found = bench.fronts.personalised("mmr")
    assert set(found.ways) == {"history", "breadth"}
    for way in found.ways.values():
        assert way.gain.low <= way.gain.value <= way.gain.high
    assert np.isfinite(found.variety).all()


def test_groups_for_a_report_include_every_certain_loser_and_stand_by_their_loss(bench):
    effects = bench.impact.group_effects("mmr", 0.9)
    reported = bench.impact.reported_groups("mmr", 0.9, 6)
    losses = [group.accuracy_percent.value for group in reported]
    assert len(reported) == 6 and losses == sorted(losses)
    certain = {group.name for group in effects if group.verdict == "more"}
    assert certain <= {group.name for group in reported} or len(certain) > 6
