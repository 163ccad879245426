from dataclasses import replace

import numpy as np
import pytest

from recsys_core import data
from recsys_core.models.language_model.cold_items import CATEGORIES, TEXT, YEARS, Likeness, propagate


def by_text(vectors):
    """Items of one category and one year, told apart by their texts alone."""
    return Likeness(vectors, np.ones((len(vectors), 1)), np.full(len(vectors), 1995.0))


def unit(rng, *shape):
    vectors = rng.normal(size=shape)
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def test_one_warm_item_gives_its_score_by_likeness():
    """A twin gets 1 / (1 + 1) of the score, a text at a right angle the share exp(-TEXT) of that."""
    vectors = np.array([[1.0, 0.0], [1.0, 0.0], [0.0, 1.0]])
    scores, cold = np.array([[4.0, 9.0, 9.0]]), np.array([1, 2])
    found = propagate(scores, by_text(vectors), np.array([0]), cold, ridge=1.0)
    np.testing.assert_allclose(found, [[2.0, 2.0 * np.exp(-TEXT)]], rtol=1e-6)


def test_likeness_falls_with_text_categories_and_years_at_once():
    likeness = Likeness(np.eye(2), np.eye(2), np.array([1990.0, 2000.0]))
    found = likeness.between(np.array([0, 1]), np.array([0, 1]))
    other = np.exp(-TEXT - CATEGORIES - 10.0 / YEARS)
    np.testing.assert_allclose(found, [[1.0, other], [other, 1.0]])


def test_it_is_a_kernel_for_real_items_with_unknown_years_and_categories():
    sample = data.load("sample")
    items = sample.items.copy()
    items.loc[3, "year"] = None
    items.at[4, "categories"] = ()
    likeness = Likeness.of(replace(sample, items=items), unit(np.random.default_rng(0), len(items), 8))
    everything = np.arange(len(items))
    kernel = likeness.between(everything, everything)
    assert np.linalg.eigvalsh(kernel).min() > -1e-9
    assert likeness.years[3] == items["year"].dropna().astype(float).median()
    assert not likeness.categories[4].any()
    assert (kernel <= 1.0 + 1e-12).all()


def test_data_without_years_differ_in_nothing_by_them():
    sample = data.load("sample")
    items = sample.items.copy()
    items["year"] = items["year"].where(items["year"] < 0)
    likeness = Likeness.of(replace(sample, items=items), np.eye(len(items)))
    assert len(set(likeness.years)) == 1


def test_almost_no_ridge_gives_a_twin_its_twins_score():
    rng = np.random.default_rng(0)
    vectors = unit(rng, 5, 8)
    vectors[4] = vectors[2]
    scores = rng.normal(size=(3, 5))
    found = propagate(scores, by_text(vectors), np.arange(4), np.array([4]), ridge=1e-9)
    np.testing.assert_allclose(found[:, 0], scores[:, 2], atol=1e-5)


def test_it_is_the_same_as_moving_the_item_vectors():
    rng = np.random.default_rng(1)
    alike = by_text(unit(rng, 6, 4))
    people, items = rng.normal(size=(7, 3)), rng.normal(size=(6, 3))
    warm, cold = np.arange(4), np.array([4, 5])
    moved = propagate(items.T, alike, warm, cold).T
    np.testing.assert_allclose(propagate(people @ items.T, alike, warm, cold), people @ moved.T, atol=1e-5)


def test_wrong_settings_are_refused():
    one, alike = np.array([0]), by_text(np.ones((1, 1)))
    with pytest.raises(ValueError, match="warm item"):
        propagate(np.ones((1, 1)), alike, np.array([], int), one)
    with pytest.raises(ValueError, match="ridge"):
        propagate(np.ones((1, 1)), alike, one, one, ridge=0.0)
