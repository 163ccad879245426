import pandas as pd

from recsys_core.ui.people import matching

TABLE = pd.DataFrame(
    {"Person": ["1", "12", "3"], "Ratings": [5, 6, 7], "Likes": ["Drama, War", "War", "Comedy"]}
)


def test_every_word_must_be_found():
    assert matching(TABLE, "war drama").tolist() == [True, False, False]
    assert matching(TABLE, "WAR").tolist() == [True, True, False]
    assert matching(TABLE, "1").tolist() == [True, True, False]


def test_nothing_asked_means_everybody_and_a_pattern_is_just_text():
    assert matching(TABLE, "  ").all()
    assert not matching(TABLE, ".*").any()
