import pytest


def test_history_and_both_lists(open_both):
    page = open_both("lists", plain="true", variety="70")
    titles = [text.value for text in page.subheader]
    assert "People" in titles
    assert "What they rated, latest first" in titles
    assert {"Entered", "Left"} <= {caption.value for caption in page.caption}


def test_next_change_changes_this_list(open_page):
    page = open_page("pages/lists.py", plain="true", variety="0")
    assert page.button(key="previous_change").disabled
    before = page.dataframe[-1].value if len(page.dataframe) < 4 else page.dataframe[3].value
    page.button(key="next_change").click().run()
    assert not page.exception
    assert "lambda" in page.query_params
    after = page.dataframe[3].value
    assert not after.equals(before)
    assert not page.button(key="previous_change").disabled


def test_search_finds_people(open_page):
    page = open_page("pages/lists.py", plain="true")
    everybody = len(page.dataframe[0].value)
    page.text_input(key="lists_query").input("drama").run()
    assert 0 < len(page.dataframe[0].value) < everybody
    page.text_input(key="lists_query").input("nothing at all").run()
    assert "Nobody matches" in page.text[-1].value or any("Nobody" in text.value for text in page.text)


@pytest.mark.parametrize("user", ["", "nobody"])
def test_without_a_known_person_somebody_is_shown(open_page, user):
    page = open_page("pages/lists.py", plain="true", user=user)
    assert len(page.dataframe) >= 3
