import pandas as pd

from recsys_core.ui.people.find_person import best_first, match_text, matching, people_table
from recsys_core.ui.text.words import Words
from recsys_core.ui.widgets.tuning import about
from recsys_core.workbench import Workbench

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


def test_the_id_asked_for_comes_first_then_the_person_shown():
    assert best_first(TABLE, "3", "12")["Person"].tolist() == ["3", "12", "1"]
    assert best_first(TABLE, "", "12")["Person"].tolist() == ["12", "1", "3"]
    assert best_first(TABLE[:0], "3", "12").empty


def test_how_many_match_is_said():
    words = Words()
    assert match_text(["1", "12"], "1", words) == "2 people match: choose a row."
    assert match_text(["3"], "1", words) == "One person matches: choose the row."
    assert match_text(["3"], "3", words) == "One person matches and is shown."


def test_the_table_and_the_heading_of_a_list_name_the_same_categories():
    bench, words = Workbench.open("sample"), Words()
    liked = people_table(bench, "mmr", 10, words.language)["Likes most"]
    counts = bench.split.history("test").counts
    said = [about(bench, str(user), words) for user in bench.user_ids]
    assert said == [f"likes {names} · {n} ratings" for names, n in zip(liked, counts, strict=True)]
