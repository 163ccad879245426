"""The memo of a setting, made where the page makes it."""

import pytest
from streamlit.testing.v1 import AppTest

from recsys_core.ui.language import Words


def script(lang):
    import streamlit as st

    from recsys_core.ui.choice import Choice
    from recsys_core.ui.frame import Page
    from recsys_core.ui.language import Words
    from recsys_core.ui.memo import memo
    from recsys_core.ui.session import example_of, open_workbench

    bench = open_workbench("sample")
    choice = Choice(data="sample", user=example_of(bench), variety=0.6, budget=5.0, lang=lang)
    st.session_state["memo"] = memo(Page(bench, choice, Words(lang)), "//board/tune")


@pytest.mark.parametrize(("lang", "expected"), [("en", "accuracy"), ("zh", "准确度")])
def test_the_memo_holds_the_whole_decision(lang, expected):
    test = AppTest.from_function(script, args=(lang,), default_timeout=240).run()
    assert not test.exception, test.exception
    text = test.session_state["memo"]
    assert expected in text
    words = Words(lang)
    for key in ("memo.measure", "memo.group", "memo.data", "pays.verdict"):
        assert words(key) in text
    assert words("memo.chance").partition("{n}")[2] in text, "a group alone is called a hint"
    assert words("memo.other_setting").partition("{")[0] in text, "another setting than advised is said"
    assert "href='//board/tune?data=sample" in text
    for needed in ("NDCG@10", "λ", "5%", "variety=60", "20261124", f'lang="{lang}"'):
        assert needed in text, needed
    assert "http" not in text, "the memo must stand alone"
