"""The last two steps: who is affected, and the decision."""

from __future__ import annotations

from math import isnan

from recsys_core.data.health.checks import FEW_USERS
from recsys_core.ui.story import charts
from recsys_core.ui.story.step import Figures, LimitRows, Step
from recsys_core.ui.text.words import Words
from recsys_core.ui.widgets.group_names import group_name
from recsys_core.ui.widgets.limit_texts import limit_rows
from recsys_core.ui.widgets.slider.measure import Measure
from recsys_core.ui.widgets.tile_texts import tile

_MOST_GROUPS = 6
_MOST_NAMED = 2
_DOTS = 100


def affected(found: Figures) -> Step:
    """How many lose and gain, as a hundred dots, and the groups that lose most."""
    page, words = found.page, found.page.words
    impact, choice = page.bench.impact, page.choice
    if found.is_start or not found.is_judged:
        key = "story.who_nobody" if found.is_start else "story.who_unknown"
        return Step("nobody", words(key), "" if found.is_start else found.unjudged, (words(key),))
    setting = (choice.reranker, found.lambda_)
    effects = impact.group_effects(*setting, k=choice.k)
    worst = impact.worst_off(*setting, k=choice.k)
    everybody = impact.everybody(*setting, k=choice.k)
    listed = impact.reported_groups(*setting, _MOST_GROUPS, k=choice.k)
    lose, gain = (round(share * _DOTS) for share in (worst.share_losing, worst.share_gaining))
    gain = min(gain, _DOTS - lose)
    shares = {
        "lose": words.plain(worst.share_losing * 100, 0) + "%",
        "gain": words.plain(worst.share_gaining * 100, 0) + "%",
    }
    worse = [group_name(row, words) for row in effects if row.is_worse]
    named = worse if len(worse) <= _MOST_NAMED else [*worse[:_MOST_NAMED], "…"]
    lead = words("story.who_even")
    if worse:
        lead = words("story.who_groups", n=len(worse), groups=words("slider.comma").join(named))
    return Step(
        "who",
        words("story.who_title", **shares),
        lead,
        (
            words("story.who_say", **shares),
            words(
                "story.who_worst", n=len(worst.users),
                change=words.signed(worst.relative * 100, 0) + "%",
                everybody="–" if isnan(everybody.value) else words.signed(everybody.value * 100, 1) + "%",
            ),
            words("story.who_asked", n=len(effects)),
        ),
        {
            "dots": ["lose"] * lose + ["gain"] * gain + ["same"] * (_DOTS - lose - gain),
            "groups": charts.groups(listed, everybody.value * 100, words),
            "shown": len(listed), "all": len(effects),
        },
    )  # fmt: skip


def decision(found: Figures, action: str, limits_at: LimitRows) -> Step:
    """What to do and what it rests on: the first half of the memo.

    Args:
        found: the setting.
        action: what the memo proposes, such as "ship".
        limits_at: the memo's rows of limits at a row of the grid.
    """
    page, words, said = found.page, found.page.words, found.said
    position = words.position(page.choice.variety)
    title = words(f"memo.action_{action}", method=found.method, position=position)
    basis = said.basis or found.unjudged
    remarks = []
    if page.choice.rules:
        remarks.append(words("tune.rules_off"))
    if found.view.users < FEW_USERS:
        remarks.append(words("tune.few", people=found.view.users))
    results = [] if found.found is None else limits_at(found.found, found.row, words)
    return Step(
        "decide",
        title,
        said.cost,
        (
            words("story.decide_say", action=title),
            basis or said.headline,
            words("story.decide_asked"),
        ),
        {
            "badge": said.badge,
            "state": said.state,
            "basis": basis,
            "remarks": remarks,
            "results": results,
            "measures": [(one.label, _change(one, found.row, words)) for one in found.view.measures],
            "limits": limit_rows(page.choice.limits, found.view.space, words),
        },
    )


def _change(measure: Measure, row: int, words: Words) -> str:
    """The change of a measure with its interval; of a share of people its value."""
    value, change = tile(measure, row, words)
    return f"{value} {change}" if measure.is_share else change or value
