import numpy as np
import pytest

from recsys_core.errors import SettingError
from recsys_core.models import sizes
from recsys_core.models.candidates import best_of_model, top_candidates, users_per_block
from recsys_core.models.registry import REGISTRY


def test_the_model_that_data_open_with_depends_on_the_catalogue():
    assert sizes.default_model(sizes.SMALL_CATALOGUE) == "ease"
    assert sizes.default_model(sizes.SMALL_CATALOGUE + 1) == "item_knn"
    assert {sizes.default_model(n) for n in (10, 10**6)} | set(sizes.DENSE_MODELS) <= set(REGISTRY)


def test_a_matrix_that_does_not_fit_is_refused_with_its_size(monkeypatch, build):
    monkeypatch.setattr(sizes, "free_memory", lambda: 1000)
    with pytest.raises(SettingError, match="all 40 items .* GB are free"):
        REGISTRY["ease"]().fit(build([(0, 0, 5), (1, 39, 5)], 2, 40))


def test_blocks_of_people_give_the_candidates_of_all_at_once(monkeypatch, build):
    rng = np.random.default_rng(0)
    history = build([(user, int(item), 5) for user in range(23) for item in rng.permutation(30)[:6]], 23, 30)
    model = REGISTRY["item_knn"]().fit(history)
    whole = top_candidates(model.score(history), history, 9)
    monkeypatch.setattr("recsys_core.models.candidates._CELLS_PER_BLOCK", 30 * 4)
    assert users_per_block(30) == 4
    found = best_of_model(model, history, 9)
    np.testing.assert_array_equal(found.items, whole.items)
    np.testing.assert_array_equal(found.scores, whole.scores)
