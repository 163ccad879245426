"""One quantity is one figure: on Tune, Compare, Impact, in the memo and in what `advise` prints."""

import html
import json
import re
from decimal import ROUND_HALF_UP, Decimal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recsys_core.cli import advise
from recsys_core.ui.compare import within_texts
from recsys_core.ui.impact import groups
from recsys_core.ui.shell.choice import Choice
from recsys_core.ui.shell.frame import Page
from recsys_core.ui.shell.session import open_workbench
from recsys_core.ui.text.sentences import sentences
from recsys_core.ui.text.words import Words
from recsys_core.ui.tune import charts, memo
from recsys_core.ui.widgets import verdicts
from recsys_core.ui.widgets.group_names import percent_text
from recsys_core.ui.widgets.slider.measure import GRID
from recsys_core.ui.widgets.tuning import tuning
from recsys_core.workbench.results import Limits

ENGLISH = Words()
ACCURACY, CATALOGUE, WORSE_OFF = "Accuracy NDCG@10", "Catalogue shown", "Noticeably worse off"


@pytest.fixture(scope="module")
def bench():
    return open_workbench("sample")


def written(page, kind="caption"):
    """Texts without the marks that keep them from being markdown."""
    return [re.sub(r"\\([^\w\s])", r"\1", element.value) for element in page.get(kind)]


BUDGETS = {"1": Limits(0.01), "2": Limits(0.02), "5": Limits(0.05)}
METHODS = ["mmr", "msd", "dpp", "xquad", "cover"]


def figure(text):
    return Decimal(text.replace("\u2212", "-").lstrip("+"))


def figures_in(text):
    return [figure(number) for number in re.findall(r"[+\u2212]?\d+(?:\.\d+)?", text)]


def tile_figures(page):
    """Each tile's change with both ends, by name; of people worse off the ends of the share."""
    return {metric.label: figures_in(metric.delta) for metric in page.metric}


def tiles_at(view, row):
    """The same of what the component draws."""
    return {measure.label: figures_in(charts.tile(measure, row, ENGLISH)[1]) for measure in view.measures}


RAISED = {
    "ild": "Variety within a list", "ild_text": "Variety by text", "ild_co_rating": "Variety by audience",
    "coverage": CATALOGUE,
}  # fmt: skip


def same(told, shown):
    """Where one has more decimals, both are roundings of one number: 2.346 is 2.35 and 2.3."""
    told, shown = abs(figure(told)), abs(shown)
    exponents = {each.as_tuple().exponent for each in (told, shown)}
    room = sum(Decimal(5).scaleb(exponent - 1) for exponent in exponents) if len(exponents) > 1 else 0
    assert abs(told - shown) <= room, f"{told} is not {shown}"


def assert_agree(cost, basis, tiles, limit, objective="ild"):
    """Whatever the sentences say of accuracy, of what should rise and of limits is what the tiles say."""

    accuracy, raised = tiles[ACCURACY], tiles[RAISED[objective]]
    costs = re.search(r"It costs ([\d.]+)% of accuracy, at worst ([\d.]+)%", cost)
    rises = re.search(r"Accuracy rises by ([\d.]+)%(?:; at worst it falls by|, by at least) ([\d.]+)%", cost)
    told = costs or rises
    if told is None:
        assert accuracy[0] == 0
    else:
        same(told[1], accuracy[0])
        same(told[2], accuracy[1])
    more = re.search(
        r"(?:become ([\d.]+)% (?:more|less) varied|(?:grows|shrinks) by ([\d.]+) points)"
        r"[^,(.]*(?:, at least ([\d.]+))?",
        cost,
    )
    assert ("catalogue" in cost) == (objective == "coverage") or told is None
    if more:
        same(more[1] or more[2], raised[0])
        if more[3]:
            same(more[3], raised[1])
            assert figure(more[3]) > 0
        else:
            assert raised[0] < 0 or raised[1] <= 0
    falls = re.search(r"Accuracy falls by at least ([\d.]+)%", basis)
    if falls:
        same(falls[1], accuracy[2])
        assert figure(falls[1]) > limit
    loss = re.search(r"Accuracy could fall by ([\d.]+)%", basis)
    if loss:
        same(loss[1], accuracy[1])
        assert figure(loss[1]) > limit
        assert figure(told[2]) > limit, "the worst case beside it must not look inside"
    shrinks = re.search(r"could shrink by ([\d.]+) points", basis)
    if shrinks:
        same(shrinks[1], tiles[CATALOGUE][1])
    worse = re.search(r"As many as ([\d.]+)% of people", basis)
    if worse:
        same(worse[1], tiles[WORSE_OFF][1])


