import pytest

from recsys_core.data.cleaning.items import article_first, split_title


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Postman, The", "The Postman"),
        ("Lantern, A", "A Lantern"),
        ("Enfant perdu, L'", "L'Enfant perdu"),
        ("Blue Boat, The (Blaue Boot, Das)", "The Blue Boat (Das Blaue Boot)"),
        ("Thirst (Soif, La)", "Thirst (La Soif)"),
        ("Good, The Bad and The Sleepy, The", "The Good, The Bad and The Sleepy"),
        ("Lisbon, Texas", "Lisbon, Texas"),
        ("Hello, Hello", "Hello, Hello"),
        ("The Courtyard", "The Courtyard"),
        ("Moonlight (in two parts)", "Moonlight (in two parts)"),
        ("", ""),
    ],
)
def test_article_first(title, expected):
    assert article_first(title) == expected


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Harbour (1995)", ("Harbour", 1995)),
        ("Harbour (Hafen) (1995)", ("Harbour (Hafen)", 1995)),
        ("Harbour III (1995) (V)", ("Harbour III", 1995)),
        ("Harbour (2006–2007)", ("Harbour", 2006)),
        ("Harbour (2006-)", ("Harbour", 2006)),
        ("Harbour 1995", ("Harbour 1995", None)),
        ("(1995)", ("(1995)", None)),
        ("Harbour", ("Harbour", None)),
    ],
)
def test_split_title(title, expected):
    assert split_title(title) == expected
