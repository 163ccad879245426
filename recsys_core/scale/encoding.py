"""Item texts as vectors, a part a shard; texts that were encoded before are read from the cache."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from recsys_core.models.text.cache import cached_vectors
from recsys_core.runtime.files import atomic_write
from recsys_core.scale.array_file import write_rows
from recsys_core.scale.rows import Rows
from recsys_core.scale.shards import Shard
from recsys_core.scale.task import Done, Stopwatch

TEXTS_AT_ONCE = 4096


@dataclass(frozen=True)
class EncodeTask:
    """Encode the texts of a table.

    Attributes:
        rows: the table; its column holds the texts.
        encoder: name of an installed text encoder, or a folder.
        cache: folder of texts that were encoded before, None for the project's own.
    """

    rows: Rows
    encoder: str
    cache: Path | None = None

    def part(self, shard: Shard) -> str:
        """An array of vectors."""
        return f"vectors-{shard.number:06}.npy"

    def describe(self) -> dict[str, Any]:
        """The encoder."""
        return {"work": "encode", "encoder": self.encoder, "column": self.rows.column}

    def run(self, shard: Shard, folder: Path) -> Done:
        """Write the vectors of a shard's texts."""
        watch = Stopwatch()
        texts = [str(text) for text in self.rows.read(shard).to_pylist()]
        encoder = _encoder(self.encoder)
        vectors = cached_vectors(
            encoder.fingerprint, texts, lambda: encoder.encode(encoder.tokenize(texts)), self.cache
        )
        with atomic_write(folder / self.part(shard)) as file:
            np.save(file, np.asarray(vectors, np.float32))
        return watch.done(shard, len(texts))


def merge_vectors(task: EncodeTask, shards: list[Shard], folder: Path, target: Path) -> tuple[int, int]:
    """Write the parts one below the other as one array; returns its shape."""
    first = np.load(folder / task.part(shards[0]), mmap_mode="r")
    shape = (shards[-1].stop, first.shape[1])
    write_rows(target, shape, (np.load(folder / task.part(shard), mmap_mode="r") for shard in shards))
    return shape


@lru_cache(maxsize=1)
def _encoder(name: str) -> Any:
    from recsys_core.models.text.encoder import TextEncoder

    return TextEncoder.load(name)
