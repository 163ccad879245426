"""How interactions were split, in words, beside every figure that depends on it."""

from __future__ import annotations

from recsys_core.data.split_rule import SplitRule
from recsys_core.protocol import MeasurementProtocol
from recsys_core.ui.text.words import Words


def split_text(rule: SplitRule, protocol: MeasurementProtocol, words: Words) -> str:
    """How train, validation and test were divided."""
    shares = {"test": f"{protocol.test_share:.0%}", "valid": f"{protocol.valid_share:.0%}"}
    if rule.way == "date":
        if rule.date is None:
            return words("protocol.split_text_date", **shares)
        return words("protocol.split_text_on", date=rule.date)
    if rule.way == "random":
        return words("protocol.split_text_random", seed=rule.seed, **shares)
    return (
        words("protocol.split_text_given") if rule.way == "given" else words("protocol.split_text", **shares)
    )
