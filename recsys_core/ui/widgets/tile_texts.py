"""What the tile of a measure says at one position of the slider."""

from __future__ import annotations

from recsys_core.ui.text.words import Words
from recsys_core.ui.widgets.slider.measure import Measure, as_sent


def tile(measure: Measure, row: int, words: Words) -> tuple[str, str | None]:
    """Value and change of a measure at a row of the grid, formatted."""
    value = float(as_sent(measure.values[row]))
    shown = words.plain(value * 100, 1) + "%" if measure.percent else words.plain(value, 3)
    if measure.is_share:
        ends = (measure.low, measure.high)
        low, high = (words.plain(float(as_sent(end[row])) * 100, 1) for end in ends if end is not None)
        return shown, words("slider.share_interval", low=low, high=high)
    unit = " " + words("slider.points") if measure.percent else "%"
    change = words.signed(float(measure.change[row]) * 100, 1) + unit
    if measure.low is None or measure.high is None or row == 0:
        return shown, change
    low, high = (words.signed(float(as_sent(end[row])) * 100, 1) for end in (measure.low, measure.high))
    return shown, words("plain.change", change=change, low=low, high=high)


def everyday(measure: Measure, row: int, words: Words) -> str:
    """The measure in everyday units at a row of the grid, "" where it has none."""
    unit = measure.everyday
    if unit is None:
        return ""
    now, before = (words.plain(float(as_sent(unit.values[at])), unit.digits) for at in (row, 0))
    return unit.template.format(now=now, before=before)
