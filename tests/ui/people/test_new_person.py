import pytest

from recsys_core.ui.people.new_person import LONGEST, MOST_ITEMS, Asked, _as_said, read, write
from recsys_core.ui.text.words import Words


@pytest.mark.parametrize(
    "found",
    [Asked(), Asked(True), Asked(True, ("a,b", "7")), Asked(True, (), "no horror"), Asked(True, ("1",), "x")],
)
def test_the_address_restores_the_newcomer(found):
    assert read(write(found)) == found


@pytest.mark.parametrize("damaged", ["", "[", "{}", "7", '"x"', "null"])
def test_damaged_items_are_dropped(damaged):
    assert read({"likes": damaged}) == Asked(True)


def test_too_much_is_cut():
    found = read({"likes": str(list(range(99))), "taste": "x" * 999})
    assert len(found.likes) == MOST_ITEMS and len(found.taste) == LONGEST


@pytest.mark.parametrize(
    ("category", "said", "shown"),
    [("Children's", "children", "Children's"), ("Western", "westerns", "Western"), ("War", "war", "War"),
     ("Children's", "kids", "Children's (for “kids”)"), ("Sci-Fi", "sci fi", "Sci\\-Fi")],
)  # fmt: skip
def test_a_category_shows_the_words_that_named_it_where_they_are_others(category, said, shown):
    assert _as_said(category, said, Words()) == shown
