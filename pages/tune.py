"""Tune: which setting should we ship? One slider, what it costs and gains, and one person's list."""

from recsys_core.ui.shell import error_boundary, open_page, visit
from recsys_core.ui.story import notes
from recsys_core.ui.story import page as story
from recsys_core.ui.tune import memo
from recsys_core.ui.tune import page as tune

with error_boundary():
    if visit.is_presenter():
        notes.render()
    elif (page := open_page("tune")).choice.stage:
        story.render(page, memo.action, memo.limit_results)
    else:
        tune.render(page)
