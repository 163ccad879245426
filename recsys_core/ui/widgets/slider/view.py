"""The slider component on a page: what it is sent, and what happens when it reports back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal

import streamlit as st

from recsys_core.data import Split
from recsys_core.data.health.checks import users_tied_at_border
from recsys_core.ui.shell import frame, setting
from recsys_core.ui.shell.frame import Page
from recsys_core.ui.shell.session import shared
from recsys_core.ui.shell.state import visit_state
from recsys_core.ui.text.sentences import best_manner, manner
from recsys_core.ui.text.words import Words
from recsys_core.ui.widgets import limit_texts, verdicts
from recsys_core.ui.widgets.gains import why_rows
from recsys_core.ui.widgets.slider import component, payload
from recsys_core.ui.widgets.split_text import split_text
from recsys_core.ui.widgets.tuning import person_json, tuning
from recsys_core.ui.widgets.verdicts import Verdicts
from recsys_core.workbench import Workbench
from recsys_core.workbench.results import Reranker


def render(
    page: Page,
    mode: Literal["tune", "person"],
    person: dict[str, str] | None = None,
    on_step: Callable[[], object] = lambda: None,
    on_limits: Callable[[], None] = lambda: None,
    on_memo: Callable[[], None] = lambda: None,
) -> None:
    """Mount the component for the page's choice; "person" leaves out sentence, tiles and curves.

    Args:
        page: what the page works with.
        mode: how much of it is shown.
        person: ``person`` and ``items`` of somebody new, in place of the person chosen.
        on_step: called when the next or previous person is asked for.
        on_limits: called when the limits are to be edited.
        on_memo: called when the decision memo is asked for.
    """
    key = f"slider_{mode}"
    bench, choice = page.bench, page.choice
    start, found = _start(page, key), verdicts.computed(bench, choice)
    # The position is in the browser already: after a move all that is sent is what was sent before.
    said = unjudged(page, None) if found is None else found.explored
    about = (mode, bench.key, bench.level, bench.dataset.title, choice.at(0.0), start, said, person)
    kept = visit_state().slider_sent
    if kept is None or kept[0] != about:
        kept = visit_state().slider_sent = (about, pieces(page, mode, start, found, person))

    def stepped() -> None:
        _on_person(key, page)
        on_step()

    component.tuning_slider(
        b"".join(kept[1]),
        key=key,
        on_at=lambda: _on_at(key),
        on_reranker=lambda: _on_reranker(key),
        on_recommended=lambda: use_recommended(page),
        on_limits=on_limits,
        on_memo=on_memo,
        on_person=stepped,
    )
    # The slider works already, all of it in the browser; the verdict, or why there is none, joins it later.
    if found is None and mode == "tune" and is_open(page):
        verdicts.compute(bench, choice)
        st.rerun()


def is_open(page: Page) -> bool:
    """Whether there is a verdict still to be found."""
    bench, choice = page.bench, page.choice
    return verdicts.is_judged(bench, choice) and not verdicts.refusal(bench, choice, page.words)


def pieces(
    page: Page,
    mode: str,
    start: dict[str, object],
    found: Verdicts | None,
    person: dict[str, str] | None,
) -> list[bytes]:
    """The payload in pieces, to be joined; ``found`` is None until known, ``person`` as in ``render``."""
    bench, choice = page.bench, page.choice
    words = page.words.in_manner(manner(found, choice))
    strings = words.under("slider") | {"decimal_point": words.decimal_point}
    best_words = page.words.in_manner(best_manner(found, choice))
    strings["use_recommended"] = best_words("slider.use_recommended")
    strings["curves_note"] = words("slider.curves_note", level=words.level(bench.level))
    options = [[name, *method(entry, words)] for name, entry in bench.rerankers.items()]
    return payload.encode(
        {
            "strings": strings,
            "mode": mode,
            "present": choice.present,
            "language": choice.lang,
            "start": start,
            "rerankers": {"chosen": choice.reranker, "options": options},
            "protocol": protocol_rows(page),
            "limit": choice.limits.accuracy_loss * 100,
            "limits": limit_texts.limit_rows(choice.limits, bench.space_names[0], words),
            "space": bench.space_names[0],
            "why": [] if found is None else why(page, found),
            "unjudged": unjudged(page, found),
        },
        {
            "curve": tuning(bench, choice).curve_json,
            "verdict": verdicts.payload_json(found),
            **(person or person_json(bench, choice.user, choice.reranker, choice.k, choice.lang)),
        },
    )


def why(page: Page, found: Verdicts) -> Sequence[list[str]]:
    """What each method gains on the validation period, by title, after a line that says so."""
    words, bench = page.words, page.bench
    titles = {name: method(entry, words)[0] for name, entry in bench.rerankers.items()}
    what = limit_texts.objective_text(found.found.limits.objective, bench.space_names[0], words)
    return [[words("slider.why_note", what=what), ""], *why_rows(found.found, titles, words)]


def unjudged(page: Page, found: Verdicts | None) -> str:
    """What is said in place of a verdict; "" if there is one."""
    if found is not None:
        return ""
    if not verdicts.is_judged(page.bench, page.choice):
        return page.words("slider.not_judged")
    return verdicts.refusal(page.bench, page.choice, page.words) or page.words("slider.judging")


def use_recommended(page: Page) -> None:
    """Move to the recommended method and setting for the visitor's limits."""
    chosen = setting.recommended(page.bench, frame.kept())
    frame.change(reranker=chosen.reranker, variety=chosen.variety)


