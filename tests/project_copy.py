"""A copy of the project that a test may extend, to see what an extension takes."""

import ast
import os
import shutil
import subprocess
import sys
from pathlib import Path

from recsys_core import config

ROOT = Path(__file__).resolve().parents[1]
COPIED = ("recsys_core", "pages", "sample_data", "app.py", ".streamlit", "pyproject.toml")


def copy_project(folder):
    """Copy the project without its environment, caches and data."""
    for name in COPIED:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy2(source, folder / name)
    return folder


def create(copy, code, path):
    """A new file."""
    target = copy / path
    assert not target.exists(), f"{path} is there already"
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(code, encoding="utf-8")


def append_entry(copy, code, name, path):
    """New entries before the closing bracket of a module's tuple, list or dict."""
    target = copy / path
    lines = target.read_text(encoding="utf-8").splitlines(keepends=True)
    for node in ast.parse("".join(lines)).body:
        names = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        if any(isinstance(found, ast.Name) and found.id == name for found in names):
            last = node.value.end_lineno - 1
            assert lines[last][0] in ")]}", f"{name} in {path} does not end on a line of its own"
            lines.insert(last, code)
            target.write_text("".join(lines), encoding="utf-8")
            return
    raise AssertionError(f"{path} has no {name}")


def add_import(copy, code, path):
    """Import lines after the last import of a module."""
    target = copy / path
    lines = target.read_text(encoding="utf-8").splitlines(keepends=True)
    tree = ast.parse("".join(lines))
    last = max(node.end_lineno for node in tree.body if isinstance(node, ast.Import | ast.ImportFrom))
    lines.insert(last, code)
    target.write_text("".join(lines), encoding="utf-8")


def append(copy, code, path):
    """Lines at the end of a file that is not code, such as a catalogue."""
    target = copy / path
    target.write_text(target.read_text(encoding="utf-8") + "\n" + code, encoding="utf-8")


def run_in(copy, command):
    """Run a command in the copy; fails with what it printed."""
    variables = (config.DATA_VARIABLE, config.RUNS_VARIABLE, config.ENCODERS_VARIABLE)
    environment = {name: value for name, value in os.environ.items() if name not in variables}
    environment["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), environment.get("PATH", "")])
    done = subprocess.run(command, cwd=copy, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, f"{command[-1]}\n{done.stdout[-2000:]}\n{done.stderr[-4000:]}"
