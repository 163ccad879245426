"""Read a trained checkpoint without torch: a card, one weights file a stage, the items.

A folder holds ``card.json`` (what was trained on what, with which result), ``valid.safetensors`` and
``test.safetensors`` (two fits of one recipe: on train, and on train and validation), beside each an
``.encoder.safetensors`` (what turns a new text into an item vector; scoring never reads it) and
``items.safetensors`` (text vectors of the frozen encoder and item ids). Writing is training's business.
"""

from __future__ import annotations

import hashlib
import json
import logging
from pathlib import Path
from typing import Any

import numpy as np
from safetensors import SafetensorError
from safetensors.numpy import load

from recsys_core.data.dataset import Dataset
from recsys_core.errors import CheckpointError
from recsys_core.models.language_model.towers import TowerWeights, unstack
from recsys_core.protocol import MeasurementProtocol
from recsys_core.types import FloatArray, Stage

logger = logging.getLogger(__name__)

FORMAT = 3
CARD, ITEMS = "card.json", "items.safetensors"
PRETRAINED = Path(__file__).resolve().parents[2] / "pretrained"


def read_card(folder: Path) -> dict[str, Any]:
    """What the checkpoint says about itself.

    Raises:
        CheckpointError: there is no card, it is not JSON, its format is not ours, or it lists no files.
    """
    path = Path(folder) / CARD
    if not path.is_file():
        raise CheckpointError(
            f"No checkpoint in '{folder}': it has no {CARD}. "
            f"Train one: python -m recsys_core train --data NAME --out {folder}"
        )
    try:
        card = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, json.JSONDecodeError, UnicodeDecodeError) as error:
        raise CheckpointError(f"'{path}' is damaged ({error}). Train again or restore the file.") from error
    if not isinstance(card, dict) or card.get("format") != FORMAT or not isinstance(card.get("data"), dict):
        raise CheckpointError(f"'{path}' is not a card of this version (format {FORMAT}). Train again.")
    if not isinstance(card.get("files"), dict):
        raise CheckpointError(f"'{path}' lists no files. Train again or restore the file.")
    return card


def check_data(folder: Path, dataset: Dataset) -> None:
    """Raise CheckpointError unless the checkpoint was trained on exactly this data set."""
    trained_on = read_card(folder)["data"]
    if trained_on.get("fingerprint") != dataset.fingerprint:
        raise CheckpointError(
            f"The checkpoint '{folder}' was trained on '{trained_on.get('name')}' "
            f"({trained_on.get('fingerprint')}), not on '{dataset.name}' ({dataset.fingerprint}). "
            f"Train one for it: python -m recsys_core train --data {dataset.name} --out DIR"
        )


def check_split(folder: Path, protocol: MeasurementProtocol) -> None:
    """Raise CheckpointError unless the checkpoint was trained on the split that ``protocol`` measures on.

    On any other split the model has seen some of the interactions it would be tested on.
    """
    trained_on = read_card(folder).get("protocol")
    trained_on = trained_on if isinstance(trained_on, dict) else {}
    for name in ("test_share", "valid_share"):
        expected, found = trained_on.get(name), getattr(protocol, name)
        if expected != found:
            raise CheckpointError(
                f"The checkpoint '{folder}' was trained with {name} {expected}, this protocol has {found}: "
                "it would be tested on interactions it was trained on. Use the checkpoint's protocol, or "
                "train a model on this split."
            )


def read_weights(folder: Path, stage: Stage) -> tuple[TowerWeights, ...]:
    """The trained towers of one stage, one for each member.

    Raises:
        CheckpointError: the file is missing, damaged or incomplete.
    """
    file = f"{stage}.safetensors"
    arrays = _read(Path(folder), file)
    try:
        return unstack(arrays)
    except ValueError as error:
        raise CheckpointError(f"'{Path(folder) / file}' is incomplete: {error}. Train again.") from error


def read_encoder(folder: Path, stage: Stage) -> dict[str, np.ndarray]:
    """What rebuilds the tuned encoder of one stage and the heads on it, by name.

    Raises:
        CheckpointError: the file is missing or damaged.
    """
    return _read(Path(folder), f"{stage}.encoder.safetensors")


def read_items(folder: Path) -> tuple[FloatArray, list[str]]:
    """Text vectors (n_items, n_dimensions) float32 with unit rows, and item ids in the same order.

    Raises:
        CheckpointError: the file is missing or damaged.
    """
    arrays = _read(Path(folder), ITEMS)
    if "text" not in arrays or "ids" not in arrays:
        raise CheckpointError(f"'{Path(folder) / ITEMS}' lacks text vectors or ids. Train again.")
    vectors = arrays["text"].astype(np.float32)
    length = np.linalg.norm(vectors, axis=1, keepdims=True)
    ids = arrays["ids"].tobytes().decode("utf-8").split("\n")
    return vectors / np.where(length > 0, length, 1.0), ids


def find_checkpoint(dataset: Dataset, root: Path = PRETRAINED) -> Path | None:
    """The shipped checkpoint that was trained on exactly this data set, or None.

    A folder whose card cannot be read is passed over with a line in the log: it may belong to other data.
    """
    for path in sorted(root.glob(f"*/{CARD}")):
        try:
            card = read_card(path.parent)
        except CheckpointError as error:
            logger.warning("passed over: %s", error)
            continue
        if card["data"].get("fingerprint") == dataset.fingerprint:
            return path.parent
    return None


def _read(folder: Path, file: str) -> dict[str, np.ndarray]:
    """The arrays of one file, once its bytes are those the card lists."""
    expected = read_card(folder)["files"].get(file)
    path = folder / file
    if not path.is_file():
        raise CheckpointError(f"The checkpoint '{folder}' lacks {file}. Train again or restore the file.")
    content = path.read_bytes()
    if hashlib.sha256(content).hexdigest() != expected:
        raise CheckpointError(
            f"'{path}' is damaged: its checksum is not the card's. Train again or restore the file."
        )
    try:
        return load(content)
    except SafetensorError as error:
        raise CheckpointError(f"'{path}' is damaged ({error}). Train again or restore it.") from error
