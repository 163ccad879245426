"""The memo of a setting: what to do, its figures, who decides, and all that is needed to compute it again."""

import copy
import dataclasses
import html
import json
import re
from html.parser import HTMLParser
from urllib.parse import parse_qs, urlsplit

import pytest

from recsys_core.ui.shell import choice as choices
from recsys_core.ui.shell.choice import Choice
from recsys_core.ui.shell.frame import Page
from recsys_core.ui.shell.rules_in_address import AskedRules
from recsys_core.ui.shell.session import open_workbench
from recsys_core.ui.text.sentences import sentences
from recsys_core.ui.text.words import Words
from recsys_core.ui.tune import charts, memo_dialog
from recsys_core.ui.tune.memo import Signature, action, memo
from recsys_core.ui.widgets import limit_texts, verdicts
from recsys_core.ui.widgets.controls import method_title
from recsys_core.ui.widgets.gains import gain_text
from recsys_core.ui.widgets.tuning import tuning
from recsys_core.workbench.results import Limits

LOOSE = Limits(0.05, None)


@pytest.fixture(scope="module")
def bench():
    return open_workbench("sample")


@pytest.fixture
def page_of(bench):
    """A page at a setting of the sample; without one, at the recommended one."""

    def make(lang="en", limits=None, reranker=None, variety=None, *, of=bench, **more):
        limits = limits or Limits()
        best = bench.advice.recommend(limits)
        if reranker is None:
            reranker, variety = best.method, best.certificate.position
        choice = Choice(
            "sample", reranker, of.people.example(), 10, variety, limits=limits, lang=lang, **more
        )
        return Page(of, choice, Words(lang))

    return make


class Text(HTMLParser):
    """What a reader sees: tables by their heading, and all text in order."""

    def __init__(self):
        super().__init__()
        self.tags, self.seen, self.tables, self.heading = [], [], {}, ""

    def handle_starttag(self, tag, attrs):
        if tag != "meta":
            self.tags.append(tag)
        if tag == "table":
            self.tables.setdefault(self.heading, [])
        if tag == "tr":
            self.tables[self.heading].append([])
        if tag in {"td", "th"}:
            self.tables[self.heading][-1].append("")

    def handle_startendtag(self, tag, attrs):
        pass  # parts of a drawing

    def handle_endtag(self, tag):
        assert tag == self.tags.pop(), "tags are closed in the order in which they were opened"

    def handle_data(self, data):
        if {"style", "script"} & set(self.tags) or not data.strip():
            return
        self.seen.append(data)
        if self.tags[-1] == "h2":
            self.heading = data
        if self.tags[-1] in {"td", "th"} or (len(self.tags) > 1 and self.tags[-2] in {"td", "th"}):
            self.tables[self.heading][-1][-1] += data


def read(text):
    found = Text()
    found.feed(text)
    assert not found.tags
    return found


def replayed(text):
    block = re.search(r'<script type="application/json" id="equipoise">(.*?)</script>', text, re.DOTALL)[1]

    def refuse(name):
        raise ValueError(f"{name} is no JSON")

    return json.loads(block, parse_constant=refuse)


def linked(text):
    return html.unescape(re.search(r'<a href="([^"]*)">', text)[1])


# --- what it proposes ---------------------------------------------------------------------------------------


def test_the_recommended_setting_is_to_be_shipped(page_of):
    page = page_of()
    text = memo(page)
    assert action(page) == "ship"
    assert "<h1>Ship Maximise overall difference (MSD) at 4 of 100.</h1>" in text
    assert '<span class="state">Recommended</span>' in text
    assert 'class="order"' not in text


def order_of(text):
    """The rows that stand first where the setting is not the recommended one, by their names."""
    table = re.search(r'<table class="order">(.*?)</table>', text, re.DOTALL)[1]
    rows = re.findall(r'<th scope="row">(.*?)</th><td>(.*?)</td>', table)
    return {name: html.unescape(told) for name, told in rows}


def test_the_proposed_method_inside_the_limits_ships_in_place_of_the_recommended_setting(page_of):
    page = page_of(reranker="msd", variety=0.02)
    assert action(page) == "ship_chosen"
    text = memo(page, signature=Signature(reason="A careful start."))
    assert "<h1>Ship Maximise overall difference (MSD) at 2 of 100, not at the recommended 4.</h1>" in text
    rows, best = order_of(text), memo(page_of())
    assert list(rows) == ["Chosen", "Recommended", "Reason given"]
    assert rows["Chosen"].startswith("Maximise overall difference (MSD) at 2 of 100. ")
    assert "at worst" in rows["Chosen"] and "more varied by category, at least" in rows["Chosen"]
    assert rows["Recommended"].startswith("Maximise overall difference (MSD) at 4 of 100. ")
    assert rows["Recommended"].partition("100. ")[2] in read(best).seen, "told as in its own memo"
    assert rows["Reason given"] == "A careful start."