def method(entry: Reranker, words: Words) -> tuple[str, str]:
    """A reranker's title and what it is good at, in the visitor's language."""
    key = f"reranker.{entry.name}"
    return words.known(key, entry.title), words.known(f"{key}.good_at", entry.good_at)


def _start(page: Page, key: str) -> dict[str, object]:
    """Where the component should stand; unchanged after its own moves, so that nothing is sent again."""
    here = page.choice.variety
    start = visit_state().slider_start
    if start is None or not component.is_mounted(key) or visit_state().slider_seen != here:
        revision = 0 if start is None else start["revision"] + 1
        start = {"t": here, "revision": revision}
        visit_state().slider_start, visit_state().slider_seen = start, here
    return start


def _on_at(key: str) -> None:
    at = component.value(key, "at")
    if not isinstance(at, dict):
        return
    variety = float(at["t"])
    frame.change(variety=variety)
    visit_state().slider_seen = variety


def _on_reranker(key: str) -> None:
    frame.change(reranker=str(component.value(key, "reranker")))
    visit_state().slider_seen = frame.kept().variety


def _on_person(key: str, page: Page) -> None:
    step = component.value(key, "person")
    ids = page.bench.user_ids
    here = page.bench.user_index(page.choice.user)
    frame.change(user=str(ids[(here + (step if isinstance(step, int) else 0)) % len(ids)]))


def protocol_rows(page: Page) -> list[list[str]]:
    """How the figures were measured, as terms and texts."""
    words, protocol = page.words, page.bench.protocol
    users = page.bench.ground_truth().evaluated
    values = {
        "data": page.bench.dataset.title,
        "split": split_text(page.bench.dataset.split_rule, protocol, words),
        "candidates": str(protocol.n_candidates),
        "k": str(page.choice.k),
        "users": words.count(len(users)),
        "intervals": words("protocol.intervals_text", level=words.level(page.bench.level)),
        "claims": _claims_text(page),
        "promise": words("protocol.promise_text"),
    }
    tied = _users_tied(page.bench)
    if tied:
        everybody = page.bench.dataset.interactions.n_users
        values["ties"] = words("protocol.ties_text", tied=words.count(tied), users=words.count(everybody))
    return [[words(f"protocol.{name}"), text] for name, text in values.items()]


def _claims_text(page: Page) -> str:
    """How many questions share the test period, and for how many models."""
    words, claims = page.words, page.bench.claims
    said = words("protocol.claims_text", count=claims.count)
    if not claims.count_elsewhere:
        return said
    return f"{said}{words('protocol.claims_elsewhere', count=claims.count_elsewhere)}"


@shared(max_size=16)
def _users_tied(bench: Workbench) -> int:
    in_time = bench.dataset.split_rule.is_usual
    return users_tied_at_border(bench.split) if isinstance(bench.split, Split) and in_time else 0
