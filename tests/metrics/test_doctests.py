"""The worked example in the docstring of every metric."""

import doctest
import importlib
import pkgutil

import pytest

from recsys_core import metrics

MODULES = sorted(f"{metrics.__name__}.{module.name}" for module in pkgutil.iter_modules(metrics.__path__))


@pytest.mark.parametrize("name", MODULES)
def test_examples_hold(name):
    result = doctest.testmod(importlib.import_module(name))
    assert result.failed == 0
