"""The third and the fourth step: the slider, and what its setting costs."""

from __future__ import annotations

from recsys_core.ui.story import charts
from recsys_core.ui.story.step import Figures, Step
from recsys_core.ui.text.joining import joined
from recsys_core.ui.text.sentences import difference
from recsys_core.ui.widgets.slider.measure import Everyday, as_sent

_MOST_ROWS = 10  # beside the curve: a second column would cut every title off


def drag(found: Figures) -> Step:
    """The slider with the person's list; everything else on it is filled in while it is dragged."""
    page, words = found.page, found.page.words
    bench, choice = page.bench, page.choice
    breakpoints, _ = bench.trade_off(choice.reranker, k=choice.k).paths.of_user(bench.user_index(choice.user))
    best = None if found.found is None else found.found.found
    notes = [words("story.drag_say", n=len(breakpoints) - 1)]
    if best is not None and best.found and best.method == choice.reranker:
        notes.append(words("story.drag_recommended", position=words.position(best.certificate.position)))
    notes.append(words("story.drag_rest"))
    return Step(
        "drag",
        words("story.drag_title", people=words.count(len(bench.user_ids))),
        notes=tuple(notes),
        picture={"rows": found.rows(found.lambda_), "name": words("memo.person")},
    )


def cost(found: Figures) -> Step:
    """What the setting costs in liked items, with accuracy along the whole slider."""
    words, said = found.page.words, found.said
    accuracy = found.view.measures[0]
    users = words.count(found.view.users)
    rows = found.rows(found.lambda_)
    chart = charts.cost(found)
    named, shown = words("memo.person"), rows[:_MOST_ROWS]
    heading = words("story.now", person=named)
    if len(shown) < len(rows):
        heading = words("story.now_first", person=named, n=len(shown))
    picture = {"chart": chart, "rows": shown, "heading": heading}
    if found.is_start or not found.is_judged or accuracy.everyday is None:
        lead = found.unjudged or said.cost or said.basis
        return Step("cost", said.headline, lead, (said.basis or lead or said.headline,), picture)
    before, now = (_liked(accuracy.everyday, row) for row in (0, found.row))
    moved = round(difference(now, before, 0))
    kind = "same" if moved == 0 else "fewer" if moved < 0 else "more"
    counts = {"before": words.plain(before, 0), "now": words.plain(now, 0)}
    return Step(
        "cost",
        words(f"story.cost_{kind}", n=abs(moved)),
        joined(
            words("story.cost_counts", **counts) if moved else "",
            said.cost,
            words("story.cost_measured", users=users),
        ),
        (
            words("story.cost_say", **counts),
            words("story.cost_worst", text=chart.text, level=words.level(found.page.bench.level)),
            words("story.cost_asked", users=users),
        ),
        picture,
    )


def _liked(unit: Everyday, row: int) -> float:
    """Liked items in 100 lists at a row, as the tile shows them."""
    return float(as_sent(unit.values[row]))
