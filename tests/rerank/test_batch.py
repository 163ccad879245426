from recsys_core.evaluation.paths import exact_paths
from recsys_core.rerank import REGISTRY, rerank, warm_up
from recsys_core.rerank.engine.walk import walk


def test_nothing_is_left_to_compile(make_inputs):
    assert warm_up() > 0
    ready = list(walk.signatures)
    inputs = make_inputs()
    for reranker in REGISTRY.values():
        rerank(inputs, reranker, 3, [0.2, 0.4])
        exact_paths(inputs, reranker, 3)
    assert walk.signatures == ready
