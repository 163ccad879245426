"""Writing files and folders whole or not at all, and deleting cached files that nobody uses any more."""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

UNFINISHED = ".part"
"""Suffix of a file that is still being written, or that a killed process left behind."""

_UMASK = os.umask(0)
os.umask(_UMASK)  # the only way to read it is to set it

KEPT, DAYS = 6, 30.0  # the newest files always stay; others are deleted after so many days without use
_DAY = 24 * 3600.0  # seconds


@contextmanager
def atomic_write(path: Path) -> Iterator[BinaryIO]:
    """Open a file that replaces ``path`` in one step when the block ends without an error.

    Readers see the old content or the new one, never a part of it. The content is on disk before it takes
    the name. If the block or the disk fails, ``path`` stays as it was and nothing is left beside it.

    Args:
        path: in a folder that exists.

    Raises:
        OSError: the folder cannot be written.
    """
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-", suffix=UNFINISHED)
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        os.chmod(name, 0o666 & ~_UMASK)  # mkstemp lets nobody else read
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def replace_folder(made: Path, target: Path, *, keep: Collection[str] = ()) -> None:
    """Move a finished folder to ``target``, in place of an older one there.

    Args:
        made: the new folder, on the same disk.
        target: where it belongs. If the move fails, an older folder stays there.
        keep: names in the older folder that move into the new one, unless it has them already.

    Raises:
        OSError: a folder cannot be moved.
    """
    if not target.exists():
        os.replace(made, target)
        return
    aside = Path(tempfile.mkdtemp(dir=target.parent, prefix=f".{target.name}-old-"))
    old = aside / target.name
    try:
        os.replace(target, old)
        os.replace(made, target)
    except BaseException:
        if old.exists():
            os.replace(old, target)  # if this fails too, the old folder stays in ``aside``
        aside.rmdir()
        raise
    for name in keep:
        if (old / name).exists() and not (target / name).exists():
            os.replace(old / name, target / name)
    shutil.rmtree(aside, ignore_errors=True)


def mark_used(path: Path) -> None:
    """Note that a file was used just now; ignored where the folder cannot be written."""
    try:
        os.utime(path)
    except OSError:
        return


def drop_unused(folder: Path, pattern: str, *, kept: int = KEPT, days: float = DAYS) -> list[Path]:
    """Delete the files and folders in ``folder`` that match ``pattern`` and were not used for ``days``.

    Args:
        folder: need not exist.
        pattern: a glob, e.g. "*.npz".
        kept: number of most recently used ones that stay, however old.
        days: since their last use, see ``mark_used``.

    Returns:
        What was deleted. Files that cannot be deleted, or that another process deletes first, are skipped.
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
