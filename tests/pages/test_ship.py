"""Ship: from the recommended setting to an approved decision, its bundle and its checks."""

import io
import json
import sqlite3
import zipfile
from contextlib import closing

import pytest

from recsys_core import config
from recsys_core.handoff import deciding, saved
from recsys_core.handoff.deciding import Chosen
from recsys_core.store import Store
from recsys_core.ui.shell.session import open_workbench
from recsys_core.workbench import Workbench
from recsys_core.workbench.results import Limits


@pytest.fixture(autouse=True)
def own_decisions(tmp_path, monkeypatch):
    """Each test saves into a database of its own."""
    monkeypatch.setenv(config.STATE_VARIABLE, str(tmp_path / "state"))


@pytest.fixture
def keep():
    """Save a decision behind the page's back; the recommended one unless told otherwise."""

    def save(name="autumn", chosen=None, k=10):
        bench = open_workbench("sample")
        chosen = chosen or deciding.recommended(bench, Limits(), k)
        record = deciding.record_of(bench, "sample", chosen, Limits(), k)
        return saved.save(Store.open(), name, record, "Ada")

    return save


def said(page):
    kinds = (page.markdown, page.caption, page.success, page.error, page.warning, page.info, page.subheader)
    return "\n".join(one.value for kind in kinds for one in kind).replace("\\", "")


def test_recommended_then_saved_then_approved(open_both):
    page = open_both("ship", data="sample")
    best = open_workbench("sample").advice.recommend().certificate
    assert f"{best.position * 100:g} of 100" in said(page)
    assert "This is the recommended setting" in said(page)
    page.text_input(key="ship_new_name").input("autumn")
    page.text_input(key="ship_new_by").input("Ada")
    page.button(key="ship_save").click().run()
    assert not page.exception, page.exception
    assert "“autumn” is saved as a draft" in said(page)
    assert page.query_params["decision"] in ("autumn", ["autumn"])
    found = saved.load(Store.open(), "autumn")
    assert found.record.setting.takes_over_at == best.lambda_ and not found.record.against_recommendation
    page.text_input(key="ship_approve_by").input("Grace")
    page.button(key="ship_approve").click().run()
    assert not page.exception, page.exception
    assert "“autumn” is approved" in said(page) and "Approved by Grace" in said(page)
    assert saved.load(Store.open(), "autumn").decision.state == "approved"


def test_another_setting_than_the_recommended_one_needs_two_people_and_a_reason(open_page):
    page = open_page("pages/ship.py", data="sample", reranker="dpp", variety="60")
    assert "Recommended instead" in said(page)
    page.text_input(key="ship_new_name").input("bold")
    page.text_input(key="ship_new_by").input("Ada")
    page.button(key="ship_save").click().run()
    assert "Against the recommendation: another method" in said(page)
    page.text_input(key="ship_approve_by").input("Grace")
    page.button(key="ship_approve").click().run()
    assert "approving it needs a reason and the name of a second person" in said(page)
    page.text_area(key="ship_approve_reason").input("a trial")
    page.text_input(key="ship_approve_second").input("Grace")
    page.button(key="ship_approve").click().run()
    assert "must be another person's" in said(page)
    page.text_input(key="ship_approve_second").input("Mary")
    page.button(key="ship_approve").click().run()
    assert "Approved by Grace and Mary" in said(page)


def test_what_is_saved_has_the_figures_of_the_setting_on_tune(open_page):
    page = open_page("pages/tune.py", plain="true", data="sample", reranker="msd", variety="33.3")
    tile = next(one for one in page.metric if "NDCG" in one.label)
    page = open_page("pages/ship.py", data="sample", reranker="msd", variety="33.3")
    page.text_input(key="ship_new_name").input("third")
    page.text_input(key="ship_new_by").input("Ada")
    page.button(key="ship_save").click().run()
    value = saved.load(Store.open(), "third").record.evidence.accuracy.value
    assert tile.delta.split()[0] == f"{value * 100:+.1f}%".replace("-", "\u2212")


def test_a_name_is_needed_and_may_be_used_once(open_page, keep):
    keep()
    page = open_page("pages/ship.py", data="sample")
    page.pills[0].set_value("").run()
    page.button(key="ship_save").click().run()
    assert "Please give the decision's name" in said(page)
    page.text_input(key="ship_new_name").input("autumn")
    page.text_input(key="ship_new_by").input("Eve")
    page.button(key="ship_save").click().run()
    assert "There is a decision “autumn” already" in said(page)


