import json
import re
from dataclasses import replace

import pytest

from recsys_core.errors import StoreError
from recsys_core.runtime.cache import KeyedCache
from recsys_core.ui.shell.session import open_workbench
from recsys_core.ui.text.words import Words
from recsys_core.ui.tune import transfer
from recsys_core.ui.widgets import verdicts
from recsys_core.workbench.results import Limits

ENGLISH = Words()


@pytest.fixture(scope="module")
def bench():
    return open_workbench("sample")


def written(page, kind="caption"):
    """Texts without the marks that keep them from being markdown."""
    return [re.sub(r"\\([^\w\s])", r"\1", element.value) for element in page.get(kind)]


# --- what it opens on ---------------------------------------------------------------------------------------


def test_it_opens_on_the_recommended_setting(open_both, bench):
    page = open_both("tune", plain="true")
    best = bench.advice.recommend()
    title = bench.rerankers[best.method].title
    position = f"{best.certificate.position * 100:g}"
    assert page.subheader[0].value == f"Ship {title} at {position} of 100."
    assert ":green-badge[Recommended]" in written(page, "markdown")
    assert page.query_params["reranker"] == best.method
    assert page.query_params["variety"] == position
    assert page.slider(key="plain_variety").value == float(position)
    assert page.selectbox(key="plain_reranker").value == best.method
    stretch = ENGLISH.position(best.certificate.figures.positions[best.certificate.stretch])
    said = f"The best of 8 methods for your limits, certified up to {stretch} of 100 on 299 people."
    assert any(text.startswith(f"{said} What ends it there: ") for text in written(page))


def test_limits_in_the_address_decide_what_it_opens_on(open_page, bench):
    page = open_page("app.py", plain="true", budget="5", coverage="none")
    best = bench.advice.recommend(Limits(0.05, None))
    assert page.query_params["reranker"] == best.method != bench.advice.recommend().method
    assert page.slider(key="plain_variety").value == pytest.approx(best.certificate.position * 100)
    assert page.query_params["budget"] == "5" and page.query_params["coverage"] == "none"


def test_where_nothing_is_certified_it_opens_on_relevance_only(open_page):
    page = open_page("app.py", plain="true", budget="1")
    assert page.subheader[0].value == "Keep relevance only."
    assert page.query_params["variety"] == "0"
    assert ":gray-badge[Best found, exploratory]" in written(page, "markdown")
    assert re.search(
        r"Nothing beyond it is proven to stay inside your limits, on 299 people\. "
        r"About \d+ people would prove .* at \d of 100, if the figures stayed the same\.",
        " ".join(written(page)),
    )


def test_a_setting_in_the_address_is_not_moved(open_page):
    page = open_page("app.py", plain="true", reranker="mmr", variety="60")
    assert page.subheader[0].value == "Avoid near-duplicates (MMR) at 60 of 100."
    assert page.query_params["variety"] == "60" and "lambda" not in page.query_params


@pytest.mark.parametrize(
    "damaged", ["budget=abc", "budget=1e-9", "variety=banana", "group=age", "raise=beauty"]
)
def test_damaged_parts_of_an_address_are_named_and_the_rest_is_shown(open_page, damaged):
    key, _, value = damaged.partition("=")
    page = open_page("pages/tune.py", **({"plain": "true"} | {key: value}))
    assert written(page, "info") == [f"“{damaged}” in the address could not be read and was left out."]
    assert page.metric and key not in page.query_params or key == "variety"


# --- what is on it ------------------------------------------------------------------------------------------


def test_plain_page_shows_sentence_measures_curves_and_list(open_both):
    page = open_both("tune", plain="true", variety="60")
    assert page.subheader[0].value.endswith("at 60 of 100.")
    assert "more varied by category" in " ".join(written(page, "markdown"))
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
    assert page.subheader[0].value == "Relevance only: the model’s own ranking."


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
    page.run()  # as the page does by itself once the verdict is known
    assert "nobody9" in page.info[0].value + page.info[1].value
    page.slider(key="plain_variety").set_value(70.0).run()
    assert not page.info


def test_markup_in_the_address_stays_text(open_page):
    page = open_page("app.py", user="<img src=x onerror=alert(1)>![a](https://example.org/a.png)")
    assert "![a](" not in page.info[0].value


@pytest.mark.parametrize("plain", ["true", "false"])
def test_where_nothing_liked_is_found_no_verdict_is_waited_for(open_page, monkeypatch, plain):
    monkeypatch.setattr(verdicts, "computed", lambda *_: None)
    monkeypatch.setattr(verdicts, "is_judged", lambda *_: False)
    page = open_page("pages/tune.py", plain=plain)
    said = " ".join(written(page))
    if plain == "false":
        said = json.loads(page.get("bidi_component")[0].proto.bytes)["unjudged"]
    assert "Nothing can be recommended: the model finds none of the items" in said
    assert "Finding out" not in said
    assert not [badge for badge in written(page, "markdown") if "-badge[" in badge]


