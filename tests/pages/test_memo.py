"""The memo of a setting, made where the page makes it."""

import re

import pytest
from streamlit.testing.v1 import AppTest

from recsys_core.ui.text.words import Words


def script(lang, variety=0.6, reranker="mmr", lambda_=None):
    import streamlit as st

    from recsys_core.ui.shell.choice import Choice
    from recsys_core.ui.shell.frame import Page
    from recsys_core.ui.shell.session import open_workbench
    from recsys_core.ui.text.words import Words
    from recsys_core.ui.tune.memo import memo

    bench = open_workbench("sample")
    choice = Choice("sample", reranker, bench.people.example(), 10, variety, lambda_, 5.0, lang=lang)
    st.session_state["memo"] = memo(Page(bench, choice, Words(lang)), "//board/tune")


@pytest.mark.parametrize(("lang", "expected"), [("en", "accuracy"), ("zh", "准确度")])
def test_the_memo_holds_the_whole_decision(lang, expected):
    test = AppTest.from_function(script, args=(lang,), default_timeout=240).run()
    assert not test.exception, test.exception
    text = test.session_state["memo"]
    assert expected in text
    words = Words(lang)
    for key in ("memo.measure", "memo.group", "memo.data", "impact.verdict"):
        assert words(key) in text
    assert words("memo.chance").partition("{n}")[2] in text, "a group alone is called a hint"
    assert words("memo.other_setting").partition("{")[0] in text, "another setting than advised is said"
    assert 'href="//board/tune?data=sample' in text
    for needed in ("NDCG@10", "λ", "5%", "variety=60", "20261124", f'lang="{lang}"'):
        assert needed in text, needed
    assert "http" not in text, "the memo must stand alone"


def made(**setting):
    test = AppTest.from_function(script, args=("en",), kwargs=setting, default_timeout=240).run()
    assert not test.exception, test.exception
    return test.session_state["memo"]


def test_a_setting_beyond_its_budget_is_not_proposed():
    beyond, inside = made(variety=0.95), made(variety=0.05)
    assert "<h1>Outside the 5% budget" in beyond
    assert "Proposal: ship" not in beyond
    assert "Proposal: ship" in inside
    assert "Safely inside the 5% budget" in inside


def test_a_method_without_settings_is_not_said_to_go_beyond_its_budget():
    text = made(reranker="none")
    assert "has nothing to set" in text
    assert "goes beyond" not in text


def test_groups_stand_by_their_loss_and_how_they_were_picked_is_said():
    text = made(variety=0.95)
    table = text.partition("Group of people")[2].partition("</table>")[0]
    losses = [float(found.replace("\u2212", "-")) for found in re.findall(r"<td>([+\u2212]?[\d.]+)%", table)]
    assert len(losses) == 6
    assert losses == sorted(losses)
    assert re.search(r"6 of the \d+ groups are shown, the largest loss first", text)


def test_the_link_rounds_an_exact_setting_up():
    assert "lambda=0.1234568&" in made(variety=0.3, lambda_=0.12345671234567891)


def hostile():
    import copy
    import dataclasses

    import streamlit as st

    from recsys_core.ui.shell import Page
    from recsys_core.ui.shell.choice import Choice
    from recsys_core.ui.shell.session import open_workbench
    from recsys_core.ui.text.words import Words
    from recsys_core.ui.tune.memo import memo

    bench = copy.copy(open_workbench("sample"))
    bench.dataset = dataclasses.replace(bench.dataset, title="<script>alert(1)</script>", citation="a & b")
    choice = Choice("sample", "mmr", bench.people.example(), 10, 0.6)
    st.session_state["memo"] = memo(Page(bench, choice, Words()), "")


def test_what_others_wrote_cannot_become_markup():
    test = AppTest.from_function(hostile, default_timeout=240).run()
    assert not test.exception, test.exception
    text = test.session_state["memo"]
    assert "<script" not in text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text and "a &amp; b" in text
