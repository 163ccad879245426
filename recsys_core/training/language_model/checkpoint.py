"""Write a checkpoint, whole or not at all; models.language_model.checkpoint reads it without torch."""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from safetensors.numpy import save

from recsys_core.errors import CheckpointError
from recsys_core.models.language_model.checkpoint import CARD, FORMAT, ITEMS
from recsys_core.runtime.files import replace_folder
from recsys_core.training.tracking import FOLDER
from recsys_core.types import FloatArray

STAGE_FILES = ("valid", "test", "valid.encoder", "test.encoder")
CHECKPOINT_FILES = {CARD, ITEMS, FOLDER, *(f"{name}.safetensors" for name in STAGE_FILES)}


def check_target(folder: Path) -> None:
    """Make sure, before hours of training, that a checkpoint can be written; creates the folder's parent.

    Raises:
        CheckpointError: it holds other files, or cannot be written.
    """
    folder = Path(folder)
    try:
        folder = folder.resolve()
        if folder.exists() and not folder.is_dir():
            raise CheckpointError(f"'{folder}' is a file; name a folder for the checkpoint.")
        present = {path.name for path in folder.iterdir()} if folder.is_dir() else set()
        folder.parent.mkdir(parents=True, exist_ok=True)
        # The finished checkpoint is made beside the folder and moved, so try that.
        with tempfile.TemporaryDirectory(prefix=f".{folder.name}-", dir=folder.parent) as probe:
            (Path(probe) / CARD).write_bytes(b"{}")
    except OSError as error:
        raise CheckpointError(
            f"No checkpoint can be written to '{folder}' ({error.strerror or error}); name a folder in a "
            "writable place."
        ) from error
    foreign = sorted(present - CHECKPOINT_FILES)
    if foreign:
        raise CheckpointError(
            f"'{folder}' holds other files ({', '.join(foreign[:3])}); name an empty or a new folder."
        )


def write_checkpoint(
    folder: Path,
    card: Mapping[str, Any],
    arrays: Mapping[str, Mapping[str, FloatArray]],
    text_vectors: FloatArray,
    item_ids: list[str],
) -> Path:
    """Write a new folder beside the old one, then replace the old one.

    Args:
        folder: of the checkpoint; an older one there is replaced, but its tracking log is kept.
        card: JSON-able; format and checksums are added.
        arrays: by file, one of STAGE_FILES, then by array name.
        text_vectors: (n_items, d) of the pretrained encoder, stored in half precision.
        item_ids: the data's own ids, without line breaks.

    Returns:
        Path of the card.

    Raises:
        CheckpointError: the folder holds other files, or cannot be written.
    """
    folder = Path(folder).resolve()
    check_target(folder)
    ids = np.frombuffer("\n".join(item_ids).encode("utf-8"), np.uint8)
    contents = {ITEMS: save({"text": text_vectors.astype(np.float16), "ids": ids})}
    for name, content in arrays.items():
        contents[f"{name}.safetensors"] = save(dict(content))
    checksums = {name: hashlib.sha256(content).hexdigest() for name, content in contents.items()}
    full_card = {"format": FORMAT, **card, "files": checksums}
    contents[CARD] = (json.dumps(full_card, indent=2, allow_nan=False) + "\n").encode("utf-8")
    made = None
    try:
        made = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
        for name, written in contents.items():
            (made / name).write_bytes(written)
        made.chmod(0o755)
        replace_folder(made, folder, keep=(FOLDER,))
    except OSError as error:
        raise CheckpointError(
            f"The checkpoint cannot be written to '{folder}' ({error.strerror or error}). Make room there "
            "and start the same training again: it goes on where it was."
        ) from error
    finally:
        if made is not None:
            shutil.rmtree(made, ignore_errors=True)
    return folder / CARD
