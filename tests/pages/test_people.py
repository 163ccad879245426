import numpy as np
import pytest

from recsys_core.data import load
from recsys_core.decisions import new_person
from recsys_core.decisions.impact import worst_off
from recsys_core.ui.shell.session import open_workbench


def test_history_and_both_lists(open_both):
    page = open_both("people", plain="true", variety="70")
    titles = [text.value for text in page.subheader]
    assert "People" in titles
    assert "What they rated, latest first" in titles
    moved = page.dataframe[-1].value
    assert set(moved["Move"]) == {"Entered", "Left"} and (moved["Move"] == "Entered").sum() * 2 == len(moved)


def test_next_change_changes_this_list(open_page):
    page = open_page("pages/people.py", plain="true", variety="0")
    assert page.button(key="previous_change").disabled
    before = page.dataframe[3].value
    page.button(key="next_change").click().run()
    assert not page.exception
    assert float(page.query_params["variety"]) > 0
    after = page.dataframe[3].value
    assert not after.equals(before)
    assert not page.button(key="previous_change").disabled


def test_search_finds_people(open_page):
    page = open_page("pages/people.py", plain="true")
    everybody = len(page.dataframe[0].value)
    page.text_input(key="people_query").input("drama").run()
    assert 0 < len(page.dataframe[0].value) < everybody
    page.text_input(key="people_query").input("nothing at all").run()
    assert any("Nobody matches" in text.value for text in page.text)
    page.button(key="people_clear").click().run()
    assert not page.exception
    assert len(page.dataframe[0].value) == everybody


def test_the_person_looked_at_is_the_first_row(open_both):
    page = open_both("people", plain="true", user="S042")
    assert page.dataframe[0].value["Person"].iloc[0] == "S042"


def liked_person():
    """Somebody whose list loses accuracy at a high setting, with their outcome there."""
    bench = open_workbench("sample")
    trade_off = bench.trade_off("mmr", k=10)
    worst = worst_off(trade_off, 0.9).users[0]
    return str(bench.user_ids[worst])


def test_what_was_liked_later_is_marked_counted_and_priced(open_both):
    page = open_both("people", plain="true", variety="90", user=liked_person())
    before, now = (frame.value for frame in page.dataframe[2:4])
    counts = [int((table["Liked later"] == "✓ liked").sum()) for table in (before, now)]
    assert f"Before: {counts[0]} of the 10 were liked later; now: {counts[1]}." in texts(page)
    assert "This person’s own accuracy (NDCG@10): before **0." in texts(page)
    assert any("figure is noisy" in text.value for text in page.caption)
    assert any(text.value.startswith("✓ liked: this person rated it 4 or 5") for text in page.caption)


def test_somebody_new_is_not_judged(open_page):
    page = open_page("pages/people.py", plain="true", likes='["F001", "F002"]')
    assert "Was it any good?" not in [text.value for text in page.subheader]


@pytest.mark.parametrize("user", ["", "nobody"])
def test_without_a_known_person_somebody_is_shown(open_page, user):
    page = open_page("pages/people.py", plain="true", user=user)
    assert len(page.dataframe) >= 3


def texts(page):
    return "\n".join(text.value for text in page.markdown)


def test_the_item_that_entered_is_explained(open_both):
    page = open_both("people", plain="true", variety="70")
    said = texts(page)
    assert "Why it is here." in said and "Its score of" in said
    assert "Why it entered." in said and "preferred to" in said


def test_every_item_of_the_list_can_be_asked_about(open_page):
    page = open_page("pages/people.py", plain="true", variety="70")
    box = next(box for box in page.selectbox if (box.key or "").startswith("why_item"))
    assert len(box.options) > 10  # the list, and what left it
    box.select_index(len(box.options) - 1).run()
    assert not page.exception
    assert "Why it left" in texts(page)


@pytest.mark.parametrize("reranker", ["dpp", "xquad", "calibration", "gist", "none"])
def test_every_kind_of_method_is_explained(open_page, reranker):
    page = open_page("pages/people.py", plain="true", variety="60", reranker=reranker)
    assert "Why it is here." in texts(page)


def test_a_new_person_by_items_has_lists_and_reasons(open_page):
    page = open_page("pages/people.py", plain="true", variety="40")
    page.get("segmented_control")[0].set_value("new").run()
    assert "Choose some items" in "\n".join(text.value for text in page.caption)
    ids = [str(item) for item in load("sample").item_ids]
    page.multiselect(key="newcomer_likes").set_value([ids[3], ids[8]]).run()
    assert not page.exception
    assert "A new person" in [text.value for text in page.subheader]
    assert "Why it is here." in texts(page)
    assert "likes" in page.query_params


