"""The library as somebody gets it who installs it: outside the checkout, from a wheel."""

import json
import zipfile

import pytest

from recsys_core import __version__

TEN_LINES = """
from recsys_core import Workbench, load, rerank

dataset = load("sample")
bench = Workbench.open("sample")
trade_off = bench.trade_off("mmr", k=10)
table = trade_off.curve.frame()[["ndcg@10", "ild@10", "coverage@10"]]
print(dataset.title, len(bench.user_ids), rerank.REGISTRY["mmr"].title)
print(table.loc[[0.0, 0.5, 1.0]])
"""

LOOK = """
import json, sys
from pathlib import Path
import recsys_core
from recsys_core import config

heavy = [name for name in ("torch", "transformers", "streamlit", "plotly", "ray") if name in sys.modules]
seen = {
    "heavy": heavy,
    "package": recsys_core.__path__[0],
    "sample": str(config.sample_root()),
    "written": [str(path) for path in (config.data_root(), config.runs_root(), config.cache_root())],
    "table": [list(table.shape), table.index.name, bool(table.notna().all().all())],
}
print(json.dumps(seen))
"""


def test_the_wheel_holds_what_the_dashboard_needs(wheel):
    with zipfile.ZipFile(wheel) as file:
        names = set(file.namelist())
        (points,) = (file.read(name).decode() for name in names if name.endswith("entry_points.txt"))
    for name in (
        "_project/app.py",
        "_project/pages/tune.py",
        "_project/.streamlit/config.toml",
        "_project/sample_data/interactions.csv",
        "pretrained/sample/card.json",
        "ui/shell/assets/style.css",
        "ui/widgets/slider/parts/main.js",
    ):
        assert f"recsys_core/{name}" in names
    assert f"-{__version__}-py3-none-any" in wheel.name
    assert not [name for name in names if "__pycache__" in name or name.startswith(("tests/", "benchmarks/"))]
    assert "equipoise = recsys_core.ui.launch:main" in points


def test_ten_lines_give_the_trade_off_outside_the_checkout(installed):
    *_, last = installed.run("-c", TEN_LINES + LOOK).splitlines()
    seen = json.loads(last)
    assert seen["package"] == str(installed.package)
    assert seen["sample"].startswith(str(installed.package))
    assert seen["heavy"] == []
    assert seen["table"] == [[101, 3], "lambda", True]
    assert all(path.startswith(installed.environment["HOME"]) for path in seen["written"])
    assert not list(installed.elsewhere.iterdir()) and not (installed.package.parent / ".cache").exists()


@pytest.mark.long
def test_a_copy_without_compiled_kernels_compiles_its_own(install):
    fresh = install()
    assert "ndcg@10" in fresh.run("-c", TEN_LINES)
    assert list((fresh.elsewhere.parent / "home" / ".cache" / "equipoise").glob("numba-*/*/*.nbc"))


def test_the_command_line_runs_from_the_installed_copy(installed):
    report = json.loads(installed.run("-m", "recsys_core", "data", "check", "sample", "--json"))
    assert report["counts"]["users"] == 300


def test_the_dashboards_command_reaches_streamlit(installed):
    command = installed.python.with_name("equipoise")
    assert "--server.port" in installed.run(str(command), "--help")


def test_without_streamlit_the_dashboards_command_says_what_to_install(monkeypatch, capsys):
    from recsys_core.ui import launch

    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    assert launch.main() == 2
    assert capsys.readouterr().err.strip() == launch.MISSING
