def tables(page):
    return [frame.value for frame in page.dataframe]


def test_fronts_areas_differences_and_lists(open_both):
    page = open_both("compare", methods="mmr,msd")
    assert len(page.get("plotly_chart")) == 2  # the fronts, and those of personal settings
    areas, pairs, lists, _ = tables(page)
    assert len(areas) == 2
    assert len(pairs) == 1
    assert len(lists) == 10
    assert lists.shape[1] == 3


def test_the_largest_area_comes_first(open_page):
    areas = tables(open_page("pages/compare.py", methods="mmr,random"))[0]
    assert "MMR" in areas.iloc[0, 0]


def test_unknown_names_in_the_address_fall_back(open_page):
    page = open_page("pages/compare.py", methods="magic", models="nothing")
    assert page.get("plotly_chart")


def test_nothing_chosen_is_said(open_page):
    page = open_page("pages/compare.py", methods="mmr")
    page.get("pills")[1].set_value([]).run()
    assert not page.exception
    assert "Choose at least one" in page.info[0].value


def test_chinese(open_page):
    page = open_page("pages/compare.py", methods="mmr", lang="zh")
    assert page.title[0].value == "换一个模型或方法会更好吗？"


def test_a_setting_for_each_person_gets_a_plain_verdict(open_page):
    page = open_page("pages/compare.py", methods="mmr")
    said = [text.value for text in page.markdown if "A setting for each person **" in text.value]
    assert len(said) == 2
    assert all(any(word in text for word in ("is better", "is worse", "is no better")) for text in said)
