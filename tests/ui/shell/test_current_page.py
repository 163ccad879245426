"""A fragment that runs alone sees what a callback changed, and the address follows."""

from streamlit.testing.v1 import AppTest


def script():
    import streamlit as st

    from recsys_core.ui.shell import frame
    from recsys_core.ui.shell.choice import Choice
    from recsys_core.ui.shell.frame import Page
    from recsys_core.ui.shell.session import open_workbench
    from recsys_core.ui.text.words import Words

    page = Page(open_workbench("sample"), Choice("sample", "mmr", "7", variety=0.2), Words("en"))
    frame.keep(page.choice)
    st.session_state["same"] = frame.current(page).choice == page.choice
    frame.change(variety=0.6)
    st.session_state["moved"] = frame.current(page)
    st.session_state["address"] = st.query_params["variety"]
    frame.change(variety=0.2)
    st.session_state["back"] = frame.current(page)


def test_the_page_is_as_the_callbacks_left_it():
    test = AppTest.from_function(script, default_timeout=240).run()
    assert not test.exception, test.exception
    assert test.session_state["same"]
    moved = test.session_state["moved"]
    assert (moved.choice.variety, moved.choice.user) == (0.6, "7")
    assert test.session_state["address"] == "60"


def test_the_address_follows_back_to_where_the_page_began():
    test = AppTest.from_function(script, default_timeout=240).run()
    assert test.session_state["back"].choice.variety == 0.2
    assert test.query_params["variety"] == "20"


def late_address():
    """A move is written into the address; the next run still brings the address from before the move."""
    import streamlit as st

    from recsys_core.ui.shell import visit
    from recsys_core.ui.shell.choice import Choice

    visit.remember(Choice("sample", variety=0.9), {"variety": "90"})
    st.query_params.from_dict({"variety": "0"})
    st.session_state["from outside"] = visit.asked().variety
    visit.change()
    st.session_state["by a widget"] = visit.asked().variety


def test_an_address_that_lags_behind_a_move_does_not_undo_it():
    test = AppTest.from_function(late_address).run()
    assert not test.exception
    assert test.session_state["from outside"] == 0.0
    assert test.session_state["by a widget"] == 0.9
