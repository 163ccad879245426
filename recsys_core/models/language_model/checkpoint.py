"""Read a trained checkpoint without torch; recsys_core.training writes it.

A folder holds ``card.json`` (data, protocol, configuration and results), ``valid.safetensors`` and
``test.safetensors`` (two fits of one configuration: on train, and on train and validation), an
``.encoder.safetensors`` for each (what turns a new text into an item vector; scoring does not read it) and
``items.safetensors`` (item ids, and text vectors of the pretrained encoder).
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
from recsys_core.messages import message
from recsys_core.models.language_model.identity import find_difference
from recsys_core.models.language_model.towers import TowerWeights, unstack
from recsys_core.protocol import MeasurementProtocol
from recsys_core.runtime.json_text import parse_json
from recsys_core.types import FloatArray, Stage

logger = logging.getLogger(__name__)

FORMAT = 3
CARD, ITEMS = "card.json", "items.safetensors"
SPLIT_SHARES = ("test_share", "valid_share")  # of MeasurementProtocol, saved with the card
PRETRAINED = Path(__file__).resolve().parents[2] / "pretrained"


def read_card(folder: Path) -> dict[str, Any]:
    """The checkpoint's card.

    Raises:
        CheckpointError: there is no card, it is not JSON, it has another format, or it lists no files.
    """
    path = Path(folder) / CARD
    if not path.is_file():
        raise CheckpointError(
            message(
                "errors.no_checkpoint_no_train",
                "No checkpoint in '{folder}': it has no {card}. Train one: python -m recsys_core "
                "train --data NAME --out {folder}",
                folder=folder,
                card=CARD,
            )
        )
    try:
        card = parse_json(path.read_text(encoding="utf-8"))
    except (OSError, json.JSONDecodeError, UnicodeDecodeError) as error:
        raise _damaged(path, error) from error
    if not isinstance(card, dict) or card.get("format") != FORMAT or not isinstance(card.get("data"), dict):
        raise CheckpointError(
            message(
                "errors.not_card_version_format",
                "'{path}' is not a card of this version (format {format}). Train again.",
                path=path,
                format=FORMAT,
            )
        )
    if not isinstance(card.get("files"), dict):
        raise CheckpointError(
            message(
                "errors.lists_no_files_train",
                "'{path}' lists no files. Train again or restore the file.",
                path=path,
            )
        )
    return card


def check_data(folder: Path, dataset: Dataset) -> None:
    """Raise CheckpointError unless the checkpoint was trained on exactly these data, item texts included."""
    difference = find_difference(folder, read_card(folder)["data"], dataset)
    if difference is not None:
        raise CheckpointError(difference)


def read_split_shares(folder: Path) -> dict[str, float]:
    """The shares of the split the checkpoint was trained on, as split_by_time takes them.

    Raises:
        CheckpointError: the card is damaged or does not record them as shares.
    """
    protocol = read_card(folder).get("protocol")
    shares: dict[str, float] = {}
    for name in SPLIT_SHARES:
        share = protocol.get(name) if isinstance(protocol, dict) else None
        if not isinstance(share, int | float) or not 0 <= share < 1:
            raise CheckpointError(
                message(
                    "errors.card_does_not_record",
                    "The card in '{folder}' does not record its {name}. Train again.",
                    folder=folder,
                    name=name,
                )
            )
        shares[name] = share
    return shares


def check_split(folder: Path, protocol: MeasurementProtocol) -> None:
    """Raise CheckpointError unless the checkpoint was trained on the split that ``protocol`` measures on.

    On any other split the model has seen some of the interactions it would be tested on.
    """
    for name, expected in read_split_shares(folder).items():
        found = getattr(protocol, name)
        if expected != found:
            raise CheckpointError(
                message(
                    "errors.checkpoint_trained_with_protocol",
                    "The checkpoint '{folder}' was trained with {name} {expected}, this protocol "
                    "has {found}: it would be tested on interactions it was trained on. Use the "
                    "checkpoint's protocol, or train a model on this split.",
                    folder=folder,
                    name=name,
                    expected=expected,
                    found=found,
                )
            )


def read_weights(folder: Path, stage: Stage) -> tuple[TowerWeights, ...]:
    """The trained towers of one stage, one per member.

    Raises:
        CheckpointError: the file is missing, damaged, incomplete, or holds values that no training gives.
    """
    file = f"{stage}.safetensors"
    arrays = _read(Path(folder), file)
    try:
        return unstack(arrays)
    except ValueError as error:
        raise unusable(Path(folder) / file, error) from error


def read_encoder(folder: Path, stage: Stage) -> dict[str, np.ndarray]:
    """The arrays that rebuild the fine-tuned encoder of one stage and its heads, by name.

    Raises:
        CheckpointError: the file is missing or damaged.
    """
    return _read(Path(folder), f"{stage}.encoder.safetensors")


def read_items(folder: Path) -> tuple[FloatArray, list[str]]:
    """Text vectors (n_items, n_dimensions) float32 with unit rows, and item ids in the same order.

    Raises:
        CheckpointError: the file is missing or damaged, or there is not one finite vector for each id.
    """
    arrays = _read(Path(folder), ITEMS)
    if "text" not in arrays or "ids" not in arrays:
        raise CheckpointError(
            message(
                "errors.lacks_text_vectors_ids",
                "'{items}' lacks text vectors or ids. Train again.",
                items=Path(folder) / ITEMS,
            )
        )
    path = Path(folder) / ITEMS
    try:
        ids = arrays["ids"].tobytes().decode("utf-8").split("\n")
    except UnicodeDecodeError as error:
        raise unusable(path, error) from error
    vectors = arrays["text"].astype(np.float32)
    if vectors.ndim != 2 or len(vectors) != len(ids) or not vectors.shape[1]:
        raise unusable(path, f"text must have a row for each of {len(ids)} ids, got shape {vectors.shape}")
    if not np.isfinite(vectors).all():
        raise unusable(path, "text is not finite")
    length = np.linalg.norm(vectors, axis=1, keepdims=True)
    return vectors / np.where(length > 0, length, 1.0), ids


def read_text_vectors(folder: Path, dataset: Dataset) -> FloatArray:
    """(n_items, n_dimensions) float32 unit rows, in the order of the data's items.

    Raises:
        CheckpointError: the file is missing, damaged, or holds other items or another order.
    """
    vectors, ids = read_items(folder)
    # Compared as they are stored: an id may hold a line break.
    if "\n".join(ids) != "\n".join(map(str, dataset.item_ids)):
        raise CheckpointError(
            message(
                "errors.checkpoint_other_items",
                "'{path}' holds other items than '{name}', or the same in another order. Train again or "
                "restore the file.",
                path=Path(folder) / ITEMS,
                name=dataset.name,
            )
        )
    return vectors


def find_checkpoint(dataset: Dataset, root: Path = PRETRAINED) -> Path | None:
    """The shipped checkpoint that was trained on exactly this data set, or None.

    A folder with an unreadable card is skipped with a warning in the log: it may belong to other data. So is
    one that was trained on the same interactions with other item texts.
    """
    for path in sorted(root.glob(f"*/{CARD}")):
        try:
            card = read_card(path.parent)
        except CheckpointError as error:
            logger.warning("skipped a checkpoint: %s", error)
            continue
        if card["data"].get("fingerprint") != dataset.fingerprint:
            continue
        difference = find_difference(path.parent, card["data"], dataset)
        if difference is None:
            return path.parent
        logger.warning("skipped a checkpoint: %s", difference)
    return None


def _read(folder: Path, file: str) -> dict[str, np.ndarray]:
    """The arrays of one file, after comparing its checksum with the card's."""
    expected = read_card(folder)["files"].get(file)
    path = folder / file
    if not path.is_file():
        raise CheckpointError(
            message(
                "errors.checkpoint_lacks_train_again",
                "The checkpoint '{folder}' lacks {file}. Train again or restore the file.",
                folder=folder,
                file=file,
            )
        )
    content = path.read_bytes()
    if hashlib.sha256(content).hexdigest() != expected:
        raise CheckpointError(
            message(
                "errors.damaged_its_checksum_differs",
                "'{path}' is damaged: its checksum differs from the card's. Train again or restore the file.",
                path=path,
            )
        )
    try:
        return load(content)
    except SafetensorError as error:
        raise _damaged(path, error) from error


def unusable(path: Path, why: object) -> CheckpointError:
    """The error for a file that is whole but holds what no training writes."""
    return CheckpointError(
        message(
            "errors.checkpoint_unusable",
            "'{path}' cannot be used: {why}. Train again or restore the file.",
            path=path,
            why=str(why),
        )
    )


def _damaged(path: Path, error: Exception) -> CheckpointError:
    return CheckpointError(
        message(
            "errors.damaged_train_again_restore",
            "'{path}' is damaged ({error}). Train again or restore the file.",
            path=path,
            error=error,
        )
    )
