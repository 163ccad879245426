import numpy as np
import pytest

from recsys_core.decisions.new_person import TextQueryEncoder, from_items, from_text
from recsys_core.errors import SettingError
from recsys_core.evaluation.paths import exact_paths
from recsys_core.models.language_model.zero_shot import ZeroShot
from recsys_core.rerank import REGISTRY, RerankInputs
from recsys_core.types import ItemSpace

VECTORS = np.eye(3, dtype=np.float32)[[0, 0, 1, 1, 2, 2]]
TAGS = [("Drama",), ("Drama", "Horror"), ("Comedy",), ("Comedy",), ("Horror",), ()]
NOBODY = np.empty(0, np.int32)


@pytest.fixture
def shared():
    relevance, items = np.array([[1.0, 0.5]]), np.array([[0, 1]], np.int32)
    return RerankInputs(relevance, items, ItemSpace("text", VECTORS))


@pytest.fixture
def model():
    return ZeroShot(VECTORS)


@pytest.fixture
def encoder():
    return TextQueryEncoder(lambda text: VECTORS[2], VECTORS, TAGS)


def test_liked_items_are_not_shown_again_and_what_is_like_them_comes_first(model, shared):
    person = from_items(model, shared, np.array([0]), 10)
    assert person.inputs.items[0, 0] == 1
    assert 0 not in person.inputs.items
    assert person.taste is None and person.likeness is None


def test_the_refused_is_never_shown_at_any_setting(model, shared, encoder):
    person = from_text(model, shared, NOBODY, 10, "comedies, no horror", encoder)
    assert person.taste.refused == ("Horror",)
    paths = exact_paths(person.inputs, REGISTRY["mmr"], 4)
    assert not np.isin([1, 4], paths.items).any()
    assert set(paths.at(0.0)[0][:2]) == {2, 3}


def test_a_refusal_alone_needs_no_encoder(model, shared):
    encoder = TextQueryEncoder(lambda text: pytest.fail("there are no words to encode"), VECTORS, TAGS)
    person = from_text(model, shared, np.array([0]), 10, "no horror", encoder)
    assert not np.isin([0, 1, 4], person.inputs.items).any()
    assert person.likeness is None


def test_without_anything_the_model_shows_what_it_shows_anybody(model, shared):
    assert len(from_items(model, shared, NOBODY, 4).inputs.items[0]) == 4


def test_without_a_liked_item_that_tells_a_taste_it_is_the_catalogues(model, encoder):
    aspects = np.array([[1, 0, 0], [0.5, 0, 0.5], [0, 1, 0], [0, 1, 0], [0, 0, 1], [0, 0, 0]])
    space = ItemSpace("text", VECTORS)
    shared = RerankInputs(np.array([[1.0]]), np.array([[0]], np.int32), space, aspects, aspects[[0]])
    mix = pytest.approx([1.5 / 5, 2 / 5, 1.5 / 5])
    assert from_text(model, shared, NOBODY, 4, "comedies", encoder).inputs.profile[0] == mix
    assert from_items(model, shared, np.array([5]), 4).inputs.profile[0] == mix
    assert from_items(model, shared, np.array([1]), 4).inputs.profile[0].tolist() == [0.5, 0, 0.5]


def test_refusing_everything_is_one_sentence(model, shared):
    encoder = TextQueryEncoder(lambda text: VECTORS[0], VECTORS, [("Horror",)] * 6)
    with pytest.raises(SettingError, match="Nothing is left"):
        from_text(model, shared, NOBODY, 10, "no horror", encoder)


def test_an_item_is_ranked_by_its_likeness_to_the_sentence(model, shared, encoder):
    person = from_text(model, shared, NOBODY, 10, "comedies", encoder)
    assert person.rank_by_likeness(2) == 1
    assert person.rank_by_likeness(0) == 3
    assert from_items(model, shared, np.array([0]), 10).rank_by_likeness(2) is None
