import json

from recsys_core.run_cards import read_cards


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


def test_one_data_set_can_be_asked_for(tmp_path):
    write(tmp_path / "a.json", search(0.1))
    write(tmp_path / "b.json", search(0.1, data="other"))
    assert [card.data for card in read_cards(tmp_path, "other")] == ["other"]


def test_damaged_and_other_files_are_left_out(tmp_path, caplog):
    write(tmp_path / "a.json", "{")
    write(tmp_path / "b.json", {"kind": "search", "model": "ease"})
    write(tmp_path / "c.json", {"state": "done"})
    assert read_cards(tmp_path) == []
    assert "a.json" in caplog.text and "b.json" in caplog.text and "c.json" not in caplog.text


def test_no_folder_is_no_run(tmp_path):
    assert read_cards(tmp_path / "none") == []
