"""What settings of models trained by descent must keep to."""

from __future__ import annotations

from collections.abc import Mapping


def check_settings(
    counts: Mapping[str, tuple[int, int]], *, learning_rate: float, weight_decay: float, dropout: float
) -> None:
    """Raise ValueError where a setting makes no sense.

    Args:
        counts: by name the setting and the least it may be.
        learning_rate: above 0.
        weight_decay: at least 0.
        dropout: in [0, 1).
    """
    for setting, (count, least) in counts.items():
        if count < least:
            raise ValueError(f"{setting} must be at least {least}, got {count}")
    if learning_rate <= 0 or weight_decay < 0 or not 0 <= dropout < 1:
        raise ValueError(
            "learning_rate must be above 0, weight_decay at least 0 and dropout in [0, 1), "
            f"got {learning_rate}, {weight_decay} and {dropout}"
        )
