"""A price in plain words: which of a few sentences holds, and the numbers in it.

Pages translate by ``kind`` and fill in ``numbers``; ``ENGLISH`` is the sentence that belongs to each kind.
"""

from __future__ import annotations

from dataclasses import dataclass

from recsys_core.tradeoff.price import PriceTag

ENGLISH = {
    "same": "changes nothing",
    "free_lunch": "a free lunch: both rise, accuracy by {percent}% ({low} to {high})",
    "gains": "raises accuracy by {percent}% ({low} to {high})",
    "costs": "costs {percent}% ({low} to {high}) of accuracy",
    "costs_for_nothing": "costs {percent}% ({low} to {high}) of accuracy and buys no measurable variety",
    "no_measurable_cost": "no measurable cost (between {low}% and {high}% of accuracy)",
    "no_measurable_change": "no measurable change of accuracy or variety",
}


@dataclass(frozen=True)
class Message:
    """One sentence without its language.

    Attributes:
        kind: key of ``ENGLISH``.
        numbers: what the sentence is filled with. For "costs…" and "no_measurable_cost" they are losses in
            percent, otherwise gains; ``low`` <= ``high``. "same" has none.
    """

    kind: str
    numbers: dict[str, float]

    @property
    def text(self) -> str:
        """The English sentence, one decimal a number."""
        return ENGLISH[self.kind].format(**{name: _spoken(value) for name, value in self.numbers.items()})


def in_words(accuracy: PriceTag, variety: PriceTag) -> Message:
    """Say what a setting does to accuracy, given what it does to variety.

    Something has changed only where its 95% interval leaves 0 out.

    Args:
        accuracy: the tag of one setting (``tag[0]``), higher is better.
        variety: the tag of the same setting.

    Returns:
        Percentages where the reference allows them, else (accuracy 0 at the reference) points of a hundred.
    """
    if accuracy.low == accuracy.high == variety.low == variety.high == 0:
        return Message("same", {})
    value, low, high = (float(end) * 100 for end in _ends(accuracy))
    more_variety = bool(variety.low > 0)
    if accuracy.low > 0:
        kind = "free_lunch" if more_variety else "gains"
        return Message(kind, {"percent": value, "low": low, "high": high})
    loss = {"percent": -value, "low": -high, "high": -low}
    if accuracy.high < 0:
        return Message("costs" if more_variety else "costs_for_nothing", loss)
    if variety.low <= 0 <= variety.high:
        return Message("no_measurable_change", loss)
    return Message("no_measurable_cost", loss)


def _ends(tag: PriceTag) -> tuple[float, float, float]:
    if tag.relative_low == tag.relative_low:  # not NaN
        return float(tag.relative), float(tag.relative_low), float(tag.relative_high)
    return float(tag.value), float(tag.low), float(tag.high)


def _spoken(value: float) -> str:
    rounded = f"{value:.1f}"
    return "0.0" if rounded == "-0.0" else rounded