def test_another_method_inside_the_limits_is_to_be_tested_first(page_of):
    page = page_of(reranker="ssd", variety=0.002)
    assert action(page) == "test"
    text = memo(page)
    assert "with an A/B test before you ship it.</h1>" in text
    assert "Exploratory: " in text


def test_what_is_not_proven_is_to_be_held(page_of):
    page = page_of(reranker="msd", variety=0.95)
    assert action(page) == "hold"
    text = memo(page)
    assert "<h1>Do not ship Maximise overall difference (MSD) at 95 of 100 yet.</h1>" in text
    assert '<span class="state">Outside your limits</span>' in text
    assert order_of(text)["Recommended"].startswith("Maximise overall difference (MSD) at 4 of 100.")


def test_where_nothing_is_certified_relevance_only_is_kept(page_of):
    page = page_of(limits=Limits(0.0001))
    assert action(page) == "keep"
    text = memo(page)
    assert "<h1>Keep relevance only.</h1>" in text
    assert '<span class="state">Best found, exploratory</span>' in text


def test_the_row_of_what_is_best_is_as_certain_as_the_limits_were_declared(page_of):
    certified = order_of(memo(page_of(reranker="ssd", variety=0.002)))
    assert list(certified)[:2] == ["Chosen", "Recommended"], "another method, of declared limits"
    found = memo(page_of(limits=LOOSE, reranker="ssd", variety=0.002))
    assert list(order_of(found))[:2] == ["Chosen", "Best found"]
    assert "{" not in " ".join(read(found).seen), "every placeholder is filled"


@pytest.mark.parametrize("reranker", ["msd", "mmr"])
def test_at_relevance_only_no_method_is_to_be_tested(page_of, reranker):
    page = page_of(reranker=reranker, variety=0.0)
    assert action(page) == "keep_chosen"
    text = memo(page)
    assert "<h1>Keep relevance only, although another setting is recommended.</h1>" in text
    assert "\u22120.0" not in text, "nothing is lost"


@pytest.mark.parametrize("objective", ["ild", "ild_text", "ild_co_rating", "coverage"])
def test_what_should_rise_is_named_in_its_own_unit_with_its_interval(page_of, bench, objective):
    limits = Limits(0.3, None, objective=objective)  # so much is needed to prove that coverage rises
    page = page_of(limits=limits)
    found = read(memo(page))
    best = bench.advice.recommend(limits).certificate
    rise = gain_text(best, page.words)
    view = tuning(bench, page.choice)
    rows = {row[0]: row for row in found.tables["What you gain and lose"][1:]}
    assert rows[view.measures[view.raised].label][2] == rise
    what = limit_texts.objective_text(objective, "categories", page.words)
    assert dict(found.tables["The setting"])["What should rise"] == what
    assert any(f"raises {what} within your limits" in part for part in found.seen)
    gains = [row[1] for row in found.tables["Why this method"]]
    assert all((" points (" in gain) == (objective == "coverage") for gain in gains)
    told = "How much of the catalogue" if objective == "coverage" else "How varied"
    assert found.seen[0].startswith(told) or found.seen[1].startswith(told)


def test_where_nothing_is_certified_another_setting_says_so(page_of):
    text = memo(page_of(limits=Limits(0.0001), reranker="mmr", variety=0.5))
    assert "Nothing beyond it is proven to stay inside your limits" in text


def test_a_method_without_settings_ships_without_a_verdict(page_of):
    page = page_of(reranker="none", variety=0.6)
    assert action(page) == "ship_still"
    text = memo(page)
    assert ": it has nothing to set and costs nothing.</h1>" in text
    assert 'class="state"' not in text
    assert {cells[3] for cells in read(text).tables["Limits"][1:]} == {"kept"}


def test_without_any_accuracy_nothing_is_to_be_shipped(page_of, monkeypatch):
    monkeypatch.setattr(verdicts, "compute", lambda *_: None)
    page = page_of(reranker="mmr", variety=0.5)
    assert action(page) == "hold"
    text = memo(page)
    assert "<h2>Limits</h2>" not in text and "<h2>Why this method</h2>" not in text
    assert replayed(text)["recommendation"] is None


# --- whole, in every language -------------------------------------------------------------------------------


