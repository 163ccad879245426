import json

import pytest

from recsys_core.ui.tune import transfer
from recsys_core.ui.widgets import advising


def test_plain_page_shows_sentence_measures_curves_and_list(open_both):
    page = open_both("tune", plain="true", variety="60")
    assert "more varied" in page.subheader[0].value
    labels = [metric.label for metric in page.metric]
    assert labels[:3] == ["Accuracy NDCG@10", "Variety within a list", "Catalogue shown"]
    assert len(page.get("plotly_chart")) == 1
    assert len(page.dataframe[0].value) == 10


def test_simulated_people_are_named_so_and_the_mending_command_is_shown(open_page):
    said = " ".join(text.value for text in open_page("app.py").markdown)
    assert "simulated" in said
    assert "python -m recsys_core data fetch ml-100k" in said


def test_moving_the_plain_slider_changes_measures_list_and_address(open_page):
    page = open_page("app.py", plain="true", variety="0")
    before, listed = page.metric[1].value, page.dataframe[0].value
    page.slider(key="plain_variety").set_value(100.0).run()
    assert float(page.metric[1].value) > float(before)
    assert not page.dataframe[0].value.equals(listed)
    assert page.query_params["variety"] == "100"


def test_at_zero_the_list_is_the_models_own(open_page):
    page = open_page("app.py", plain="true", variety="0")
    table = page.dataframe[0].value
    assert table["Place"].astype(str).tolist() == table["Place before"].tolist()
    assert page.subheader[0].value.startswith("The model’s own ranking")


def test_another_method_is_another_trade_off(open_page):
    page = open_page("app.py", plain="true", variety="50")
    before = [metric.value for metric in page.metric]
    page.selectbox(key="plain_reranker").select("msd").run()
    assert not page.exception
    assert [metric.value for metric in page.metric] != before
    assert page.query_params["reranker"] == "msd"


def test_the_component_hands_over_its_position(open_page):
    page = open_page("app.py", variety="0")
    page.session_state["slider_tune"] = {"at": {"t": 0.7, "lambda": 0.5, "exact": False}}
    page.run()
    assert not page.exception


def test_a_stranger_in_the_address_is_told_and_replaced(open_page):
    page = open_page("app.py", plain="true", user="nobody9", reranker="magic")
    told = " ".join(info.value for info in page.info)
    assert "nobody9" in told
    assert "magic" in told
    assert page.metric
    page.run()  # as the page does by itself once the advice is known
    assert "nobody9" in page.info[0].value + page.info[1].value
    page.slider(key="plain_variety").set_value(70.0).run()
    assert not page.info


def test_markup_in_the_address_stays_text(open_page):
    page = open_page("app.py", user="<img src=x onerror=alert(1)>![a](https://example.org/a.png)")
    assert "![a](" not in page.info[0].value


@pytest.mark.parametrize("plain", ["true", "false"])
def test_where_nothing_liked_is_found_no_advice_is_waited_for(open_page, monkeypatch, plain):
    monkeypatch.setattr(advising, "computed", lambda *_: [])
    page = open_page("pages/tune.py", plain=plain)
    said = " ".join(caption.value for caption in page.caption)
    if plain == "false":
        said = json.loads(page.get("bidi_component")[0].proto.bytes)["unadvised"]
    assert "No setting is advised: the model finds none of the items" in said
    assert "Working out" not in said


def test_variety_that_is_transfer_only_is_said(open_page, monkeypatch):
    from recsys_core.decisions.transfer import SpaceTransfer, Transfer
    from recsys_core.stats.interval import Interval

    page = open_page("pages/tune.py", plain="true", variety="50")
    assert not page.warning  # on these data the variety is real
    others = (SpaceTransfer("text", 0.0, Interval(0.05, -0.1, 0.12)),)
    monkeypatch.setattr(transfer, "at_setting", lambda *_: Transfer("categories", 0.4, others))
    page.run()
    assert "Categories differ, but the texts are alike: users may not notice." in page.warning[0].value


def test_measures_chosen_beside_the_usual_ones_have_a_shape_each(open_page):
    page = open_page("pages/tune.py", plain="true", measures="precision,recall,novelty")
    lines = [
        trace
        for trace in json.loads(page.get("plotly_chart")[0].proto.spec)["data"]
        if trace["mode"] == "lines+markers"
    ]
    assert len(lines) == 3
    assert len({trace["marker"]["symbol"] for trace in lines}) == 3


