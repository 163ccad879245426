"""Finished trainings and searches on disk, ready to be compared."""

from __future__ import annotations

import json
import logging
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class RunCard:
    """One finished run.

    Attributes:
        kind: "training" or "search".
        model: what was trained or searched.
        data: name of the data set.
        measure: what ``value`` measures, and on which part: "valid ndcg@10", "valid rmse".
        value: the run's result; settings are chosen on validation, so that is what runs are compared by.
        path: the card.
    """

    kind: str
    model: str
    data: str
    measure: str
    value: float
    path: Path

    def to_dict(self) -> dict[str, Any]:
        """As JSON-able values."""
        return asdict(self) | {"path": str(self.path)}


def read_cards(root: Path, data: str | None = None) -> list[RunCard]:
    """Every finished run under ``root``, best first within data set and measure.

    Files that are no cards are left alone; a damaged one is named in the log.

    Args:
        root: the folder of runs; need not exist.
        data: only runs on this data set.
    """
    found = [_read(path) for path in sorted(root.glob("**/*.json")) if path.name != "spec.json"]
    cards = [card for card in found if card is not None and data in (None, card.data)]
    return sorted(cards, key=lambda card: (card.data, card.measure, _worse(card), str(card.path)))


def _worse(card: RunCard) -> float:
    return card.value if card.measure.endswith("rmse") else -card.value


def _read(path: Path) -> RunCard | None:
    try:
        card = json.loads(path.read_text(encoding="utf-8"))
        if not isinstance(card, dict):
            return None
        if card.get("kind") == "search":
            measure = f"valid {card['measure']}"
            return RunCard("search", card["model"], card["data"], measure, float(card["value"]), path)
        if "stages" in card:
            value = float(card["stages"]["valid"]["ndcg@10"])
            return RunCard("training", card["model"], card["data"]["name"], "valid ndcg@10", value, path)
    except (OSError, ValueError, KeyError, TypeError) as error:
        logger.warning("%s is damaged and left out (%r)", path, error)
    return None
