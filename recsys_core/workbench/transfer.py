"""The workbench's answer to whether the variety of a setting exists in other item spaces too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from recsys_core.decisions.transfer import Transfer, transfers
from recsys_core.protocol import DEFAULT_K
from recsys_core.runtime.cache import KeyedCache

if TYPE_CHECKING:
    from recsys_core.workbench.bench import Workbench

STEPS = 10  # computed at every tenth of the axis: a move looks up the nearest
MOST_KEPT = 64  # the most recently used


class TransferPart:
    """What other item spaces show of the variety that a method gains in the one that it optimises."""

    def __init__(self, bench: Workbench) -> None:
        self._bench = bench
        self._kept = KeyedCache(MOST_KEPT)

    def near(self, reranker: str, achieved: float, *, k: int = DEFAULT_K) -> Transfer | None:
        """The transfer at the tenth of the axis nearest to a position in [0, 1].

        None where no space is optimised, where there is no other space, and near relevance only.
        """
        bench = self._bench
        needs = bench.rerankers[reranker].needs
        step = round(achieved * STEPS)
        if not needs or len(bench.space_names) < 2 or step == 0:
            return None
        optimised = "categories" if "aspects" in needs else bench.space_names[0]

        def compute() -> tuple[Transfer, ...]:
            scale = bench.scale(reranker, k=k)
            return transfers(
                bench.trade_off(reranker, k=k),
                [scale.lambda_for(step / STEPS) for step in range(1, STEPS + 1)],
                optimised=optimised,
                chance=bench.trade_off("random", k=k),
                protocol=bench.protocol,
            )

        found: tuple[Transfer, ...] = self._kept.get((reranker, k), compute)
        return found[step - 1]
