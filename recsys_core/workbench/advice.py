"""The workbench's advice: which setting to ship, and whether its variety exists in other spaces too."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from recsys_core.decisions.advice import ConfirmedAdvice, advise_and_confirm
from recsys_core.decisions.transfer import Transfer, transfers
from recsys_core.protocol import DEFAULT_K
from recsys_core.runtime.cache import KeyedCache

if TYPE_CHECKING:
    from recsys_core.workbench.bench import Workbench

SETTINGS = 101  # tried in steps of one percent of the reachable variety
STEPS = 10  # transfer is computed at every tenth of the axis: a move looks up the nearest
MOST_ADVICE, MOST_TRANSFERS = 512, 64  # kept at a time, the most recently used: a few numbers each


class AdvicePart:
    """Advice for loss budgets, chosen on validation and confirmed on test."""

    def __init__(self, bench: Workbench) -> None:
        self._bench = bench
        self._advice, self._transfers = KeyedCache(MOST_ADVICE), KeyedCache(MOST_TRANSFERS)

    def compute(
        self, reranker: str, budgets: Sequence[float], *, k: int = DEFAULT_K
    ) -> list[ConfirmedAdvice]:
        """The advice for each of ``budgets`` (percent); takes a second or two the first time.

        Empty where the model finds no liked item.
        """

        def compute() -> list[ConfirmedAdvice]:
            chosen_on, confirmed_on = (self._bench.effects(reranker, k=k, stage=s) for s in ("valid", "test"))
            return advise_and_confirm(chosen_on, confirmed_on, budgets, n_settings=SETTINGS)

        return self._advice.get((reranker, tuple(budgets), k), compute)

    def computed(
        self, reranker: str, budgets: Sequence[float], *, k: int = DEFAULT_K
    ) -> list[ConfirmedAdvice] | None:
        """The same if it has been computed, else None: for callers that must not wait."""
        return self._advice.peek((reranker, tuple(budgets), k))

    def transfer(self, reranker: str, achieved: float, *, k: int = DEFAULT_K) -> Transfer | None:
        """How much of the variety at a share of what is reachable exists in other spaces.

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

        found: tuple[Transfer, ...] = self._transfers.get((reranker, k), compute)
        return found[step - 1]
