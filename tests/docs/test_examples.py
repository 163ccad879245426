"""Every Python block and every recsys_core command of the README and the documentation runs."""

import contextlib
import io
import re
import shlex
import sqlite3

import pandas as pd
import pytest

from recsys_core import config
from recsys_core.cli.main import main
from tests.docs.collector import NAMES, ROOT, commands, python_blocks
from tests.scale.conftest import World, write_towers

# What is replaced before a command runs, and why; in this order, each wherever it matches.
SUBSTITUTIONS = [
    (r"^data fetch ml-100k$", "data check sample", "tests have no network"),
    (r"\bml-100k\b", "sample", "tests have no network"),
    (r"^train --data D\b", "train --data ratings.csv", "a placeholder; the file is small"),
    (r"--data D\b", "--data sample", "a placeholder"),
    (r"--out DIR\b", "--out runs/mine", "a placeholder"),
    (r"--user U\b", "--user S001", "a placeholder"),
    (r"--lambda L\b", "--lambda 0.3", "a placeholder"),
    (r"\bPATH\b", "ratings.csv", "a placeholder"),
    (r"\[--json\]", "--json", "an optional part"),
    (r"^train ", "train --strategy frozen --epochs 1 ", "time"),
    (r"--budget 20\b", "--budget 2", "time"),
    (r"\bpostgresql://\S+", "sqlite:///shop.db", "tests have no server of the reader's"),
    (r"^prepare$", "prepare --data sample", "time"),
    (r"^serve .*", "decisions", "it waits for requests"),
]
USERS = 40  # in ratings.csv: enough to train and measure on, and quick
NUMBER = re.compile(r"-?\d+(?:\.\d+)?")


@pytest.fixture(scope="module")
def cache(tmp_path_factory):
    """Scores and text vectors that the pages share."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def workplace(tmp_path, monkeypatch, cache):
    """A folder of its own with the ratings of a few users; data and runs stay in it."""
    ratings = pd.read_csv(config.sample_root() / "interactions.csv")
    few = ratings["user_id"].unique()[:USERS]
    ratings[ratings["user_id"].isin(few)].to_csv(tmp_path / "ratings.csv", index=False)
    World(tmp_path / "shop")  # candidates to be streamed, and the two towers of a model
    write_towers(tmp_path / "towers")
    with contextlib.closing(sqlite3.connect(tmp_path / "shop.db")) as shop:
        ratings[ratings["user_id"].isin(few)].to_sql("reviews", shop, index=False)
    monkeypatch.setenv(config.DATA_VARIABLE, str(tmp_path / "datasets"))
    monkeypatch.setenv(config.RUNS_VARIABLE, str(tmp_path / "runs"))
    monkeypatch.setenv(config.STATE_VARIABLE, str(tmp_path / "state"))
    monkeypatch.setattr(config, "cache_root", lambda: cache)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def with_(parts):
    """Names of the pages that have any; ``test_recipes`` runs those of CONTRIBUTING.md."""
    names = [name for name in NAMES if name != "CONTRIBUTING.md"]
    return [name for name in names if parts((ROOT / name).read_text(encoding="utf-8"))]


@pytest.mark.parametrize("page", with_(python_blocks))
def test_python_blocks_run_in_order_and_print_what_the_page_shows(page, workplace):
    names = {"__name__": "example"}
    for example in python_blocks((ROOT / page).read_text(encoding="utf-8")):
        printed = io.StringIO()
        lines_before = "\n" * (example.line - 1)  # so that a traceback names the line
        code = compile(lines_before + example.code, page, "exec")
        with contextlib.redirect_stdout(printed):
            exec(code, names)
        if example.output is not None:
            check_output(printed.getvalue(), example.output, f"{page}:{example.line}")


# Commands that train a model, certify a setting or write bundles are left to `make test-long`.
SLOW_PAGES = ("README.md", "docs/how_to/many_people.md", "docs/how_to/train.md", "docs/how_to/ship.md")
COMMAND_PAGES = [
    pytest.param(name, marks=pytest.mark.long if name in SLOW_PAGES else ()) for name in with_(commands)
]


@pytest.mark.parametrize("page", COMMAND_PAGES)
def test_commands_run(page, workplace, capsys):
    text = (ROOT / page).read_text(encoding="utf-8")
    for arguments in dict.fromkeys(map(runnable, commands(text))):
        assert main(shlex.split(arguments)) == 0, f"{page}: {arguments}\n{capsys.readouterr().err}"


def runnable(arguments):
    for pattern, replacement, _ in SUBSTITUTIONS:
        arguments = re.sub(pattern, replacement, arguments)
    return arguments


def check_output(printed, shown, where):
    """The same words; numbers may differ in the last digit shown, as processors round differently."""
    assert NUMBER.sub("#", printed).split() == NUMBER.sub("#", shown).split(), f"{where} prints\n{printed}"
    for ours, theirs in zip(NUMBER.findall(printed), NUMBER.findall(shown), strict=True):
        digits = len(theirs.partition(".")[2])
        tolerance = 1.5 * 10**-digits if digits else 0
        assert float(ours) == pytest.approx(float(theirs), abs=tolerance), f"{where} prints\n{printed}"


def test_every_substitution_is_used():
    used = set()
    for name in NAMES:
        for arguments in commands((ROOT / name).read_text(encoding="utf-8")):
            for pattern, replacement, _ in SUBSTITUTIONS:
                changed = re.sub(pattern, replacement, arguments)
                used |= {pattern} if changed != arguments else set()
                arguments = changed
    assert used == {pattern for pattern, _, _ in SUBSTITUTIONS}


def test_every_make_target_and_benchmark_that_is_named_exists():
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    for name in NAMES:
        text = (ROOT / name).read_text(encoding="utf-8")
        named = set(re.findall(r"(?:^|`)make ([a-z-]+)", text, re.MULTILINE))
        assert named <= targets, f"{name} names {sorted(named - targets)}"
        for benchmark in re.findall(r"python -m benchmarks\.([a-z_]+)", text):
            assert (ROOT / "benchmarks" / f"{benchmark}.py").is_file(), f"{name} names benchmark {benchmark}"


def test_the_readme_names_every_folder_of_the_package():
    folders = {path.parent.name for path in (ROOT / "recsys_core").glob("*/__init__.py")}
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert not [folder for folder in sorted(folders) if f"`{folder}`" not in readme]


def test_links_between_files_lead_somewhere():
    for name in NAMES:
        page = ROOT / name
        for target in re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{name} links to {target}"
