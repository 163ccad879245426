"""The worked examples in docstrings: every metric and every reranker has one, and all of them hold."""

import doctest
import importlib
import inspect
from pathlib import Path

import pytest

from recsys_core.metrics.registry import METRICS
from recsys_core.rerank import REGISTRY

ROOT = Path(__file__).resolve().parents[1]
MODULES = sorted(
    ".".join(path.relative_to(ROOT).with_suffix("").parts)
    for path in (ROOT / "recsys_core").rglob("*.py")
    if ">>> " in path.read_text(encoding="utf-8")
)


@pytest.mark.parametrize("name", MODULES)
def test_examples_hold(name):
    result = doctest.testmod(importlib.import_module(name))
    assert result.attempted and not result.failed


def test_every_metric_and_reranker_has_an_example():
    functions = [spec.function for spec in METRICS.values()]
    functions += [reranker.function for reranker in REGISTRY.values()]
    without = [function.__name__ for function in functions if ">>> " not in (inspect.getdoc(function) or "")]
    assert without == []
