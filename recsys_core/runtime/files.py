"""Files and folders kept to save time, and what becomes of those that nobody has used for long."""

from __future__ import annotations

import os
import shutil
import time
from pathlib import Path

KEPT, DAYS = 6, 30.0  # the newest files always stay; the others after so many days without use go
_DAY = 24 * 3600.0  # seconds


def mark_used(path: Path) -> None:
    """Write down that a file was used now; a folder that cannot be written is left as it is."""
    try:
        os.utime(path)
    except OSError:
        return


def drop_unused(folder: Path, pattern: str, *, kept: int = KEPT, days: float = DAYS) -> list[Path]:
    """Remove what of ``folder`` matches ``pattern``, files or folders, and was not used for ``days``.

    Args:
        folder: where they lie; need not exist.
        pattern: a glob, e.g. "*.npz".
        kept: so many of the most recently used stay, however old.
        days: since their last use, see ``mark_used``.

    Returns:
        What was removed. A file that another process removes first, or that may not be removed, is no matter.
    """
    found: list[tuple[float, Path]] = []
    for path in folder.glob(pattern):
        try:
            found.append((path.stat().st_mtime, path))
        except OSError:
            continue  # another process removed it just now
    removed = []
    for used, path in sorted(found, reverse=True)[kept:]:
        if used < time.time() - days * _DAY:
            try:
                if path.is_dir():
                    shutil.rmtree(path)
                else:
                    path.unlink()
            except OSError:
                continue
            removed.append(path)
    return removed