@pytest.mark.parametrize(("lang", "expected"), [("en", "accuracy"), ("zh", "准确度")])
def test_it_holds_the_whole_decision_and_stands_alone(page_of, lang, expected):
    text = memo(page_of(lang, variety=0.6, reranker="mmr"), "//board/tune")
    words, seen = Words(lang), " ".join(read(text).seen)
    assert expected in seen
    for key in (
        "memo.buys", "memo.measure", "memo.limits", "memo.impact", "memo.promise", "memo.setting",
        "memo.group", "memo.data", "slider.why", "slider.how", "impact.verdict",
    ):  # fmt: skip
        assert words(key) in seen, key
    assert words("memo.chance").partition("{n}")[2] in seen, "a group alone is called a hint"
    assert 'href="//board/tune?data=sample' in text
    assert f'<html lang="{lang}">' in text
    assert replayed(text)["protocol"]["seed"] == 20261124
    assert "http" not in text, "the memo must stand alone"
    assert "src=" not in text and "url(" not in text and "@import" not in text


def test_both_drawings_are_in_it(page_of):
    text = memo(page_of(reranker="mmr", variety=0.3))
    assert text.count("<svg ") == 2 and text.count("<polyline ") == 3
    assert text.count("<circle ") == 6, "one for each group shown"


def test_groups_stand_by_their_loss_and_how_they_were_picked_is_said(page_of):
    text = memo(page_of(reranker="mmr", variety=0.95))
    rows = read(text).tables["Groups of people"][1:]
    losses = [float(row[2].partition("%")[0].replace("\u2212", "-")) for row in rows]
    assert len(losses) == 6
    assert losses == sorted(losses)
    assert (
        len(re.findall(r"6 of \d+ groups: those that most clearly do badly, the largest loss first", text))
        == 2
    )


def test_the_promise_is_made_once(page_of):
    page = page_of()
    assert read(memo(page)).seen.count(page.words("protocol.promise_text")) == 1


def test_rules_are_told_as_text_with_their_costs(page_of, bench):
    item = str(bench.dataset.item_ids[5])
    rules = AskedRules(blocks=(item,), at_most=2)
    text = memo(page_of(reranker="mmr", variety=0.3, rules=rules))
    seen = read(text).seen
    title = bench.dataset.items["title"].iloc[5]
    assert any(part.startswith(f"{title} blocked changes ") for part in seen)
    assert any(part.startswith("at most 2 of each category changes ") for part in seen)
    assert not any("**" in part or "\\" in part for part in seen), "a memo is no markdown"


# --- its figures are those of the page ----------------------------------------------------------------------


@pytest.mark.parametrize(
    "limits", [Limits(0.01), Limits(0.02), LOOSE, Limits(0.05, 0.1, 0.2, "activity", 0.1)]
)
@pytest.mark.parametrize(
    ("reranker", "variety"), [(None, None), ("mmr", 0.3), ("dpp", 0.002), ("xquad", 0.9)]
)
def test_every_figure_is_the_pages_own(page_of, bench, limits, reranker, variety):
    page = page_of(limits=limits, reranker=reranker, variety=variety)
    text = memo(page)
    found, view = read(text), tuning(bench, page.choice)
    row, judged = view.row(page.choice), verdicts.compute(bench, page.choice)
    title = method_title(page, page.choice.reranker)
    said = sentences(view, page.choice, title, page.words, judged)
    for part in (said.badge, said.cost, said.basis):
        assert part in " ".join(found.seen)
    assert found.tables["What you gain and lose"][1:] == [
        [measure.label, *(charts.tile(measure, row, page.words)), charts.everyday(measure, row, page.words)]
        for measure in view.measures
    ]
    setting = dict(found.tables["The setting"])
    assert setting["Method"] == title
    assert float(setting["Position on the slider, of 100"]) == pytest.approx(page.choice.variety * 100)
    assert setting["λ"] == f"{view.lambda_of(page.choice):.4f}"
    for term, told in limit_texts.limit_rows(limits, "categories", page.words):
        assert setting[term] == told


@pytest.mark.parametrize(("reranker", "variety"), [(None, None), ("mmr", 0.3), ("msd", 0.042), ("msd", 0.95)])
def test_the_table_of_limits_says_what_the_certificate_found(page_of, bench, reranker, variety):
    limits = Limits(0.0125, 0.02, 0.2, "activity", 0.1)
    page = page_of(limits=limits, reranker=reranker, variety=variety)
    rows = read(memo(page)).tables["Limits"][1:]
    certificate = bench.advice.certificate(page.choice.reranker, limits)
    row = tuning(bench, page.choice).row(page.choice)
    assert [cells[1] for cells in rows] == ["1.25%", "2 points", "20%", "10%"]
    kept = {}
    for guardrail in certificate.guardrails:
        kept[guardrail.name] = kept.get(guardrail.name, True) and bool(guardrail.inside[row])
    here = "inside here, exploratory"
    for (_, allowed, worst, result), (name, inside) in zip(rows, kept.items(), strict=True):
        assert result in ([here] if inside else ["not proven", "outside"])
        allowed, worst = (
            float(text.removesuffix("%").removesuffix(" points").replace("\u2212", "-"))
            for text in (allowed, worst)
        )
        assert (worst <= allowed) == (result == here), f"{name}: {worst} of {allowed} is {result}"
    assert rows[3][0].startswith("Accuracy loss of a group (nearest to its limit: activity: ")


