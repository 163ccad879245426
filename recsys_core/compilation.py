"""Compile the numeric kernels once and keep them on disk, so that first use is never felt.

Every kernel is decorated with ``compiled`` from here, which points numba at the project's own cache folder.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

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
    """Where kernels are kept: the project where it can be written, else the home folder, else a new one."""
    name = f"numba-{sources_fingerprint()}"
    for parent in (_PACKAGE.parent / ".cache", Path.home() / ".cache" / "equipoise"):
        try:
            (parent / name).mkdir(parents=True, exist_ok=True, mode=0o700)
        except OSError:
            continue
        if os.access(parent / name, os.W_OK):
            return parent / name
    return Path(tempfile.mkdtemp(prefix="equipoise-"))


_folder = cache_folder()


def compiled(kernel: Callable[..., Any] | None = None, **options: Any) -> Any:
    """Decorate a numeric kernel: ``@compiled`` or ``@compiled(parallel=True)``, options as numba's ``njit``.

    A division by zero gives inf or nan, as in numpy, instead of a hidden branch in every inner loop.
    """
    if kernel is None:
        return lambda function: compiled(function, **options)
    before = numba.config.CACHE_DIR  # type: ignore[attr-defined] # declared at run time only
    try:
        # The folder is fixed when a kernel is declared; other libraries' kernels keep theirs.
        if "NUMBA_CACHE_DIR" not in os.environ:
            numba.config.CACHE_DIR = str(_folder)  # type: ignore[attr-defined]
        return numba.njit(cache=True, error_model="numpy", **options)(kernel)
    finally:
        numba.config.CACHE_DIR = before  # type: ignore[attr-defined]
