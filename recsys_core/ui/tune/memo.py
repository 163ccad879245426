"""The decision memo: one self-contained HTML page: what to do, what it costs and what that rests on."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlencode, urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from recsys_core.data.health.checks import FEW_USERS
from recsys_core.ui.shell import choice as choices
from recsys_core.ui.shell.choice import Choice
from recsys_core.ui.shell.frame import Page
from recsys_core.ui.text.joining import joined
from recsys_core.ui.text.sentences import Sentences, best_manner, beyond_text, manner, sentences
from recsys_core.ui.text.words import Words
from recsys_core.ui.tune import charts, memo_charts, memo_impact
from recsys_core.ui.widgets import limit_texts, verdicts
from recsys_core.ui.widgets.controls import method_title, model_title
from recsys_core.ui.widgets.gains import why_rows
from recsys_core.ui.widgets.rule_texts import cost_texts
from recsys_core.ui.widgets.slider.measure import as_sent
from recsys_core.ui.widgets.slider.view import protocol_rows
from recsys_core.ui.widgets.tuning import tuning
from recsys_core.ui.widgets.verdicts import Verdicts

_LOCAL = {"localhost", "127.0.0.1", "::1", "0.0.0.0"}  # noqa: S104 - compared with, not listened on
_TEMPLATES = Environment(
    loader=FileSystemLoader(Path(__file__).parent),
    autoescape=True,  # titles and ids come from other people's files
    undefined=StrictUndefined,
)

Action = Literal["ship", "ship_chosen", "keep", "keep_chosen", "test", "hold", "ship_still"]
NEEDS_A_REASON = ("ship_chosen", "keep_chosen", "test", "hold")
"""Whatever is not what is recommended."""


@dataclass(frozen=True)
class Signature:
    """Who decides.

    Attributes:
        by: the person's name, "" where none is given.
        reason: why another setting than the recommended one.
        named: whether people of the data are shown by their own ids.
    """

    by: str = ""
    reason: str = ""
    named: bool = False


def action(page: Page) -> Action:
    """What the memo proposes: ship it, keep relevance only, test it with an A/B test, or do not ship it.

    A setting that is proven to stay inside the limits ships if its method is the one that was proposed
    beforehand. Another method was chosen after its figures had been seen: worth a test, not a promise.
    What is chosen in place of the recommended setting is called that.
    """
    found, said = _judged(page)
    is_best = said.state == "recommended"
    if tuning(page.bench, page.choice).still:
        return "ship_still"
    if tuning(page.bench, page.choice).lambda_of(page.choice) == 0:
        return "keep" if is_best or found is None else "keep_chosen"
    if found is None or said.state == "unproven":
        return "hold"
    if page.choice.rules or found.explored:  # figures are without rules, or certify nothing
        return "test"
    if is_best:
        return "ship"
    return "ship_chosen" if found.is_proposed else "test"


def memo(page: Page, address: str = "", signature: Signature | None = None) -> str:
    """The memo of the page's setting, in the visitor's language.

    Args:
        page: what it is about.
        address: of the page, without its query; "" leaves the link without its beginning.
        signature: who decides, and why.
    """
    words, choice, bench = page.words, page.choice, page.bench
    signature = signature or Signature()
    view = tuning(bench, choice)
    row, lambda_ = view.row(choice), view.lambda_of(choice)
    found, said = _judged(page)
    if not view.still:  # what changes nothing needs no proof
        words = words.in_manner(manner(found, choice))
    method, position = method_title(page, choice.reranker), words.position(choice.variety)
    proposed = action(page)
    best_words = page.words.in_manner(best_manner(found, choice))
    person = choice.user if signature.named else words("memo.person")
    what = limit_texts.objective_text(choice.limits.objective, view.space, words)
    stretch = 0 if found is None else found.stretch
    return _TEMPLATES.get_template("memo.html.j2").render(
        words=words,
        language=choice.lang,
        dataset=bench.dataset,
        question=words(_question(choice), data=bench.dataset.title),
        action=(best_words if proposed == "keep_chosen" else words)(
            f"memo.action_{proposed}",
            method=method,
            position=position,
            recommended=_best_position(page, found),
        ),
        said=said,
        chosen=joined(words("slider.title", method=method, position=position), said.cost),
        recommended=_recommended(page, found, said.state),
        best=best_words("memo.recommended"),
        signature=signature,
        made=words.date(date.today()),
        model=model_shown(page),
        few=view.users < FEW_USERS,
        users=view.users,
        setting=[
            (words("plain.reranker"), method),
            (words("memo.position"), position),
            ("λ", words.plain(lambda_, 4)),
            *limit_texts.limit_rows(choice.limits, view.space, words),
        ],
        measures=[
            (measure.label, *(text or "" for text in charts.tile(measure, row, words)),
             charts.everyday(measure, row, words))
            for measure in view.measures
        ],
        curves=memo_charts.curves(view, row, stretch, words),
        curves_note=joined(words("memo.curves_note"), words("memo.curves_band") if stretch > 0 else ""),
        size=(memo_charts.WIDTH, memo_charts.HEIGHT),
        limits=[] if found is None else limit_results(found, row, words),
        why=[] if found is None else why_rows(found.found, _titles(page), words),
        why_note=words("slider.why_note", what=what),
        k=choice.k,
        impact=memo_impact.impact(page, lambda_),
        example=memo_impact.example(page, lambda_),
        person=person,
        rules=cost_texts(bench, choice, lambda_, words),
        protocol=[row for row in protocol_rows(page) if row[0] != words("protocol.promise")],
        link=f"{address}?{urlencode(choices.write(choice if signature.named else replace(choice, user='')))}",
        is_local=(urlsplit(address).hostname or "") in _LOCAL,
        replay=replay(page, lambda_, found, proposed, signature),
    )  # fmt: skip


def _judged(page: Page) -> tuple[Verdicts | None, Sentences]:
    choice, view = page.choice, tuning(page.bench, page.choice)
    found = verdicts.compute(page.bench, choice)
    title = method_title(page, choice.reranker)
    return found, sentences(view, choice, title, page.words, found)


def limit_results(found: Verdicts, row: int, words: Words) -> list[tuple[str, str, str, str]]:
    """Each limit with the bad end of its interval at a row, and whether it is kept."""
    rows = []
    for limit in found.guardrails:
        most = round(limit.limit * 100, 6)
        bound = beyond_text(float(as_sent(limit.bound[row])) * 100, limit.limit * 100, words)
        allowed, worst = f"{words.short(most)}%", f"{bound}%"
        if limit.name == "coverage":
            allowed = words("limits.points", n=most, value=words.short(most))
            worst = f"{bound} {words('slider.points')}"
        result = "outside" if limit.outside[row] else "not_proven" if limit.fails(row) else "kept"
        name = words(f"memo.limit_{limit.name}", group=limit.group(row))
        rows.append((name, allowed, worst, words(f"memo.{result}")))
    return rows


def _question(choice: Choice) -> str:
    """The key of the question that the memo answers."""
    return "memo.question_coverage" if choice.limits.objective == "coverage" else "memo.question"


def _best_position(page: Page, found: Verdicts | None) -> str:
    return "" if found is None else page.words.position(found.found.certificate.position)


def _recommended(page: Page, found: Verdicts | None, state: str) -> str:
    """What is recommended and what it costs, where the memo is of another setting; else ""."""
    if found is None or state in ("recommended", ""):
        return ""
    if not found.found.found:
        return joined(page.words("slider.title_start"), found.nothing)
    best = found.found.certificate
    chosen = replace(page.choice, reranker=found.found.method).at(best.position)
    there = replace(page, choice=chosen)
    title = page.words(
        "slider.title",
        method=method_title(page, chosen.reranker),
        position=page.words.position(best.position),
    )
    return joined(title, _judged(there)[1].cost)


def _titles(page: Page) -> dict[str, str]:
    return {name: method_title(page, name) for name in page.bench.rerankers}


def replay(
    page: Page, lambda_: float, found: Verdicts | None, proposed: Action, signature: Signature
) -> dict[str, Any]:
    """Everything that the memo's figures depend on, so that they can be computed again."""
    choice = page.choice
    return {
        "action": proposed,
        "by": signature.by,
        "reason": signature.reason,
        "made": date.today().isoformat(),
        "reranker": choice.reranker,
        "position": round(choice.variety * 100, 4),
        "lambda": lambda_,
        "k": choice.k,
        "limits": choice.limits.to_dict(),
        "rules": choices.write(choice).get("rules", ""),
        "declared": page.bench.claims.is_declared(choice.limits, choice.k),
        "claims": page.bench.claims.count,
        "level": page.bench.level,
        "bench": page.bench.key,
        "protocol": page.bench.protocol_card(),
        "recommendation": None if found is None else found.found.to_dict(),
    }


def model_shown(page: Page) -> str:
    """The model in the visitor's language, or the training that it comes from."""
    if page.choice.model:
        return page.words("model.run", run=page.choice.model)
    return model_title(page, page.bench.model)
