from types import SimpleNamespace

import numpy as np
import pytest

from recsys_core.ui.widgets.slider.measure import GRID, Measure
from recsys_core.ui.widgets.tuning import Tuning
from recsys_core.ui.widgets.verdicts import Limit, Verdicts


@pytest.fixture(scope="session")
def straight_view():
    """A trade-off of straight lines: accuracy and variety change by these shares up to the last position.

    Accuracy is known to within ``spread`` on either side, everywhere but at relevance only. Further measures
    stand behind the two, and the one called ``raised`` is to rise.
    """

    def make(
        accuracy=-0.1, variety=0.3, *, spread=0.01, spaces=None, users=900, start=0.5, more=(), raised="ild",
    ):  # fmt: skip
        at = np.linspace(0.0, 1.0, GRID)
        reach = np.where(at > 0, spread, 0.0)
        known = Measure(
            "ndcg@10", "", "", 0, start + start * accuracy * at, accuracy * at - reach, accuracy * at + reach
        )
        varied = Measure("ild@10", "", "", 1, 0.5 + 0.5 * variety * at)
        others = {name: change * at for name, change in (spaces or {}).items()}
        still = accuracy == 0 and variety == 0
        measures = [known, varied, *more]
        rises = [measure.key for measure in measures].index(f"{raised}@10")
        return Tuning(None, at, measures, still, "categories", others, users, b"", rises)

    return make


@pytest.fixture(scope="session")
def verdicts_on():
    """Verdicts with limits of straight bounds: {name: (limit, bad end at the last position, good end)}.

    The good end may be left out; nothing is then outside.
    """

    def make(
        bounds, *, stretch, best=0.19, method="mmr", reranker="mmr", needed=None, explored="", methods=8,
        groups=("few", "many"),
    ):  # fmt: skip
        at = np.linspace(0.0, 1.0, GRID)
        limits = []
        for name, (limit, end, *good) in bounds.items():
            bound, of_group = at * end, name == "group"
            limits.append(
                Limit(
                    name, limit, bound, bound <= limit, at * (good[0] if good else 0.0),
                    groups if of_group else (), (at > 0.5).astype(int) if of_group else None,
                )
            )  # fmt: skip
        certificate = SimpleNamespace(position=best, lambda_=best)
        found = SimpleNamespace(found=best > 0, method=method, certificate=certificate)
        people = np.full(GRID, np.inf) if needed is None else np.full(GRID, float(needed))
        return Verdicts(found, reranker, stretch, people, tuple(limits), explored, methods)

    return make