def test_no_rounding_makes_a_broken_limit_look_kept(page_of, bench):
    """Rows just beyond the certified stretch are where a bound and its limit round to the same."""
    certificate = bench.advice.certificate("msd", LOOSE)
    limit = float(-certificate.figures.accuracy.low[certificate.stretch + 1]) - 0.0001
    limits = Limits(round(limit, 6), None)
    beyond = bench.advice.certificate("msd", limits).stretch + 1
    text = memo(page_of(limits=limits, reranker="msd", variety=beyond / 1000))
    ((_, allowed, worst, result),) = read(text).tables["Limits"][1:]
    assert result == "not proven"
    assert float(worst.removesuffix("%")) > float(allowed.removesuffix("%"))


# --- so that it can be computed again -----------------------------------------------------------------------


@pytest.mark.parametrize("limits", [Limits(), LOOSE])
def test_the_replay_block_is_json_with_the_recommendation_in_it(page_of, bench, limits):
    found = replayed(memo(page_of(limits=limits)))
    best = bench.advice.recommend(limits)
    assert found["recommendation"] == json.loads(json.dumps(best.to_dict()))
    assert (found["reranker"], found["lambda"]) == (best.method, best.certificate.lambda_)
    assert found["position"] == found["recommendation"]["position"]
    assert found["limits"] == limits.to_dict()
    assert found["protocol"] == json.loads(json.dumps(bench.protocol_card()))
    assert (found["bench"], found["k"], found["rules"]) == (bench.key, 10, "")
    assert found["action"] == ("ship" if limits == Limits() else "test")


def test_the_replay_block_gives_the_figures_of_the_page_again(page_of, bench):
    page = page_of()
    text = memo(page)
    block = replayed(text)["recommendation"]
    again = bench.advice.certificate(replayed(text)["reranker"], Limits(**replayed(text)["limits"]))
    assert again.lambda_ == block["lambda"]
    cost, worst = re.search(r"It costs ([\d.]+)% of accuracy, at worst ([\d.]+)%", text).groups()
    assert (cost, worst) == (f"{block['cost']:.1%}"[:-1], f"{block['worst_case']:.1%}"[:-1])
    gained = re.search(r"Lists become ([\d.]+)% more varied", text)[1]
    assert gained == f"{block['gain']:.1%}"[:-1]


def test_it_is_of_the_setting_on_the_screen_not_of_the_recommended_one(page_of, bench):
    found = replayed(memo(page_of(reranker="mmr", variety=0.3)))
    lambda_ = bench.advice.figures("mmr").lambdas[300]
    assert (found["reranker"], found["lambda"], found["position"]) == ("mmr", lambda_, 30.0)
    assert found["recommendation"]["method"] == "msd"
    assert found["action"] == "hold"


# --- who decides, and why -----------------------------------------------------------------------------------


def test_a_name_and_a_reason_are_carried(page_of):
    signed = Signature("Ana Ruiz", "We want it before the fair.")
    text = memo(page_of(reranker="mmr", variety=0.6), signature=signed)
    seen = " ".join(read(text).seen)
    assert "Ana Ruiz Decided by" in seen
    assert "Reason given" in seen and "We want it before the fair." in seen
    assert (replayed(text)["by"], replayed(text)["reason"]) == ("Ana Ruiz", "We want it before the fair.")


def test_without_them_there_is_a_line_to_sign_on(page_of):
    text = memo(page_of())
    seen = " ".join(read(text).seen)
    assert "Decided by Date Signature" in seen and "Reason given" not in text
    first, _, _ = text.partition('<div class="appendix">')
    assert 'class="sign"' in first, "on the first page"
    assert (replayed(text)["by"], replayed(text)["reason"]) == ("", "")


