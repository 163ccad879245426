"""Fronts from a few points, as the tables and the chart of Compare get them."""

import numpy as np

from recsys_core.decisions.front import Front, Points, standings
from recsys_core.ui.compare.tables import Compared


def front(accuracy, variety, reranker="mmr", n_resamples=40):
    """A front whose resamples scale the accuracy of all people up and down together."""
    factor = np.linspace(0.9, 1.1, n_resamples)[:, None]
    points = Points(np.linspace(0, 1, len(accuracy)), np.array(accuracy), np.array(variety))
    drawn = (factor * points.accuracy, np.repeat(points.variety[None], n_resamples, axis=0))
    return Front.of("model", reranker, points, points, drawn)


def compared(**fronts):
    """Fronts by name, side by side, at their start."""
    found = standings(list(fronts.values()))
    return [
        Compared(name, one, standing, one.positions.at(0.0))
        for (name, one), standing in zip(fronts.items(), found, strict=True)
    ]
