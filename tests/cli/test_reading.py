"""How a file is read, said on the command line."""

import json

import pytest

from recsys_core.cli.main import _parser, main
from recsys_core.cli.reading import settings_of
from recsys_core.data.meaning import Meaning
from recsys_core.data.read_settings import ReadSettings
from recsys_core.data.readers.text_format import TextFormat


@pytest.fixture
def ratings(tmp_path):
    rows = [
        f"p{row % 6}|i{row // 6 % 8}|{1 + row % 5}|0{1 + row % 9}/0{1 + row // 6}/2024" for row in range(48)
    ]
    path = tmp_path / "ratings.csv"
    path.write_text("user_id|item_id|rating|date\n" + "\n".join(rows) + "\n")
    return path


def said(*arguments):
    return settings_of(_parser().parse_args(["data", "check", "a.csv", *arguments]))


def test_nothing_said_leaves_everything_to_the_file():
    assert said() == ReadSettings()


def test_every_option_is_understood():
    given = said(
        "--encoding", "cp1252", "--delimiter", "tab", "--decimal", ",", "--header", "no",
        "--values", "counts", "--liked-from", "3", "--not-rated", "0,99", "--time-unit", "ms",
        "--date-order", "month", "--event-weights", "purchase=5,view=0", "--min-history", "2",
        "--since", "2024-01-01", "--until", "2024-05-31",
    )  # fmt: skip
    assert given.text == TextFormat("cp1252", "\t", False, decimal=",")
    assert given.meaning == Meaning(
        "counts", 3.0, (0.0, 99.0), ",", "ms", "month", (("purchase", 5.0), ("view", 0.0)), 2,
        "2024-01-01", "2024-05-31",
    )  # fmt: skip
    assert ReadSettings.from_dict(json.loads(json.dumps(given.to_dict()))) == given


def test_no_value_can_be_said_to_mean_not_rated():
    assert said("--not-rated", "").meaning.not_rated == ()


def test_check_shows_how_the_file_was_read_and_follows_the_options(ratings, capsys):
    assert main(["data", "check", str(ratings), "--date-order", "month", "--liked-from", "2"]) == 0
    printed = capsys.readouterr().out
    assert "“|” between values" in printed
    assert "dates with the month first" in printed and "a rating of at least 2" in printed
    assert "does not count as liked" in printed
    assert main(["data", "check", str(ratings), "--date-order", "day", "--json"]) == 0
    assert any("the day first" in line for line in json.loads(capsys.readouterr().out)["reading"])


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--encoding", "klingon"], "“klingon” is no encoding of text"),
        (["--encoding", "base64"], "“base64” is no encoding of text"),
        (["--delimiter", '"'], "cannot separate values"),
        (["--event-weights", "view"], "Write it as: purchase=5, view=0"),
        (["--not-rated", "none"], "Write it as: 0, 99"),
        (["--liked-from", "nan"], "“nan” cannot be read here"),
        (["--min-history", "0"], "must be at least 1, got 0"),
        (["--since", "yesterday noon"], "Write it as 2024-05-31"),
    ],
)
def test_what_cannot_be_read_is_one_sentence(ratings, arguments, sentence, capsys):
    assert main(["data", "check", str(ratings), *arguments]) == 2
    error = capsys.readouterr().err
    assert sentence in error and "Traceback" not in error


def test_settings_that_cannot_apply_are_refused_not_ignored(tmp_path, capsys):
    candidates = tmp_path / "candidates.csv"
    candidates.write_text("user_id,item_id,score\n" + "".join(f"u{n % 4},i{n},{n}\n" for n in range(40)))
    assert main(["data", "check", str(candidates), "--liked-from", "3"]) == 2
    assert "candidates.csv holds scored candidates" in capsys.readouterr().err
    assert main(["data", "check", "sample", "--encoding", "utf-8"]) == 2
    assert "sample has a layout whose encoding and delimiter are fixed" in capsys.readouterr().err
