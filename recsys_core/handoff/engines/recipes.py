"""A recipe for each engine: its configuration, the direction of its λ, and what it cannot express."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from recsys_core.handoff.engines.translate import POOL, MmrSetting
from recsys_core.handoff.record import Record


@dataclass(frozen=True)
class Recipe:
    """How one engine is told a setting.

    Attributes:
        engine: its name.
        direction: in which direction its λ runs, in words.
        configuration: what to send, as JSON; None where the engine gets the pool and rerank.py the rest.
        verified: by what it was run, "" for not verified.
        notes: what it scores by in place of our relevance, and what to look out for.
    """

    engine: str
    direction: str
    configuration: dict[str, Any] | None
    verified: str
    notes: tuple[str, ...]


_COSINE = "It scores by the cosine of the query vector and the item vector, not by the model's own scores."
_PORTABLE = "Fetch the pool with its scores, then call rerank() of rerank.py: these are the decision's lists."


def recipes(record: Record, mmr: MmrSetting) -> tuple[Recipe, ...]:
    """The recipes of a decision."""
    k, diversity = record.setting.k, round(mmr.diversity, 6)
    vector = "<the person's query vector>"
    knn = {"field": "vector", "query_vector": vector, "k": POOL, "num_candidates": 2 * POOL}
    return (
        Recipe(
            "Qdrant",
            "diversity: 1 is diverse",
            {
                "query": {
                    "nearest": vector,
                    "mmr": {"diversity": diversity, "candidates_limit": POOL},
                },
                "limit": k,
            },
            "the local mode of its Python client 1.20: over the same scores and pool it makes the lists of "
            "rerank.py (overlap@10 1.00 in 1,000 requests on the sample's text vectors)",
            (
                _COSINE,
                "candidates_limit is the pool; the default, the length of the list, is too few.",
            ),
        ),
        Recipe(
            "LangChain",
            "lambda_mult: 1 is relevance",
            {
                "search_type": "mmr",
                "search_kwargs": {"k": k, "fetch_k": POOL, "lambda_mult": round(1 - mmr.diversity, 6)},
            },
            "the in-memory store of langchain-core 1.8: over the same scores and pool it makes the lists of "
            "rerank.py (overlap@10 1.00 in 1,000 requests on the sample's text vectors)",
            (
                _COSINE,
                "Arguments of as_retriever(). Its stores for Chroma, FAISS, pgvector and Redis take them "
                "too, but were not run here.",
                "fetch_k is the pool; the default, 20, is too few.",
            ),
        ),
        Recipe(
            "OpenSearch 3.3",
            "diversity: 1 is diverse",
            {
                "size": k,
                "query": {"knn": {"vector": {"vector": vector, "k": POOL}}},
                "ext": {"mmr": {"diversity": diversity, "candidates": POOL}},
            },
            "",
            (_COSINE, "The cluster must allow the system-generated processors for MMR."),
        ),
        Recipe(
            "Elasticsearch",
            "lambda: 1 is relevance",
            {
                "size": k,
                "retriever": {
                    "diversify": {
                        "type": "mmr",
                        "field": "vector",
                        "query_vector": vector,
                        "lambda": round(1 - mmr.diversity, 6),
                        "rank_window_size": POOL,
                        "size": k,
                        "retriever": {"knn": knn},
                    }
                },
            },
            "",
            (
                _COSINE,
                "It keeps the order of its inner retriever: the items are chosen, not their order.",
            ),
        ),
        Recipe(
            "Vectara",
            "diversity_bias: 1 is diverse",
            {
                "search": {
                    "limit": POOL,
                    "reranker": {"type": "mmr", "diversity_bias": diversity},
                }
            },
            "",
            ("It scores by its own retrieval score, which need not be a cosine: calibrate it before use.",),
        ),
        Recipe("Weaviate", "rerank.py: 1 is diverse", None, "", (_PORTABLE,)),
        Recipe("Redis, pgvector", "rerank.py: 1 is diverse", None, "", (_PORTABLE,)),
    )


def text(record: Record, mmr: MmrSetting) -> str:
    """All recipes as one Markdown file."""
    parts = ["# The same setting in other engines", _about(record, mmr)]
    parts.append(
        "The figures were measured with the model's own scores. An engine that scores by cosines makes other "
        "lists, and to it items of the same vector are one and the same: compare lists before you ship.\n\n"
        f"Our λ of {mmr.lambda_:.6g} is over scores scaled to [0, 1]. For cosines, which span about "
        f"{mmr.span:.3g} over a pool of {POOL}, it is {mmr.diversity:.6g}."
    )
    for one in recipes(record, mmr):
        verified = f"Verified with {one.verified}." if one.verified else "**Not verified**: not run here."
        parts += [f"## {one.engine}", f"`{one.direction}`. " + " ".join(one.notes), verified]
        if one.configuration is not None:
            parts.append(f"```json\n{json.dumps(one.configuration, indent=2)}\n```")
    return "\n\n".join(parts) + "\n"


def _about(record: Record, mmr: MmrSetting) -> str:
    """Whether these engines can do what was decided, and what is offered where they cannot."""
    if mmr.same_method:
        return "The decision is MMR, which these engines have."
    gain, low = mmr.gain.value, mmr.accuracy.low
    figures = ""
    if gain is not None and low is not None:
        figures = f": {record.limits.objective} {gain:+.1%}, accuracy at worst {low:+.1%}"
    return (
        f"The decision is {record.setting.title}, which none of these engines can express. What follows is "
        f"the best MMR within the same limits, {mmr.position:g} of 100, tested by the same rule{figures}. It "
        "was not proposed beforehand: take it as explored, and test it before everybody gets it. For the "
        "decision itself use `rerank.py` or the service."
    )
