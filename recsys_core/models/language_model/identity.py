"""What a checkpoint was trained on, and whether that is exactly the data at hand."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from recsys_core.data.dataset import Dataset
from recsys_core.data.features import text_fingerprint
from recsys_core.messages import Message, message


def describe_data(dataset: Dataset) -> dict[str, Any]:
    """The entry "data" of a checkpoint's card: ids and interactions in one hash, item texts in another."""
    return {
        "name": dataset.name,
        "title": dataset.title,
        "fingerprint": dataset.fingerprint,
        "texts": text_fingerprint(dataset),
        "users": len(dataset.user_ids),
        "items": len(dataset.item_ids),
        "interactions": len(dataset.interactions),
    }


def find_difference(folder: Path, trained_on: Mapping[str, Any], dataset: Dataset) -> Message | None:
    """In which respect a checkpoint's data are not these; None where they are the same.

    Cards written before item texts were recorded are compared by ids and interactions alone.

    Args:
        folder: of the checkpoint, for the message.
        trained_on: the entry "data" of its card.
        dataset: the data at hand.
    """
    if trained_on.get("fingerprint") != dataset.fingerprint:
        return message(
            "errors.checkpoint_trained_on_not",
            "The checkpoint '{folder}' was trained on '{name}' ({fingerprint}), not on "
            "'{name_2}' ({fingerprint_2}). Train one for it: python -m recsys_core train "
            "--data {name_2} --out DIR",
            folder=folder,
            name=trained_on.get("name"),
            fingerprint=trained_on.get("fingerprint"),
            name_2=dataset.name,
            fingerprint_2=dataset.fingerprint,
        )
    texts = trained_on.get("texts")
    if texts is not None and texts != text_fingerprint(dataset):
        return message(
            "errors.checkpoint_other_texts",
            "The checkpoint '{folder}' was trained when the items of '{name}' had other titles, categories "
            "or descriptions. Restore them, or train again: python -m recsys_core train --data {name} "
            "--out DIR",
            folder=folder,
            name=dataset.name,
        )
    return None
