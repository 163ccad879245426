import pytest

from recsys_core import Workbench
from recsys_core.errors import SettingError
from recsys_core.evaluation import memory
from recsys_core.metrics.registry import METRICS


def test_the_estimate_is_about_what_a_trade_off_takes():
    bench = Workbench.open("sample")
    for reranker in ("mmr", "dpp"):
        needed = memory.bytes_of_lists(bench.rerank_inputs(), bench.rerankers[reranker], 10, len(METRICS))
        kept = bench.trade_off(reranker).n_bytes
        assert kept <= needed <= 2 * kept


def test_what_does_not_fit_is_refused_in_words_before_it_is_made(monkeypatch):
    bench = Workbench.open("sample")
    inputs, method = bench.rerank_inputs(), bench.rerankers["mmr"]
    monkeypatch.setattr(memory, "free_memory", lambda: 1000)
    memory.check_memory(inputs, method, 10, len(METRICS))  # few people are never refused
    monkeypatch.setattr(memory, "FEW_PEOPLE", 100)
    with pytest.raises(SettingError, match=r"300 people .* GB are free"):
        memory.check_memory(inputs, method, 10, len(METRICS))
