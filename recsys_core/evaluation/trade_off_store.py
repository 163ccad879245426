"""Whole trade-offs, kept between restarts: measuring every list again takes a second or more."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np

from recsys_core.evaluation.curves import Curve, TradeOff
from recsys_core.evaluation.ground_truth import GroundTruth
from recsys_core.evaluation.paths import Paths
from recsys_core.rerank.method import Reranker
from recsys_core.runtime.array_store import Arrays, ArrayStore, code_fingerprint

KEPT_FILES = 6  # 2 to 180 MB each for a thousand users: no more stay on disk
_CODE = ("types.py", "data", "rerank", "evaluation", "metrics")
_PER_LIST, _CURVE = "per list: ", "curve: "


class TradeOffStore:
    """Trade-offs by key, one file each; those of other code are never used.

    Args:
        folder: where they are kept.
    """

    def __init__(self, folder: Path) -> None:
        self._store = ArrayStore(folder, KEPT_FILES, days=0)

    def get(
        self,
        key: tuple[str, ...],
        make: Callable[[], TradeOff],
        reranker: Reranker,
        ground_truth: GroundTruth,
    ) -> TradeOff:
        """The trade-off of ``key``, everything it depends on but the code.

        Args:
            key: everything that it depends on but the code.
            make: computes it when it is not on disk.
            reranker: whose lists they are.
            ground_truth: that they are measured against.
        """

        def unpack(stored: Arrays) -> TradeOff:
            paths = Paths(
                reranker,
                int(stored["k"]),
                stored["offsets"],
                stored["breakpoints"],
                stored["items"],
                stored["exact"],
            )
            curve = Curve(stored["changes"], _under(stored, _CURVE))
            return TradeOff(paths, ground_truth, _under(stored, _PER_LIST), curve)

        return self._store.get((*key, code_fingerprint(*_CODE)), make, _pack, unpack)


def _pack(trade_off: TradeOff) -> Arrays:
    paths, curve = trade_off.paths, trade_off.curve
    return {
        "k": np.array(paths.k),
        "offsets": paths.offsets,
        "breakpoints": paths.breakpoints,
        "items": paths.items,
        "exact": paths.exact,
        "changes": curve.breakpoints,
        **{_PER_LIST + name: values for name, values in trade_off.per_list.items()},
        **{_CURVE + name: values for name, values in curve.values.items()},
    }


def _under(stored: Arrays, prefix: str) -> dict[str, np.ndarray]:
    return {name.removeprefix(prefix): values for name, values in stored.items() if name.startswith(prefix)}
