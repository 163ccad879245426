"""The decision that is being served, and its replacement by another one without a dropped request."""

from __future__ import annotations

import gc
import logging
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from recsys_core.errors import HandoffError, RecsysError
from recsys_core.handoff import saved
from recsys_core.handoff.bundle.ids import typed
from recsys_core.handoff.deciding import rules_of
from recsys_core.handoff.opening import check_same, open_again
from recsys_core.handoff.saved import Saved
from recsys_core.messages import message
from recsys_core.store import Store
from recsys_core.workbench import Workbench
from recsys_core.workbench.served import OneList

logger = logging.getLogger(__name__)

EVERY = 2.0
"""Seconds between two looks at what has been approved."""


@dataclass(frozen=True, eq=False)
class Served:
    """A decision ready to answer: requests that hold it are answered by it, whatever comes next."""

    found: Saved
    lists: OneList
    bench: Workbench
    ids: Sequence[str | int]  # of the catalogue, in their own type

    @property
    def name(self) -> str:
        """Of the decision."""
        return self.found.decision.name

    @property
    def version(self) -> int:
        """Of the decision."""
        return self.found.decision.version


def prepare(found: Saved, before: Served | None = None) -> Served:
    """Open a decision's data and make one list, so that the first request does not wait.

    Args:
        found: an approved decision.
        before: what is served now; its data are shared where they are the same.

    Raises:
        HandoffError: it is not approved, or its data or model are gone or have changed.
    """
    name, record = found.decision.name, found.record
    if found.decision.state != "approved":
        raise HandoffError(
            message(
                "handoff.not_approved",
                "Decision “{name}” is not approved, and only approved decisions are served. Approve it "
                "first.",
                name=name,
            )
        )
    if before is not None and before.found.record.fingerprints.bench == record.fingerprints.bench:
        bench = before.bench
    else:
        bench = open_again(record, name)
    check_same(bench, record, name)
    setting = record.setting
    lists = OneList(bench, setting.method, setting.lambda_, setting.k, rules_of(record))
    if len(bench.user_ids):
        lists.of_user(0, setting.k)
    return Served(found, lists, bench, typed(bench.dataset.item_ids).to_pylist())


class Holder:
    """What is served now; a newly approved decision for the same data takes over.

    Args:
        store: where decisions are approved.
        first: what is served at first.

    Attributes:
        current: what is served; replaced as a whole, so that a reader sees the old one or the new one.
        on_change: called with each decision that takes over.
    """

    def __init__(self, store: Store, first: Served) -> None:
        self.current, self._store = first, store
        self.on_change: Callable[[Served], object] = lambda served: None
        self._ends = threading.Event()
        self._seen: set[tuple[str, int]] = set()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin to watch what is approved."""
        _settle()
        self._ends.clear()
        self._thread = threading.Thread(target=self._watch, name="decisions", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End watching."""
        self._ends.set()
        if self._thread is not None:
            self._thread.join(timeout=10)

    def look(self) -> bool:
        """Take over the newest approved decision for these data; returns whether anything changed."""
        now = self.current
        data = now.found.record.data.opened
        approved = [
            one
            for one in self._store.list("approved")
            if one.document.get("data", {}).get("opened") == data
            and one.changed_at > now.found.decision.changed_at
            and (one.name, one.version) not in self._seen
        ]
        if not approved:
            return False
        newest = max(approved, key=lambda one: one.changed_at)
        try:
            served = prepare(saved.load(self._store, newest.name), now)
        except RecsysError as error:
            self._seen.add((newest.name, newest.version))  # said once, and not tried again
            logger.error("decision %r does not take over: %s", newest.name, error)
            return False
        _settle()
        self.current = served
        self.on_change(served)
        logger.info("decision %r takes over from %r", served.name, now.name)
        return True

    def _watch(self) -> None:
        while not self._ends.wait(EVERY):
            try:
                self.look()
            except RecsysError as error:  # the database may come back; requests go on meanwhile
                logger.warning("approved decisions cannot be read: %s", error)


def _settle() -> None:
    """Take what was loaded out of the collector's rounds: each would stop all requests for that long."""
    gc.collect()
    gc.freeze()