def test_a_new_person_by_words_blocks_what_follows_no(open_page, monkeypatch):
    vector = np.zeros((1, 384), np.float32)
    vector[0, 0] = 1.0
    monkeypatch.setattr(new_person, "encode_like", lambda folder, texts: vector)
    page = open_page("pages/people.py", plain="true", taste="quiet dramas, no horror, nothing too long")
    said = texts(page)
    assert "Blocked at every setting: Horror." in said
    assert "“too long” is not a category" in said
    lists = [frame.value for frame in page.dataframe if "Categories" in frame.value.columns]
    assert lists and not any("Horror" in text for table in lists for text in table["Categories"])


def test_a_link_to_items_that_are_gone_says_so(open_page):
    page = open_page("pages/people.py", plain="true", likes='["no such item"]')
    assert "do not exist" in page.info[0].value


def test_refusing_everything_is_a_sentence_and_a_way_on(open_page):
    names = {name for tags in load("sample").items["categories"] for name in tags}
    page = open_page("pages/people.py", plain="true", taste="no " + " or ".join(sorted(names)))
    assert "Nothing is left to show" in page.error[0].value


def test_a_rule_has_an_exact_cost_and_the_list_keeps_it(open_page):
    page = open_page("pages/people.py", plain="true", variety="30")
    page.number_input(key="rules_at_most").set_value(2).run()
    assert not page.exception
    assert "at most 2 of each category" in texts(page) and "of all lists. Accuracy changes by" in texts(page)
    listed = page.dataframe[-1].value["Categories"].str.split(", ").explode()
    assert listed.value_counts().max() <= 2


def test_rules_that_clash_are_one_sentence(open_page):
    page = open_page("pages/people.py", plain="true", variety="30")
    page.number_input(key="rules_at_least").set_value(15).run()
    assert page.error[0].value.startswith("These rules cannot be satisfied together.")
    assert "at least 15 long\\-tail items" in page.error[0].value


def test_a_blocked_item_is_named_and_gone(open_page):
    page = open_page("pages/people.py", plain="true", variety="30")
    title = load("sample").items["title"].iloc[5]
    page.multiselect(key="rules_block").set_value([5]).run()
    assert not page.exception
    assert f"{title} blocked" in texts(page)
    assert title not in page.dataframe[-1].value["Title"].tolist()


def test_rules_are_in_the_address_and_come_back_from_it(open_page):
    page = open_page("pages/people.py", plain="true", variety="30")
    item = str(load("sample").item_ids[5])
    page.multiselect(key="rules_block").set_value([5]).run()
    page.number_input(key="rules_at_most").set_value(3).run()
    assert page.query_params["rules"] == f"block.{item}~most.3"
    again = open_page("pages/people.py", plain="true", variety="30", rules=page.query_params["rules"])
    assert again.multiselect(key="rules_block").value == [5]
    assert again.number_input(key="rules_at_most").value == 3
    assert again.dataframe[-1].value.equals(page.dataframe[-1].value)
    again.multiselect(key="rules_block").set_value([]).run()
    again.number_input(key="rules_at_most").set_value(None).run()
    assert "rules" not in again.query_params


def test_a_pinned_item_stands_where_the_address_says(open_page):
    data = load("sample")
    page = open_page("pages/people.py", plain="true", variety="30", rules=f"pin.{data.item_ids[9]}.3")
    assert page.dataframe[-1].value["Title"].iloc[2] == data.items["title"].iloc[9]
    assert "at place 3" in texts(page)


def test_damaged_rules_are_a_sentence_and_the_rest_is_kept(open_page):
    page = open_page("pages/people.py", plain="true", rules="most.3~free.beer~block.nothing")
    assert "free\\.beer, block\\.nothing" in page.info[0].value
    assert page.query_params["rules"] == "most.3"


def test_who_cannot_keep_a_rule_does_not_spoil_it_for_the_others(open_page):
    # One film of each category at most: ten such films are hard to find, and took minutes to look for.
    page = open_page("pages/people.py", plain="true", variety="30", rules="most.1")
    assert not page.error
    assert "For 28 of 300 people no list satisfies all rules" in page.warning[-1].value
    assert "at most 1 of each category" in texts(page)
    assert "No list satisfies the rules" in page.caption[-1].value  # the example person is one of them
    able = str(load("sample").user_ids[0])
    page = open_page("pages/people.py", plain="true", variety="30", rules="most.1", user=able)
    listed = page.dataframe[-1].value["Categories"].str.split(", ").explode()
    assert listed.value_counts().max() == 1
