import json

import pytest

from recsys_core.cli.main import main

ROWS = [(f"u{user}", f"i{item}", 1_700_000_000 + 86_400 * item) for user in range(12) for item in range(10)]


@pytest.fixture
def log(tmp_path):
    """A file with times."""
    path = tmp_path / "log.csv"
    path.write_text("user_id,item_id,timestamp\n" + "\n".join(",".join(map(str, row)) for row in ROWS))
    return str(path)


def tested(arguments, capsys):
    """How many people the report calls measured."""
    assert main(["data", "check", *arguments, "--json"]) == 0
    return json.loads(capsys.readouterr().out)["counts"]["evaluated_users"]


def test_the_split_is_chosen_on_the_command_line(log, capsys):
    ways = ([], ["--split", "date"], ["--split-date", "2023-11-20"], ["--split-seed", "3"])
    assert [tested([log, *way], capsys) for way in ways] == [12, 12, 12, 12]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--split", "given"], "names no parts"),
        (["--split-date", "2050-01-01"], "Choose a date between them"),
        (["--split-date", "yesterday"], "is no date to split at"),
        (["--split", "person", "--split-date", "2023-11-20"], "Leave one of them out"),
        (["--split", "person", "--split-seed", "3"], "Leave one of them out"),
    ],
)
def test_a_split_that_cannot_be_made_is_one_sentence(log, capsys, options, said):
    assert main(["data", "check", log, *options]) == 2
    error = capsys.readouterr().err
    assert error.startswith("error: ") and said in error and error.count("\n") == 1
