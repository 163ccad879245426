"""The workbench of a decision: the page's own where it fits."""

from __future__ import annotations

from recsys_core.handoff.opening import open_again
from recsys_core.handoff.record import Record
from recsys_core.ui.shell import session
from recsys_core.ui.shell.frame import Page
from recsys_core.workbench import Workbench


def bench_of(page: Page, record: Record, name: str) -> Workbench:
    """Open the data and model of a decision.

    Raises:
        HandoffError: they are gone or cannot be read.
    """
    if page.bench.key == record.fingerprints.bench:
        return page.bench
    if record.model.checkpoint is None and not record.data.columns:
        if record.data.opened in session.available():
            return session.open_workbench(record.data.opened)
    return open_again(record, name)
