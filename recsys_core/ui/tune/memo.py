"""The decision memo: one self-contained HTML page: the setting, its cost, who is affected, the protocol."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from recsys_core.data.health.checks import FEW_USERS
from recsys_core.ui.shell import choice as choices
from recsys_core.ui.shell.choice import Choice
from recsys_core.ui.shell.frame import Page
from recsys_core.ui.text.sentences import setting_sentences, verdict, verdict_at
from recsys_core.ui.tune import charts
from recsys_core.ui.widgets import advising
from recsys_core.ui.widgets.controls import method_title, model_title
from recsys_core.ui.widgets.group_names import accuracy_text, group_name, headline
from recsys_core.ui.widgets.slider.view import protocol_rows
from recsys_core.ui.widgets.tuning import tuning
from recsys_core.workbench.results import ConfirmedAdvice

_MOST_GROUPS = 6
_LINK = 1e7  # parts of λ that the link tells apart
_SAME = 0.002  # of the slider: closer than this is the same setting
_TEMPLATES = Environment(
    loader=FileSystemLoader(Path(__file__).parent),
    autoescape=True,  # titles and ids come from other people's files
    undefined=StrictUndefined,
)


def memo(page: Page, address: str = "") -> str:
    """The memo of the page's setting, in the visitor's language.

    Args:
        page: what it is about.
        address: of the page, without its query; "" leaves the link without its beginning.
    """
    words, choice, bench = page.words, page.choice, page.bench
    view = tuning(bench, choice)
    row = view.row(choice)
    headline, sub = setting_sentences(view, row, words, choice.k, choice.budget)
    method = method_title(page, choice.reranker)
    advice = next((one for one in advising.compute(bench, choice) if one.budget == choice.budget), None)
    here = (choice.budget, choice.variety, advice.position) if advice else None
    held = verdict(view, row, words, *here) if here else ""
    kept = here is None or verdict_at(view, row, *here) in ("", "inside")
    settable = advice is None or len(advice.advice.lambdas) > 1
    proposal = "memo.hold" if not kept else "memo.ship" if settable else "memo.ship_still"
    lambda_, percent = view.lambda_of(choice), words.plain(choice.variety * 100, 1) + "%"
    return _TEMPLATES.get_template("memo.html.j2").render(
        words=words,
        language=choice.lang,
        dataset=bench.dataset,
        title=headline if kept else held,
        below=f"{held} {sub}" if kept else f"{headline} {sub}",
        proposal=words(proposal, method=method, position=percent),
        made=words.date(date.today()),
        model=model_shown(page),
        few=view.users < FEW_USERS,
        users=view.users,
        setting=[
            (words("plain.reranker"), method),
            (words("memo.position"), percent),
            ("λ", words.plain(lambda_, 4)),
            (words("memo.budget"), advising.label(choice.budget)),
        ],
        advice=_advice(page, advice) if advice else "",
        measures=[
            (measure.label, *(text or "" for text in charts.tile(measure, row, words)))
            for measure in view.measures
        ],
        k=choice.k,
        impact=_impact(page, lambda_),
        protocol=protocol_rows(page),
        link=f"{address}?{urlencode(choices.write(_shorter(choice)))}",
    )


def _shorter(choice: Choice) -> Choice:
    """The choice with a shorter λ, rounded up: a list takes over at its λ, not before."""
    if choice.lambda_ is None:
        return choice
    return replace(choice, lambda_=min(1.0, math.ceil(choice.lambda_ * _LINK) / _LINK))


def _advice(page: Page, advice: ConfirmedAdvice) -> str:
    """The advice for the budget, preceded by a note if the memo is of another setting."""
    words, here, there = page.words, page.choice.variety, advice.position
    text = advising.advice_text(advice, words)
    if abs(here - there) < _SAME or len(advice.advice.lambdas) == 1:
        return text
    if advice.advice.lambda_ == 0:
        return f"{words('memo.no_setting')} {text}"
    shown = {"here": words.plain(here * 100, 1) + "%", "there": words.plain(there * 100, 1) + "%"}
    return f"{words('memo.other_setting', **shown)} {text}"


def model_shown(page: Page) -> str:
    """The model in the visitor's language, or the training that it comes from."""
    if page.choice.model:
        return page.words("model.run", run=page.choice.model)
    return model_title(page, page.bench.model)


def _impact(page: Page, lambda_: float) -> dict[str, Any]:
    """The groups that lose most, and the people worst off, in words."""
    words, impact = page.words, page.bench.impact
    effects = impact.group_effects(page.choice.reranker, lambda_, k=page.choice.k)
    listed = impact.reported_groups(page.choice.reranker, lambda_, _MOST_GROUPS, k=page.choice.k)
    worst = impact.worst_off(page.choice.reranker, lambda_, k=page.choice.k)
    picked = words("memo.picked", shown=len(listed), n=len(effects)) if len(listed) < len(effects) else ""
    return {
        "headline": headline(worst, effects, words),
        "groups": [
            (
                group_name(group, words),
                str(group.n_users),
                accuracy_text(group, words),
                words(f"impact.verdict_{group.verdict}"),
            )
            for group in listed
        ],
        "chance": f"{picked} {words('memo.chance', n=len(effects))}".strip(),
        "worst": words(
            "memo.worst",
            n=len(worst.users),
            mean=words.signed(worst.mean, 3),
            everybody=words.signed(worst.mean_of_all, 3),
        ),
    }
