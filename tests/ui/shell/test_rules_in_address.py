import pytest
from hypothesis import given
from hypothesis import strategies as st

from recsys_core.ui.shell import rules_in_address
from recsys_core.ui.shell.rules_in_address import AskedRules

ids = st.text(min_size=1, max_size=12)
places = st.integers(1, 20)
several = st.builds(
    AskedRules,
    st.lists(st.tuples(ids, places), max_size=4).map(tuple),
    st.lists(ids, max_size=4).map(tuple),
    st.none() | st.integers(0, 30),
    st.none() | st.integers(0, 30),
)


def test_an_address_reads_like_the_rules():
    rules = AskedRules((("17", 1),), ("203", "tt.9"), 2, 3)
    text = "pin.17.1~block.203~block.tt%2E9~most.2~least.3"
    assert rules_in_address.write(rules) == text
    assert rules_in_address.read(text) == rules


@given(several)
def test_every_rule_survives_the_address(rules):
    assert rules_in_address.read(rules_in_address.write(rules)) == rules


@pytest.mark.parametrize(
    "text",
    "most.x most least.-1 block. pin.17 pin.17.0 pin.17.x pin..1 free.beer most.²".split(),
)
def test_what_is_no_rule_is_kept_as_damaged(text):
    found = rules_in_address.read(f"most.2~{text}")
    assert (found.at_most, found.damaged) == (2, (text,))


@given(st.text(max_size=60))
def test_no_text_breaks_it(text):
    found = rules_in_address.read(text)
    assert all(item and place >= 1 for item, place in found.pins)


def test_what_these_data_lack_is_dropped_and_told():
    rules = AskedRules((("1", 1), ("2", 9), ("gone", 2)), ("1", "zzz"), 2, None, ("free.beer",))
    kept, dropped = rules_in_address.resolve(rules, {"1", "2"}, 5)
    assert kept == AskedRules((("1", 1),), ("1",), 2)
    assert dropped == ["free.beer", "pin.2.9", "pin.gone.2", "block.zzz"]
