import numpy as np

from recsys_core.models.classic.biased_mf import BiasedMf
from recsys_core.models.classic.svd_plus_plus import SvdPlusPlus


def test_it_learns_from_which_items_were_rated(build):
    """Two groups rate items of their own, all with 3, and disagree on item 12. An unseen user's ratings of 3
    say nothing, but the items they belong to do, and only SVD++ uses those.
    """
    rng = np.random.default_rng(0)
    rows = []
    for user in range(60):
        mine = rng.permutation(np.arange(0, 6) if user % 2 else np.arange(6, 12))[:4]
        rows += [(user, item, 3) for item in mine]
        rows.append((user, 12, 5 if user % 2 else 1))
    history = build(rows, 60, 13)
    unseen = build([(0, 0, 3), (0, 1, 3), (1, 6, 3), (1, 7, 3)], 2, 13)
    gap = {}
    for model in (SvdPlusPlus, BiasedMf):
        fitted = model(n_factors=8, learning_rate=0.02, regularization=0.02, n_epochs=200).fit(history)
        first, second = fitted.predict(unseen, np.array([0, 1]), np.array([12, 12]))
        gap[model] = first - second
    assert gap[SvdPlusPlus] > 1.0
    assert gap[SvdPlusPlus] > gap[BiasedMf] + 0.5
