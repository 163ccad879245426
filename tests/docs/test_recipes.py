"""Every recipe of CONTRIBUTING.md, followed to the letter in a copy of the project.

The sentence before a block says where the block goes; see ``STEPS``. A block after "Check" is run.
"""

import ast
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from recsys_core import config

ROOT = Path(__file__).resolve().parents[2]
GUIDE = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
COPIED = ("recsys_core", "pages", "sample_data", "app.py", ".streamlit")

RECIPES = {
    section.splitlines()[0]: section
    for section in re.split(r"^## ", GUIDE, flags=re.MULTILINE)[1:]
    if section.startswith("Add ") or section.startswith("Use ")
}
_BLOCK = re.compile(
    r"^(?P<before>\S[^\n]*(?:\n[^\n]+)*)\n\n```(?P<kind>\w+)\n(?P<code>.*?)^```$", re.MULTILINE | re.DOTALL
)


@pytest.fixture(scope="module")
def copy(tmp_path_factory):
    """The project without its environment, caches and data; all recipes are followed in the same copy."""
    folder = tmp_path_factory.mktemp("copy")
    for name in COPIED:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy2(source, folder / name)
    shutil.copy2(ROOT / "pyproject.toml", folder)
    return folder


def test_every_recipe_that_newcomers_ask_for_is_there():
    wanted = ("metric", "reader", "encoder", "notebook")
    assert [word for word in wanted if not any(word in title for title in RECIPES)] == []


@pytest.mark.long
@pytest.mark.parametrize("title", RECIPES)
def test_recipe(title, copy):
    blocks = list(_BLOCK.finditer(RECIPES[title]))
    checks = [block for block in blocks if follow(block["before"], block["code"], copy)]
    assert checks, f"'{title}' checks nothing"
    for check in checks:
        run(check["kind"], check["code"], copy)


def follow(before, code, copy):
    """Carry out the step that a sentence describes; True if it describes none, so the block is a check."""
    for pattern, step in STEPS:
        found = re.search(pattern, " ".join(before.split()))
        if found:
            step(copy, code, *found.groups())
            return False
    return True


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


STEPS = [
    (r"[Cc]reate `([^`]+)`", create),
    (r"at the end of `(\w+)` in `([^`]+)`", append_entry),
    (r"to the imports of `([^`]+)`", add_import),
    (r"at the end of `([^`]+)`", append),
]
PLACEHOLDERS = [("path/or/hub-name", "{encoder}"), (" --data ml-100k", " --data sample")]


def run(kind, code, copy):
    from recsys_core.models.text.installed import DEFAULT_ENCODER, PACKAGES

    for placeholder, value in PLACEHOLDERS:
        code = code.replace(placeholder, value.format(encoder=PACKAGES[DEFAULT_ENCODER].folder))
    variables = (config.DATA_VARIABLE, config.RUNS_VARIABLE, config.ENCODERS_VARIABLE)
    environment = {name: value for name, value in os.environ.items() if name not in variables}
    environment["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), environment.get("PATH", "")])
    command = [sys.executable, "-c", code] if kind == "python" else ["bash", "-euc", code]
    done = subprocess.run(command, cwd=copy, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, f"{code}\n{done.stdout[-2000:]}\n{done.stderr[-4000:]}"
