"""The command line as typed: only JSON on stdout, one sentence and exit code 2 for user errors."""

import json
import math
import subprocess
import sys

import pytest

from recsys_core.cli.main import main


def run(*arguments):
    return subprocess.run(
        [sys.executable, "-m", "recsys_core", *arguments], capture_output=True, text=True, check=False
    )


def test_sweep_prints_the_curve(capsys):
    assert main(["sweep", "--data", "sample", "--reranker", "mmr", "--k", "10", "--json"]) == 0
    printed = json.loads(capsys.readouterr().out)
    assert printed["reranker"] == "mmr" and printed["k"] == 10 and printed["users"] == 299
    assert printed["lambda"][0] == 0 and printed["lambda"][-1] == 1 and len(printed["lambda"]) == 101
    for key in ("ndcg@10", "precision@10", "recall@10", "f1@10", "ild@10", "coverage@10"):
        assert len(printed[key]) == 101
        assert all(math.isfinite(value) for value in printed[key])
    assert printed["ild@10"][-1] > printed["ild@10"][0]
    assert printed["breakpoints"] > 101


def test_check_prints_a_report(capsys):
    assert main(["data", "check", "sample", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["counts"]["users"] == 300


def test_recommend_prints_both_lists(capsys):
    assert main(["recommend", "--data", "sample", "--user", "S001", "--lambda", "0.6"]) == 0
    printed = capsys.readouterr().out
    assert "relevance only" in printed and "lambda 0.6" in printed


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["sweep", "--data", "nowhere.csv"], "nowhere.csv"),
        (["sweep", "--data", "sample", "--reranker", "best"], "no reranker 'best'"),
        (["recommend", "--data", "sample", "--user", "nobody"], "nobody"),
        (["recommend", "--data", "sample", "--user", "S001", "--lambda", "7"], "got 7"),
        (["data", "fetch", "ml-9"], "ml-9"),
        (["evaluate", "--data", "sample", "--checkpoint", "nowhere"], "nowhere"),
    ],
)
def test_a_user_error_prints_one_sentence_and_exits_2(capsys, arguments, message):
    assert main(arguments) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.startswith("error: ") or "\nerror: " in captured.err
    assert message in captured.err and "Traceback" not in captured.err


def test_search_writes_a_card_that_runs_lists(capsys, tmp_path, monkeypatch):
    monkeypatch.setenv("EQUIPOISE_RUNS", str(tmp_path))
    assert main(["search", "--data", "sample", "--model", "ease", "--budget", "2"]) == 0
    card = capsys.readouterr().out.strip()
    assert main(["runs", "--json"]) == 0
    (listed,) = json.loads(capsys.readouterr().out)
    assert listed["path"] == card and listed["model"] == "ease" and 0 < listed["value"] < 1


@pytest.mark.parametrize("command", ["sweep", "evaluate", "recommend"])
def test_every_command_takes_column_names(capsys, tmp_path, command):
    file = tmp_path / "odd.csv"
    pairs = [(user, place) for user in range(12) for place in range(9)]
    rows = [f"u{user},i{(user * 7 + place * 3) % 20},{1 + place % 5},{place}" for user, place in pairs]
    file.write_text("\n".join(["who,what,how,at", *rows]))
    named = ["--user-column", "who", "--item-column", "what", "--rating-column", "how", "--time-column", "at"]
    more = {"recommend": ["--user", "u3"], "evaluate": ["--models", "popularity"], "sweep": []}[command]
    assert main([command, "--data", str(file), *named, *more]) == 0, capsys.readouterr().err
    assert capsys.readouterr().out


def test_a_list_of_length_zero_is_rejected(capsys):
    with pytest.raises(SystemExit) as stopped:
        main(["sweep", "--data", "sample", "--k", "0"])
    assert stopped.value.code == 2
    assert "at least 1, got '0'" in capsys.readouterr().err


def test_a_process_prints_only_json_on_stdout():
    result = run("sweep", "--data", "sample", "--json")
    assert result.returncode == 0, result.stderr
    json.loads(result.stdout)


def test_train_writes_a_checkpoint_with_its_settings_and_its_log(capsys, tmp_path, monkeypatch):
    monkeypatch.setattr("recsys_core.config.cache_root", lambda: tmp_path / "cache")
    file, out = tmp_path / "few.csv", tmp_path / "model"
    rows = [f"u{user},i{(user * 7 + place * 3) % 20},{place}" for user in range(12) for place in range(9)]
    file.write_text("\n".join(["user,item,time", *rows]))
    chosen = ["--optimiser", "adam", "--schedule", "constant", "--accumulate", "2", "--stop-on", "recall@50"]
    arguments = ["train", "--data", str(file), "--out", str(out), "--strategy", "frozen", "--epochs", "2"]
    assert main([*arguments, *chosen]) == 0, capsys.readouterr().err
    assert capsys.readouterr().out.strip() == str(out / "card.json")
    settings = json.loads((out / "card.json").read_text())["hyperparameters"]
    assert [settings[name] for name in ("optimiser", "schedule", "accumulate", "stop_on")] == [
        "adam",
        "constant",
        2,
        "recall@50",
    ]
    assert list((out / "tensorboard").rglob("*tfevents*"))
    assert main([*arguments, "--stop-on", "auc"]) == 2
    assert "no measure to stop on 'auc'" in capsys.readouterr().err


def test_train_takes_an_encoder_by_folder(capsys, tmp_path, monkeypatch, save_encoder):
    monkeypatch.setattr("recsys_core.config.cache_root", lambda: tmp_path / "cache")
    monkeypatch.chdir(save_encoder(tmp_path / "tiny", "the salt road").parent)
    arguments = ["train", "--data", "sample", "--out", "model", "--strategy", "frozen", "--epochs", "1"]
    assert main([*arguments, "--encoder", "tiny"]) == 0, capsys.readouterr().err
    card = json.loads((tmp_path / "model" / "card.json").read_text())
    assert card["encoder"]["name"] == str(tmp_path / "tiny"), "the card keeps an absolute path"
    assert main([*arguments, "--encoder", "./missing"]) == 2
    assert "there is no such folder" in capsys.readouterr().err


def test_a_missing_package_of_an_extra_is_a_sentence(monkeypatch, capsys):
    monkeypatch.setitem(sys.modules, "torch", None)
    monkeypatch.setattr("recsys_core.cli.commands.log", missing_torch)
    assert main(["runs", "--data", "no such data"]) == 2
    assert "pip install 'equipoise[training]'" in capsys.readouterr().err


def missing_torch(*_):
    raise ModuleNotFoundError("No module named 'torch'", name="torch")


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (OSError(28, "No space left on device", "/a/b"), "The disk is full at '/a/b' (No space left"),
        (OSError(28, "No space left on device"), "The disk is full (No space left on device). Make room"),
        (
            OSError(30, "Read-only file system", "/a"),
            "'/a' cannot be written or read (Read-only",
        ),
        (
            PermissionError(13, "Permission denied", "/a"),
            "'/a' cannot be written or read (Permission",
        ),
        (OSError("odd"), "odd"),
    ],
)
def test_an_error_of_the_operating_system_is_a_sentence(monkeypatch, capsys, error, said):
    def broken(*arguments, **options):
        raise error

    monkeypatch.setattr("recsys_core.data.load", broken)
    assert main(["data", "check", "sample"]) == 2
    printed = capsys.readouterr().err
    assert printed.startswith(f"error: {said}") and "Errno" not in printed and printed.count("\n") == 1
