"""Which claims share the test period of a data set, and the level that each is therefore tested at."""

from __future__ import annotations

from threading import Lock
from typing import TYPE_CHECKING, Any

from recsys_core.decisions.limits import Limits
from recsys_core.errors import StoreError
from recsys_core.protocol import DEFAULT_K
from recsys_core.stats.fixed_sequence import claim_level

if TYPE_CHECKING:
    from recsys_core.store import Store
    from recsys_core.workbench.bench import Workbench


class ClaimsPart:
    """Claims declared for these data, model and protocol.

    A claim is a question to the test period: limits and a length of list. The usual one is always declared;
    further ones must be declared before their figures are looked at. Each of m claims is tested at 2.5% / m
    (Bonferroni, 1936), and every interval shows that level. Whatever else is looked at is exploratory.
    """

    def __init__(self, bench: Workbench) -> None:
        self._bench = bench
        self._store: Store | None = None
        # Claims, and whether they can be relied on: swapped as one, for other sessions read it meanwhile.
        self._state: tuple[tuple[dict[str, Any], ...], bool] = ((_claim(Limits(), DEFAULT_K),), True)
        self._lock, self._asked, self._applied = Lock(), 0, 0

    @property
    def count(self) -> int:
        """Number of declared claims, at least 1."""
        return len(self._state[0])

    @property
    def level(self) -> float:
        """Of the two-sided intervals of every claim."""
        return claim_level(self.count)

    def is_declared(self, limits: Limits, k: int) -> bool:
        """Whether the figures of this question certify anything."""
        claims, is_known = self._state
        return is_known and _claim(limits, k) in claims

    def refresh(self) -> None:
        """Read what has been declared, also by other processes.

        Raises:
            StoreError: the database cannot be read, or claims were changed outside of it. Nothing counts as
                declared until it can be read again.
        """
        with self._lock:
            self._asked += 1
            ticket = self._asked
        try:
            stored = [dict(declared.claim) for declared in self._opened().claims(self._bench.key)]
        except StoreError:
            self._state = (self._state[0], False)
            raise
        usual = _claim(Limits(), DEFAULT_K)
        claims = (usual, *(claim for claim in stored if claim != usual))
        with self._lock:  # a slower reader does not take back what has been read since
            if ticket > self._applied:
                self._state, self._applied = (claims, True), ticket

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
            StoreError: the database cannot be written, or ``by`` is no name.
        """
        self._bench.advice.check(limits, k)
        if not self.is_declared(limits, k):
            self._opened().declare(self._bench.key, _claim(limits, k), by)
        self.refresh()
        return self.count

    def _opened(self) -> Store:
        if self._store is None:
            from recsys_core.store import Store  # the database's library is loaded where it is needed

            self._store = Store.open()
        return self._store


def _claim(limits: Limits, k: int) -> dict[str, Any]:
    """The claim as JSON: numbers without a rounding that another process might not repeat."""
    rounded = {
        name: round(value, 9) if isinstance(value, float) else value
        for name, value in limits.to_dict().items()
    }
    return {"limits": rounded, "k": k}
