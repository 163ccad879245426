import json

import pytest

from recsys_core.data import load


def table(page, column):
    return next(frame.value for frame in page.dataframe if column in frame.value.columns)


def said(page):
    return "\n".join(text.value for text in [*page.markdown, *page.caption, *page.text])


def test_groups_people_and_items(open_both):
    page = open_both("impact", variety="80")
    assert page.subheader[0].value.split("%")[0].isdigit()
    assert len(page.get("plotly_chart")) == 2
    worst = table(page, "Liked shown")
    assert len(worst) == 15  # 5% of 299 people
    assert all("(\u2212" in text for text in worst["Accuracy"])  # everybody here loses


def test_where_no_list_changes_there_is_one_sentence_and_no_empty_chart(open_page):
    page = open_page("pages/impact.py", variety="0")
    assert page.subheader[0].value == "At this setting no list changes: nobody loses, nobody gains."
    assert not page.get("plotly_chart") and not page.dataframe


def test_another_division_of_the_items(open_page):
    page = open_page("pages/impact.py", variety="60")
    before = page.get("plotly_chart")[1].proto.spec
    page.get("segmented_control")[0].set_value("category").run()
    assert not page.exception
    assert page.get("plotly_chart")[1].proto.spec != before


def test_everybody_is_a_line_with_the_figure_of_the_tile(open_page):
    tune = open_page("pages/tune.py", plain="true", variety="80")
    tile = next(one for one in tune.metric if "NDCG" in one.label)
    page = open_page("pages/impact.py", variety="80")
    assert f"The dashed line is everybody, 299 people: {tile.delta}." in said(page)
    figure = json.loads(page.get("plotly_chart")[0].proto.spec)
    assert figure["layout"]["annotations"][0]["text"] == f"everybody {tile.delta.split()[0]}"


def test_luck_is_spoken_of_in_plain_words(open_both):
    page = open_both("impact", variety="80")
    groups = table(page, "Verdict")
    assert groups.columns[:3].tolist() == ["Group", "Verdict", "Change of accuracy"]
    clear = groups["Verdict"].isin(["loses more than others", "loses less than others"]).any()
    note = next(text.value for text in page.markdown if "by luck" in text.value)
    assert note.startswith(f"Among {len(groups)} groups, a few always look better or worse by luck.")
    assert note.endswith("Here none does.") != clear
    assert "Holm" not in said(page) and "significan" not in said(page)


def test_both_ends_of_the_groups_are_drawn_and_the_rest_is_in_the_table(open_page):
    page = open_page("pages/impact.py", variety="80")
    n = len(table(page, "Verdict"))
    assert n > 14
    assert f"14 of {n} groups, the largest loss first: those that most clearly do badly" in said(page)


def test_the_people_worst_off_show_fewer_liked_items_or_show_them_lower(open_page):
    worst = table(open_page("pages/impact.py", variety="80"), "Liked shown")
    pairs = worst["Liked shown"].str.split(" → ", expand=True).astype(int)
    assert (pairs[1] <= pairs[0]).mean() > 0.8


@pytest.mark.parametrize("kind", ["typical", "gainer", "loser"])
def test_three_people_say_why_they_were_selected_and_can_be_opened(open_page, kind):
    page = open_page("app.py").switch_page("pages/impact.py")
    page.query_params["variety"] = "80"
    page.run()
    assert len([text for text in page.caption if text.value.startswith("Selected because")]) == 3
    button = page.button(key=f"impact_open_{kind}")
    user = button.label.removeprefix("Open person ")
    button.click().run()
    assert not page.exception
    assert table(page, "Likes most")["Person"].iloc[0] == user  # the first row on People


def test_rules_are_said_not_to_count_here(open_page):
    item = load("sample").item_ids[3]
    assert not open_page("pages/impact.py", variety="30").warning
    page = open_page("pages/impact.py", variety="30", rules=f"block.{item}")
    told = page.warning[0].value
    assert "measured without them" in told
    elsewhere = [
        open_page(f"pages/{name}.py", variety="30", rules=f"block.{item}") for name in ("tune", "compare")
    ]
    assert [page.warning[0].value for page in elsewhere] == [told, told], "what rules cost is one figure"


def test_chinese_has_no_english_of_ours(open_page):
    page = open_page("pages/impact.py", variety="80", lang="zh")
    names = table(page, "结论")["组"]
    built_in = [
        name for name in names if name.partition("：")[0] in ("活跃度", "大众口味", "新旧", "口味广度")
    ]
    assert len(built_in) >= 9
    assert all(name.isascii() is False and not any("a" <= c <= "z" for c in name) for name in built_in)