@pytest.mark.parametrize("plain", ["true", "false"])
def test_the_verdict_joins_the_page_once_it_is_known(open_page, monkeypatch, bench, plain):
    from recsys_core.runtime.cache import KeyedCache

    monkeypatch.setattr(bench.advice, "_answers", KeyedCache(4))
    page = open_page("pages/tune.py", plain=plain, reranker="mmr", variety="60")
    if plain == "true":
        assert ":gray-badge[Outside your limits]" in written(page, "markdown")
    else:
        sent = json.loads(page.get("bidi_component")[0].proto.bytes)
        assert sent["verdict"]["methods"] == 8 and sent["unjudged"] == ""


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
    assert sent(budget="5")["limits"] != first["limits"]
    assert sent(variety="90")["start"]["t"] == 0.9, "an address changed from outside moves the slider"


def test_the_component_is_sent_the_verdict_of_its_own_method(open_page, bench):
    page = open_page("app.py", variety="40", reranker="mmr")
    sent = json.loads(page.get("bidi_component")[0].proto.bytes)
    assert sent["verdict"]["stretch"] == bench.advice.certificate("mmr", Limits()).stretch
    assert sent["verdict"]["best"] is None and "Exploratory" in sent["verdict"]["explored"]
    assert sent["limit"] == 2.0
    assert [term for term, _ in sent["why"][1:]][0] == bench.rerankers[bench.advice.recommend().method].title
    page = open_page("app.py")
    sent = json.loads(page.get("bidi_component")[0].proto.bytes)
    best = bench.advice.recommend().certificate
    assert sent["verdict"]["best"] == {"t": best.position, "lambda": best.lambda_}
    assert sent["start"]["t"] == best.position
    assert sent["verdict"]["explored"] == ""


def test_the_recommended_setting_is_one_press_away(open_page, bench):
    page = open_page("app.py", plain="true", reranker="mmr", variety="95")
    assert ":gray-badge[Outside your limits]" in written(page, "markdown")
    assert any("by at least" in text and "and your limit is" in text for text in written(page))
    page.button(key="plain_recommended").click().run()
    assert not page.exception
    best = bench.advice.recommend()
    assert page.query_params["reranker"] == best.method == page.selectbox(key="plain_reranker").value
    assert page.slider(key="plain_variety").value == pytest.approx(best.certificate.position * 100)
    assert ":green-badge[Recommended]" in written(page, "markdown")
    (table,) = page.table
    assert len(table.value) == 8, "how it was measured"


def test_times_that_tie_at_the_border_of_the_test_period_are_part_of_how_it_was_measured(
    open_page, monkeypatch
):
    from recsys_core.ui.widgets.slider import view

    monkeypatch.setattr(view, "_users_tied", lambda bench: 47)
    page = open_page("pages/tune.py", plain="true")
    assert "for 47 of " in page.table[0].value.to_string()


# --- the dialog of the limits -------------------------------------------------------------------------------


def labelled(page, label):
    return next(box for box in page.selectbox if box.label == label)


def use(page):
    """Press the dialog's button: in a browser that runs the dialog alone, which is open already."""
    page.session_state["visit"].limits_asked = True
    next(button for button in page.button if button.label == "Use these limits").click().run()
    assert not page.exception
    return page


@pytest.fixture
def own_claims(tmp_path, monkeypatch, bench):
    """Claims that end with the test."""
    monkeypatch.setenv("EQUIPOISE_STATE", str(tmp_path))
    monkeypatch.setattr(bench.claims, "_store", None)
    monkeypatch.setattr(bench.claims, "_noted", KeyedCache())
    bench.claims.refresh()
    yield bench.claims
    monkeypatch.undo()
    bench.claims.refresh()
    assert bench.claims.count == 1


def test_the_dialog_shows_the_limits_in_force(open_page):
    page = open_page(
        "pages/tune.py", plain="true", budget="3", worse="10", group="activity:4", coverage="none"
    )
    assert len(page.selectbox) == 2
    page.button(key="plain_limits").click().run()
    assert not page.exception
    values = [box.value for box in page.selectbox[2:] or page.selectbox[:-2]]
    boxes = {box.label: box.value for box in page.selectbox}
    assert boxes["Max. accuracy loss"] == 3.0 and "3%" in labelled(page, "Max. accuracy loss").options
    assert boxes["Catalogue shown may fall by"] is None
    assert boxes["Protect every group of people by"] == "activity"
    assert boxes["A group may lose at most"] == 4.0
    assert boxes["What should rise"] == "ild"
    assert 10.0 in values, "people noticeably worse off"
    page.run()
    assert len(page.selectbox) == 2, "it opens once"


