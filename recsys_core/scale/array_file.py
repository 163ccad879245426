"""Writing an array that does not fit into memory."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import numpy as np

from recsys_core.runtime.files import atomic_write
from recsys_core.types import FloatArray


def write_rows(target: Path, shape: tuple[int, int], blocks: Iterable[FloatArray]) -> None:
    """Write blocks of rows, one below the other, as one float32 array; it takes its name when it is whole.

    Args:
        target: the ``.npy`` file.
        shape: of the whole array; the blocks together have as many rows.
        blocks: (rows, columns) each.

    Raises:
        OSError: the file cannot be written.
    """
    layout = {"descr": "<f4", "fortran_order": False, "shape": shape}
    with atomic_write(target) as file:
        np.lib.format.write_array_header_1_0(file, layout)
        for block in blocks:
            file.write(np.ascontiguousarray(block, "<f4").data)