def test_the_loser_of_a_race_sees_a_sentence(open_page, keep):
    keep()
    page = open_page("pages/ship.py", data="sample", decision="autumn")
    Store.open().retire("autumn", "Eve", version=1)
    page.text_input(key="ship_approve_by").input("Grace")
    page.button(key="ship_approve").click().run()
    assert not page.exception
    # The page is drawn anew with what the other has done: nothing to approve any more.
    assert "Retired by Eve" in said(page)
    assert "was retired by Eve on" in said(page) and "after you opened it" in said(page)


def test_the_bundle_is_made_with_a_plan_and_can_be_downloaded(open_page, keep):
    keep()
    page = open_page("pages/ship.py", data="sample", decision="autumn")
    assert not [one for one in page.get("download_button") if one.proto.id.endswith("ship_download")]
    page.number_input(key="ship_rate").set_value(10.0)
    page.number_input(key="ship_people").set_value(5000)
    page.button(key="ship_make").click().run()
    assert not page.exception and not page.error, said(page)
    archives = list((config.state_root() / "bundles").glob("*.zip"))
    assert len(archives) == 1
    with zipfile.ZipFile(io.BytesIO(archives[0].read_bytes())) as bundle:
        assert {"lists.csv", "decision.json", "rerank.py", "ab_plan.json", "manifest.json"} <= set(
            bundle.namelist()
        )
        assert json.loads(bundle.read("decision.json"))["name"] == "autumn"


def test_a_check_is_kept_and_drawn(open_page, keep):
    keep()
    page = open_page("pages/ship.py", data="sample", decision="autumn")
    assert "Not checked yet" in said(page)
    page.text_input(key="ship_check_by").input("Ada")
    page.button(key="ship_check").click().run()
    assert not page.exception and "Inside the limits in 1 of 1 checks" in said(page)
    assert len(page.get("plotly_chart")) == 1
    assert saved.load(Store.open(), "autumn").checks[0].payload["inside"] is True


def test_two_are_laid_side_by_side(open_page, keep):
    keep()
    keep("bold", Chosen("dpp", 0.4, 0.7))
    page = open_page("pages/ship.py", data="sample", decision="autumn")
    table = next(one.value for one in page.dataframe if "What it means" in one.value.columns)
    row = table[table["What"] == "setting.method"].iloc[0]
    assert (row["autumn"], row["bold"], row["What it means"]) == ("msd", "dpp", "people see other lists")


def test_a_decision_edited_by_hand_is_refused_and_the_rest_goes_on(open_page, keep, tmp_path):
    keep()
    keep("winter", k=5)
    with closing(sqlite3.connect(config.state_root() / "equipoise.db")) as connection, connection:
        change = "UPDATE equipoise_decisions SET document = replace(document, '\"k\":10', '\"k\":11')"
        connection.execute(change)
    page = open_page("pages/ship.py", data="sample", decision="autumn")
    assert "can no longer be relied on" in said(page)
    page.pills[0].set_value("winter").run()
    assert not page.exception and page.subheader[0].value == "winter" and "lists of 5" in said(page)


def test_a_decision_of_a_later_version_is_refused_and_the_rest_goes_on(open_page, keep):
    keep()
    Store.open().create("later", {"format": "equipoise-decision", "schema": 7}, "Ada", schema=7)
    page = open_page("pages/ship.py", data="sample", decision="later")
    assert "Update Equipoise" in said(page)
    page.pills[0].set_value("autumn").run()
    assert not page.exception and page.subheader[0].value == "autumn"


def test_a_decision_whose_data_are_gone_can_be_read_but_not_exported(open_page, people_file):
    data = people_file(n_users=60)
    record = deciding.record_of(
        Workbench.open(str(data)), str(data), Chosen("mmr", 0.3, 0.5), Limits(0.9, None), 5
    )
    saved.save(Store.open(), "gone", record, "Ada")
    data.unlink()
    page = open_page("pages/ship.py", data="sample", decision="gone")
    assert page.subheader[0].value == "gone" and "lists of 5" in said(page)
    page.button(key="ship_make").click().run()
    assert not page.exception and "The data of decision “gone”" in said(page)


def test_an_unknown_name_in_the_address_is_told(open_page, keep):
    keep()
    page = open_page("pages/ship.py", data="sample", decision="<b>nothing</b>")
    assert "There is no decision" in said(page)
    assert page.subheader[0].value == "autumn"


def test_a_database_that_cannot_be_used_is_told(open_page, monkeypatch):
    monkeypatch.setenv(config.DATABASE_VARIABLE, "sqlite:////nowhere/at/all.db")
    page = open_page("pages/ship.py", data="sample")
    assert not page.exception and page.error
