"""One hash over everybody's lists, by the data's own ids."""

from __future__ import annotations

import hashlib

import numpy as np

from recsys_core.workbench import Workbench
from recsys_core.workbench.shipping import ListChunk


class ListHash:
    """SHA-256 over the lists before and after, taken in chunk by chunk.

    Args:
        bench: whose people and items these are.
    """

    def __init__(self, bench: Workbench) -> None:
        self._users = [str(user) for user in bench.user_ids]
        self._items = np.array([*map(str, bench.dataset.item_ids), ""])  # -1 is the empty last one
        self._digests = {"before": hashlib.sha256(), "after": hashlib.sha256()}

    def add(self, chunk: ListChunk) -> None:
        """Take in some people's lists; chunks come in the order of the people."""
        for name, lists in (("before", chunk.before), ("after", chunk.after)):
            for user, row in zip(chunk.users, self._items[lists].tolist(), strict=True):
                self._digests[name].update(("\x1f".join([self._users[user], *row]) + "\n").encode())

    def found(self) -> dict[str, str]:
        """The digests ``before`` and ``after``, as hexadecimal digits."""
        return {name: digest.hexdigest() for name, digest in self._digests.items()}
