"""The commands for work that does not fit into memory."""

import json

import pyarrow.parquet as pq
import pytest

from recsys_core.cli.main import main
from tests.scale.conftest import World, write_towers


@pytest.fixture
def shop(tmp_path):
    return str(World(tmp_path / "shop").folder)


def test_rerank_writes_everybodys_list_and_goes_on_where_it_was(shop, tmp_path, capsys):
    command = ["rerank", "--candidates", shop, "--lambda", "0.3", "--out", str(tmp_path / "out"), "--json"]
    assert main(command) == 0
    first = json.loads(capsys.readouterr().out)
    assert first["people"] == 240
    table = pq.read_table(tmp_path / "out" / "parts" / "lists-000000.parquet")
    assert table.column_names == ["user_id", "item_ids"] and len(table) == 240
    assert main(command) == 0
    again = capsys.readouterr()
    assert json.loads(again.out) == first
    assert "parts left" not in again.err  # nothing was left to do
    assert json.loads((tmp_path / "out" / "summary.json").read_text()) == first


def test_curves_name_a_position_that_keeps_the_limits(shop, tmp_path, capsys):
    out = str(tmp_path / "out")
    assert main(["curves", "--candidates", shop, "--budget", "20%", "--out", out, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["exact"] and found["people"]["read"] == found["people"]["taken"] == 240
    assert len(found["curves"]["lambda"]) == 101
    assert found["recommendation"]["accuracy"]["low"] >= -0.2


def test_a_sample_is_called_one(shop, tmp_path, capsys):
    out = str(tmp_path / "out")
    assert main(["curves", "--candidates", shop, "--sample", "40%", "--out", out, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert not found["exact"] and found["limits"]["coverage_fall"] is None
    assert 60 < found["people"]["taken"] < 130 and found["people"]["read"] == 240


def test_candidates_can_be_reranked(tmp_path, capsys):
    towers = tmp_path / "towers"
    write_towers(towers)
    made = str(tmp_path / "made")
    assert main(["candidates", "--vectors", str(towers), "--n", "200", "--out", made]) == 0
    assert (
        main(["rerank", "--candidates", made, "--lambda", "0.3", "--out", str(tmp_path / "lists"), "--json"])
        == 0
    )
    assert '"people": 50' in capsys.readouterr().out


@pytest.mark.parametrize(
    ("more", "words"),
    [
        (["--lambda", "2"], "must lie in [0, 1]"),
        (["--lambda", "0.3", "--method", "xquad"], "history"),
        (["--lambda", "0.3", "--k", "0"], "--k must be at least 1"),
        (["--lambda", "0.3", "--workers", "-1"], "--workers must be at least 0"),
    ],
)
def test_a_slip_is_one_sentence(shop, tmp_path, capsys, more, words):
    assert main(["rerank", "--candidates", shop, "--out", str(tmp_path / "out"), *more]) == 2
    said = capsys.readouterr().err
    assert words in said and "Traceback" not in said
