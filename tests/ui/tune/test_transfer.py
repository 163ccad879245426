from recsys_core.decisions.transfer import SpaceTransfer, Transfer
from recsys_core.stats.interval import Interval
from recsys_core.ui.text.words import Words
from recsys_core.ui.tune.transfer import warning_text


def test_the_warning_names_the_spaces_and_the_most_that_shows():
    others = (
        SpaceTransfer("text", 0.0, Interval(0.05, -0.1, 0.12)),
        SpaceTransfer("co_rating", -0.1, Interval(-0.3, -0.4, -0.2)),
    )
    found = Transfer("categories", 0.4, others)
    assert found.flagged
    text = warning_text(found, Words())
    assert text.startswith(
        "Categories differ, but the texts are alike and the same people like these items: "
    )
    assert "users may not notice." in text
    assert "At most 5% of the gain (interval up to 12%)" in text
