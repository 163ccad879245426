import numpy as np
import pytest

from recsys_core.data import load
from recsys_core.decisions.new_person import Ears, by_items, by_words, item_rows
from recsys_core.errors import SettingError
from recsys_core.evaluation.paths import exact_paths
from recsys_core.models.language_model.zero_shot import ZeroShot
from recsys_core.rerank import REGISTRY, RerankInputs
from recsys_core.types import ItemSpace

VECTORS = np.eye(3, dtype=np.float32)[[0, 0, 1, 1, 2, 2]]
TAGS = [("Drama",), ("Drama", "Horror"), ("Comedy",), ("Comedy",), ("Horror",), ()]
NOBODY = np.empty(0, np.int32)


@pytest.fixture
def everybody():
    relevance, items = np.array([[1.0, 0.5]]), np.array([[0, 1]], np.int32)
    return RerankInputs(relevance, items, ItemSpace("text", VECTORS))


@pytest.fixture
def model():
    return ZeroShot(VECTORS)


@pytest.fixture
def ears():
    return Ears(lambda text: VECTORS[2], VECTORS, TAGS)


def test_liked_items_are_not_shown_again_and_what_is_like_them_comes_first(model, everybody):
    person = by_items(model, everybody, np.array([0]), 10)
    assert person.inputs.items[0, 0] == 1
    assert 0 not in person.inputs.items
    assert person.taste is None and person.likeness is None


def test_the_refused_is_never_shown_at_any_setting(model, everybody, ears):
    person = by_words(model, everybody, NOBODY, 10, "comedies, no horror", ears)
    assert person.taste.refused == ("Horror",)
    paths = exact_paths(person.inputs, REGISTRY["mmr"], 4)
    assert not np.isin([1, 4], paths.items).any()
    assert set(paths.at(0.0)[0][:2]) == {2, 3}


def test_a_refusal_alone_needs_no_encoder(model, everybody):
    ears = Ears(lambda text: pytest.fail("there are no words to encode"), VECTORS, TAGS)
    person = by_words(model, everybody, np.array([0]), 10, "no horror", ears)
    assert not np.isin([0, 1, 4], person.inputs.items).any()
    assert person.likeness is None


def test_without_anything_the_model_shows_what_it_shows_anybody(model, everybody):
    assert len(by_items(model, everybody, NOBODY, 4).inputs.items[0]) == 4


def test_without_a_liked_item_that_tells_a_taste_it_is_the_catalogues(model, ears):
    aspects = np.array([[1, 0, 0], [0.5, 0, 0.5], [0, 1, 0], [0, 1, 0], [0, 0, 1], [0, 0, 0]])
    space = ItemSpace("text", VECTORS)
    everybody = RerankInputs(np.array([[1.0]]), np.array([[0]], np.int32), space, aspects, aspects[[0]])
    mix = pytest.approx([1.5 / 5, 2 / 5, 1.5 / 5])
    assert by_words(model, everybody, NOBODY, 4, "comedies", ears).inputs.profile[0] == mix
    assert by_items(model, everybody, np.array([5]), 4).inputs.profile[0] == mix
    assert by_items(model, everybody, np.array([1]), 4).inputs.profile[0].tolist() == [0.5, 0, 0.5]


def test_refusing_everything_is_one_sentence(model, everybody):
    ears = Ears(lambda text: VECTORS[0], VECTORS, [("Horror",)] * 6)
    with pytest.raises(SettingError, match="Nothing is left"):
        by_words(model, everybody, NOBODY, 10, "no horror", ears)


def test_items_are_found_by_their_ids_in_the_order_given():
    dataset = load("sample")
    ids = [str(dataset.item_ids[5]), str(dataset.item_ids[2])]
    assert item_rows(dataset, ids).tolist() == [5, 2]
    with pytest.raises(SettingError, match="'gone'"):
        item_rows(dataset, [*ids, "gone"])
