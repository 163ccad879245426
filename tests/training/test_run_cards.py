import json

import pytest

from recsys_core.cli.main import main
from recsys_core.training.run_cards import differing_settings, read_cards


def write(path, card):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(card if isinstance(card, str) else json.dumps(card))


def search(value, measure="ndcg@10", data="toy"):
    return {"kind": "search", "model": "ease", "data": data, "measure": measure, "value": value}


def test_the_best_comes_first_within_data_and_measure(tmp_path):
    write(tmp_path / "a.json", search(0.1))
    write(tmp_path / "b.json", search(0.3))
    write(tmp_path / "c.json", search(1.2, "rmse"))
    write(tmp_path / "d.json", search(0.9, "rmse"))
    training = {"model": "language_model", "data": {"name": "toy"}, "stages": {"valid": {"ndcg@10": 0.2}}}
    write(tmp_path / "run" / "model" / "card.json", training)
    assert [card.path.name for card in read_cards(tmp_path)] == [
        "b.json",
        "card.json",
        "a.json",
        "d.json",
        "c.json",
    ]


def test_cards_can_be_filtered_by_data_set(tmp_path):
    write(tmp_path / "a.json", search(0.1))
    write(tmp_path / "b.json", search(0.1, data="other"))
    assert [card.data for card in read_cards(tmp_path, "other")] == ["other"]


def test_damaged_and_other_files_are_skipped(tmp_path, caplog):
    write(tmp_path / "a.json", "{")
    write(tmp_path / "b.json", {"kind": "search", "model": "ease"})
    write(tmp_path / "c.json", {"state": "done"})
    assert read_cards(tmp_path) == []
    assert "a.json" in caplog.text and "b.json" in caplog.text and "c.json" not in caplog.text


def test_a_missing_folder_has_no_runs(tmp_path):
    assert read_cards(tmp_path / "none") == []


def training(settings, **stage):
    return {
        "model": "language_model",
        "data": {"name": "toy"},
        "stages": {"valid": stage},
        "hyperparameters": settings,
        "minutes": 2.5,
    }


def test_a_card_with_several_measures_has_an_entry_for_each(tmp_path):
    write(tmp_path / "a" / "card.json", training({}, **{"ndcg@10": 0.2, "rmse": 0.95, "minutes": 1.0}))
    write(tmp_path / "b" / "card.json", training({}, rmse=0.9, trainable={"towers": 3}))
    cards = read_cards(tmp_path)
    assert [(card.measure, card.value) for card in cards] == [
        ("valid ndcg@10", 0.2),
        ("valid rmse", 0.9),
        ("valid rmse", 0.95),
    ]
    assert {card.minutes for card in cards} == {2.5}


def test_differing_settings_are_listed_and_missing_ones_do_not_count(tmp_path, capsys, monkeypatch):
    shared = {"seed": 0, "decays": [3.0, 10.0]}
    write(tmp_path / "a" / "card.json", training(shared | {"strategy": "lora"}, **{"ndcg@10": 0.3}))
    write(
        tmp_path / "b" / "card.json",
        training(shared | {"strategy": "frozen", "optimiser": "adamw"}, **{"ndcg@10": 0.2}),
    )
    write(tmp_path / "c.json", search(0.1) | {"settings": {"l2": 123.456789}})
    assert differing_settings(read_cards(tmp_path)) == [{"strategy": "lora"}, {"strategy": "frozen"}, {}]
    write(tmp_path / "d.json", search(0.05) | {"settings": {"l2": 9.0}, "seconds": 90})
    monkeypatch.setenv("EQUIPOISE_RUNS", str(tmp_path))
    assert main(["runs"]) == 0
    printed = capsys.readouterr().out.splitlines()
    assert len(printed) == 8
    assert printed[1].strip() == "strategy lora" and "2.5 min" in printed[0]
    assert printed[5].strip() == "l2 123.5" and printed[7].strip() == "l2 9" and "1.5 min" in printed[6]


@pytest.mark.parametrize(
    "broken", [{"valid": {}}, {}, {"valid": {"ndcg@10": None}}, {"valid": {"rmse": "low"}}]
)
def test_a_training_without_a_value_is_skipped_and_logged(tmp_path, caplog, broken):
    write(tmp_path / "a" / "card.json", training({}) | {"stages": broken})
    assert read_cards(tmp_path) == []
    assert "card.json is damaged" in caplog.text
