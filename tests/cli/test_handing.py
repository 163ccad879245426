"""`export`, `verdict`, `replay` and `recheck`."""

import json

import pytest

from recsys_core.cli.main import main
from recsys_core.handoff import saved
from recsys_core.store import Store
from recsys_core.workbench import Workbench
from tests.drift import calm_people, plant_drift


def run(capsys, *arguments):
    code = main([str(one) for one in arguments])
    captured = capsys.readouterr()
    return code, captured.out, captured.err


@pytest.fixture
def bundle(capsys, tmp_path):
    """A decision with its bundle and plan."""
    run(capsys, "decide", "--data", "sample", "--name", "autumn", "--by", "Ada")
    out = tmp_path / "bundle"
    plan = ("--rate", "10%", "--people-a-day", "5000")
    code, printed, _ = run(capsys, "export", "--decision", "autumn", "--out", out, *plan)
    assert (code, printed) == (0, f"{out}\n")
    return out


def test_from_bundle_to_verdict_replay_and_recheck(capsys, bundle, tmp_path):
    results = tmp_path / "results.csv"
    arms = ("now", "recommended", "bolder")
    rows = [f"{arm},500000,{n}" for arm, n in zip(arms, (50_000, 50_100, 45_000), strict=True)]
    results.write_text("\n".join(["arm,people,total", *rows]))
    code, out, _ = run(capsys, "verdict", bundle / "ab_plan.json", results)
    assert code == 0 and "recommended: ship" in out and "bolder: roll back" in out
    _, out, _ = run(capsys, "verdict", bundle / "ab_plan.json", results, "--json")
    assert [one["verdict"] for one in json.loads(out)] == ["ship", "roll_back"]

    code, out, _ = run(capsys, "replay", bundle)
    assert code == 0 and out.startswith("Confirmed: all ")
    code, out, _ = run(capsys, "replay", bundle / "decision.json", "--json")
    assert code == 0 and json.loads(out)["is_confirmed"]
    path = bundle / "lists.csv"
    path.write_bytes(path.read_bytes().replace(b"before", b"befora", 1))
    code, _, error = run(capsys, "replay", bundle)
    assert code == 2 and "lists.csv" in error

    code, out, _ = run(capsys, "recheck", "--decision", "autumn", "--by", "cron")
    assert code == 0 and "autumn: inside the limits." in out
    _, out, _ = run(capsys, "decisions", "autumn")
    assert "checked by cron" in out


def test_outside_exits_with_one_and_an_error_with_two(capsys, people_file):
    run(capsys, "decide", "--data", "sample", "--name", "autumn", "--by", "Ada")
    data = people_file(n_users=30)
    code, out, _ = run(capsys, "recheck", "--decision", "autumn", "--data", data, "--json")
    assert code == 1 and json.loads(out)["inside"] is False
    code, _, error = run(capsys, "recheck", "--decision", "autumn", "--data", "nothing")
    assert code == 2 and "The data of decision “autumn” (nothing) cannot be opened" in error


def test_a_planted_drift_ends_with_one_and_everything_is_in_the_history(capsys, tmp_path):
    """For a scheduler: 0 where the decision holds, 1 where it does not, 2 where that cannot be found out."""
    calm, drifted = tmp_path / "calm.csv", tmp_path / "drifted.csv"
    calm_people(calm)
    run(capsys, "decide", "--data", calm, "--name", "autumn", "--by", "Ada", "--budget", "10%",
        "--coverage-fall", "10%")  # fmt: skip
    setting = saved.load(Store.open(), "autumn").record.setting
    plant_drift(Workbench.open(str(calm)), setting, calm, drifted)
    codes, margins = [], []
    for data in (calm, drifted, tmp_path / "gone.csv"):
        code, out, _ = run(capsys, "recheck", "--decision", "autumn", "--data", data, "--json")
        codes.append(code)
        margins += [json.loads(out)["margin"]] if out else []
    assert codes == [0, 1, 2]
    assert margins[0] > 0 > margins[1]
    _, out, _ = run(capsys, "decisions", "autumn")
    checks = [line for line in out.splitlines() if "checked by recheck" in line]
    assert len(checks) == 2, "a check that could not be made is none"
    assert "recheck: inside the limits, margin +" in checks[0] and checks[0].endswith(" people of calm")
    assert "recheck: not proven inside the limits, margin -" in checks[1]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("export", "--decision", "none", "--out", "x"), "There is no decision"),
        (("export", "--decision", "none", "--out", "x", "--rate", "5%"), "--people-a-day"),
        (("replay", "nothing.json"), "nothing.json"),
        (("verdict", "plan.json", "results.csv"), "is no plan"),
    ],
)
def test_what_cannot_be_done(capsys, tmp_path, monkeypatch, arguments, said):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "plan.json").write_text("{")
    code, _, error = run(capsys, *arguments)
    assert code == 2 and said in error


def test_a_memo_without_a_seal_is_refused(capsys, tmp_path):
    path = tmp_path / "memo.html"
    path.write_text('<script type="application/json" id="equipoise">{}</script>')
    code, _, error = run(capsys, "replay", path)
    assert code == 2 and "without a seal" in error
