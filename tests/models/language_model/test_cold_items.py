from dataclasses import replace

import numpy as np
import pytest

from recsys_core import data
from recsys_core.models.language_model.cold_items import (
    CATEGORY_RATE,
    TEXT_RATE,
    YEAR_SCALE,
    ContentKernel,
    propagate,
)


def by_text(vectors):
    """Items of one category and year that differ only in their texts."""
    return ContentKernel(vectors, np.ones((len(vectors), 1)), np.full(len(vectors), 1995.0))


def unit(rng, *shape):
    vectors = rng.normal(size=shape)
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def test_one_warm_item_passes_on_its_score_by_similarity():
    """An identical item gets 1 / (1 + 1) of the score, an orthogonal text exp(-TEXT_RATE) of that."""
    vectors = np.array([[1.0, 0.0], [1.0, 0.0], [0.0, 1.0]])
    scores, cold = np.array([[4.0, 9.0, 9.0]]), np.array([1, 2])
    found = propagate(scores, by_text(vectors), np.array([0]), cold, ridge=1.0)
    np.testing.assert_allclose(found, [[2.0, 2.0 * np.exp(-TEXT_RATE)]], rtol=1e-6)


def test_similarity_falls_with_text_categories_and_years():
    kernel = ContentKernel(np.eye(2), np.eye(2), np.array([1990.0, 2000.0]))
    found = kernel.between(np.array([0, 1]), np.array([0, 1]))
    other = np.exp(-TEXT_RATE - CATEGORY_RATE - 10.0 / YEAR_SCALE)
    np.testing.assert_allclose(found, [[1.0, other], [other, 1.0]])


def test_it_is_positive_semidefinite_with_unknown_years_and_categories():
    sample = data.load("sample")
    items = sample.items.copy()
    items.loc[3, "year"] = None
    items.at[4, "categories"] = ()
    kernel = ContentKernel.of(replace(sample, items=items), unit(np.random.default_rng(0), len(items), 8))
    everything = np.arange(len(items))
    gram = kernel.between(everything, everything)
    assert np.linalg.eigvalsh(gram).min() > -1e-9
    assert kernel.years[3] == items["year"].dropna().astype(float).median()
    assert not kernel.categories[4].any()
    assert (gram <= 1.0 + 1e-12).all()


def test_data_without_years_get_one_year():
    sample = data.load("sample")
    items = sample.items.copy()
    items["year"] = items["year"].where(items["year"] < 0)
    kernel = ContentKernel.of(replace(sample, items=items), np.eye(len(items)))
    assert len(set(kernel.years)) == 1


def test_with_a_tiny_ridge_identical_items_score_alike():
    rng = np.random.default_rng(0)
    vectors = unit(rng, 5, 8)
    vectors[4] = vectors[2]
    scores = rng.normal(size=(3, 5))
    found = propagate(scores, by_text(vectors), np.arange(4), np.array([4]), ridge=1e-9)
    np.testing.assert_allclose(found[:, 0], scores[:, 2], atol=1e-5)


def test_propagating_scores_equals_propagating_item_vectors():
    rng = np.random.default_rng(1)
    kernel = by_text(unit(rng, 6, 4))
    users, items = rng.normal(size=(7, 3)), rng.normal(size=(6, 3))
    warm, cold = np.arange(4), np.array([4, 5])
    vectors = propagate(items.T, kernel, warm, cold).T
    np.testing.assert_allclose(propagate(users @ items.T, kernel, warm, cold), users @ vectors.T, atol=1e-5)


def test_invalid_settings_are_rejected():
    one, kernel = np.array([0]), by_text(np.ones((1, 1)))
    with pytest.raises(ValueError, match="warm item"):
        propagate(np.ones((1, 1)), kernel, np.array([], int), one)
    with pytest.raises(ValueError, match="ridge"):
        propagate(np.ones((1, 1)), kernel, one, one, ridge=0.0)