@pytest.mark.parametrize("budget", BUDGETS)
@pytest.mark.parametrize("reranker", [None, *METHODS])
def test_every_figure_of_page_and_memo_agrees(open_page, bench, budget, reranker):
    asked = {"plain": "true", "budget": budget} | (
        {"reranker": reranker, "variety": "23.4"} if reranker else {}
    )
    page = open_page("app.py", **asked)
    (cost, *_) = [text for text in written(page, "markdown") if "varied" in text] or [""]
    basis = " ".join(written(page)[1:2])
    tiles = tile_figures(page)
    assert_agree(cost, basis, tiles, Decimal(budget))
    choice = page.session_state["visit"].choice
    text = html.unescape(memo.memo(Page(bench, choice, Words())))
    assert cost in text and f"<p>{basis}</p>" in text
    assert f"<h1>{page.subheader[0].value}</h1>" in text or reranker or budget == "1"
    for metric in page.metric:
        assert f'<th scope="row">{metric.label}</th><td>{metric.value}</td><td>{metric.delta}</td>' in text
    block = json.loads(re.search(r'id="equipoise">(.*?)</script>', text)[1])
    assert block["lambda"] == tuning(bench, choice).lambda_of(choice)
    if reranker is None:
        best = block["recommendation"]
        shown = [Decimal(str(-best[name] * 100)) for name in ("cost", "worst_case")]
        rounded = [each.quantize(Decimal("0.1"), ROUND_HALF_UP) for each in shown]
        assert rounded == tiles[ACCURACY][:2] or best["position"] == 0
        gain = Decimal(str(best["gain"] * 100)).quantize(Decimal("0.1"), ROUND_HALF_UP)
        assert gain == tiles["Variety within a list"][0]


limits = st.builds(
    Limits,
    st.integers(1, 3000).map(lambda n: n / 1e4),
    st.none() | st.integers(1, 3000).map(lambda n: n / 1e4),
    st.none() | st.integers(1, 3000).map(lambda n: n / 1e4),
    objective=st.sampled_from(list(RAISED)),
)


@settings(max_examples=150)
@given(limits, st.sampled_from(METHODS), st.integers(0, 1000))
def test_no_two_elements_disagree_at_any_setting(limits, reranker, row):
    bench, words = open_workbench("sample"), Words()
    choice = choice_at(limits, reranker, row, bench)
    view = tuning(bench, choice)
    said = sentences(view, choice, "A method", words, verdicts.compute(bench, choice))
    budget = Decimal(str(limits.accuracy_loss * 100))
    assert_agree(said.cost, said.basis, tiles_at(view, row), budget, limits.objective)
    certificate = bench.advice.certificate(reranker, limits)
    assert (said.state == "unproven") == (row > certificate.stretch)
    kept = all(guardrail.inside[row] for guardrail in certificate.guardrails)
    assert kept or said.state == "unproven" or view.lambdas[row] == 0


# --- the same on other pages --------------------------------------------------------------------------------


def choice_at(limits, reranker, row, bench):
    return Choice("sample", reranker, bench.people.example(), variety=row / (GRID - 1), limits=limits)


@pytest.mark.parametrize("reranker", METHODS)
def test_impact_says_of_everybody_what_the_tile_says_at_every_position(bench, reranker):
    choice = choice_at(Limits(), reranker, 0, bench)
    view = tuning(bench, choice)
    rows = np.flatnonzero(np.diff(view.lambdas, prepend=0.0))  # the others repeat a setting
    found = bench.effects(reranker).of(f"{bench.accuracy}@10", view.lambdas[rows]).relative
    for at, row in enumerate(rows):
        assert figures_in(percent_text(found[at], ENGLISH)) == tiles_at(view, row)[ACCURACY]


