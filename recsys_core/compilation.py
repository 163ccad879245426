"""Compile the numeric kernels once and keep them on disk, so that first use is never felt.

Every kernel is decorated with ``compiled`` from here: importing this module points numba at the cache folder
before any kernel is declared.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from functools import partial
from pathlib import Path

import numba

_PACKAGE = Path(__file__).resolve().parent
_KERNEL_PACKAGES = ("rerank", "metrics", "tradeoff")


def sources_fingerprint() -> str:
    """Twelve hex digits of SHA-256 over every source file that may hold a kernel.

    Numba itself only watches the file of the kernel, not the files of kernels that it calls: an edit there
    would leave stale machine code in use.
    """
    digest = hashlib.sha256()
    for package in _KERNEL_PACKAGES:
        for path in sorted((_PACKAGE / package).rglob("*.py")):
            digest.update(str(path.relative_to(_PACKAGE)).encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def cache_folder() -> Path:
    """Where compiled kernels live: the project where it can be written, else the home folder, else temporary."""
    name = f"numba-{sources_fingerprint()}"
    for parent in (_PACKAGE.parent / ".cache", Path.home() / ".cache" / "equipoise"):
        try:
            (parent / name).mkdir(parents=True, exist_ok=True, mode=0o700)
        except OSError:
            continue
        if os.access(parent / name, os.W_OK):
            return parent / name
    return Path(tempfile.mkdtemp(prefix="equipoise-"))


if "NUMBA_CACHE_DIR" not in os.environ:  # a folder that the person chose is left alone
    setattr(numba.config, "CACHE_DIR", str(cache_folder()))  # noqa: B010 - numba declares it at run time only

# `error_model="numpy"`: a division by zero gives inf or nan instead of a hidden branch in every inner loop.
compiled = partial(numba.njit, cache=True, error_model="numpy")
