import os
import resource

import pytest

from recsys_core.errors import DataError, LimitError
from recsys_core.runtime.limited import BrokenCallError, Limits, call_limited
from tests.runtime import limited_calls as calls


def test_the_result_comes_from_another_process():
    assert call_limited(calls.add, [1], [2]) == [1, 2]
    assert call_limited(calls.process_id) != os.getpid()


@pytest.mark.parametrize("function", [calls.fill_memory, calls.fill_memory_inside, calls.abort])
def test_memory_that_does_not_suffice_is_one_sentence(function):
    before = resource.getrlimit(resource.RLIMIT_AS)
    with pytest.raises(LimitError, match=r"^a\.parquet needs more than the 1\.0 GB of memory") as caught:
        call_limited(function, limits=Limits(memory=1_000_000_000), about="a.parquet")
    assert "\n" not in str(caught.value)
    assert resource.getrlimit(resource.RLIMIT_AS) == before


def test_a_result_that_is_too_long_is_not_read():
    assert len(call_limited(calls.long_result)) == 2_000_000
    with pytest.raises(LimitError, match="needs more than"):
        call_limited(calls.long_result, limits=Limits(result=1_000_000))


def test_time_that_does_not_suffice_is_one_sentence():
    with pytest.raises(LimitError, match=r"a\.csv took longer than the 2 seconds"):
        call_limited(calls.sleep, limits=Limits(seconds=2), about="a.csv")


def test_what_a_user_can_mend_is_raised_as_it_was():
    with pytest.raises(DataError, match=r"a\.csv is empty") as caught:
        call_limited(calls.refuse, "a.csv")
    assert caught.value.args[0].key == "errors.empty_choose_file_with", "it can still be translated"


@pytest.mark.parametrize(
    ("function", "said"), [(calls.slip, "ZeroDivisionError"), (calls.leave, "ended with 3")]
)
def test_any_other_error_is_no_refusal(function, said):
    with pytest.raises(BrokenCallError, match=said):
        call_limited(function)