@settings(max_examples=40)
@given(limits, st.sampled_from(METHODS), st.integers(0, GRID - 1))
def test_impact_and_memo_say_what_tune_says(limits, reranker, row):
    bench = open_workbench("sample")
    choice = choice_at(limits, reranker, row, bench)
    page, view = Page(bench, choice, ENGLISH), tuning(bench, choice)
    lambda_, tiles = view.lambda_of(choice), tiles_at(view, row)
    everybody = bench.impact.everybody(reranker, lambda_)
    said = groups.everybody_text(page, everybody)
    assert figures_in(said.partition("people")[2])[:3] == (tiles[ACCURACY] if row else [0, 0, 0])
    found = verdicts.compute(bench, choice)
    on_tune = sentences(view, choice, bench.rerankers[reranker].title, ENGLISH, found)
    text = html.unescape(memo.memo(page))
    assert all(each in text for each in (on_tune.badge, on_tune.cost, on_tune.basis))
    for measure in view.measures:
        cells = (*charts.tile(measure, row, ENGLISH), charts.everyday(measure, row, ENGLISH))
        assert f'<th scope="row">{measure.label}</th>' + "".join(f"<td>{cell}</td>" for cell in cells) in text
    assert percent_text(everybody, ENGLISH) in text  # beside the drawing of groups


@settings(max_examples=40)
@given(limits)
def test_compare_and_advise_say_of_the_recommended_setting_what_tune_says(limits):
    bench = open_workbench("sample")
    best = bench.advice.recommend(limits)
    certificate, row = best.certificate, best.certificate.best
    view = tuning(bench, choice_at(limits, best.method, row, bench))
    tiles = tiles_at(view, row)
    raised = tiles[RAISED[limits.objective]]
    if row == 0:  # a tile at the start has no interval: nothing changes
        tiles, raised = {name: [Decimal(0)] * 3 for name in tiles}, [Decimal(0)] * 3
    gained, accuracy, position, _ = within_texts.line_on_test(
        certificate, bench.space_names, ENGLISH, declared=False
    ).cells
    assert figures_in(gained.text) == raised
    assert figures_in(accuracy.text) + figures_in(accuracy.notes[0]) == tiles[ACCURACY][:2]
    assert position.text == ENGLISH.position(row / (GRID - 1))
    assert_printed(advise.sentences(best, bench, 10), json.loads(json.dumps(best.to_dict())), tiles, raised)


def assert_printed(lines, told, tiles, raised):
    """JSON and sentences of `advise` are the figures of the tiles."""
    for name, at in (("cost", 0), ("worst_case", 1)):
        same(f"{-100 * told[name]:.4f}", tiles[ACCURACY][at])
    for end, shown in zip(("value", "low", "high"), raised, strict=True):
        same(f"{100 * told['rise'][end]:.4f}", shown)
    for guardrail in told["guardrails"]:
        shown = {"accuracy": ACCURACY, "coverage": CATALOGUE, "worse_off": WORSE_OFF}[guardrail["name"]]
        ends = [guardrail[end] for end in ("value", "low", "high")]
        for end, figure_shown in zip(ends[-len(tiles[shown]) :], tiles[shown], strict=True):
            same(f"{100 * end:.4f}", figure_shown)
    if not told["found"]:
        assert any(re.search("Nothing beyond relevance only|no setting is proven", line) for line in lines)
        return
    (cost,) = [line for line in lines if line.startswith("Accuracy changes by")]
    for number, shown in zip(figures_in(cost)[:2], tiles[ACCURACY][:2], strict=True):
        same(str(number), shown)
    (rise,) = [line for line in lines if " rises by " in line]
    same(re.search(r"rises by ([\d.]+)", rise)[1], raised[0])
    same(re.search(r"at least ([\d.]+)", rise)[1], raised[1])
    assert raised[1] >= 0, "what is recommended gains provably"
