import pytest
from hypothesis import given
from hypothesis import strategies as st

from recsys_core.ui.shell import limits_in_address
from recsys_core.ui.shell.limits_in_address import BUDGETS, KEYS, POINTS, SHARES
from recsys_core.workbench.results import Limits

# Shares as an address can hold them: percentages of up to six decimals.
shares = st.integers(1, 99_999_999).map(lambda n: n / 1e8)
optional = st.none() | shares
groups = st.none() | st.text(min_size=1, max_size=12)


@st.composite
def several(draw):
    by = draw(groups)
    return Limits(
        draw(shares), draw(optional), draw(optional), by, draw(shares) if by else None,
        draw(st.text(min_size=1, max_size=12)),
    )  # fmt: skip


def test_an_address_reads_like_the_limits():
    limits = Limits(0.005, None, 0.15, "activity", 0.04, "ild_text")
    address = {
        "budget": "0.5",
        "coverage": "none",
        "worse": "15",
        "group": "activity:4",
        "raise": "ild_text",
    }
    assert limits_in_address.write(limits) == address
    assert limits_in_address.read(address, Limits()) == (limits, [])
    assert tuple(address) == KEYS


def test_the_usual_limits_stay_out_of_the_address():
    assert limits_in_address.write(Limits()) == {}
    assert limits_in_address.read({}, Limits()) == (Limits(), [])


def test_what_the_address_does_not_name_stays_as_it_was():
    start = Limits(0.05, None, 0.1, "age", 0.2, "coverage")
    assert limits_in_address.read({"budget": "1"}, start) == (
        Limits(0.01, None, 0.1, "age", 0.2, "coverage"),
        [],
    )
    found, damaged = limits_in_address.read({"group": "none", "worse": "none"}, start)
    assert (found, damaged) == (Limits(0.05, None, None, None, None, "coverage"), [])


@given(several())
def test_all_limits_survive_the_address(limits):
    assert limits_in_address.read(limits_in_address.write(limits), Limits()) == (limits, [])


@pytest.mark.parametrize("budget", BUDGETS)
@pytest.mark.parametrize("share", {*POINTS, *SHARES})
def test_every_limit_that_is_offered_survives(budget, share):
    limits = Limits(round(budget / 100, 8), round(share / 100, 8), round(share / 100, 8))
    assert limits_in_address.read(limits_in_address.write(limits), Limits()) == (limits, [])


@pytest.mark.parametrize("text", "abc nan inf -1 0 100 1e9 1e-9 99.999999999 none 2% two ²".split() + [""])
def test_what_is_no_budget_is_named_and_the_usual_one_holds(text):
    assert limits_in_address.read({"budget": text}, Limits()) == (Limits(), [f"budget={text}"])


@pytest.mark.parametrize("key", ["coverage", "worse"])
@pytest.mark.parametrize("text", ["", "abc", "-1", "0", "100", "NONE"])
def test_what_is_no_other_limit_is_named_too(key, text):
    assert limits_in_address.read({key: text}, Limits()) == (Limits(), [f"{key}={text}"])


@pytest.mark.parametrize(
    "text", ["activity", "activity:", ":4", "activity:x", "activity:0", "", "activity:4%"]
)
def test_half_a_limit_for_groups_is_named(text):
    assert limits_in_address.read({"group": text}, Limits()) == (Limits(), [f"group={text}"])


def test_every_damaged_part_is_named_and_the_others_are_read():
    found, damaged = limits_in_address.read({"budget": "x", "coverage": "5", "worse": "y"}, Limits())
    assert (found, damaged) == (Limits(coverage_fall=0.05), ["budget=x", "worse=y"])


@given(st.dictionaries(st.sampled_from(KEYS), st.text(max_size=12) | st.floats().map(str)))
def test_no_address_breaks_it(params):
    found, damaged = limits_in_address.read(params, Limits())
    assert 0 < found.accuracy_loss < 1
    assert len(damaged) <= len(params)
