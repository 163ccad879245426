import pyarrow as pa
import pytest

from recsys_core.handoff.bundle.ids import safe_cell, typed


@pytest.mark.parametrize("ids", [["1", "20", "-3"], [str(2**63 - 1)], []])
def test_whole_numbers_are_numbers(ids):
    found = typed(ids)
    assert found.type == pa.int64() and [str(one) for one in found.to_pylist()] == ids


@pytest.mark.parametrize(
    "ids", [["1", "007"], ["1", "1.0"], ["+1"], ["-0"], ["1", "a"], [""], ["\u0661"], [str(2**63)], ["1_0"]]
)
def test_anything_else_stays_text_as_it_is(ids):
    found = typed(ids)
    assert found.type == pa.string() and found.to_pylist() == ids


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1"])
def test_a_formula_is_no_longer_one(text):
    assert safe_cell(text) == "'" + text


@pytest.mark.parametrize("text", ["Alien", "1=1", "", "'=1", "a-b"])
def test_other_cells_stay(text):
    assert safe_cell(text) == text
