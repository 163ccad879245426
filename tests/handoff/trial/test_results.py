import numpy as np
import pytest

from recsys_core.errors import HandoffError
from recsys_core.handoff.trial.plan import outcome_of, parse_plan, plan_of
from recsys_core.handoff.trial.results import judge, read_results
from recsys_core.workbench import shipping


@pytest.fixture(scope="module")
def plan(bench, record):
    outcome = outcome_of(rate=0.2, smallest_loss=0.05, people_a_day=3000, name="watched")
    return plan_of(bench, record, "autumn", outcome)


@pytest.fixture
def results(tmp_path):
    def write(**rates):
        rows = [f"{arm},{people},{round(people * rate)}" for arm, (people, rate) in rates.items()]
        path = tmp_path / "results.csv"
        path.write_text("\n".join(["arm,people,total", *rows]) + "\n")
        return path

    return write


def test_a_plan_has_three_arms_and_says_how_long_it_takes(plan, record):
    assert [arm.name for arm in plan.arms] == ["now", "recommended", "bolder"]
    assert plan.arms[0].lambda_ == 0 < plan.arms[1].lambda_ < plan.arms[2].lambda_
    assert plan.arms[1].accuracy == record.evidence.accuracy
    assert plan.arms[2].accuracy.value < plan.arms[1].accuracy.value
    at_80, at_90 = plan.needed
    assert at_80.people_once < at_80.people_daily < at_90.people_daily
    assert at_80.days == -(-3 * at_80.people_daily // 3000)
    assert parse_plan(plan.to_dict(), "plan.json") == plan


@pytest.mark.parametrize(
    ("lambda_", "position", "names"), [(0.0, 0.0, ["now", "bolder"]), (1.0, 100.0, ["now", "recommended"])]
)
def test_an_arm_that_repeats_another_is_left_out(bench, record, lambda_, position, names):
    top = bench.scale(record.setting.method).top
    shown = shipping.sturdy_lambda(bench, record.setting.method, top, k=10) if lambda_ else 0.0
    setting = record.setting.model_copy(update={"lambda_": shown, "position": position})
    outcome = outcome_of(rate=0.2, smallest_loss=0.05, people_a_day=3000)
    found = plan_of(bench, record.model_copy(update={"setting": setting}), "one", outcome)
    assert [arm.name for arm in found.arms] == names
    assert found.error == 0.05


@pytest.mark.parametrize(
    ("rates", "verdicts"),
    [
        ({"recommended": 0.2, "bolder": 0.2}, ["ship", "ship"]),
        ({"recommended": 0.21, "bolder": 0.17}, ["ship", "roll_back"]),
        ({"recommended": 0.191, "bolder": 0.15}, ["wait", "roll_back"]),
    ],
)
def test_ship_wait_or_roll_back(plan, results, rates, verdicts):
    n = 40_000
    found = judge(
        plan, read_results(results(now=(n, 0.2), **{arm: (n, rate) for arm, rate in rates.items()}))
    )
    assert [reading.verdict for reading in found] == verdicts
    for reading in found:
        assert reading.low < reading.change < reading.high
        assert reading.change == pytest.approx(rates[reading.arm] / 0.2 - 1, abs=1e-3)


def test_few_people_decide_nothing_however_bad_it_looks(plan, results):
    found = judge(plan, read_results(results(now=(150, 0.2), recommended=(150, 0.0), bolder=(150, 1.0))))
    assert [reading.verdict for reading in found] == ["wait", "wait"]


def test_offline_is_held_against_online(plan, results):
    n, foretold = 200_000, 0.2 * (1 + plan.arms[1].accuracy.value)
    found = judge(plan, read_results(results(now=(n, 0.2), recommended=(n, foretold), bolder=(n, 0.3))))
    assert found[0].foretold is True and found[1].foretold is False


def test_days_are_added_up_and_means_need_their_squares(plan, tmp_path):
    rng, path = np.random.default_rng(3), tmp_path / "days.csv"
    rows, outcomes = ["date,arm,people,total,total_of_squares"], {}
    for arm in ("now", "recommended", "bolder"):
        for day in range(3):
            values = rng.gamma(2.0, 3.0, 500)
            outcomes.setdefault(arm, []).append(values)
            rows.append(f"2026-11-0{day + 1},{arm},500,{values.sum()},{(values**2).sum()}")
    path.write_text("\n".join(rows))
    counted = read_results(path)
    whole = np.concatenate(outcomes["bolder"])
    assert counted["bolder"].people == 1500
    assert counted["bolder"].mean == pytest.approx(whole.mean())
    assert counted["bolder"].variance == pytest.approx(whole.var(ddof=1))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("arm,people\nnow,1\n", "no column 'total'"),
        ("arm,people,total\nnow,many,1\n", "row 2 has no number"),
        ("arm,people,total\nnow,10,20\n", "add total_of_squares"),
        ("arm,people,total,total_of_squares\nnow,10,20,1\n", "too small"),
        ("arm,people,total\nnow,1.5,1\n", "1.5 people"),
        ("", "cannot be read"),
    ],
)
def test_results_that_cannot_be_used(tmp_path, text, said):
    path = tmp_path / "results.csv"
    path.write_text(text)
    with pytest.raises(HandoffError, match=said):
        read_results(path)
    with pytest.raises(HandoffError, match="cannot be read"):
        read_results(tmp_path / "nothing.csv")


def test_every_arm_must_be_there(plan, results):
    with pytest.raises(HandoffError, match="must have the arms now, recommended, bolder; now came"):
        judge(plan, read_results(results(now=(1000, 0.2))))


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"rate": 1.2}, "rate 1.2"),
        ({}, "give a rate, or a mean"),
        ({"mean": 3.0}, "standard deviation"),
        ({"mean": 0.0, "deviation": 1.0}, "other than 0"),
        ({"rate": 0.2, "smallest_loss": 0.0}, "smallest loss"),
        ({"rate": 0.2, "people_a_day": 0}, "people a day"),
    ],
)
def test_numbers_that_no_plan_can_use(values, said):
    with pytest.raises(HandoffError, match=said):
        outcome_of(**({"smallest_loss": 0.05, "people_a_day": 100} | values))


def test_what_is_no_plan():
    with pytest.raises(HandoffError, match="is no plan"):
        parse_plan({"format": "other"}, "x.json")
