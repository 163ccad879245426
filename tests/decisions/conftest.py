import numpy as np
import pytest

from recsys_core.decisions.figures import PositionFigures
from recsys_core.stats.interval import Interval


@pytest.fixture(scope="session")
def make_figures():
    """Figures of a method at n positions, with the bounds that a test needs and easy ones elsewhere.

    ``accuracy``, ``coverage``, ``worse_off`` and each of ``groups`` are bounds (n,) or pairs of figures and
    bounds; a figure that is not given is its bound.
    """

    def make(accuracy, *, variety=None, coverage=0.0, worse_off=0.0, groups=None, lambdas=None, n_users=100):
        def interval(ends):
            value, bound = ends if isinstance(ends, tuple) else (ends, ends)
            value, bound = (np.zeros(n) + np.asarray(end, float) for end in (value, bound))
            return Interval(value, np.minimum(value, bound), np.maximum(value, bound))

        n = len(accuracy[1] if isinstance(accuracy, tuple) else accuracy)
        variety = np.linspace(0.5, 1.0, n) if variety is None else np.asarray(variety, float)
        return PositionFigures(
            np.linspace(0, 1, n) if lambdas is None else np.asarray(lambdas, float),
            {"ild": variety, "coverage": np.linspace(0.2, 0.3, n)},
            interval(accuracy),
            interval(coverage),
            interval(worse_off),
            level=0.95,
            n_users=n_users,
            groups={name: interval(ends) for name, ends in (groups or {}).items()},
        )

    return make
