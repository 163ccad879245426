"""Compile the numeric kernels once and keep them on disk, so that first use is never felt.

Every kernel is decorated with ``compiled`` from here, which points numba at the project's own cache folder.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Callable
from functools import cache, partial
from pathlib import Path
from typing import Any

import numba

from recsys_core.config import cache_root
from recsys_core.runtime.files import drop_unused

_PACKAGE = Path(__file__).resolve().parents[1]
_CALLS_INTO = {  # who calls whose kernels
    "rerank": ("metrics", "rerank"),
    "evaluation": ("rerank", "metrics", "evaluation"),
}
_DECORATORS = (b"@compiled", b"@borrowing", b"@inlined", b"@chained")  # what marks a kernel, see below
_COMPILED_IN = {"rerank/registry.py"}  # the order of the rerankers is part of the kernels that branch on it
_KEPT = 3  # folders kept of each package


def sources_fingerprint(package: str) -> str:
    """Twelve hex digits of SHA-256 over the kernels of ``package`` and of the packages that they call.

    Numba itself only watches the file of the kernel, not the files of kernels that it calls: an edit there
    would leave stale machine code in use. Files without a kernel do not enter; a constant that a kernel uses
    must live in a file with a kernel.
    """
    digest = hashlib.sha256()
    for name in _CALLS_INTO.get(package, (package,)):
        for path in sorted((_PACKAGE / name).rglob("*.py")):
            source = path.read_bytes()
            name_below = path.relative_to(_PACKAGE).as_posix()
            if name_below in _COMPILED_IN or any(decorator in source for decorator in _DECORATORS):
                digest.update(str(path.relative_to(_PACKAGE)).encode())
                digest.update(source)
    return digest.hexdigest()[:12]


def _bounds_checked() -> bool:
    """Whether NUMBA_BOUNDSCHECK is set; such kernels are other machine code."""
    return bool(numba.config.BOUNDSCHECK)  # type: ignore[attr-defined] # declared at run time only


@cache
def cache_folder(package: str) -> Path:
    """Where kernels are kept: the cache folder if it can be written, else the home folder, else a new one."""
    name = f"numba-{package}-{sources_fingerprint(package)}{'-checked' if _bounds_checked() else ''}"
    for place in (cache_root, lambda: Path.home() / ".cache" / "equipoise"):
        try:
            parent = place()
            (parent / name).mkdir(parents=True, exist_ok=True, mode=0o700)
            os.utime(parent / name)  # in use now; refused where the folder cannot be written
        except (OSError, RuntimeError):  # the latter: there is no home folder
            continue
        if os.access(parent / name, os.W_OK):
            # Kernels of earlier sources; another process may still use those of today.
            drop_unused(parent, f"numba-{package}-*", kept=_KEPT, days=1)
            return parent / name
    return Path(tempfile.mkdtemp(prefix="equipoise-"))


def compiled(kernel: Callable[..., Any] | None = None, **options: Any) -> Any:
    """Decorate a numeric kernel: ``@compiled`` or ``@compiled(parallel=True)``, options as numba's ``njit``.

    A division by zero gives inf or nan, as in numpy, instead of a hidden branch in every inner loop.
    """
    if kernel is None:
        return lambda function: compiled(function, **options)
    package = kernel.__module__.removeprefix("recsys_core.").split(".")[0]
    before = numba.config.CACHE_DIR  # type: ignore[attr-defined] # declared at run time only
    try:
        # The folder is fixed when a kernel is declared; other libraries' kernels keep theirs.
        if "NUMBA_CACHE_DIR" not in os.environ:
            numba.config.CACHE_DIR = str(cache_folder(package))  # type: ignore[attr-defined]
        return numba.njit(cache=True, error_model="numpy", **options)(kernel)
    finally:
        numba.config.CACHE_DIR = before  # type: ignore[attr-defined]


# --- The decorators of kernels that only borrow arrays
#
# ``_nrt`` is an undocumented switch of numba, used nowhere else: without the run time there is no reference
# counting, which takes longer than the work in kernels that never own an array. ``inline`` is numba's own and
# experimental. The tests compare every kernel with plain numpy, so a release that changes either is noticed.

borrowing = partial(compiled, _nrt=False)

# For functions made in a loop. Numba cannot cache them on disk; the kernel that calls them caches their code.
chained = partial(numba.njit, error_model="numpy", _nrt=False, inline="always")

# For functions called at every node with all the engine's arrays: copying hundreds of words of arguments
# would take as long as the work.
inlined = partial(compiled, _nrt=False, inline="always")
