import re
from threading import Event

import pytest

from recsys_core.errors import SettingError
from recsys_core.workbench.results import Limits
from tests.pages.compare_page import NINE, bench, chosen, headline, lines, names, plain, settle, tables

# --- within the limits --------------------------------------------------------------------------------------


def test_pairs_are_ranked_by_what_they_gain_on_validation(open_compare):
    page = open_compare(methods=",".join(NINE))
    found = bench().comparison.look([(bench().model, method) for method in NINE], Limits(), "mmr").ranked
    ranked = names(page)
    gains = [each.validation.gain for each in found]
    assert gains == sorted(gains, reverse=True)
    assert len(ranked) == 9 and ranked[0] == found[0].method.upper()


def test_the_recommended_pair_alone_is_certified_and_every_other_is_called_exploratory(open_compare):
    recommended = bench().advice.recommend(Limits())
    page = open_compare(methods="mmr,msd,dpp,random")
    found = lines(page)
    tested = [at for at, line in enumerate(found) if "test" in line]
    assert len(tested) == 1
    title = bench().rerankers[recommended.method].title
    assert found[tested[0] - 1][0] in title
    for at, line in enumerate(found):
        if at not in (tested[0], tested[0] - 1):
            assert "validation" in line
            assert ("for comparison only" if "Shuffled" in line[0] else "exploratory") in line


def test_figures_of_the_certified_line_are_those_of_the_recommendation(open_compare):
    certificate = bench().advice.recommend(Limits()).certificate
    page = open_compare()
    (line,) = [line for line in lines(page) if "test" in line]
    words = " ".join(line)
    if certificate.lambda_ == 0:
        assert line[0] == "Not certified"
    else:
        assert line[0] == "✓ Certified"
        assert f"{certificate.gain:+.1%}" in words
        assert f"{certificate.position:.0%}" in words
        assert f"at worst {certificate.accuracy.low:+.1%}".replace("-", "−") in words


def test_one_sentence_says_which_pair_gains_most(open_compare):
    said = headline(open_compare(methods="mmr,msd,dpp"))
    assert said.startswith("Within your limits, ") and " raises variety by category most: +" in said


def test_the_method_recommended_is_compared_unasked(open_page):
    page = open_page("pages/compare.py")
    recommended = bench().advice.recommend(Limits()).method
    assert recommended in chosen(page)[1]
    assert {"mmr", "dpp", "calibration"} <= set(chosen(page)[1])


def test_other_limits_give_another_ranking_and_certify_nothing(open_compare):
    page = open_compare(methods="mmr,msd", budget="10", **{"raise": "coverage"})
    assert page.subheader[0].value == "Within your limits: the catalogue shown"
    said = headline(page)
    assert "shows the most of the catalogue" in said or "raises the catalogue shown" in said
    assert not any(line[0] == "✓ Certified" for line in lines(page))


def test_a_model_of_less_accuracy_is_outside_the_limits_and_never_leads(open_compare):
    page = open_compare(models="language_model,popularity", methods="msd")
    outside = [line for line in lines(page) if "outside your limits from the start" in line]
    assert [line[0] for line in outside] == ["popularity · MSD"]
    assert "popularity" not in headline(page)


def test_limits_are_said_and_edited_on_tune(open_both):
    page = open_both("compare", methods="mmr")
    said = "Your limits: Max. accuracy loss: at most 2%"
    assert any(caption.value.startswith(said) for caption in page.caption)
    assert page.button(key="compare_edit").label == "Edit your limits"


# --- not computed yet ---------------------------------------------------------------------------------------


@pytest.fixture
def nothing_computed(monkeypatch):
    """Forget what other tests have computed, and hold back what is computed now until it is let go."""
    go = Event()
    advice, fronts = bench().advice, bench().fronts
    held = {part: getattr(part, name) for part, name in ((advice, "on_validation"), (fronts, "front"))}

    def wait(compute):
        def waiting(*args, **kwargs):
            assert go.wait(60)
            return compute(*args, **kwargs)

        return waiting

    for part, name in ((advice, "on_validation"), (fronts, "front")):
        monkeypatch.setattr(part, name, wait(held[part]))
    yield go
    go.set()
    bench().comparison.wait()


def test_pairs_appear_at_once_with_a_line_of_progress_and_results_follow(open_page, nothing_computed):
    page = open_page(
        "pages/compare.py", methods="mmr,dpp", models="item_knn", k="20", reranker="mmr", variety="20"
    )
    assert names(page) == ["MMR", "DPP"]
    assert all(line[2:] == ["not measured yet"] for line in lines(page))
    (progress,) = page.get("progress")
    assert "now measuring MMR on the validation period. The order may still change." in progress.proto.text
    nothing_computed.set()
    settle(page)
    assert all(len(line) > 6 for line in lines(page))
    assert len(page.get("plotly_chart")) == 2


AT = {"methods": "mmr", "k": "5", "reranker": "mmr", "variety": "20"}


def test_what_cannot_be_computed_is_said_and_tried_again_when_asked(open_page, monkeypatch):
    def refuse(*args, **kwargs):
        raise SettingError("These people like nothing.")

    bench().advice.recommend(Limits(), k=5)
    with monkeypatch.context() as patch:
        patch.setattr(bench().advice, "on_validation", refuse)
        page = settle(open_page("pages/compare.py", models="als", **AT))
        assert [plain(error) for error in page.error] == [
            "Could not be computed: MMR. These people like nothing."
        ]
        assert len(tables(page)) == 3  # the rest is there
    page.button(key="compare_retry").click().run()
    settle(page)
    assert not page.error
    assert len(lines(page)) == 1


def test_what_nobody_expected_is_said_with_the_number_of_its_log_entry(open_page, monkeypatch, caplog):
    def breaks(*args, **kwargs):
        raise ZeroDivisionError

    with monkeypatch.context() as patch:
        patch.setattr(bench().fronts, "front", breaks)
        page = settle(open_page("pages/compare.py", models="bpr", **AT))
    (said,) = map(plain, page.error)
    assert said.startswith("Could not be computed: MMR. ")
    assert re.search(r"quote error ([0-9a-f]{6})", said)[1] in caplog.text
    bench().comparison.retry()
