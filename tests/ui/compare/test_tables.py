import numpy as np

from recsys_core.decisions.front import Front, standings
from recsys_core.ui.compare.tables import differences, ranked, verdict
from recsys_core.ui.text.words import Words


def front(accuracy, variety, reranker="mmr", n_resamples=40):
    """A front whose resamples scale the accuracy of all people up and down together."""
    factor = np.linspace(0.9, 1.1, n_resamples)[:, None]
    accuracy, variety = np.array(accuracy), np.array(variety)
    drawn = (factor * accuracy, np.repeat(variety[None], n_resamples, axis=0))
    return Front("model", reranker, np.linspace(0, 1, len(accuracy)), accuracy, variety, drawn)


GOOD, FAIR, POOR = (
    front([0.4, 0.2], [0.5, 0.8]), front([0.39, 0.2], [0.5, 0.8]), front([0.1, 0.05], [0.4, 0.6])
)  # fmt: skip


def test_differences_name_the_better_one_first_and_never_fall_below_nothing():
    names = ["poor_one", "good", "fair"]
    table = differences(names, standings([POOR, GOOD, FAIR]), Words())
    assert list(table.columns) == ["Verdict", "Difference"]
    assert list(table["Verdict"]) == [
        "good is better than fair",
        "good is better than poor\\_one",  # a table reads markdown
        "fair is better than poor\\_one",
    ]
    assert all(said.startswith("+") for said in table["Difference"])


def test_a_small_sure_difference_does_not_read_as_nothing():
    near = front([0.4, 0.2], [0.5, 0.801])
    assert differences(["one", "two"], standings([GOOD, near]), Words())["Difference"][0] == (
        "+0.02 (+0.02 to +0.02)"
    )


def test_the_verdict_speaks_of_the_pairs_shown():
    found = standings([GOOD, POOR])
    assert ranked(found) == [0, 1]
    assert verdict(0, ["good", "poor"], found, Words()) == "Best of those selected"
    assert verdict(1, ["good", "poor"], found, Words()) == "Worse than good"
