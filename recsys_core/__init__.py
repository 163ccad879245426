"""Equipoise: measure and tune how a recommender trades relevance for diversity.

The front door of the library. Names are imported on first use, so that ``import recsys_core`` stays fast and
loads neither torch nor streamlit.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from recsys_core import rerank as rerank
    from recsys_core.data import ColumnNames as ColumnNames
    from recsys_core.data import Dataset as Dataset
    from recsys_core.data import available as available
    from recsys_core.data import fetch as fetch
    from recsys_core.data import load as load
    from recsys_core.errors import RecsysError as RecsysError
    from recsys_core.evaluation.curves import Curve as Curve
    from recsys_core.evaluation.curves import TradeOff as TradeOff
    from recsys_core.protocol import MeasurementProtocol as MeasurementProtocol
    from recsys_core.workbench import Workbench as Workbench

__version__ = "0.1.0"

_HOMES = {
    "ColumnNames": "data",
    "Curve": "evaluation.curves",
    "Dataset": "data",
    "MeasurementProtocol": "protocol",
    "RecsysError": "errors",
    "TradeOff": "evaluation.curves",
    "Workbench": "workbench",
    "available": "data",
    "fetch": "data",
    "load": "data",
}

__all__ = [
    "ColumnNames",
    "Curve",
    "Dataset",
    "MeasurementProtocol",
    "RecsysError",
    "TradeOff",
    "Workbench",
    "available",
    "fetch",
    "load",
    "rerank",
]


def __getattr__(name: str) -> Any:
    """Import a public name on first use."""
    if name == "rerank":
        return import_module("recsys_core.rerank")
    if name not in _HOMES:
        raise AttributeError(f"module 'recsys_core' has no attribute {name!r}")
    value = getattr(import_module(f"recsys_core.{_HOMES[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """Public names, imported or not."""
    return sorted({*globals(), *__all__})
