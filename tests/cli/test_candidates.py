"""The commands over scored candidates."""

import json

import pytest

from recsys_core.cli.main import main
from tests.workbench.test_scored import write_shop


@pytest.fixture
def shop(tmp_path):
    return str(write_shop(tmp_path / "shop"))


@pytest.fixture
def alone(tmp_path):
    return str(write_shop(tmp_path / "alone", outcomes=False))


def test_check_says_how_files_were_read(alone, capsys):
    assert main(["data", "check", alone]) == 0
    printed = capsys.readouterr().out
    assert "candidates.csv: 1,500 rows; user_id user_id, item_id item_id, score score" in printed
    assert "There are no outcomes." in printed
    assert main(["data", "check", alone, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["counts"]["candidates"] == 1500


def test_sweep_and_advise_with_outcomes(shop, capsys):
    assert main(["sweep", "--data", shop, "--reranker", "mmr", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert len(found["ndcg@10"]) == 101 and found["users"] == 30
    assert main(["advise", "--data", shop, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["users"] == 30


def test_without_outcomes_nothing_is_advised_and_nothing_called_accuracy(alone, capsys):
    assert main(["advise", "--data", alone]) == 2
    assert "no accuracy is known" in capsys.readouterr().err
    assert main(["sweep", "--data", alone, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["kept@10"][0] == pytest.approx(1.0) and "ndcg@10" not in found
    assert main(["evaluate", "--data", alone]) == 0
    assert "kept@10" in capsys.readouterr().out


def test_nothing_is_trained_on_them(shop, tmp_path, capsys):
    assert main(["train", "--data", shop, "--out", str(tmp_path / "out")]) == 2
    assert main(["search", "--data", shop, "--model", "ease"]) == 2
    assert "nothing to train" in capsys.readouterr().err
