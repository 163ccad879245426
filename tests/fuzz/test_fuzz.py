"""Changed inputs are read or refused in a sentence, nothing else; `tests.fuzz.run` runs many more."""

import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.fuzz.targets import TARGETS

pytestmark = pytest.mark.long

EXAMPLES = {"readers": 120, "catalogues": 60, "tables": 200, "checkpoints": 60}
"""Of the targets that take a tenth of a second an input; the others get 2,000."""


@pytest.mark.parametrize("name", TARGETS)
def test_what_others_wrote_is_read_or_refused(name):
    target = TARGETS[name]

    @settings(
        max_examples=EXAMPLES.get(name, 2_000), deadline=None, database=None, derandomize=True,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(seed=st.integers(0, 2**32))
    def check(seed):
        target.try_one(*target.change(random.Random(seed)))

    check()


@pytest.mark.parametrize("name", TARGETS)
def test_the_corpus_itself_is_accepted(name):
    target = TARGETS[name]
    assert all(target.try_one(file, content) for file, content in target.seeds.items() if name != "tables")
