"""Every recipe of CONTRIBUTING.md, followed to the letter in a copy of the project.

The sentence before a block says where the block goes; see ``STEPS``. A block after any other sentence is run.
"""

import re
import sys
from pathlib import Path

import pytest

from recsys_core.models.text.installed import DEFAULT_ENCODER, PACKAGES
from tests.project_copy import add_import, append, append_entry, copy_project, create, run_in

ROOT = Path(__file__).resolve().parents[2]
GUIDE = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")

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
    """All recipes are followed in the same copy."""
    return copy_project(tmp_path_factory.mktemp("copy"))


def test_every_recipe_that_newcomers_ask_for_is_there():
    wanted = ("reranker", "metric", "page", "language", "reader", "chart", "encoder", "notebook")
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


STEPS = [
    (r"[Cc]reate `([^`]+)`", create),
    (r"at the end of `(\w+)` in `([^`]+)`", append_entry),
    (r"to the imports of `([^`]+)`", add_import),
    (r"at the end of `([^`]+)`", append),
]
PLACEHOLDERS = [("path/or/hub-name", "{encoder}")]


def run(kind, code, copy):
    for placeholder, value in PLACEHOLDERS:
        code = code.replace(placeholder, value.format(encoder=PACKAGES[DEFAULT_ENCODER].folder))
    run_in(copy, [sys.executable, "-c", code] if kind == "python" else ["bash", "-euc", code])
