"""A page that breaks says so in our words, offers a way on, and leaves the whole story in the log."""

import pytest
from streamlit.testing.v1 import AppTest

from recsys_core.ui.data import page as data_page
from recsys_core.ui.shell.boundary import error_boundary
from recsys_core.ui.shell.session import open_workbench
from recsys_core.ui.tune import page as tune_page


def failing(*_):
    raise ZeroDivisionError("nobody thought of this")


def words_of(page):
    return " ".join(text.value for text in (*page.subheader, *page.markdown, *page.caption))


@pytest.mark.parametrize("name", ["app.py", "pages/tune.py"])
def test_an_unexpected_error_is_a_sentence_a_number_and_a_log_entry(
    open_page, page_errors, monkeypatch, name
):
    monkeypatch.setattr(tune_page, "plain_view", failing)
    page = open_page(name, plain="true")  # also: nothing of Streamlit's own red box
    (record,) = page_errors
    page_errors.clear()
    number = record.args[0]
    assert "Something on this page broke" in words_of(page)
    assert number in words_of(page)
    assert "nobody thought of this" not in words_of(page)
    assert record.exc_info[0] is ZeroDivisionError
    assert record.exc_info[2] is not None


def test_the_way_on_leads_to_the_recommended_setting_in_the_same_language(
    open_page, page_errors, monkeypatch
):
    with monkeypatch.context() as patch:
        patch.setattr(data_page, "render", failing)
        page = open_page("app.py", lang="zh", variety="77").switch_page("pages/data.py").run()
        assert "故障" in words_of(page)
        page.button(key="error_page").click().run()  # broken still: the click must not be lost
        page_errors.clear()
    page.run()
    assert not page.exception
    assert page.get("download_button")  # the first page, whole
    best = open_workbench("sample").advice.recommend()
    assert page.query_params["reranker"] == best.method
    assert page.query_params["variety"] == f"{best.certificate.position * 100:g}"
    assert page.query_params["lang"] == "zh"


def test_a_failure_before_the_page_knows_its_state_is_told_too(open_page, page_errors, monkeypatch):
    monkeypatch.setattr("recsys_core.ui.shell.choice.read", failing)
    page = open_page("pages/tune.py", variety="40")
    page_errors.clear()
    assert "Something on this page broke" in words_of(page)


def test_what_steers_streamlit_passes():
    def script():
        import streamlit as st

        from recsys_core.ui.shell.boundary import error_boundary

        with error_boundary():
            st.session_state["runs"] = st.session_state.get("runs", 0) + 1
            if st.session_state["runs"] == 1:
                st.rerun()
            st.stop()

    test = AppTest.from_function(script).run()
    assert test.session_state["runs"] == 2
    assert not test.subheader


def test_it_wraps_a_function_as_well():
    @error_boundary("part")
    def double(number):
        """Twice."""
        return 2 * number

    assert double(4) == 8
    assert double.__doc__ == "Twice."
