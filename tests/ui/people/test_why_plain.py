import numpy as np
import pytest

from recsys_core.decisions.explain.ledger import Ledger
from recsys_core.decisions.explain.score_shares import ScoreShares
from recsys_core.evaluation.paths import exact_paths
from recsys_core.rerank import REGISTRY, RerankInputs
from recsys_core.types import ItemSpace
from recsys_core.ui.people import why_plain
from recsys_core.ui.text.words import Words

TITLES = ["Alien", "Aliens", "Amelie"]


def moved(item, lambda_, k=2, lang="en", likeness=0.8):
    """Aliens is like Alien, by as much as is asked for; Amelie is unlike both."""
    vectors = np.array([[1.0, 0.0], [likeness, np.sqrt(1 - likeness**2)], [0.0, 1.0]], np.float32)
    person = RerankInputs(
        np.array([[1.0, 0.9, 0.5]]), np.array([[0, 1, 2]], np.int32), ItemSpace("text", vectors)
    )
    paths = exact_paths(person, REGISTRY["mmr"], k)
    now, before = paths.at(lambda_)[0], paths.at(0.0)[0]
    ledger = Ledger(person, REGISTRY["mmr"], now, lambda_)
    return why_plain.moved(ledger, item, before, now, TITLES.__getitem__, Words(lang))


def test_what_entered_names_what_it_was_preferred_to_and_why():
    expected = (
        "**Why it entered.** It was preferred to Aliens, which is more relevant but much like Alien, shown "
        "above it."
    )
    assert moved(2, 0.5) == expected


def test_what_left_names_who_took_its_place_and_why():
    expected = (
        "**Why it left** place 2. Amelie took its place, because this one is much like Alien, shown above."
    )
    assert moved(1, 0.5) == expected


def test_what_fell_and_what_stayed():
    assert moved(1, 0.5, k=3).startswith("**Why it fell** from place 2. Amelie took its place")
    assert moved(0, 0.5) == "**Why it stayed** at its place. No more relevant item was left."


def test_little_likeness_is_not_called_much():
    assert "partly like Alien" in moved(1, 0.95, likeness=0.4, k=3)


@pytest.mark.parametrize("item", [0, 1, 2])
def test_chinese_has_no_digits_but_places(item):
    said = moved(item, 0.5, lang="zh")
    assert said.startswith("**为什么") and "." not in said


def test_the_two_strongest_of_the_history_are_named_without_numbers():
    shares = np.array([0.6, -0.1, 0.9])
    said = why_plain.here(ScoreShares(2.0, np.arange(3), shares, 0.6), TITLES.__getitem__, Words())
    assert said == "**Why it is here.** Mostly because of Amelie and Alien among what this person rated."
    one = why_plain.here(ScoreShares(2.0, np.arange(1), shares[:1], 0.6), TITLES.__getitem__, Words())
    assert "because of Alien among" in one
    weak = why_plain.here(ScoreShares(0.2, np.arange(1), -shares[:1], 0.8), TITLES.__getitem__, Words())
    assert "No rated item explains it" in weak
