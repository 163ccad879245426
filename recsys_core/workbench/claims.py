"""Which claims share the test period of a data set, and the level that each is therefore tested at."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf
from threading import Lock
from time import monotonic
from typing import TYPE_CHECKING, Any

from recsys_core.decisions.limits import Limits
from recsys_core.errors import StoreError
from recsys_core.protocol import DEFAULT_K
from recsys_core.runtime.cache import KeyedCache
from recsys_core.stats.fixed_sequence import claim_level

if TYPE_CHECKING:
    from recsys_core.store import Store
    from recsys_core.workbench.bench import Workbench

PATIENCE = 2.0
"""Seconds that looking at claims may wait for a database; declaring one has the store's usual patience."""
MOST_NOTED = 4096  # questions known to be in the store as shown, the most recent ones


@dataclass(frozen=True)
class _State:
    """Claims, and whether they can be relied on: swapped as one, for other sessions read it meanwhile."""

    claims: tuple[dict[str, Any], ...]
    is_known: bool = True


class ClaimsPart:
    """Claims declared on the test period of these data.

    A claim is a question to the test period: a model, limits and a length of list. The usual question about
    the model that the data open with is always declared; any other must be declared before its figures are
    shown. The test period is what they share: each of m claims, whichever model it is about, is tested at
    2.5% / m (Bonferroni, 1936), and every interval shows that level. Whatever else is looked at is
    exploratory, and stays so: a question that was shown can no longer be declared.
    """

    def __init__(self, bench: Workbench) -> None:
        self._bench = bench
        self._store: Store | None = None
        self._usual = _claim(Limits(), DEFAULT_K, bench.usual_key)
        self._state = _State((self._usual,))
        self._lock, self._asked, self._applied = Lock(), 0, 0
        self._failure: tuple[float, StoreError] | None = None  # when the database was last found unreadable
        self._unwritable_since = -inf
        self._noted = KeyedCache(MOST_NOTED)
        self._unnoted: dict[tuple[Limits, int], None] = {}  # shown while the database could not be written

    @property
    def count(self) -> int:
        """Number of declared claims on this test period, at least 1."""
        return len(self._state.claims)

    @property
    def count_elsewhere(self) -> int:
        """How many of them are about other models."""
        return sum(claim["model"] != self._bench.key for claim in self._state.claims)

    @property
    def level(self) -> float:
        """Of the two-sided intervals of every claim."""
        return claim_level(self.count)

    @property
    def level_with_another(self) -> float:
        """The level that declaring one more claim would leave to all of them."""
        return claim_level(self.count + 1)

    @property
    def is_known(self) -> bool:
        """Whether what is declared could be read; until then nothing counts as declared."""
        return self._state.is_known

    def is_declared(self, limits: Limits, k: int) -> bool:
        """Whether the figures of this question certify anything."""
        state = self._state
        return state.is_known and _claim(limits, k, self._bench.key) in state.claims

    def refresh(self, *, again_after: float = 0.0) -> None:
        """Read what has been declared, also by other processes.

        Args:
            again_after: seconds after a failure in which the database is not asked again.

        Raises:
            StoreError: the database cannot be read, or claims were changed outside of it. Nothing counts as
                declared until it can be read again.
        """
        failure = self._failure
        if failure is not None and monotonic() < failure[0] + again_after:
            raise StoreError(*failure[1].args)
        with self._lock:
            self._asked += 1
            ticket = self._asked
        try:
            stored = [dict(declared.claim) for declared in self._opened().claims(self._bench.test_period)]
        except StoreError as error:
            self._failure, self._state = (monotonic(), error), _State(self._state.claims, is_known=False)
            raise
        claims = (self._usual, *(claim for claim in stored if claim != self._usual))
        with self._lock:  # a slower reader does not take back what has been read since
            if ticket > self._applied:
                self._state, self._applied, self._failure = _State(claims), ticket, None

    def declare(self, limits: Limits, k: int, by: str) -> int:
        """Declare a further claim, before its figures are shown; declaring it again changes nothing.

        Args:
            limits: the question.
            k: length of the lists.
            by: who declares it.

        Returns:
            How many claims share the test period now.

        Raises:
            SettingError: these data cannot answer the question; a slip must not cost the others their error.
            StoreError: the figures of the question were shown before, the database cannot be written, or
                ``by`` is no name.
        """
        self._bench.advice.check(limits, k)
        if not self.is_declared(limits, k):
            from recsys_core.store import Store

            store = Store.open()
            self._note_all(store)
            store.declare(self._bench.test_period, _claim(limits, k, self._bench.key), by)
        self.refresh()
        return self.count

    def note_shown(self, limits: Limits, k: int, *, again_after: float = 0.0) -> None:
        """Remember that figures of a question are shown; each question is written once.

        What cannot be written now is written with the next one, or before the next claim is declared here.

        Args:
            limits: the question.
            k: length of the lists.
            again_after: seconds after a failure in which the database is not asked again.

        Raises:
            StoreError: the database cannot be written.
        """
        if self.is_declared(limits, k) or self._noted.peek((limits, k)):
            return
        self._unnoted[limits, k] = None
        if not self._state.is_known or monotonic() < self._unwritable_since + again_after:
            return
        try:
            self._note_all(self._opened())
        except StoreError:
            self._unwritable_since = monotonic()
            raise

    def _note_all(self, store: Store) -> None:
        for limits, k in tuple(self._unnoted):
            if not self.is_declared(limits, k):
                store.mark_shown(self._bench.test_period, _claim(limits, k, self._bench.key))
                self._noted.get((limits, k), lambda: True)
            self._unnoted.pop((limits, k), None)

    def _opened(self) -> Store:
        if self._store is None:
            from recsys_core.store import Store  # the database's library is loaded where it is needed

            self._store = Store.open(timeout=PATIENCE)
        return self._store


def _claim(limits: Limits, k: int, model: str) -> dict[str, Any]:
    """The claim as JSON: numbers without a rounding that another process might not repeat."""
    rounded = {
        name: round(value, 9) if isinstance(value, float) else value
        for name, value in limits.to_dict().items()
    }
    return {"limits": rounded, "k": k, "model": model}
