import numpy as np
import pytest

from recsys_core.evaluation import trade_off_store
from recsys_core.evaluation.curves import measure
from recsys_core.evaluation.trade_off_store import TradeOffStore
from tests.code_reach import parts_of, parts_reached


def fail():
    raise AssertionError("must come from disk")


@pytest.fixture
def made(make_world):
    world = make_world(3, n_users=12)
    return measure(world.ground_truth, world.paths)


def get(store, made, make):
    return store.get(("key",), make, made.paths.reranker, made.ground_truth)


def test_a_stored_trade_off_is_the_same_to_the_last_bit(tmp_path, made):
    store = TradeOffStore(tmp_path)
    assert get(store, made, lambda: made) is made
    found = get(store, made, fail)
    assert found.paths.k == made.paths.k and found.paths.reranker is made.paths.reranker
    for name in ("offsets", "breakpoints", "items", "exact"):
        before, after = getattr(made.paths, name), getattr(found.paths, name)
        assert after.dtype == before.dtype and after.tobytes() == before.tobytes()
    assert list(found.per_list) == list(made.per_list) and list(found.curve.values) == list(made.curve.values)
    for table in ("per_list",):
        for key, values in getattr(made, table).items():
            assert getattr(found, table)[key].tobytes() == values.tobytes()
    for key, values in made.curve.values.items():
        assert found.curve.values[key].tobytes() == values.tobytes()
    np.testing.assert_array_equal(found.lists(0.4), made.lists(0.4))
    assert found.catalogue_keys == made.catalogue_keys


def test_a_trade_off_of_other_code_is_never_used(tmp_path, made, monkeypatch):
    store, calls = TradeOffStore(tmp_path), []
    get(store, made, lambda: made)
    monkeypatch.setattr(trade_off_store, "code_fingerprint", lambda *parts: "other")
    get(store, made, lambda: calls.append(1) or made)
    assert calls == [1]


def test_all_code_that_makes_a_trade_off_is_in_its_key(tmp_path, made, monkeypatch):
    parts = parts_reached("evaluation.curves", "evaluation.paths", "data.split", "data.features")
    assert parts <= parts_of(trade_off_store._CODE)
    asked = []
    monkeypatch.setattr(trade_off_store, "code_fingerprint", lambda *parts: str(asked.append(parts)))
    get(TradeOffStore(tmp_path), made, lambda: made)
    assert asked == [trade_off_store._CODE]
