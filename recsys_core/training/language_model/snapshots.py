"""Parts of an unfinished training on disk, so that it can resume where it stopped."""

from __future__ import annotations

import json
import logging
import shutil
from pathlib import Path
from typing import Any

from safetensors import SafetensorError
from safetensors.torch import load, save
from torch import Tensor

from recsys_core.runtime.files import UNFINISHED, atomic_write

logger = logging.getLogger(__name__)

KEY = "key.json"


class Snapshots:
    """A folder with the parts of one training.

    Args:
        folder: None stores nothing.
        key: JSON-able, everything the training depends on; parts stored under another key are deleted.

    A folder that cannot be written, or a disk that is full, does not end a training: it only cannot be
    resumed, which the log says once.
    """

    def __init__(self, folder: Path | None, key: dict[str, Any]) -> None:
        self._folder = folder
        self.failed = False
        if folder is None:
            return
        written = json.dumps(key, sort_keys=True)
        path = folder / KEY
        if path.is_file() and path.read_text(encoding="utf-8") == written:
            return
        if path.is_file():
            logger.info("%s holds an unfinished training of other data or settings; it starts anew", folder)
        try:
            self.clear()
            folder.mkdir(parents=True, exist_ok=True)
            with atomic_write(path) as file:
                file.write(written.encode("utf-8"))
        except OSError as error:
            self._warn(error)
            self._folder = None

    def load(self, part: str) -> dict[str, Tensor] | None:
        """A part, or None if it is missing or cannot be read."""
        if self._folder is None:
            return None
        path = self._folder / f"{part}.safetensors"
        try:
            return load(path.read_bytes())
        except FileNotFoundError:
            return None
        except SafetensorError as error:
            logger.warning("%s cannot be read (%s); this part is trained again", path, error)
            return None

    def save(self, part: str, tensors: dict[str, Tensor]) -> None:
        """Store a part, replacing an older one."""
        if self._folder is None:
            return
        try:
            with atomic_write(self._folder / f"{part}.safetensors") as file:
                file.write(save(tensors))
        except OSError as error:
            self._warn(error)

    def _warn(self, error: OSError) -> None:
        if not self.failed:
            logger.warning("unfinished work is not stored (%s): a stopped training would start anew", error)
        self.failed = True

    def clear(self) -> None:
        """Remove what this class wrote, and the folder if nothing else is in it."""
        if self._folder is None or not self._folder.is_dir():
            return
        patterns = ("*.safetensors", f"*{UNFINISHED}", KEY)
        for path in [found for pattern in patterns for found in self._folder.glob(pattern)]:
            path.unlink(missing_ok=True)
        if not any(self._folder.iterdir()):
            shutil.rmtree(self._folder)
