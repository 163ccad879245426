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
from recsys_core.ui.shell.frame import Page
from recsys_core.ui.text.sentences import Sentences, beyond_text, manner, sentences
from recsys_core.ui.text.words import Words
from recsys_core.ui.tune import charts, memo_charts
from recsys_core.ui.widgets import verdicts
from recsys_core.ui.widgets.controls import method_title, model_title
from recsys_core.ui.widgets.group_names import accuracy_text, group_name, headline
from recsys_core.ui.widgets.rule_texts import cost_texts
from recsys_core.ui.widgets.slider.payload import as_sent
from recsys_core.ui.widgets.slider.view import protocol_rows
from recsys_core.ui.widgets.tuning import tuning
from recsys_core.ui.widgets.verdicts import Verdicts

_MOST_GROUPS = 6
_LOCAL = {"localhost", "127.0.0.1", "::1", "0.0.0.0"}  # noqa: S104 - compared with, not listened on
_TEMPLATES = Environment(
    loader=FileSystemLoader(Path(__file__).parent),
    autoescape=True,  # titles and ids come from other people's files
    undefined=StrictUndefined,
)

Action = Literal["ship", "keep", "test", "hold", "ship_still"]
NEEDS_A_REASON = ("test", "hold")


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
    """
    found, said = _judged(page)
    if tuning(page.bench, page.choice).still:
        return "ship_still"
    if tuning(page.bench, page.choice).lambda_of(page.choice) == 0:
        return "keep"
    if found is None or said.state == "unproven":
        return "hold"
    if page.choice.rules or found.explored:  # figures are without rules, or certify nothing
        return "test"
    return "ship" if said.state == "recommended" or found.is_proposed else "test"


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
    person = choice.user if signature.named else words("memo.person")
    return _TEMPLATES.get_template("memo.html.j2").render(
        words=words,
        language=choice.lang,
        dataset=bench.dataset,
        action=words(f"memo.action_{proposed}", method=method, position=position),
        said=said,
        recommended=_recommended(page, found, said.state),
        signature=signature,
        made=words.date(date.today()),
        model=model_shown(page),
        few=view.users < FEW_USERS,
        users=view.users,
        setting=[
            (words("plain.reranker"), method),
            (words("memo.position"), position),
            ("λ", words.plain(lambda_, 4)),
            *verdicts.limit_rows(choice.limits, view.space, words),
        ],
        measures=[
            (measure.label, *(text or "" for text in charts.tile(measure, row, words)),
             charts.everyday(measure, row, words))
            for measure in view.measures
        ],
        curves=memo_charts.curves(view, row, 0 if found is None else found.stretch, words),
        size=(memo_charts.WIDTH, memo_charts.HEIGHT),
        limits=[] if found is None else limit_results(found, row, words),
        why=[] if found is None else verdicts.why_rows(found.found, _titles(page), words),
        k=choice.k,
        impact=_impact(page, lambda_),
        example=_example(page, lambda_),
        person=person,
        rules=cost_texts(bench, choice, lambda_, words),
        protocol=protocol_rows(page),
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
        unit = "" if limit.name == "coverage" else "%"
        bound = float(as_sent(limit.bound[row]))
        rows.append(
            (
                words(f"memo.limit_{limit.name}", group=limit.group(row)),
                words.short(limit.limit * 100) + unit,
                beyond_text(bound * 100, limit.limit * 100, words) + unit,
                words("memo.kept" if not limit.fails(row) else "memo.not_proven"),
            )
        )
    return rows


def _recommended(page: Page, found: Verdicts | None, state: str) -> str:
    """What is recommended, where the memo is of another setting."""
    if found is None or state == "recommended":
        return ""
    if not found.found.found:
        return found.nothing
    best = found.found
    position = page.words.position(best.certificate.position)
    return page.words("memo.recommended", method=_titles(page)[best.method], position=position)


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


def _example(page: Page, lambda_: float) -> list[tuple[str, str, str]]:
    """One person's list before and after, row by row."""
    choice, bench = page.choice, page.bench
    lists = [
        bench.ranking(choice.user, choice.reranker, lambda_=at, k=choice.k)["title"].tolist()
        for at in (0.0, lambda_)
    ]
    before = set(lists[0])
    return [
        (str(place + 1), first, then if then in before else page.words("memo.new", title=then))
        for place, (first, then) in enumerate(zip(*lists, strict=True))
    ]


def _impact(page: Page, lambda_: float) -> dict[str, Any]:
    """The groups that lose most, and the people worst off, in words."""
    words, impact = page.words, page.bench.impact
    effects = impact.group_effects(page.choice.reranker, lambda_, k=page.choice.k)
    listed = impact.reported_groups(page.choice.reranker, lambda_, _MOST_GROUPS, k=page.choice.k)
    worst = impact.worst_off(page.choice.reranker, lambda_, k=page.choice.k)
    picked = words("memo.picked", shown=len(listed), n=len(effects)) if len(listed) < len(effects) else ""
    named = [(group_name(group, words), group, accuracy_text(group, words)) for group in listed]
    return {
        "headline": headline(worst, effects, words),
        "bars": memo_charts.bars(named, worst.relative_of_all * 100),
        "groups": [
            (name, str(group.n_users), text, words(f"impact.verdict_{group.verdict}"))
            for name, group, text in named
        ],
        "chance": f"{picked} {words('memo.chance', n=len(effects))}".strip(),
        "worst": words(
            "memo.worst",
            n=len(worst.users),
            mean=words.signed(worst.mean, 3),
            everybody=words.signed(worst.mean_of_all, 3),
        ),
    }