def names(page, kind):
    return [element.key for element in page.get(kind)]


def test_what_few_need_is_drawn_once_it_is_opened_and_stays_open(open_page):
    page = open_page("pages/tune.py", plain="true")
    assert "tune_length" not in names(page, "button_group") and not page.multiselect
    page.session_state["visit"].details_open = True
    page.run()
    page.multiselect(key="tune_measures_10_en").select("novelty").run()
    assert len(page.metric) == 6
    page.multiselect(key="tune_measures_10_en").unselect("novelty").run()
    assert len(page.metric) == 5
    assert page.multiselect, "choosing nothing more does not shut what the visitor has opened"
    page.multiselect(key="tune_measures_10_en").select("novelty").run()
    page.button(key="eq_language_zh").click().run()
    assert page.multiselect(key="tune_measures_10_zh").value == ["novelty"], "nor does another language"
    page.button(key="eq_language_en").click().run()
    page.multiselect(key="tune_measures_10_en").unselect("novelty").run()
    assert "measures" not in page.query_params
    page.session_state["visit"].details_open = False
    page.run()
    assert not page.multiselect and len(page.metric) == 5
    assert open_page("pages/tune.py", plain="true", measures="novelty").multiselect


def test_plain_controls_and_back(open_page):
    page = open_page("pages/tune.py")
    assert not page.metric
    page.button(key="plain").click().run()
    assert page.metric and page.query_params["plain"] == "true"
    assert page.button(key="plain").label == "Back to the instant slider"
    page.button(key="plain").click().run()
    assert not page.metric and "plain" not in page.query_params


def test_whether_the_cost_can_be_told_follows_the_budget(open_page, monkeypatch):
    from recsys_core.ui.text import sentences

    monkeypatch.setattr(
        sentences, "for_budget", lambda case, low, budget: "unknown" if budget < 2 else "unclear"
    )
    strict, relaxed = (open_page("pages/tune.py", plain="true", budget=each) for each in ("0.5", "5"))
    assert strict.subheader[0].value.startswith("Accuracy may change")
    assert "within 0.5%" in strict.caption[0].value
    assert relaxed.subheader[0].value.startswith("No measurable cost")


def test_what_the_component_is_sent_follows_everything_but_the_position(open_page):
    from recsys_core.ui.shell import session

    ids = [str(user) for user in session.open_workbench("sample").user_ids[:2]]
    page = open_page("app.py", user=ids[0], variety="40")

    def sent(**params):
        for key, value in params.items():
            page.query_params[key] = value
        page.run()
        return json.loads(page.get("bidi_component")[0].proto.bytes)

    first = sent()
    assert first["person"]["id"] == ids[0]
    assert sent(user=ids[1])["person"]["id"] == ids[1]
    other = sent(reranker="msd")
    assert other["rerankers"]["chosen"] == "msd"
    assert other["curve"]["id"] != first["curve"]["id"]
    assert sent(k="5")["protocol"] != first["protocol"]
    assert sent(measures="novelty")["curve"]["measures"] != first["curve"]["measures"]
    assert sent(lang="zh")["strings"] != first["strings"]
    assert sent(variety="90")["start"]["t"] == 0.9, "an address changed from outside moves the slider"


def test_plain_controls_reach_the_advice_and_how_it_was_measured(open_page):
    page = open_page("app.py", plain="true", variety="95")
    assert "**Outside the 2% budget" in " ".join(text.value for text in page.markdown)
    advice = page.caption[1].value
    assert advice.startswith("The advised setting for a 2% budget is ")
    page.selectbox(key="plain_budget").select(5.0).run()
    assert page.query_params["budget"] == "5"
    page.button(key="plain_advice").click().run()
    assert not page.exception
    place = page.slider(key="plain_variety").value
    assert f"5% budget is {place:g}%" in page.caption[1].value
    assert "lambda" in page.query_params
    assert [table.value.shape[0] for table in page.table] == [6]


def test_times_that_tie_at_the_border_of_the_test_period_are_part_of_how_it_was_measured(
    open_page, monkeypatch
):
    from recsys_core.ui.widgets.slider import view

    monkeypatch.setattr(view, "_users_tied", lambda bench: 47)
    page = open_page("pages/tune.py", plain="true")
    assert "for 47 of " in page.table[0].value.to_string()
