import numpy as np

from recsys_core.models.classic.biased_mf import BiasedMf
from recsys_core.models.classic.svd_plus_plus import SvdPlusPlus


def test_which_items_were_rated_tells_a_taste_that_the_ratings_hide(build):
    """Two circles rate items of their own, all with 3; on item 12 they differ. A stranger's 3s tell nothing,
    but whose items they are on does, and only SVD++ reads that.
    """
    rng = np.random.default_rng(0)
    rows = []
    for user in range(60):
        mine = rng.permutation(np.arange(0, 6) if user % 2 else np.arange(6, 12))[:4]
        rows += [(user, item, 3) for item in mine]
        rows.append((user, 12, 5 if user % 2 else 1))
    history = build(rows, 60, 13)
    strangers = build([(0, 0, 3), (0, 1, 3), (1, 6, 3), (1, 7, 3)], 2, 13)
    gap = {}
    for model in (SvdPlusPlus, BiasedMf):
        fitted = model(n_factors=8, learning_rate=0.02, regularization=0.02, n_epochs=200).fit(history)
        first, second = fitted.predict(strangers, np.array([0, 1]), np.array([12, 12]))
        gap[model] = first - second
    assert gap[SvdPlusPlus] > 1.0
    assert gap[SvdPlusPlus] > gap[BiasedMf] + 0.5
