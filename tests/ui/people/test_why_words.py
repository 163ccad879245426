import re

import numpy as np
import pytest

from recsys_core.decisions.explain.ledger import Ledger
from recsys_core.decisions.explain.score_shares import ScoreShares
from recsys_core.evaluation.paths import exact_paths
from recsys_core.rerank import REGISTRY, RerankInputs
from recsys_core.types import ItemSpace
from recsys_core.ui.people.why_words import why_here, why_moved
from recsys_core.ui.text.words import Words

TITLES = ["Alien", "Aliens", "Amelie"]


def title(item):
    return TITLES[item]


@pytest.fixture
def person():
    """Aliens repeats Alien; Amelie is unlike both."""
    vectors = np.array([[1.0, 0.0], [0.8, 0.6], [0.0, 1.0]], np.float32)
    return RerankInputs(
        np.array([[1.0, 0.9, 0.5]]), np.array([[0, 1, 2]], np.int32), ItemSpace("text", vectors)
    )


def moved(person, item, lambda_, k=2, lang="en"):
    paths = exact_paths(person, REGISTRY["mmr"], k)
    now, before = paths.at(lambda_)[0], paths.at(0.0)[0]
    ledger = Ledger(person, REGISTRY["mmr"], now, lambda_)
    return why_moved(ledger, item, before, now, paths.of_user(0), title, Words(lang))


def test_what_entered_names_the_price_the_gain_and_the_blocker(person):
    said = moved(person, 2, 0.5)
    assert said.startswith("**Why it entered.** At place 2 it is worth +0.250")
    assert "preferred to Aliens" in said
    assert "gives up 0.200 of relevance and avoids 0.400 of similarity, 0.200 ahead" in said
    assert "Aliens comes later because of Alien, shown above it (similarity 0.80" in said
    # 0.9 (1 - λ) - 0.8 λ = 0.5 (1 - λ) at λ = 1/3.
    assert "from λ\u00a0=\u00a00.333 on" in said


def test_what_left_names_who_took_its_place(person):
    said = moved(person, 1, 0.5)
    assert said.startswith("**Why it left** place 2. Its place went to Amelie, worth +0.250 there")
    assert "against +0.050: \u22120.200 by relevance and +0.400 by variety" in said
    assert said.endswith("It is missing from λ\u00a0=\u00a00.333 on.")


def test_what_stayed_gave_nothing_up(person):
    said = moved(person, 0, 0.5)
    assert "**Why it stayed**" in said and "nothing is given up" in said
    assert "from the most relevant setting on" in said


def test_what_fell_says_who_took_the_place_and_what_it_is_worth_now(person):
    said = moved(person, 1, 0.5, k=3)
    assert "**Why it fell** from place 2." in said and "At place 3 it is worth" in said


def test_chinese_has_no_spaces_between_sentences(person):
    said = moved(person, 2, 0.5, lang="zh")
    assert "。 " not in said
    assert "。**" not in said  # markdown would not end the bold there


def shares(*values, rest=0.5):
    values = np.array(values)
    return ScoreShares(float(values.sum()) + rest, np.arange(len(values)), values, rest)


def test_the_three_strongest_are_named_and_the_rest_adds_up():
    found = ScoreShares(2.0, np.array([0, 1, 2, 0]), np.array([0.6, -0.1, 0.9, 0.1]), 0.5)
    said = why_here(found, title, Words(), None, [])
    assert "score of +2.000" in said
    assert "from Amelie (+0.900), Alien (+0.600), Alien (+0.100)" in said
    assert "The other items (1) add \u22120.100" in said and "+0.500 does not depend" in said


def numbers(said):
    return [float(found.replace("\u2212", "-")) for found in re.findall(r"[+\u2212]?\d\.\d+", said)]


@pytest.mark.parametrize("lambda_", [0.345, 0.4321, 0.777])
def test_what_is_shown_adds_up_to_the_last_digit(person, lambda_):
    shown = numbers(moved(person, 2, lambda_))
    total, relevance, _weight, _relevance, gain, given_up, bought, net = shown[:8]
    assert total == pytest.approx(relevance + gain) and net == pytest.approx(bought - given_up)
    other_total, total, relevance, gain = numbers(moved(person, 1, lambda_))[:4]
    assert other_total - total == pytest.approx(relevance + gain)
    score, *parts = numbers(why_here(shares(1 / 3, 1 / 3, 1 / 6, 1 / 7, rest=1 / 9), str, Words(), None, []))
    assert len(parts) == 5 and score == pytest.approx(sum(parts))


def test_categories_of_the_history_are_named():
    categories = np.array([[1.0, 0.0], [0.5, 0.5], [0.0, 1.0]])
    said = why_here(shares(1.0, 0.4, -0.3), title, Words(), categories, ["Horror", "Comedy"])
    assert said.endswith("Through the categories of those items: Horror +1.200.")


def test_where_nothing_speaks_for_an_item_that_is_said():
    assert "No single rated item explains it" in why_here(shares(-0.2), title, Words(), None, [])


def test_without_a_history_everybody_gets_the_same():
    assert "This person has rated nothing" in why_here(shares(), title, Words(), None, [])
