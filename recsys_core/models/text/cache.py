"""A cache of text vectors on disk, so that a catalogue is encoded only once."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from safetensors import SafetensorError
from safetensors.numpy import load, save

from recsys_core import config
from recsys_core.runtime.files import UNFINISHED, atomic_write, drop_unused, mark_used
from recsys_core.types import FloatArray

logger = logging.getLogger(__name__)


def cached_vectors(
    fingerprint: str, texts: Sequence[str], encode: Callable[[], FloatArray], root: Path | None = None
) -> FloatArray:
    """The vectors of ``texts``, from disk if the same encoder has encoded them before.

    A damaged file is replaced, and an unwritable folder is ignored. Files unused for a month are deleted,
    except the most recent ones.

    Args:
        fingerprint: of the encoder: weights, pooling and maximum tokens.
        texts: n texts, in order.
        encode: computes the (n, d) vectors.
        root: folder of the cache, the project's own by default.

    Returns:
        (n, d) float32.
    """
    digest = hashlib.sha256(fingerprint.encode())
    for text in texts:
        digest.update(b"\0" + text.encode("utf-8", errors="surrogatepass"))
    folder = root if root is not None else config.cache_root() / "vectors"
    path = folder / f"{digest.hexdigest()[:32]}.safetensors"
    found = _read(path, len(texts))
    if found is not None:
        return found
    vectors = np.ascontiguousarray(encode(), np.float32)
    _write(path, vectors)
    return vectors


def _read(path: Path, n_texts: int) -> FloatArray | None:
    try:
        vectors = load(path.read_bytes())["vectors"]
    except FileNotFoundError:
        return None
    except (OSError, SafetensorError, KeyError) as error:
        logger.warning("text vectors in %s cannot be read (%s); encoding again", path, error)
        return None
    if len(vectors) != n_texts:
        return None
    mark_used(path)
    return vectors


def _write(path: Path, vectors: FloatArray) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with atomic_write(path) as file:
            file.write(save({"vectors": vectors}))
        drop_unused(path.parent, "*.safetensors")  # of old texts or weights
        drop_unused(path.parent, f"*{UNFINISHED}", kept=0, days=1)  # of processes killed while writing
    except OSError as error:
        logger.warning("text vectors cannot be stored in %s (%s)", path.parent, error)
