def tables(page):
    return [frame.value for frame in page.dataframe]


def verdicts(page):
    return [text.value for text in page.markdown if text.value.startswith("**") and "  \n" in text.value]


def test_fronts_verdicts_figures_and_lists(open_both):
    page = open_both("compare", methods="mmr,msd")
    assert len(page.get("plotly_chart")) == 2  # the fronts, and those of personal settings
    assert len(verdicts(page)) == 2
    figures, pairs, lists, _ = tables(page)
    assert len(figures) == 2
    assert len(pairs) == 1
    assert pairs.columns[0] == "Verdict"
    assert len(lists) == 10
    assert lists.shape[1] == 3


def test_the_best_over_all_settings_comes_first(open_page):
    page = open_page("pages/compare.py", methods="mmr,random")
    assert "MMR" in tables(page)[0].iloc[0, 0]
    assert verdicts(page)[0] == "**MMR**  \nBetter than all others here"
    assert "Worse than MMR" in verdicts(page)[1]


def test_it_is_called_a_report(open_both):
    page = open_both("compare", methods="mmr")
    assert any("a report, not a way to choose" in caption.value for caption in page.caption)


def test_a_method_is_taken_for_every_page_and_that_is_said(open_both):
    page = open_both("compare", methods="mmr,dpp")
    assert any(caption.value == "✓ in use on every page" for caption in page.caption)
    page.button(key="compare_use_language_model_dpp").click().run()
    assert not page.exception
    assert page.query_params["reranker"] == "dpp"
    assert page.success[0].value.startswith("Every page now uses: A list that spans much")
    assert page.button(key="compare_use_language_model_mmr")
    page.run()
    assert not page.success  # said once


def test_too_many_pairs_keep_what_was_chosen_last(open_page):
    page = open_page(
        "pages/compare.py", models="popularity", methods="mmr,msd,dpp,cover,ssd,xquad,gist,random"
    )
    assert not page.info
    page.get("pills")[1].set_value(
        ["mmr", "msd", "dpp", "cover", "ssd", "xquad", "gist", "random", "calibration"]
    ).run()
    assert not page.exception
    said = page.info[0].value
    assert said.startswith("9 pairs are too many") and said.endswith("left out: MMR.")
    assert any("calibration" in text for text in verdicts(page))
    assert not any(text.startswith("**MMR**") for text in verdicts(page))


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
