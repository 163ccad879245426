"""One thread of linear algebra while it matters, what there was before afterwards."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
from threadpoolctl import threadpool_info

from recsys_core.runtime.threads import one_blas_thread


def threads():
    np.ones((2, 2)) @ np.ones((2, 2))  # so that the library is there to be asked
    return [library["num_threads"] for library in threadpool_info() if library["user_api"] == "blas"]


def test_threads_come_back_also_when_many_limit_them_at_the_same_moment():
    before = threads()

    def limited(_):
        with one_blas_thread():
            return threads()

    with ThreadPoolExecutor(8) as pool:
        inside = list(pool.map(limited, range(40)))
    assert before and all(set(found) == {1} for found in inside)
    assert threads() == before


def test_it_may_be_asked_for_twice():
    with one_blas_thread(), one_blas_thread():
        assert set(threads()) == {1}
