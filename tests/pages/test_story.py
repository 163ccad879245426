"""The story's page without a browser: what reaches its components, and what a visit remembers of it."""

import dataclasses
import json

import pytest

from recsys_core.errors import DataError
from recsys_core.ui.shell.stage_in_address import Stage
from recsys_core.ui.story import page as story_page
from recsys_core.ui.story.room import ROOMS


def sent(page, name=""):
    """What the deck ("") , its link or the notes receive; None where that is not drawn."""
    found = [one.proto for one in page.get("bidi_component")]
    (found,) = [one for one in found if one.component_name.endswith(f"equipoise_story{name}")] or [None]
    return found and json.loads(found.bytes)


def choose(page, **stage):
    """Another stage, as a component's report leaves it."""
    visit = page.session_state["visit"]
    visit.choice, visit.by_widget = dataclasses.replace(visit.choice, stage=Stage("story", **stage)), True
    page.run()
    assert not page.exception
    return page


def test_an_address_opens_the_story_at_its_step(open_both):
    page = open_both("tune", present="story", step="4", data="sample")
    deck = sent(page)
    assert (deck["step"], deck["tour"], deck["language"]) == (4, False, "en")
    assert deck["html"].count("<section") == 6
    assert page.query_params["step"] == "4" and page.query_params["present"] == "story"
    assert not page.title and not page.metric


@pytest.mark.parametrize("name", ["people", "impact", "train", "data", "learn"])
def test_every_page_leads_to_it(open_page, name):
    page = open_page("app.py").switch_page(f"pages/{name}.py")
    page.query_params.update({"present": "story", "lang": "zh"})
    page.run()
    assert not page.exception and sent(page)["language"] == "zh"


def test_the_header_opens_it_and_leaves_it(open_page):
    page = open_page("pages/tune.py")
    page.button(key="eq_story").click().run()
    assert sent(page) and page.query_params["present"] == "story"
    page.button(key="eq_leave_present").click().run()
    assert sent(page) is None and "present" not in page.query_params


def test_the_tour_is_offered_until_something_is_changed(open_page):
    page = open_page("pages/tune.py", plain="true")
    page.button(key="eq_tour").click().run()
    assert sent(page)["tour"]
    page.button(key="eq_leave_present").click().run()
    assert "eq_tour" not in {button.key for button in page.button}


def test_a_step_that_does_not_exist_is_told_after_the_story(open_page):
    page = open_page("pages/tune.py", present="story", step="9")
    assert sent(page)["step"] == 1
    page.button(key="eq_leave_present").click().run()
    assert "step=9" in page.info[0].value


def test_the_same_setting_is_told_once(open_page, monkeypatch):
    told = []
    tell = story_page.tell
    monkeypatch.setattr(story_page, "tell", lambda *values: told.append(1) or tell(*values))
    page = open_page("pages/tune.py", present="story")
    choose(page, step=3)
    assert len(told) == 1
    page.button(key="eq_language_zh").click().run()
    assert len(told) == 2 and sent(page)["language"] == "zh"


def test_the_presenters_window_gets_a_code_that_survives_a_reload(open_page):
    page = open_page("pages/tune.py", present="story", step="3")
    assert not sent(page, "_link")["joined"]
    page.session_state["visit"].story_asked = "notes"
    page.run()
    code = page.query_params["code"]
    link = sent(page, "_link")
    assert f"?present=notes&amp;code={code}" in link["joined"] and f"<b>{code}</b>" in link["joined"]
    ROOMS.move(code, 5, False, "another window")
    again = open_page("pages/tune.py", present="story", step="3", code=code)
    assert again.query_params["step"] == "5"
    assert sent(again, "_link")["step"] == 5


def test_the_notes_follow_the_story(open_page):
    page = choose(open_page("pages/tune.py", present="story"), step=2, code="K7QPM")
    notes = open_page("pages/tune.py", present="notes", code="k7qpm")
    assert not notes.error and sent(notes) is None
    got = sent(notes, "_notes")
    assert (got["step"], len(got["notes"])) == (2, 6)
    assert got["places"][3] == "4 of 6 · What it costs"
    ROOMS.move("K7QPM", 6, True, "another window")
    assert {"step": 6, "black": True}.items() <= sent(notes.run(), "_link").items()
    choose(page, code="K7QPM")
    assert sent(page, "_link")["step"] == 6


def test_the_notes_speak_the_language_of_the_story(open_page):
    choose(open_page("pages/tune.py", present="story", lang="zh"), code="K7QPN")
    got = sent(open_page("pages/tune.py", present="notes", code="K7QPN"), "_notes")
    assert got["language"] == "zh" and "代价" in got["places"][3]


@pytest.mark.parametrize("code", ["ZZZZZ", "<b>X", "0", "not a code at all"])
def test_a_wrong_code_is_told_with_a_way_on(open_page, code):
    page = open_page("pages/tune.py", present="notes", code=code)
    assert "There is no story with the code" in page.error[0].value
    assert "<b>" not in page.error[0].value, "markup is escaped"
    choose(open_page("pages/tune.py", present="story"), code="K7QPQ")
    page.text_input(key="story_code").input(" k7qpq ")
    next(one for one in page.button if one.label == "Open the notes").click().run()
    assert not page.error and sent(page, "_notes")
    assert page.query_params["code"] == "K7QPQ"


def test_without_a_code_the_notes_ask_for_one(open_page):
    page = open_page("pages/tune.py", present="notes")
    assert not page.error and page.text_input(key="story_code").label == "Code"


def test_saving_hands_the_file_out_once(open_page):
    page = open_page("pages/tune.py", present="story")
    page.session_state["visit"].story_asked = "save"
    page.run()
    file = sent(page, "_link")["file"]
    assert file["name"] == "equipoise-story-sample-msd.html"
    assert file["text"].startswith("<!doctype html>")
    assert "file" not in sent(page.run(), "_link")


def test_where_the_figures_cannot_be_computed_it_is_said(open_page, monkeypatch):
    def refuse(*_):
        raise DataError("There are no figures.")

    monkeypatch.setattr(story_page, "tell", refuse)
    page = open_page("pages/tune.py", present="story")
    assert page.error[0].value == "There are no figures\\."
    assert sent(page) is None
