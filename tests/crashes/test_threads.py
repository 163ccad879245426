"""One seed gives the same lists on one processor and on two."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.long

ROOT = Path(__file__).resolve().parents[2]
LISTS = """
import hashlib, os, sys
import numpy as np
os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[: int(sys.argv[1])])
from recsys_core import data, models
from recsys_core.data.features import category_space
from recsys_core.data.split import split_by_time
from recsys_core.evaluation.paths import exact_paths
from recsys_core.models.language_model.checkpoint import find_checkpoint
from recsys_core.models.language_model.recommender import LanguageModelRecommender
from recsys_core.rerank import REGISTRY, RerankInputs

sample = data.load("sample")
history = split_by_time(sample.interactions).history("test")
fitted = {name: make().fit(history) for name, make in models.REGISTRY.items()}
fitted["language_model"] = LanguageModelRecommender.from_checkpoint(find_checkpoint(sample), "test", sample)
for name, model in fitted.items():
    candidates = models.top_candidates(model.score(history), history, 60)
    inputs = RerankInputs(candidates.relevance, candidates.items, category_space(sample))
    paths = exact_paths(inputs, REGISTRY["mmr"], 10)
    print(name, hashlib.sha256(candidates.items.tobytes() + paths.items.tobytes()).hexdigest()[:16])
"""


@pytest.mark.skipif(not hasattr(os, "sched_setaffinity"), reason="the system binds no process to processors")
def test_one_and_two_processors_give_the_same_lists():
    found = []
    for n in ("1", "2"):
        threads = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), n)
        command = [sys.executable, "-c", LISTS, n]
        done = subprocess.run(command, cwd=ROOT, env=os.environ | threads, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        found.append(done.stdout.splitlines())
    assert len(found[0]) >= 9 and found[0] == found[1]
