import pytest

NINE = ["mmr", "msd", "dpp", "cover", "ssd", "xquad", "gist", "random", "calibration"]


def tables(page):
    """Figures, differences where there are two pairs or more, personal settings."""
    return [table.value for table in page.table]


def chosen(page):
    return [pills.value for pills in page.get("pills")]


def verdicts(page):
    return [text.value for text in page.markdown if text.value.startswith("**") and "  \n" in text.value]


def test_fronts_verdicts_figures_and_lists(open_both):
    page = open_both("compare", methods="mmr,msd")
    assert len(page.get("plotly_chart")) == 2  # the fronts, and those of personal settings
    assert len(verdicts(page)) == 2
    figures, pairs, _ = tables(page)
    assert len(figures) == 2
    assert len(pairs) == 1
    assert list(pairs.columns) == ["Verdict", "Difference"]
    lists = page.dataframe[0].value
    assert len(lists) == 10
    assert lists.shape[1] == 3


def test_the_best_over_all_settings_comes_first(open_page):
    page = open_page("pages/compare.py", methods="mmr,random")
    assert "MMR" in tables(page)[0].iloc[0, 0]
    assert verdicts(page)[0] == "**MMR**  \nBest of those selected"
    assert "Worse than MMR" in verdicts(page)[1]


def test_where_to_choose_and_what_the_buttons_do_is_said_in_one_sentence(open_both):
    page = open_both("compare", methods="mmr")
    said = page.caption[0].value
    assert said.startswith("Choose a setting on Tune")
    assert "reports the test period" in said and "buttons" in said


def test_a_table_that_scrolls_says_so(open_page):
    few = open_page("pages/compare.py", methods=",".join(NINE[:5]))
    assert any(caption.value.startswith("All 10 differences") for caption in few.caption)
    many = open_page("pages/compare.py", methods=",".join(NINE[:6]))
    assert any("Scroll the table for all 15 differences" in caption.value for caption in many.caption)


def test_a_score_is_the_same_whatever_else_is_selected(open_page):
    def score(methods):
        page = open_page("pages/compare.py", methods=methods)
        return tables(page)[0].set_index("Method").loc["MMR", "Score"]

    assert score("mmr") == score("mmr,random,calibration")


def test_the_setting_is_written_as_on_tune(open_page):
    page = open_page("pages/compare.py", methods="mmr")
    slider = page.slider(key="compare_variety")
    assert slider.proto.format == "%g%%"
    slider.set_value(30.5).run()
    assert any("at 30.5% of what each method" in caption.value for caption in page.caption)
    page.slider(key="compare_variety").set_value(30.0).run()
    assert any("at 30% of what each method" in caption.value for caption in page.caption)


def test_a_method_is_taken_for_every_page_and_that_is_said(open_both):
    page = open_both("compare", methods="mmr,dpp", reranker="mmr")
    assert any(caption.value == "✓ in use on every page" for caption in page.caption)
    page.button(key="compare_use_language_model_dpp").click().run()
    assert not page.exception
    assert page.query_params["reranker"] == "dpp"
    assert page.success[0].value.startswith("Every page now uses: Broad coverage")
    assert page.button(key="compare_use_language_model_mmr")
    page.run()
    assert not page.success  # said once


def test_a_click_too_many_is_taken_back_and_said(open_page):
    page = open_page("pages/compare.py", methods=",".join(NINE), reranker="mmr")
    assert not page.info
    assert len(verdicts(page)) == 9
    page.get("pills")[0].set_value(["language_model", "popularity"]).run()
    assert not page.exception
    assert chosen(page) == [["language_model"], NINE]  # the new one looks unselected
    assert page.info[0].value.startswith("Not added: popularity. That would make 18 pairs")
    assert len(verdicts(page)) == 9
    page.run()
    assert page.info  # said until something else is chosen
    page.get("pills")[1].set_value(["mmr", "dpp"]).run()
    assert not page.info
    page.get("pills")[0].set_value(["language_model", "popularity"]).run()
    assert not page.info
    assert len(verdicts(page)) == 4


@pytest.mark.parametrize(("lang", "comma"), [("en", ", "), ("zh", "、")])
def test_an_address_that_asks_for_too_much_keeps_what_is_in_use_and_names_the_rest(open_page, lang, comma):
    page = open_page(
        "pages/compare.py", lang=lang, models="popularity,ease,als,bpr,pure_svd,language_model",
        methods="random,dpp,ssd,mmr,gist", reranker="gist",
    )  # fmt: skip
    models, methods = chosen(page)
    assert models == ["language_model", "popularity", "ease"]
    assert methods == ["gist", "random", "dpp"]
    assert len(verdicts(page)) == 9
    said = page.info[0].value
    assert "30" in said and "9" in said
    assert comma.join(["ALS", "BPR", "PureSVD"]) in said
    assert "SSD" in said and "MMR" in said


def test_unknown_names_in_the_address_are_said_and_the_usual_is_shown(open_both):
    page = open_both("compare", methods="mmr,ma_gic,mmr", models="nothing")
    assert page.get("plotly_chart")
    assert chosen(page) == [["language_model"], ["mmr"]]
    assert [info.value for info in page.info] == [
        "The address names models or methods that do not exist here; they are left out: nothing, ma\\_gic."
    ]


def test_nothing_chosen_is_said(open_page):
    page = open_page("pages/compare.py", methods="mmr")
    page.get("pills")[1].set_value([]).run()
    assert not page.exception
    assert "Choose at least one" in page.info[0].value
    assert "methods" not in page.query_params
    assert page.query_params["models"] == "language_model"


def test_chinese(open_page):
    page = open_page("pages/compare.py", methods="mmr", lang="zh")
    assert page.title[0].value == "换一个模型或方法会更好吗？"


def test_a_setting_for_each_person_gets_a_plain_verdict(open_page):
    page = open_page("pages/compare.py", methods="mmr")
    said = [text.value for text in page.markdown if "A setting for each person **" in text.value]
    assert len(said) == 2
    assert all(any(word in text for word in ("is better", "is worse", "is no better")) for text in said)
