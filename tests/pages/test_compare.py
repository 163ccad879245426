import pytest

from recsys_core.errors import SettingError
from recsys_core.workbench.results import Limits
from tests.pages.compare_page import NINE, bench, chosen, names, plain, settle, tables


def test_fronts_figures_and_lists(open_both):
    page = settle(open_both("compare", methods="mmr,msd"))
    assert len(page.get("plotly_chart")) == 2  # the fronts, and those of personal settings
    here, areas, pairs, _ = tables(page)
    assert len(here) == len(areas) == 2
    assert len(pairs) == 1
    assert list(pairs.columns) == ["Verdict", "Difference"]
    lists = page.dataframe[0].value
    assert len(lists) == 10
    assert lists.shape[1] == 3


def test_tables_keep_the_order_of_the_ranking(open_compare):
    page = open_compare(methods="mmr,msd,dpp,random")
    ranked = names(page)
    here, areas, *_ = tables(page)
    assert list(here["Method"]) == list(areas["Method"]) == ranked
    assert list(page.dataframe[0].value.columns)[1:] == ranked


def test_over_all_settings_the_largest_area_is_named(open_compare):
    areas = tables(open_compare(methods="mmr,random"))[1].set_index("Method")
    assert areas.loc["MMR", "Verdict"] == "Largest of those selected"
    assert areas.loc["Shuffled at random", "Verdict"] == "Smaller than MMR"


def test_a_table_that_scrolls_says_so(open_compare):
    few = open_compare(methods=",".join(NINE[:5]))
    assert any(caption.value.startswith("All 10 differences") for caption in few.caption)
    many = open_compare(methods=",".join(NINE[:6]))
    assert any("Scroll the table for all 15 differences" in caption.value for caption in many.caption)


def test_a_score_is_the_same_whatever_else_is_selected(open_compare):
    def score(methods):
        return tables(open_compare(methods=methods))[1].set_index("Method").loc["MMR", "Score"]

    assert score("mmr") == score("mmr,random,calibration")


def test_the_setting_is_written_as_on_tune(open_compare):
    page = open_compare(methods="mmr")
    slider = page.slider(key="compare_variety")
    assert slider.proto.format == "%g"
    slider.set_value(30.5).run()
    assert any("at 30.5 of 100 of the variety" in caption.value for caption in page.caption)
    page.slider(key="compare_variety").set_value(30.0).run()
    assert any("at 30 of 100 of the variety" in caption.value for caption in page.caption)


