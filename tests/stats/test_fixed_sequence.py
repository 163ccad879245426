import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from recsys_core.stats.fixed_sequence import ERROR, certified_stretch, claim_level
from recsys_core.stats.jackknife import normal_quantile


@pytest.mark.parametrize(
    ("passes", "stretch"),
    [([], 0), ([True], 1), ([False], 0), ([True, True], 2), ([False, True], 0), ([True, False, True], 1)],
)
def test_examples(passes, stretch):
    assert certified_stretch(np.array(passes, bool)) == stretch


@given(st.lists(st.booleans()))
def test_the_stretch_is_the_longest_start_without_a_failure(passes):
    stretch = certified_stretch(np.array(passes, bool))
    assert all(passes[:stretch])
    assert stretch == len(passes) or not passes[stretch]


@given(st.lists(st.booleans(), min_size=1), st.data())
def test_what_follows_the_first_failure_does_not_matter(passes, data):
    gap = data.draw(st.integers(0, len(passes) - 1))
    passes[gap] = False
    later = data.draw(st.lists(st.booleans(), min_size=len(passes), max_size=len(passes)))
    assert certified_stretch(passes) == certified_stretch(passes[: gap + 1] + later) <= gap


def test_a_promise_is_broken_in_2_5_percent_of_samples_at_most():
    """The worst case: 12 of 30 settings keep the limit easily, and the others lie exactly on it."""
    rng, n_samples = np.random.default_rng(0), 8000
    margin = np.where(np.arange(30) < 12, 8.0, 0.0)  # in standard errors, partly shared by all settings
    measured = margin + rng.normal(size=(n_samples, 1)) * 0.6 + rng.normal(size=(n_samples, 30)) * 0.8
    passes = measured >= normal_quantile(claim_level(1))
    broken = np.mean([certified_stretch(row) > 12 for row in passes])
    jumped = np.mean(passes[:, 12:].any(axis=1))  # the last setting that passes, whatever lies before it
    assert broken == pytest.approx(0.025, abs=0.005)
    assert jumped > 0.2


def test_declared_claims_share_the_error():
    assert claim_level(1) == 0.95
    for n_claims in range(1, 30):
        assert n_claims * (1 - claim_level(n_claims)) == pytest.approx(ERROR)


@pytest.mark.parametrize("n_claims", [0, -1])
def test_without_a_claim_there_is_no_level(n_claims):
    with pytest.raises(ValueError, match=f"number of claims must be at least 1, got {n_claims}"):
        claim_level(n_claims)