def test_the_person_of_the_example_is_called_a_only_until_they_may_be_named(page_of, bench):
    page = page_of()
    user = page.choice.user
    hidden, named = memo(page), memo(page, signature=Signature(named=True))
    assert "One person’s list: Person A" in hidden
    assert user not in hidden, "not in the link and not in the replay block either"
    assert f"One person’s list: {user}" in named
    assert f"user={user}" in linked(named)
    before = bench.ranking(user, "msd", lambda_=0.0)["title"].tolist()
    table = read(hidden).tables["One person’s list: Person A"][1:]
    assert [cells[1] for cells in table] == before


# --- the link -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("limits", [Limits(), LOOSE])
def test_the_link_opens_on_what_the_memo_is_about(page_of, bench, limits):
    page = page_of(limits=limits)
    best = bench.advice.recommend(limits).certificate
    parameters = {key: one for key, (one,) in parse_qs(urlsplit(linked(memo(page))).query).items()}
    opened = choices.read(parameters, Choice())
    view = tuning(bench, opened)
    assert opened.limits == limits
    assert view.lambda_of(opened) == best.lambda_
    assert verdicts.compute(bench, opened).state(view.row(opened), view.lambda_of(opened)) == "recommended"


@pytest.mark.parametrize(
    ("address", "local"),
    [
        ("http://localhost:8501/tune", True),
        ("http://127.0.0.1:8501/", True),
        ("http://[::1]:8501/", True),
        ("http://0.0.0.0:8501/", True),
        ("https://board.example/tune", False),
        ("", False),
    ],
)
def test_a_link_that_opens_on_one_machine_only_says_so(page_of, address, local):
    text = memo(page_of(), address)
    assert ("This is an address of the machine that made the memo; it opens there only:" in text) == local
    assert ("(this link works where the dashboard runs)" in text) != local
    assert linked(text).startswith(f"{address}?data=sample&")


# --- nothing from outside becomes markup --------------------------------------------------------------------

HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)>\" ' & {{ 7 * 7 }}"


def test_what_others_wrote_cannot_become_markup(page_of, bench):
    foreign = copy.copy(bench)
    items = bench.dataset.items.assign(title=HOSTILE)
    foreign.dataset = dataclasses.replace(
        bench.dataset, title=HOSTILE, citation=HOSTILE, licence=HOSTILE, items=items
    )
    signed = Signature(HOSTILE, HOSTILE, named=True)
    page = page_of(
        of=foreign, reranker="mmr", variety=0.6, rules=AskedRules(blocks=(str(bench.dataset.item_ids[5]),))
    )
    page = dataclasses.replace(page, choice=dataclasses.replace(page.choice, model=HOSTILE, data=HOSTILE))
    text = memo(page, f"https://board.example/{HOSTILE}", signed)
    assert text.count("<script") == 1, "the replay block alone"
    assert text.count("</script") == 1
    assert "<img" not in text and "{{ 7 * 7 }}" in text
    assert replayed(text)["reason"] == HOSTILE
    assert HOSTILE in " ".join(read(text).seen)
    assert all('"' not in part for part in re.findall(r'href="([^"]*)"', text))


# --- where the page makes it --------------------------------------------------------------------------------


@pytest.fixture
def written(monkeypatch):
    """Signatures and memos as the dialog has them made."""
    found = []

    def record(page, address="", signature=None):
        found.append((signature, memo(page, address, signature)))
        return found[-1][1]

    monkeypatch.setattr(memo_dialog, "memo", record)
    return found


def again(page):
    """Run with the dialog open: in a browser what is typed into it runs the dialog alone."""
    page.session_state["visit"].memo_asked = True
    return page.run()


def test_the_recommended_setting_is_two_clicks_from_its_memo(open_page, written):
    page = open_page("pages/tune.py", plain="true")
    assert not page.get("download_button")
    page.button(key="memo").click().run()
    assert page.get("download_button")[0].label == "Download the decision memo"
    assert not page.text_area, "nothing is to be explained"
    assert page.subheader[0].value in html.unescape(written[-1][1])
    page.text_input(key="memo_by").input(" Ana ")
    page.checkbox(key="memo_named").check()
    again(page)
    assert written[-1][0] == Signature("Ana", "", True)


def test_another_setting_asks_for_a_reason_first(open_page, written):
    page = open_page("pages/tune.py", plain="true", reranker="mmr", variety="60")
    page.button(key="memo").click().run()
    assert not page.get("download_button") and not written
    assert page.info[-1].value == "Give a reason, and the memo can be downloaded."
    page.text_area(key="memo_reason").input("   ")
    again(page)
    assert not page.get("download_button"), "blanks are no reason"
    page.text_area(key="memo_reason").input("For the fair.")
    again(page)
    assert page.get("download_button") and written[-1][0].reason == "For the fair."
    assert "Do not ship" in written[-1][1]
