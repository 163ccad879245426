"""The decision memo: one self-contained HTML page: the setting, its cost, who is affected, the protocol."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from html import escape
from urllib.parse import urlencode

from recsys_core.data.health.checks import FEW_USERS
from recsys_core.decisions.advice import ConfirmedAdvice
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

_MOST_GROUPS = 6
_LINK = 1e7  # parts of λ that the link tells apart
_SAME = 0.002  # of the slider: closer than this is the same setting
_BUYS = ("measure", "value", "change")
_PAYS = ("group", "people", "accuracy_change")
_STYLE = """
body { font: 16px/1.5 "Source Sans 3", "Source Sans Pro", system-ui, sans-serif; color: #1C2024;
  background: #FBFAF7;
  max-width: 46rem; margin: 3rem auto; padding: 0 1.2rem; }
h1 { font-size: 1.9rem; line-height: 1.2; } h2 { font-size: 1.15rem; margin-top: 2rem; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
th, td { text-align: left; padding: .35rem .6rem .35rem 0; border-bottom: 1px solid #E6E3DC;
  vertical-align: top; }
th { font-weight: 400; color: #63686D; } footer { color: #63686D; margin-top: 2rem; overflow-wrap: anywhere; }
@media print { body { background: #fff; margin: 0 auto; } }
"""


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
    measures = [
        (measure.label, *(text or "" for text in charts.tile(measure, row, words)))
        for measure in view.measures
    ]
    setting = [
        (words("plain.reranker"), method),
        (words("memo.position"), f"{choice.variety:.1%}"),
        ("λ", f"{view.lambda_of(choice):.4f}"),
        (words("memo.budget"), advising.label(choice.budget)),
    ]
    here = (choice.budget, choice.variety, advice.position) if advice else None
    held = verdict(view, row, words, *here) if here else ""
    kept = here is None or verdict_at(view, row, *here) in ("", "inside")
    title = headline if kept else held
    settable = advice is None or len(advice.advice.lambdas) > 1
    proposal = "memo.hold" if not kept else "memo.ship" if settable else "memo.ship_still"
    ship = words(proposal, method=method, position=f"{choice.variety:.1%}")
    parts = [
        f"<p>{escape(words('memo.question', data=bench.dataset.title))}</p><h1>{escape(title)}</h1>",
        f"<p>{escape(f'{held} {sub}' if kept else f'{headline} {sub}')}</p>",
        f"<p><b>{escape(ship)}</b></p>",
        f"<p>{escape(words('memo.made', date=words.date(date.today()), model=model_shown(page)))}</p>",
        f"<p>{escape(words('tune.few', people=view.users))}</p>" if view.users < FEW_USERS else "",
        _section(words("memo.setting"), _table(setting)),
        f"<p>{escape(_advice(page, advice))}</p>" if advice else "",
        _section(words("memo.buys"), _table(measures, [words(f"memo.{it}") for it in _BUYS])),
        f"<p>{escape(words('memo.terms', k=choice.k))}</p>",
        _section(words("memo.pays"), _paying(page, view.lambda_of(choice))),
        _section(words("slider.how"), _table(protocol_rows(page))),
    ]
    if bench.dataset.simulated:
        parts.append(f"<p>{escape(words('frame.simulated'))}</p>")
    terms = [text for text in (bench.dataset.licence, bench.dataset.citation) if text]
    if terms:
        parts.append(_section(words("memo.data"), "".join(f"<p>{escape(text)}</p>" for text in terms)))
    link = escape(f"{address}?{urlencode(choices.write(_shorter(choice)))}")
    title = escape(f"{words('frame.title')}: {title}")
    return (
        f'<!doctype html><html lang="{escape(choice.lang)}"><head><meta charset="utf-8">'
        f"<title>{title}</title><style>{_STYLE}</style></head><body>{''.join(parts)}"
        f"<footer>{escape(words('memo.link'))} <a href='{link}'>{link}</a></footer></body></html>"
    )


def _shorter(choice: Choice) -> Choice:
    """The choice with a λ that can be read out; rounded up: a list takes over at its λ, not before."""
    if choice.lambda_ is None:
        return choice
    return replace(choice, lambda_=min(1.0, math.ceil(choice.lambda_ * _LINK) / _LINK))


def _advice(page: Page, advice: ConfirmedAdvice) -> str:
    """What was advised for the budget; where this is another setting, that comes first."""
    words, here, there = page.words, page.choice.variety, advice.position
    text = advising.advice_text(advice, words)
    if abs(here - there) < _SAME or len(advice.advice.lambdas) == 1:
        return text
    if advice.advice.lambda_ == 0:
        return f"{words('memo.no_setting')} {text}"
    return f"{words('memo.other_setting', here=f'{here:.1%}', there=f'{there:.1%}')} {text}"


def model_shown(page: Page) -> str:
    """The model in the visitor's language, or the training that it comes from."""
    if page.choice.model:
        return page.words("model.run", run=page.choice.model)
    return model_title(page, page.bench.model)


def _paying(page: Page, lambda_: float) -> str:
    """The groups that pay most, and the people worst off."""
    words, impact = page.words, page.bench.impact
    effects = impact.group_effects(page.choice.reranker, lambda_, k=page.choice.k)
    # A group that certainly pays more is listed whatever its rank; then those most certain to lose.
    listed = sorted(effects, key=lambda group: group.verdict != "more")[:_MOST_GROUPS]
    listed.sort(key=lambda group: group.accuracy_percent.value)
    rows = [
        (
            group_name(group, words),
            str(group.n_users),
            accuracy_text(group, words),
            words(f"impact.verdict_{group.verdict}"),
        )
        for group in listed
    ]
    worst = impact.worst_off(page.choice.reranker, lambda_, k=page.choice.k)
    text = words(
        "memo.worst",
        n=len(worst.users),
        mean=words.signed(worst.mean, 3),
        everybody=words.signed(worst.mean_of_all, 3),
    )
    table = _table(rows, [*(words(f"memo.{it}") for it in _PAYS), words("impact.verdict")])
    picked = words("memo.picked", shown=len(listed), n=len(effects)) if len(listed) < len(effects) else ""
    chance = f"{picked} {words('memo.chance', n=len(effects))}".strip()
    said = headline(worst, effects, words)
    return f"<p>{escape(said)}</p>{table}<p>{escape(chance)}</p><p>{escape(text)}</p>"


def _section(title: str, body: str) -> str:
    return f"<h2>{escape(title)}</h2>{body}"


def _table(rows: Iterable[Sequence[str]], heads: Sequence[str] = ()) -> str:
    head = "".join(f"<th scope='col'>{escape(text)}</th>" for text in heads)
    cells = (
        f"<tr><th scope='row'>{escape(first)}</th>{''.join(f'<td>{escape(text)}</td>' for text in rest)}</tr>"
        for first, *rest in rows
    )
    return f"<table>{f'<tr>{head}</tr>' if head else ''}{''.join(cells)}</table>"