def test_figures_at_the_setting_are_those_of_tune(open_compare, open_page):
    trade_off = bench().trade_off("mmr")
    breakpoints = trade_off.curve.breakpoints
    exact = float(breakpoints[len(breakpoints) // 3])
    position = bench().scale("mmr").achieved(exact) * 100
    at = {"reranker": "mmr", "variety": f"{position:.4f}", "lambda": repr(exact)}
    tune = open_page("pages/tune.py", plain="true", **at)
    here = tables(open_compare(methods="mmr,dpp", **at))[0].set_index("Method").loc["MMR"]
    values = [metric.value for metric in tune.metric]
    assert list(here) == values[:2]


# --- putting a method to use --------------------------------------------------------------------------------


def test_a_method_is_put_to_use_at_its_best_position_and_that_is_said(open_both):
    page = settle(open_both("compare", methods="mmr,dpp", reranker="mmr", variety="60"))
    assert any(caption.value == "✓ in use, at 60" for caption in page.caption)
    page.button(key="compare_use_language_model_dpp").click().run()
    assert not page.exception
    best = bench().advice.certificate("dpp", Limits())
    assert page.query_params["reranker"] == "dpp"
    assert float(page.query_params["variety"]) == pytest.approx(best.position * 100)
    assert page.slider(key="compare_variety").value == pytest.approx(best.position * 100)
    said = plain(page.success[0])
    assert said.startswith("Every page now uses: Broad coverage (DPP)") and "Exploratory." in said
    assert page.button(key="compare_use_language_model_mmr")
    ranked = bench().comparison.look([(bench().model, "dpp")], Limits(), "dpp").ranked[0].validation
    elsewhere = f"The ranking shows {ranked.position * 100:g}, its best position on the validation period"
    assert (elsewhere in said) == (ranked.position != best.position)
    assert any(caption.value == f"✓ in use, at {best.position * 100:g}" for caption in page.caption)
    page.run()
    assert not page.success  # said once


def test_the_recommended_method_is_put_to_use_at_the_recommended_setting(open_compare):
    found = bench().advice.recommend(Limits())
    other = "mmr" if found.method != "mmr" else "dpp"
    page = open_compare(methods=f"{other},{found.method}", reranker=other, variety="70")
    page.button(key=f"compare_use_language_model_{found.method}").click().run()
    assert float(page.query_params["variety"]) == pytest.approx(found.certificate.position * 100)
    assert "that the test period proves to be inside your limits" in plain(page.success[0])


def test_where_no_accuracy_can_be_limited_the_position_stays(open_compare, monkeypatch):
    page = open_compare(methods="mmr,dpp", reranker="mmr", variety="60")

    def refuse(*args, **kwargs):
        raise SettingError("no accuracy")

    with monkeypatch.context() as patch:
        patch.setattr(bench().advice, "certificate", refuse)
        page.button(key="compare_use_language_model_dpp").click().run()
    assert page.query_params["variety"] == "60" and "lambda" not in page.query_params
    assert plain(page.success[0]) == "Every page now uses: Broad coverage (DPP), still at 60 of 100."


def test_of_another_model_the_method_alone_is_taken_and_that_is_said(open_compare):
    page = open_compare(models="language_model,popularity", methods="mmr,dpp", reranker="mmr", variety="60")
    assert any("takes the method only" in caption.value for caption in page.caption)
    assert page.button(key="compare_use_popularity_dpp")
    assert any(caption.value == "✓ method in use, at 60" for caption in page.caption)


# --- choosing -----------------------------------------------------------------------------------------------


def test_a_click_too_many_is_taken_back_and_said(open_page):
    page = open_page("pages/compare.py", methods=",".join(NINE), reranker="mmr")
    assert not page.info
    assert len(names(page)) == 9
    page.get("pills")[0].set_value(["language_model", "popularity"]).run()
    assert not page.exception
    models, methods = chosen(page)
    assert models == ["language_model"]  # the new one looks unselected
    assert sorted(methods) == sorted(NINE)
    assert page.info[0].value.startswith("Not added: popularity. That would make 18 pairs")
    assert len(names(page)) == 9
    page.run()
    assert page.info  # said until something else is chosen
    page.get("pills")[1].set_value(["mmr", "dpp"]).run()
    assert not page.info
    page.get("pills")[0].set_value(["language_model", "popularity"]).run()
    assert not page.info
    assert len(names(page)) == 4


@pytest.mark.parametrize(("lang", "comma"), [("en", ", "), ("zh", "、")])
def test_an_address_that_asks_for_too_much_keeps_what_is_in_use_and_names_the_rest(open_page, lang, comma):
    page = open_page(
        "pages/compare.py", lang=lang, models="popularity,ease,als,bpr,pure_svd,language_model",
        methods="random,dpp,ssd,mmr,gist", reranker="gist",
    )  # fmt: skip
    models, methods = chosen(page)
    assert models == ["language_model", "popularity", "ease"]
    assert methods == ["gist", "random", "dpp"]
    assert len(names(page)) == 9
    said = page.info[0].value
    assert "30" in said and "9" in said
    assert comma.join(["ALS", "BPR", "PureSVD"]) in said
    assert "SSD" in said and "MMR" in said


def test_unknown_names_in_the_address_are_said_and_the_usual_is_shown(open_both):
    page = open_both("compare", methods="mmr,ma_gic,mmr", models="nothing")
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


def test_a_setting_for_each_person_gets_a_plain_verdict(open_compare):
    page = open_compare(methods="mmr")
    said = [text.value for text in page.markdown if "A setting for each person **" in text.value]
    assert len(said) == 2
    assert all(any(word in text for word in ("is better", "is worse", "is no better")) for text in said)
