import pandas as pd
import pytest

from recsys_core.data import load
from recsys_core.data.features import item_text, item_texts


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        (("The Salt Road", 1995, ("Drama", "Romance"), "Ines Vale", "A trader walks."),
         "The Salt Road (1995). Drama, Romance. By Ines Vale. A trader walks."),
        (("The Salt Road", pd.NA, (), "", ""), "The Salt Road."),
        (("Who Goes?", pd.NA, ("Drama",), "", "No end"), "Who Goes? Drama. No end."),
        (("", 1995, ("Drama",), "", ""), "Drama."),
        (("", pd.NA, (), "", ""), "Untitled item"),
    ],
)  # fmt: skip
def test_text_of_one_item(parts, expected):
    assert item_text(*parts) == expected


def test_texts_come_in_item_order_and_a_bare_number_is_no_title(layouts):
    assert item_texts(load(layouts["100k"])) == [
        "La Lanterne (The Lantern) (1995). Drama, Sci-Fi.",
        "Café at Noon (1987). Children's.",
        "Ants, Ants (1990).",
        "Untitled item",
    ]


def test_an_id_that_is_a_word_tells_what_the_item_is(csv_of):
    names = ["oat milk", "B00X4WHP5E", "i7", "tea"]
    rows = "".join(f"{user},{name}\n" for user in "abc" for name in names)
    texts = item_texts(load(csv_of("user,item\n" + rows)))
    assert texts == ["Untitled item", "Untitled item", "oat milk.", "tea."]
