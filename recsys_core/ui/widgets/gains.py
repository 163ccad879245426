"""What a method raises, in its own unit: the catalogue in points, variety in percent."""

from __future__ import annotations

from recsys_core.ui.text.words import Words
from recsys_core.ui.widgets.group_names import percent_text
from recsys_core.ui.widgets.slider.measure import as_sent
from recsys_core.workbench.results import Certificate, Interval, Recommendation


def gain_of(certificate: Certificate) -> Interval[float]:
    """The change of what should rise at the best position, see ``Certificate.rise``."""
    change: Interval[float] = certificate.rise[certificate.best]
    return change


def gain_text(certificate: Certificate, words: Words) -> str:
    """The same with its unit and its interval: "+5.8% (+5.6 to +6.0)"."""
    gain = gain_of(certificate)
    if certificate.raised != "coverage":
        return percent_text(gain, words)
    ends = (float(as_sent(end)) for end in (gain.value, gain.low, gain.high))
    value, low, high = (words.signed(end * 100, 1) for end in ends)
    return words("plain.change", change=f"{value} {words('slider.points')}", low=low, high=high)


def why_rows(found: Recommendation, titles: dict[str, str], words: Words) -> list[list[str]]:
    """What each method gains on the validation period within the limits, the most first."""
    return [[titles[each.method], gain_text(each.certificate, words)] for each in found.proposals]
