"""The import directions of the design, read from the source with `ast`."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "recsys_core"
LEAVES = {"blas", "errors", "types", "config", "compilation", "leftovers", "once", "protocol"}
# package -> the recsys_core parts it may import besides itself and the leaves
MAY_IMPORT = {
    "data": set(),
    "models": {"data"},
    "training": {"data", "models", "metrics"},
    "metrics": set(),
    "rerank": set(),
    "jobs": {"data", "models", "training", "metrics", "tradeoff"},
    "scale": {"data", "models"},
    "tradeoff": {"data", "models", "metrics", "rerank", "scale"},
    "explain": {"data", "models", "metrics", "rerank", "scale", "tradeoff"},
    "ingredients": {"data", "models", "rerank", "tradeoff"},
    "workbench": {"data", "models", "metrics", "rerank", "scale", "tradeoff", "explain", "ingredients"},
    "commands": {"data", "rerank", "workbench", "training", "progress_bar", "run_cards"},
    "progress_bar": {"training"},
    "run_cards": set(),
    "cli": {"commands", "data", "workbench"},
    "ui": {"jobs", "data", "workbench", "tradeoff", "rerank", "metrics", "training", "explain"},
    "__main__": {"cli"},
}
DOORS = {
    "torch": {"models/encoder.py", "training/"},
    "transformers": {"models/encoder.py", "training/"},
    "peft": {"models/encoder.py", "training/"},
    "ray": {"scale/"},
    "streamlit": {"ui/"},
}
ONLY_NUMERIC = {"metrics", "rerank"}
NUMERIC = {"numpy", "scipy", "numba"}


def modules():
    return sorted(path for path in PACKAGE.rglob("*.py"))


def imports(path):
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative imports hide the direction"
            yield node.module
            if node.module == "recsys_core":
                yield from (f"recsys_core.{alias.name}" for alias in node.names)


def part_of(path):
    first = path.relative_to(PACKAGE).parts[0]
    return first.removesuffix(".py")


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_run_one_way(path):
    part = part_of(path)
    if part in LEAVES | {"__init__"}:
        allowed = LEAVES
    else:
        allowed = LEAVES | {part} | MAY_IMPORT[part]
    for name in imports(path):
        if name.startswith("recsys_core."):
            target = name.split(".")[1]
            assert target in allowed, f"{part} may not import recsys_core.{target}"


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_doors_stay_shut(path):
    relative = path.relative_to(PACKAGE).as_posix()
    for name in imports(path):
        top = name.split(".")[0]
        if top in DOORS:
            assert any(relative.startswith(place) for place in DOORS[top]), f"{relative} may not import {top}"
        if part_of(path) in ONLY_NUMERIC and top not in NUMERIC | sys.stdlib_module_names:
            assert name.startswith("recsys_core"), f"{relative} may not import {top}"


def test_pages_stand_on_ui_alone():
    for path in [ROOT / "app.py", *(ROOT / "pages").glob("*.py")]:
        for name in imports(path):
            if name.startswith("recsys_core."):
                assert name.split(".")[1] in {"ui", "errors"}, f"{path.name} imports {name}"


def test_the_workbench_opens_no_heavy_door():
    code = (
        "import sys, recsys_core.workbench; "
        "print(sorted(n for n in ('torch','transformers','ray','streamlit') if n in sys.modules))"
    )
    command = [sys.executable, "-c", code]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "[]"


def test_nobody_prints_a_registry_or_machine_path():
    forbidden = ["py" + "pi.org", "python" + "hosted", "/wo" + "rk/"]
    tracked = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True)
    for name in tracked.stdout.splitlines():
        path = ROOT / name
        if path.suffix in {".py", ".md", ".toml", ".js", ".css", ".html", ".txt", ".json"} and path.exists():
            text = path.read_text(errors="replace")
            assert not [word for word in forbidden if word in text], name
