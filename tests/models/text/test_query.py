import numpy as np
import pytest

from recsys_core.models.language_model.zero_shot import ZeroShot
from recsys_core.models.text.query import liked_items, read_taste, taste_scores

CATEGORIES = [
    "Animation",
    "Children's",
    "Comedy",
    "Film-Noir",
    "Horror",
    "Romance",
    "Sci-Fi",
    "War",
    "Western",
]


def read(sentence):
    return read_taste(sentence, CATEGORIES)


def test_refused_categories_are_removed_from_the_words():
    taste = read("slow-burn science fiction, no horror")
    assert taste.words == "slow-burn science fiction"
    assert taste.wanted == ("Sci-Fi",)
    assert taste.refused == ("Horror",)
    assert taste.unmatched == ()


@pytest.mark.parametrize(
    ("sentence", "refused"),
    [
        ("no horror or war", {"Horror", "War"}),
        ("No horror and war.", {"Horror", "War"}),
        ("no horror and lots of comedy", {"Horror"}),
        ("without westerns, quiet", {"Western"}),
        ("I don't like musicals but romantic comedies", set()),
        ("I don’t want kids films", {"Children's"}),
        ("never horror; comedies", {"Horror"}),
        ("comedies not westerns", {"Western"}),
        ("neither horror nor war", {"Horror", "War"}),
        ("anything but horror", {"Horror"}),
        ("no noir", {"Film-Noir"}),
        ("northern notions, nobody", set()),
        ("", set()),
    ],
)
def test_the_scope_of_a_negation(sentence, refused):
    assert set(read(sentence).refused) == refused


@pytest.mark.parametrize(
    ("sentence", "named"),
    [
        ("slow, quiet films about families and the sea", {}),
        ("the story of a child", {}),
        ("a family film, romantic", {"Children's": "family film", "Romance": "romantic"}),
        ("family movies and kids", {"Children's": "kids"}),
        ("Westerns", {"Western": "westerns"}),
    ],
)
def test_a_category_is_wanted_only_where_the_sentence_names_it(sentence, named):
    taste = read(sentence)
    assert dict(zip(taste.wanted, taste.wanted_terms, strict=True)) == named


def test_wanted_and_refused_categories_in_one_clause():
    taste = read("no horror and lots of comedy")
    assert taste.wanted == ("Comedy",) and taste.words == "lots of comedy"


def test_a_refused_category_is_not_wanted_as_well():
    taste = read("comedy, no comedy")
    assert taste.refused == ("Comedy",) and taste.wanted == ()


def test_a_refusal_without_a_category_excludes_nothing_and_is_reported():
    taste = read("thoughtful films, nothing too long")
    assert (taste.words, taste.refused, taste.unmatched) == ("thoughtful films", (), ("too long",))


def test_a_dangling_conjunction_is_dropped():
    assert read("romantic comedies and no war").words == "romantic comedies"


def test_part_of_a_word_does_not_name_a_category():
    assert read("warm award winners").wanted == ()


def test_items_similar_to_the_words_rank_first():
    vectors = np.eye(4, dtype=np.float32)[[0, 0, 1, 2, 3]]
    nothing = np.zeros(5, bool)
    model = ZeroShot(vectors)
    scores, stand_in = taste_scores(vectors[2], vectors, nothing, model, np.empty(0, np.intp))
    assert scores.shape == (1, 5) and scores[0].argmax() == 2
    assert stand_in.item_idx[-1] == 2  # the nearest is the newest


def test_a_named_category_raises_its_items():
    vectors = np.eye(4, dtype=np.float32)[[0, 0, 1, 2, 3]]
    named = np.array([False, False, False, False, True])
    plain, _ = taste_scores(vectors[2], vectors, ~named & False, ZeroShot(vectors), np.empty(0, np.intp))
    lifted, _ = taste_scores(vectors[2], vectors, named, ZeroShot(vectors), np.empty(0, np.intp))
    assert lifted[0, 4] > plain[0, 4]


def test_liked_items_come_last_in_the_stand_in_history_and_only_once():
    vectors = np.eye(5, dtype=np.float32)
    _, stand_in = taste_scores(vectors[2], vectors, np.zeros(5, bool), ZeroShot(vectors), np.array([2, 4]))
    assert stand_in.item_idx[-2:].tolist() == [2, 4]
    assert sorted(stand_in.item_idx.tolist()) == [0, 1, 2, 3, 4]


def test_liked_items_make_one_user_in_the_chosen_order():
    history = liked_items(np.array([7, 3]), 9)
    assert history.n_users == 1 and history.item_idx.tolist() == [7, 3] and history.liked.all()
