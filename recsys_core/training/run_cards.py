"""Finished trainings and searches on disk, for comparison."""

from __future__ import annotations

import logging
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from recsys_core.runtime.json_text import parse_json

logger = logging.getLogger(__name__)

ERRORS = ("rmse", "mae")
"""Measures where smaller is better."""


@dataclass(frozen=True)
class RunCard:
    """One finished run.

    Attributes:
        kind: "training" or "search".
        model: what was trained or searched.
        data: name of the data set.
        measure: what ``value`` measures, and on which part: "valid ndcg@10", "valid rmse".
        value: the result on validation, where settings are chosen and runs are compared.
        path: the card.
        settings: those of the training, or the best the search found.
        minutes: duration, None where the card does not record it.
    """

    kind: str
    model: str
    data: str
    measure: str
    value: float
    path: Path
    settings: dict[str, Any] = field(default_factory=dict)
    minutes: float | None = None

    def to_dict(self) -> dict[str, Any]:
        """As JSON-able values."""
        return asdict(self) | {"path": str(self.path)}


def read_cards(root: Path, data: str | None = None) -> list[RunCard]:
    """All results of finished runs under ``root``, best first within data set and measure.

    A training with several measures of its validation stage, such as NDCG and RMSE, gives one entry for each.
    Other files are ignored; a damaged card is skipped with a warning in the log.

    Args:
        root: the folder of runs; need not exist.
        data: only runs on this data set.
    """
    found = [_read(path) for path in sorted(root.glob("**/*.json")) if path.name != "spec.json"]
    cards = [card for cards in found for card in cards if data in (None, card.data)]
    return sorted(cards, key=lambda card: (card.data, card.measure, _ascending(card), str(card.path)))


def differing_settings(cards: list[RunCard]) -> list[dict[str, Any]]:
    """For each card, the settings in which other runs of the same kind, model and data differ from it.

    A setting missing from a card, for example one of an older version, does not count as a difference.
    """
    values: dict[tuple[str, str, str, str], set[str]] = {}
    for card in cards:
        for name, value in card.settings.items():
            values.setdefault((card.data, card.kind, card.model, name), set()).add(repr(value))
    return [
        {
            name: value
            for name, value in card.settings.items()
            if len(values[card.data, card.kind, card.model, name]) > 1
        }
        for card in cards
    ]


def _ascending(card: RunCard) -> float:
    """The value, negated where larger is better, so that sorting puts the best first."""
    return card.value if card.measure.endswith(ERRORS) else -card.value


def _read(path: Path) -> list[RunCard]:
    try:
        card = parse_json(path.read_text(encoding="utf-8"))
        if not isinstance(card, dict):
            return []
        if card.get("kind") == "search":
            seconds = card.get("seconds")
            return [
                RunCard(
                    "search",
                    card["model"],
                    card["data"],
                    f"valid {card['measure']}",
                    float(card["value"]),
                    path,
                    dict(card.get("settings") or {}),
                    None if seconds is None else float(seconds) / 60,
                )
            ]
        if "stages" in card:
            return _read_training(card, path)
    except (OSError, ValueError, KeyError, TypeError) as error:
        logger.warning("%s is damaged and was skipped (%r)", path, error)
    return []


def _read_training(card: dict[str, Any], path: Path) -> list[RunCard]:
    """One entry for each measure of the validation stage."""
    stage = card["stages"]["valid"]
    measures = [name for name in stage if "@" in name or name in ERRORS]
    if not measures:
        raise KeyError("a measure of the validation stage")
    minutes = card.get("minutes")
    return [
        RunCard(
            "training",
            card["model"],
            card["data"]["name"],
            f"valid {name}",
            float(stage[name]),
            path,
            dict(card.get("hyperparameters") or {}),
            None if minutes is None else float(minutes),
        )
        for name in measures
    ]