def test_other_limits_move_to_what_is_recommended_for_them(open_page, bench):
    page = open_page("app.py", plain="true", reranker="cover", variety="70")
    page.button(key="plain_limits").click().run()
    labelled(page, "Max. accuracy loss").select_index(3)
    labelled(page, "Catalogue shown may fall by").select_index(0)
    use(page)
    limits = Limits(0.05, None)
    best = bench.advice.recommend(limits)
    assert page.query_params["budget"] == "5" and page.query_params["coverage"] == "none"
    assert page.query_params["reranker"] == best.method
    assert page.subheader[0].value.startswith(f"Test {bench.rerankers[best.method].title} at ")
    assert page.slider(key="plain_variety").value == pytest.approx(best.certificate.position * 100)
    assert "Max. accuracy loss: at most 5%, What should rise: variety by category" in " ".join(written(page))
    assert any("were not declared before" in text for text in written(page))
    assert len(page.selectbox) == 2, "the dialog is shut"


def test_every_limit_of_the_dialog_reaches_the_address(open_page):
    page = open_page("app.py", plain="true")
    page.button(key="plain_limits").click().run()
    labelled(page, "Max. accuracy loss").select_index(4)
    labelled(page, "Catalogue shown may fall by").select_index(4)
    labelled(page, "Protect every group of people by").select_index(1)
    labelled(page, "A group may lose at most").select_index(6)
    worse = next(box for box in page.selectbox if box.label.startswith("Share of people who may be"))
    worse.select_index(7)
    labelled(page, "What should rise").select_index(3)
    use(page)
    params = {key: page.query_params[key] for key in ("budget", "coverage", "group", "worse", "raise")}
    assert params == {
        "budget": "10", "coverage": "10", "group": "activity:20", "worse": "20", "raise": "coverage",
    }  # fmt: skip


def test_limits_that_are_declared_first_are_no_exploration(open_page, own_claims, bench):
    page = open_page("app.py", plain="true")
    assert "95%, over people" in page.table[0].value.to_string()
    page.button(key="plain_limits").click().run()
    labelled(page, "Max. accuracy loss").select_index(3)
    told = "every interval would be a 97.5% interval, now 95%."
    assert any(text.endswith(told) and "affects everybody: 2 questions" in text for text in written(page))
    page.checkbox(key="limits_declare").check()
    use(page)
    assert "Please give the name of the person who does this." in written(page, "error")
    assert own_claims.count == 1
    page.text_input(key="limits_name").input("Ada")
    use(page)
    assert own_claims.count == 2 and own_claims.is_declared(Limits(0.05), 10)
    assert not any("Exploratory" in text for text in written(page))
    page.run()
    assert "97.5%, over people" in page.table[0].value.to_string()
    assert bench.advice.recommend().certificate.figures.level == 0.975, "all claims share the error"


def test_limits_that_were_shown_cannot_be_declared_and_the_dialog_says_why(open_page, own_claims):
    page = open_page("app.py", plain="true", budget="5")
    page.button(key="plain_limits").click().run()
    page.checkbox(key="limits_declare").check()
    page.text_input(key="limits_name").input("Ada")
    use(page)
    (error,) = written(page, "error")
    assert error.startswith("The test figures of this question were shown on ")
    assert own_claims.count == 1


def test_a_database_that_cannot_be_read_leaves_the_page_and_certifies_nothing(open_page, bench, monkeypatch):
    def fail(**how):
        raise StoreError("The database cannot be reached.")

    monkeypatch.setattr(bench.claims, "refresh", fail)
    monkeypatch.setattr(bench.claims, "_state", replace(bench.claims._state, is_known=False))
    page = open_page("app.py", plain="true")
    assert any("The database cannot be reached." in text for text in written(page, "info"))
    assert page.subheader[0].value.startswith("Test ")
    assert any("what was declared cannot be read at the moment" in text for text in written(page))


# --- an exact setting in an address -------------------------------------------------------------------------


def test_an_exact_lambda_lands_on_the_next_position_and_that_is_said(open_page, bench):
    lambdas = bench.advice.figures("mmr").lambdas
    between = float(lambdas[400] + lambdas[401]) / 2
    variety = bench.scale("mmr").achieved(between) * 100
    at = {"reranker": "mmr", "variety": f"{variety:.4f}", "lambda": repr(between)}
    page = open_page("app.py", plain="true", **at)
    row = round(float(page.query_params["variety"]) * 10)
    assert lambdas[row - 1] < between <= lambdas[row]
    assert "lambda" not in page.query_params
    (notice,) = (text for text in written(page, "info") if "lies between two positions" in text)
    assert notice.endswith(f"Shown is the next one, {row / 10:g} of 100.")
    assert page.subheader[0].value.endswith(f" at {row / 10:g} of 100.")


def test_a_lambda_of_a_position_says_nothing_and_a_foreign_one_is_named(open_page, bench):
    own = repr(float(bench.advice.figures("mmr").lambdas[400]))
    page = open_page("app.py", plain="true", reranker="mmr", variety="40", **{"lambda": own})
    assert page.query_params["variety"] == "40" and not any(
        "lambda" in text for text in written(page, "info")
    )
    page = open_page("app.py", plain="true", reranker="mmr", variety="40", **{"lambda": "0.99"})
    assert page.query_params["variety"] == "40" and any(
        "lambda=0.99" in text for text in written(page, "info")
    )
