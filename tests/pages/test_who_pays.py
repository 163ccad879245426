def test_segments_worst_off_and_items(open_both):
    page = open_both("who_pays", variety="80")
    assert page.subheader[0].value.split("%")[0].isdigit()
    assert len(page.get("plotly_chart")) == 2
    worst = next(frame.value for frame in page.dataframe if "Change of NDCG" in frame.value.columns)
    assert len(worst) == 15  # 5% of 299 people
    assert worst["Change of NDCG"].iloc[0].startswith("\u2212")


def test_at_relevance_only_nobody_pays(open_page):
    page = open_page("pages/who_pays.py", variety="0")
    assert page.subheader[0].value.startswith("0% of the people")


def test_another_division_of_the_items(open_page):
    page = open_page("pages/who_pays.py", variety="60")
    before = page.get("plotly_chart")[1].proto.spec
    page.get("segmented_control")[0].set_value("category").run()
    assert not page.exception
    assert page.get("plotly_chart")[1].proto.spec != before
