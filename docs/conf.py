"""Sphinx: pages in Markdown, reference from docstrings, nothing read from a network."""

from __future__ import annotations

import contextlib
import importlib
import io
import pkgutil
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from sphinx.application import Sphinx

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from recsys_core import __version__  # noqa: E402
from recsys_core.cli.main import main  # noqa: E402

project = "Equipoise"
copyright = "the authors of Equipoise"  # noqa: A001
release = version = __version__
extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
html_theme = "furo"
html_title = "Equipoise"
html_show_sphinx = False
exclude_patterns = ["_build"]
myst_heading_anchors = 3
autodoc_member_order = "bysource"
autodoc_typehints_format = "short"
python_use_unqualified_type_names = True
napoleon_numpy_docstring = False
suppress_warnings = ["ref.python"]  # a shape such as (n_users,) names an attribute that two classes have
napoleon_use_ivar = True  # dataclass fields are described in the class, once

_FENCE = re.compile(r"^```\{(modules|functions|registry|command)\} (.+)\n```$", re.MULTILINE)


def expand(app: Sphinx, docname: str, source: list[str]) -> None:
    """Replace the fences of ``_GENERATORS`` by the Markdown that they generate."""
    source[0] = _FENCE.sub(lambda fence: "\n".join(_GENERATORS[fence[1]](*fence[2].split())), source[0])


def modules(*names: str) -> Iterator[str]:
    """Reference of modules: ``modules a.b a.c.*``; ``.*`` stands for all public modules of a package."""
    for name in names:
        for module in _public(name.removesuffix(".*")) if name.endswith(".*") else [name]:
            yield f"## {module.removeprefix('recsys_core.')}\n"
            yield f"```{{eval-rst}}\n.. automodule:: {module}\n   :members:\n```\n"


def functions(path: str, attribute: str) -> Iterator[str]:
    """Reference of the functions of a registry's entries: ``functions package.module.NAME attribute``."""
    module, _, name = path.rpartition(".")
    for key, entry in getattr(importlib.import_module(module), name).items():
        function = getattr(entry, attribute)
        yield f"## {key}\n"
        yield f"```{{eval-rst}}\n.. autofunction:: {function.__module__}.{function.__name__}\n```\n"


def registry(path: str, *columns: str) -> Iterator[str]:
    """A table of a registry: ``registry package.module.NAME attribute attribute``."""
    module, _, name = path.rpartition(".")
    yield f"| name | {' | '.join(column.replace('_', ' ') for column in columns)} |"
    yield "| --- " * (len(columns) + 1) + "|"
    for key, entry in getattr(importlib.import_module(module), name).items():
        yield f"| `{key}` | {' | '.join(str(getattr(entry, column)) for column in columns)} |"


def command(*arguments: str) -> Iterator[str]:
    """What ``python -m recsys_core ARGUMENTS --help`` prints."""
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed), contextlib.suppress(SystemExit):
        main([*arguments, "--help"])
    yield f"## {' '.join(arguments)}\n"
    yield f"```text\n{printed.getvalue().strip()}\n```\n"


_GENERATORS = {"modules": modules, "functions": functions, "registry": registry, "command": command}


def _public(package: str) -> list[str]:
    folder = importlib.import_module(package).__path__
    found = [module.name for module in pkgutil.iter_modules(folder, f"{package}.")]
    return [name for name in found if not name.rpartition(".")[2].startswith("_")]


def escape(app: Sphinx, what: str, name: str, thing: object, options: object, lines: list[str]) -> None:
    """Keep ``lambda_`` and ``|A|`` in plain text from being read as a link and a substitution."""
    for row, line in enumerate(lines):
        if line.lstrip().startswith((">>>", "...")):
            continue
        field, text = re.fullmatch(r"(\s*:[^:`]+:|)(.*)", line, re.DOTALL).groups()
        parts = text.split("``")  # every second part is code
        parts[::2] = [re.sub(r"(?<=\w)_(?!\w)|\|", r"\\\g<0>", part) for part in parts[::2]]
        lines[row] = field + "``".join(parts)


def setup(app: Sphinx) -> None:
    """Called by Sphinx."""
    app.connect("source-read", expand)
    app.connect("autodoc-process-docstring", escape, priority=900)  # after napoleon
