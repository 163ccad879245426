"""Every page over scored candidates, with and without outcomes: nothing fails, nothing unknown is claimed."""

import re

import pytest

from recsys_core.ui.shell.session import open_workbench
from tests.workbench.test_scored import write_shop

ACCURACY = re.compile(r"accuracy|NDCG", re.IGNORECASE)
DENIED = re.compile(r"no accuracy|No accuracy|accuracy is known|Max\. accuracy loss|of accuracy to lose")


@pytest.fixture(scope="module")
def shops(tmp_path_factory):
    """A folder of data with one shop without outcomes and two systems, and one with outcomes."""
    root = tmp_path_factory.mktemp("shops")
    write_shop(root / "alone", outcomes=False, systems=("day", "night"))
    write_shop(root / "both")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("EQUIPOISE_DATA", str(root))
        yield root


@pytest.fixture
def open_shop(shops, open_page):
    return lambda page, shop, **params: open_page(f"pages/{page}.py", data=shop, **params)


def said(page):
    """Everything on a page that a reader reads as a sentence or a label."""
    kinds = ("title", "subheader", "markdown", "caption", "info", "warning", "text")
    texts = [element.value for kind in kinds for element in getattr(page, kind)]
    return texts + [metric.label for metric in page.metric] + [button.label for button in page.button]


def test_tune_says_on_the_tile_that_relevance_is_by_own_scores(open_shop):
    page = open_shop("tune", "alone", plain="true", variety="40", reranker="mmr")
    labels = [metric.label for metric in page.metric]
    assert labels[0] == "Relevance kept, by your own scores" and not any(map(ACCURACY.search, labels))
    texts = said(page)
    assert any("of the relevance, by your own scores" in text for text in texts)
    assert any("No accuracy is claimed" in text for text in texts)
    assert not [text for text in texts if ACCURACY.search(text) and not DENIED.search(text)]


def test_tune_opens_on_a_recommended_setting_with_outcomes(open_shop):
    page = open_shop("tune", "both", plain="true")
    assert page.metric[0].label.startswith("Accuracy NDCG")
    assert not any("No accuracy is claimed" in text for text in said(page))


@pytest.mark.parametrize("shop", ["alone", "both"])
@pytest.mark.parametrize("page", ["tune", "people", "compare", "impact", "data", "learn"])
def test_every_page_opens(open_shop, page, shop):
    shown = open_shop(page, shop, plain="true", variety="40", reranker="mmr")
    assert not shown.error, [error.value for error in shown.error]


def test_impact_and_compare_claim_no_accuracy_without_outcomes(open_shop):
    impact = said(open_shop("impact", "alone", plain="true", variety="40", reranker="mmr"))
    assert not [text for text in impact if ACCURACY.search(text) and not DENIED.search(text)]
    compare = open_shop("compare", "alone", models="day,night", methods="mmr")
    open_workbench("alone").comparison.wait()
    compare.run()
    assert not compare.error and len(compare.table) > 0
    assert any("nothing can be ranked" in element.value for element in compare.subheader)


def test_train_and_a_new_person_say_what_to_do_instead(open_shop):
    train = open_shop("train", "both")
    assert "nothing to train" in train.subheader[0].value and train.button(key="train_data")
    people = open_shop("people", "both", plain="true", likes='["i1"]')
    assert any("nobody new can be scored here" in element.value for element in people.info)


def test_chinese_speaks_of_relevance_too(open_shop):
    page = open_shop("tune", "alone", plain="true", variety="40", reranker="mmr", lang="zh")
    assert page.metric[0].label == "按您自己的分数保留的相关性"


def test_candidates_are_brought_seen_as_understood_and_opened_on_tune(open_page, tmp_path, monkeypatch):
    monkeypatch.setenv("EQUIPOISE_DATA", str(tmp_path / "datasets"))
    shop = write_shop(tmp_path / "mine")
    page = open_page("pages/data.py")
    names = ("candidates", "items", "outcomes")
    given = [(f"{name}.csv", (shop / f"{name}.csv").read_bytes(), "text/csv") for name in names]
    page.file_uploader[0].set_value(given).run()
    assert not page.exception and not page.error, [error.value for error in page.error]
    assert any("chose it later" in text for text in said(page))
    assert any("It is not said how the outcomes arose" in text for text in said(page))
    page.button(key="data_looks_right").click().run()
    assert not page.exception
    (kept,) = [folder.name for folder in (tmp_path / "datasets").iterdir() if folder.is_dir()]
    assert kept.startswith("candidates-")


def test_a_file_without_a_score_asks_for_the_column(open_page, tmp_path, monkeypatch):
    monkeypatch.setenv("EQUIPOISE_DATA", str(tmp_path / "datasets"))
    page = open_page("pages/data.py")
    rows = "who,what,points\n" + "\n".join(f"u{row % 5},i{row % 7},{row / 40}" for row in range(35))
    page.file_uploader[0].set_value([("x.csv", rows.encode(), "text/csv")]).run()
    assert "has no column for user_id, item_id, score" in page.error[0].value.replace("\\", "")
    for label, column in (("person", "who"), ("item", "what"), ("score", "points")):
        box = next(box for box in page.selectbox if box.label == label)
        box.set_value(column).run()
    assert not page.error and page.button(key="data_looks_right")
