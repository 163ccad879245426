"""A progress bar on stderr for anything that reports Progress."""

from __future__ import annotations

import sys
from typing import Any

from tqdm import tqdm

from recsys_core.training.progress import Progress


class ProgressBar:
    """A bar with the time left, a new one for each phase."""

    def __enter__(self) -> ProgressBar:
        self._bar: Any = None
        self._phase = ""
        return self

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.close()

    def show(self, progress: Progress) -> None:
        """Draw one report."""
        if progress.phase != self._phase:
            self.__exit__()
            self._phase = progress.phase
            self._bar = tqdm(total=progress.total, desc=progress.phase, file=sys.stderr, leave=True)
        self._bar.total = progress.total
        self._bar.update(progress.step - self._bar.n)
        if progress.message:
            self._bar.set_postfix_str(progress.message)
