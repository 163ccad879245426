"""The hand-written catalogue matches what the README and the pages say about it."""

import numpy as np
import pytest

from sample_data.catalogue import THEMES, Catalogue, read_catalogue, themes_of


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return read_catalogue()


def test_about_250_films_by_about_60_creators_in_14_categories(catalogue):
    assert 240 <= len(catalogue.items) <= 260
    assert 55 <= len(catalogue.creators) <= 65
    assert len(catalogue.categories) == 14


def test_titles_are_unique_and_nothing_is_blank(catalogue):
    titles = catalogue.items["title"].str.casefold()
    assert titles.is_unique
    for column in ("title", "categories", "creator", "description"):
        text = catalogue.items[column]
        assert (text.str.strip() == text).all() and (text != "").all(), column


def test_descriptions_are_sentences_of_their_own(catalogue):
    descriptions = catalogue.items["description"]
    assert descriptions.str.split().str.len().min() >= 8
    assert descriptions.is_unique
    assert descriptions.str.endswith((".", "?", "!")).all()
    openings = descriptions.str.split().str[:4].str.join(" ")
    assert openings.value_counts().max() <= 3, "too many descriptions begin alike"


def test_years_and_category_counts_are_in_range(catalogue):
    assert catalogue.items["year"].between(1958, 2025).all()
    per_film = catalogue.items["categories"].str.split("|")
    assert per_film.str.len().between(1, 3).all()
    assert all(len(set(names)) == len(names) for names in per_film)


def test_no_category_dominates_and_none_is_rare(catalogue):
    share = (catalogue.in_category > 0).mean(axis=0)
    assert share.max() < 0.45
    assert share.min() > 0.05


def test_features_line_up_with_the_items(catalogue):
    film = int(np.flatnonzero(catalogue.items["title"] == "The Salt Road")[0])
    weights = dict(zip(catalogue.categories, catalogue.in_category[film], strict=True))
    assert {name: weight for name, weight in weights.items() if weight} == {"Drama": 0.5, "Romance": 0.5}
    assert [catalogue.creators[c] for c in np.flatnonzero(catalogue.by_creator[film])] == ["Ilse Marwick"]
    np.testing.assert_array_equal(catalogue.by_creator.sum(axis=1), 1.0)


@pytest.mark.parametrize(
    ("description", "themes"),
    [
        ("A boat leaves harbour on the tide.", {"sea"}),
        ("The season opens in a category of its own.", set()),
        ("An operator is courting.", set()),
        ("Two detectives board the night train.", {"rail and road", "law"}),
        ("", set()),
    ],
)
def test_themes_come_from_whole_words_and_their_plurals(description, themes):
    found = {name for name, value in zip(THEMES, themes_of(description), strict=True) if value}
    assert found == themes
