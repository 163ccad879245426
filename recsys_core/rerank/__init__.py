"""Reranking: one greedy engine, one gain a file; each also as a plain function for one person."""

from recsys_core.rerank.baselines import chance, relevance_only
from recsys_core.rerank.batch import rerank, warm_up
from recsys_core.rerank.calibration import calibration
from recsys_core.rerank.cover import cover
from recsys_core.rerank.dpp import dpp
from recsys_core.rerank.gist import gist
from recsys_core.rerank.inputs import RerankInputs
from recsys_core.rerank.method import Reranker
from recsys_core.rerank.mmr import mmr
from recsys_core.rerank.msd import msd
from recsys_core.rerank.registry import REGISTRY, find
from recsys_core.rerank.rules.rules import AtLeast, AtMost, Block, Pin, Rules
from recsys_core.rerank.similarity import candidate_similarity
from recsys_core.rerank.ssd import ssd
from recsys_core.rerank.xquad import xquad

__all__ = [
    "REGISTRY",
    "AtLeast",
    "AtMost",
    "Block",
    "Pin",
    "RerankInputs",
    "Reranker",
    "Rules",
    "calibration",
    "candidate_similarity",
    "chance",
    "cover",
    "dpp",
    "find",
    "gist",
    "mmr",
    "msd",
    "relevance_only",
    "rerank",
    "ssd",
    "warm_up",
    "xquad",
]
