def test_segments_worst_off_and_items(open_both):
    page = open_both("impact", variety="80")
    assert page.subheader[0].value.split("%")[0].isdigit()
    assert len(page.get("plotly_chart")) == 2
    worst = next(frame.value for frame in page.dataframe if "Accuracy change" in frame.value.columns)
    assert len(worst) == 15  # 5% of 299 people
    assert worst["Accuracy change"].iloc[0].startswith("\u2212")


def test_at_relevance_only_nobody_pays(open_page):
    page = open_page("pages/impact.py", variety="0")
    assert page.subheader[0].value.startswith("0% of the people")


def test_another_division_of_the_items(open_page):
    page = open_page("pages/impact.py", variety="60")
    before = page.get("plotly_chart")[1].proto.spec
    page.get("segmented_control")[0].set_value("category").run()
    assert not page.exception
    assert page.get("plotly_chart")[1].proto.spec != before


def table(page, column):
    return next(frame.value for frame in page.dataframe if column in frame.value.columns)


def test_groups_that_only_look_hurt_are_said_to_be_no_finding(open_both):
    page = open_both("impact", variety="80")
    groups = table(page, "Verdict")
    assert groups.columns[:3].tolist() == ["Group", "Verdict", "Accuracy"]
    alone = (groups["Verdict"] == "loses, perhaps like the rest").sum()
    said = [text.value for text in page.markdown if "groups tested" in text.value]
    assert bool(said) == bool(alone)
    if alone:
        assert f"{alone} of the {len(groups)} groups tested lose" in said[0]


def test_not_all_groups_in_the_chart_is_said(open_page):
    page = open_page("pages/impact.py", variety="80")
    n = len(table(page, "Verdict"))
    said = [caption.value for caption in page.caption if "groups shown" in caption.value]
    expected = f"14 of {n} groups shown, the most certain losses first; the table has all."
    assert said == ([expected] if n > 14 else [])


def test_the_people_worst_off_show_fewer_liked_items_or_show_them_lower(open_page):
    worst = table(open_page("pages/impact.py", variety="80"), "Liked shown")
    pairs = worst["Liked shown"].str.split(" → ", expand=True).astype(int)
    assert (pairs[1] <= pairs[0]).mean() > 0.8


def test_chinese_has_no_english_of_ours(open_page):
    page = open_page("pages/impact.py", variety="80", lang="zh")
    names = table(page, "结论")["组"]
    built_in = [
        name for name in names if name.partition("：")[0] in ("活跃度", "大众口味", "新旧", "口味广度")
    ]
    assert len(built_in) >= 9
    assert all(name.isascii() is False and not any("a" <= c <= "z" for c in name) for name in built_in)
