"""Recipes say what an engine is told; those that run in this process are asked whether they do that."""

import json
import re

import numpy as np
import pytest
from langchain_core.documents import Document
from langchain_core.embeddings import Embeddings
from langchain_core.vectorstores import InMemoryVectorStore
from qdrant_client import QdrantClient, models

from recsys_core.handoff.bundle.portable.rerank import rerank
from recsys_core.handoff.deciding import limits_of
from recsys_core.handoff.engines.recipes import recipes, text
from recsys_core.handoff.engines.translate import POOL, mmr_setting, unscaled
from recsys_core.workbench.engine_pool import engine_pool

REQUESTS, K = 1000, 10


@pytest.fixture(scope="module")
def pool(bench):
    """By text: to an engine, items of the same categories would be one and the same."""
    return engine_pool(bench, "text")


@pytest.fixture(scope="module")
def setting(bench, record):
    return mmr_setting(bench, record)


def test_each_names_the_direction_of_its_lambda(record, setting):
    found = {one.engine: one for one in recipes(record, setting)}
    qdrant = found["Qdrant"].configuration["query"]["mmr"]
    elastic = found["Elasticsearch"].configuration["retriever"]["diversify"]
    langchain = found["LangChain"].configuration["search_kwargs"]
    assert qdrant["diversity"] + elastic["lambda"] == pytest.approx(1)
    assert qdrant["diversity"] + langchain["lambda_mult"] == pytest.approx(1)
    assert langchain["fetch_k"] == POOL
    assert found["OpenSearch 3.3"].configuration["ext"]["mmr"]["diversity"] == qdrant["diversity"]
    assert qdrant["candidates_limit"] == elastic["rank_window_size"] == POOL
    assert [one.engine for one in found.values() if one.verified] == ["Qdrant", "LangChain"]
    said = text(record, setting)
    assert said.count("**Not verified**") == len(found) - 2
    for block in re.findall(r"```json\n(.*?)```", said, re.DOTALL):
        json.loads(block)


def test_another_method_is_said_to_be_out_of_reach_and_the_best_mmr_is_offered(bench, record, setting):
    assert record.setting.method == "msd" and not setting.same_method
    best = bench.advice.certificate("mmr", bench.advice.recommend(limits_of(record)).limits)
    assert setting.position == pytest.approx(100 * best.position)
    assert setting.gain.value == pytest.approx(best.gain, abs=1e-9)
    assert "none of these engines can express" in text(record, setting)


def test_mmr_itself_is_passed_on(bench, record):
    own = record.model_copy(
        update={"setting": record.setting.model_copy(update={"method": "mmr", "lambda_": 0.25})}
    )
    found = mmr_setting(bench, own)
    assert found.same_method and found.lambda_ == 0.25
    assert "which these engines have" in text(own, found)


def test_the_translation_changes_no_list():
    rng = np.random.default_rng(0)
    vectors = rng.normal(size=(40, 5)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    alike, scores = vectors @ vectors.T, np.sort(rng.random(40) * 0.3 + 0.2)[::-1]
    for lambda_ in (0.1, 0.5, 0.9):
        weight, listed = unscaled(lambda_, float(np.ptp(scores))), []
        for _ in range(K):
            nearest = alike[listed].max(axis=0) if listed else np.zeros(40)
            gain = (1 - weight) * scores - weight * nearest
            gain[listed] = -np.inf
            listed.append(int(np.argmax(gain)))
        assert listed == rerank(scores, K, "mmr", lambda_, similarity="cosine", vectors=vectors)


def known_items(pool):
    """Items that something is known about: the others tell an engine nothing."""
    return np.flatnonzero(pool.vectors.any(axis=1))


@pytest.fixture(scope="module")
def qdrant(pool):
    """Qdrant in this process."""
    client = QdrantClient(":memory:")
    size = pool.vectors.shape[1]
    params = models.VectorParams(size=size, distance=models.Distance.COSINE)
    client.create_collection("items", vectors_config=params)
    points = [models.PointStruct(id=int(row), vector=pool.vectors[row].tolist()) for row in known_items(pool)]
    client.upsert("items", points)

    def listed(user, limit, diversity):
        answer = client.query_points(
            "items",
            query=models.NearestQuery(
                nearest=pool.queries[user].tolist(),
                mmr=models.Mmr(diversity=diversity, candidates_limit=limit),
            ),
            query_filter=models.Filter(must_not=[models.HasIdCondition(has_id=pool.seen[user].tolist())]),
            limit=K,
        )
        return [point.id for point in answer.points]

    return listed


@pytest.fixture(scope="module")
def langchain(pool):
    """LangChain's store in this process; every store that it drives shares its MMR."""

    class Vectors(Embeddings):
        def embed_documents(self, texts):
            return [pool.vectors[int(text)].tolist() for text in texts]

        def embed_query(self, text):
            return pool.queries[int(text)].tolist()

    store = InMemoryVectorStore(Vectors())
    store.add_documents([Document(str(row), id=str(row)) for row in known_items(pool)])

    def listed(user, limit, diversity):
        seen = {str(item) for item in pool.seen[user]}
        how = {
            "k": K,
            "fetch_k": limit,
            "lambda_mult": 1 - diversity,
            "filter": lambda one: one.id not in seen,
        }
        found = store.as_retriever(search_type="mmr", search_kwargs=how).invoke(str(user))
        return [int(one.page_content) for one in found]

    return listed


@pytest.fixture(params=["qdrant", "langchain"])
def engine(request):
    return request.getfixturevalue(request.param)


def replay(engine, pool, lambda_, users, flipped=False):
    """Overlap of an engine's lists with ours over the same pool, and the mean distance within both."""
    shared, theirs, ours = [], [], []
    for user in users:
        items, scores = pool.pool(user, POOL)
        items, scores = items[pool.vectors[items].any(axis=1)], scores[pool.vectors[items].any(axis=1)]
        weight = unscaled(lambda_, float(np.ptp(scores)))
        listed = engine(user, len(items), 1 - weight if flipped else weight)
        positions = rerank(scores, K, "mmr", lambda_, similarity="cosine", vectors=pool.vectors[items])
        own = items[positions].tolist()
        shared.append(len(set(listed) & set(own)) / K)
        theirs.append(variety(pool.vectors[listed]))
        ours.append(variety(pool.vectors[own]))
    return np.mean(shared), np.mean(theirs), np.mean(ours)


def variety(vectors):
    """Mean distance of two items of a list."""
    return float(1 - (vectors @ vectors.T)[np.triu_indices(len(vectors), 1)].mean())


@pytest.mark.parametrize(
    "requests", [10, pytest.param(REQUESTS, marks=pytest.mark.long)], ids=["a few", "a thousand"]
)
def test_an_engine_makes_our_lists_and_a_flipped_sign_does_not(engine, pool, requests, record_property):
    everybody = np.flatnonzero(pool.queries.any(axis=1))
    users = [int(everybody[at % len(everybody)]) for at in range(requests)]
    overlap, theirs, ours = replay(engine, pool, 0.3, users)
    flipped, away, _ = replay(engine, pool, 0.3, users[:20], flipped=True)
    record_property("overlap@10", round(float(overlap), 4))
    record_property("variety", (round(float(theirs), 4), round(float(ours), 4)))
    assert overlap > 0.95 and theirs == pytest.approx(ours, abs=0.01)
    assert flipped < 0.8 and away > theirs + 0.02
