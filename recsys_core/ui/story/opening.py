"""The first two steps: how much alike today's lists are, and one person's list."""

from __future__ import annotations

from collections import Counter
from typing import Any

from recsys_core.ui.story import charts
from recsys_core.ui.story.step import Figures, Step
from recsys_core.ui.widgets.tuning import about

_MOST_RATED = 8  # titles of what the person rated
_MOST_TAGS = 2  # categories beside a title


def today(found: Figures) -> Step:
    """The places in today's lists by tenths of the catalogue, the most popular items first."""
    page, words = found.page, found.page.words
    bench, choice = page.bench, page.choice
    tenths = list(bench.impact.exposure_change("popularity", choice.reranker, found.lambda_, k=choice.k))
    items = len(bench.dataset.item_ids)
    coverage = next(measure for measure in found.view.measures if measure.key == f"coverage@{choice.k}")
    shown = round(float(coverage.values[0]) * items)
    first = words.percent(tenths[0].before)
    counts = {"items": words.count(items), "shown": words.count(shown), "hidden": words.count(items - shown)}
    return Step(
        "same",
        words("story.same_title", share=first),
        words("story.same_lead", **counts),
        (
            words("story.same_say", share=first),
            words("story.same_hidden", **counts),
            words("story.same_asked"),
        ),
        {"bars": charts.tenths([row.before for row in tenths], words)},
    )


def person(found: Figures) -> Step:
    """One person's list at relevance only, with what repeats in it, beside what they rated last."""
    page, words = found.page, found.page.words
    bench, choice = page.bench, page.choice
    name, rows = words("memo.person"), found.rows(0.0)
    repeated, times = _repeated([row["tags"] for row in rows])
    values = {"person": name, "n": times, "k": len(rows), "category": repeated}
    title = words("story.person_title", **values) if times > 1 else words("story.person_plain", person=name)
    rated = bench.history(choice.user)
    described = about(bench, choice.user, words)
    who = "story.person_simulated" if bench.dataset.simulated else "story.person_real"
    return Step(
        "person",
        title,
        words("story.person_lead", person=name, about=described),
        (
            words("story.person_repeats", **values) if times > 1 else words("story.person_read"),
            words(who, person=name),
            words("story.person_rated", n=len(rated)),
        ),
        {
            "rows": [_row(row, repeated if times > 1 else None) for row in rows],
            "rated": [str(title) for title in rated["title"].head(_MOST_RATED)],
            "name": name,
        },
    )


def _row(row: dict[str, Any], repeated: str | None) -> dict[str, Any]:
    """A row of the list; the repeated category leads its categories, so that it is not cut off."""
    tags = sorted(row["tags"], key=lambda tag: tag != repeated)
    return row | {"tags": tags[:_MOST_TAGS], "repeats": repeated is not None and repeated in tags}


def _repeated(lists: list[list[str]]) -> tuple[str, int]:
    """The category that most rows have, and how many; of several the first met, ("", 0) without any."""
    counts = Counter(tag for tags in lists for tag in dict.fromkeys(tags))
    return max(counts.items(), key=lambda one: one[1], default=("", 0))
