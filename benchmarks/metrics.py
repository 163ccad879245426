"""All list metrics at 101 settings against RecTools computing the same on the same lists.

Both sides take turns in one run. RecTools gets its data frames and a full table of distances ready made and
outside the clock; so do we get the distances and the lists. Two of our times are told: on exactly the 101
settings (like for like), and for the whole exact curve from which any setting is read.

    python -m benchmarks.metrics --json

RecTools needs older numpy and pandas: its interpreter is benchmarks/.venv-peers (requirements-peers.txt).
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import IO, Any

import numpy as np

from benchmarks.report import Check, Report, arguments, log
from recsys_core.data import available, load
from recsys_core.data.features import category_space
from recsys_core.data.split import split_by_time
from recsys_core.evaluation.curves import measure
from recsys_core.evaluation.ground_truth import GroundTruth
from recsys_core.evaluation.measures import Batch, list_metrics
from recsys_core.evaluation.paths import Paths, exact_paths
from recsys_core.metrics import accuracy, coverage
from recsys_core.metrics.similarity import space_similarity
from recsys_core.models import REGISTRY as MODELS
from recsys_core.models.candidates import top_candidates
from recsys_core.rerank.inputs import RerankInputs
from recsys_core.rerank.registry import REGISTRY as RERANKERS
from recsys_core.types import IndexArray

PEERS = Path(__file__).resolve().parent / ".venv-peers" / "bin" / "python"
LIST_NAMES = ("precision", "recall", "f1", "hit_rate", "map", "mrr", "ndcg", "ild", "novelty", "popularity")
K, N_SETTINGS, N_ROUNDS = 10, 101, 5


def main() -> None:
    """Measure and print the report."""
    options = arguments(__doc__)
    if not PEERS.exists():
        sys.exit(f"No interpreter at {PEERS}: make it from benchmarks/requirements-peers.txt.")
    name = "ml-100k" if "ml-100k" in available() else "sample"
    ground_truth, paths = prepare(name)
    lambdas = np.linspace(0.0, 1.0, N_SETTINGS)
    lists = np.stack([paths.at(lambda_)[ground_truth.evaluated] for lambda_ in lambdas])
    on_the_settings(ground_truth, lists)  # the first calls compile
    on_the_curve(ground_truth, paths, lambdas)
    ours, curve, theirs = [], [], 0.0
    values: dict[str, np.ndarray] = {}
    peer_values: dict[str, np.ndarray] = {}
    with tempfile.TemporaryDirectory() as folder:
        peer = start_peer(Path(folder) / "arrays.npz", ground_truth, lists)
        ask(peer, [0])  # its imports and first call do not count either
        for numbers in np.array_split(np.arange(N_SETTINGS), 2 if options.quick else N_ROUNDS):
            start = time.perf_counter()
            values = on_the_settings(ground_truth, lists)
            ours.append(time.perf_counter() - start)
            answer = ask(peer, numbers.tolist())
            theirs += answer["seconds"]
            for key, column in answer["values"].items():
                peer_values.setdefault(key, np.empty(N_SETTINGS))[numbers] = column
            start = time.perf_counter()
            on_the_curve(ground_truth, paths, lambdas)
            curve.append(time.perf_counter() - start)
        peer.communicate()
    report = Report()
    report.add(Check("times faster than RecTools, the same 101 settings", theirs / np.median(ours), 25, 50))
    report.add(Check("times faster than RecTools, the whole exact curve", theirs / np.median(curve), 25, 50))
    gaps = disagreement(ground_truth, values | {"map": map_over_all(ground_truth, lists)}, peer_values)
    report.add(Check("largest disagreement with RecTools", max(gaps.values()), 1e-6, 1e-6, at_most=True))
    report.details |= {
        "data": name,
        "people": len(ground_truth.evaluated),
        "settings": N_SETTINGS,
        "metrics": sorted(peer_values),
        "lists on the exact curve": len(paths.items),
        "seconds": {"RecTools": theirs, "same settings": sorted(ours), "exact curve": sorted(curve)},
        "disagreement": gaps,
    }
    report.show(as_json=options.json)


def prepare(name: str) -> tuple[GroundTruth, Paths]:
    """EASE candidates, MMR over categories, everything that is ready before the clock starts."""
    dataset = load(name)
    split = split_by_time(dataset.interactions)
    history, target = split.history("test"), split.target("test")
    space = category_space(dataset)
    candidates = top_candidates(MODELS["ease"]().fit(history).score(history), history, 200)
    inputs = RerankInputs(candidates.relevance, candidates.items, space, None, None)
    paths = exact_paths(inputs, RERANKERS["mmr"], K)
    ground_truth = GroundTruth(target, history, {"categories": space})
    space_name = ground_truth.variety_space
    log(f"{name}: {len(ground_truth.evaluated)} people, {len(paths.items)} lists, {space_name}")
    return ground_truth, paths


def on_the_settings(ground_truth: GroundTruth, lists: IndexArray) -> dict[str, np.ndarray]:
    """Means of all metrics at each setting, from the lists (n_settings, n_people, k) alone."""
    n_settings, n_people, k = lists.shape
    # One person's lists side by side: neighbouring settings share most items.
    by_person = np.ascontiguousarray(lists.transpose(1, 0, 2)).reshape(-1, k)
    batch = Batch(by_person, np.repeat(ground_truth.evaluated, n_settings), ground_truth)
    measures = list_metrics(ground_truth)
    out = {key: measures[key](batch).reshape(n_people, n_settings).mean(axis=0) for key in LIST_NAMES}
    counts = [coverage.exposure(shown, ground_truth.target.n_items) for shown in lists]
    return out | {"coverage": np.array([coverage.coverage(count) for count in counts])}


def on_the_curve(ground_truth: GroundTruth, paths: Paths, lambdas: np.ndarray) -> dict[str, np.ndarray]:
    """The whole exact curve of all metrics, then read at the settings."""
    curve = measure(ground_truth, paths, only=[*LIST_NAMES, "coverage"]).curve
    return curve.sample(lambdas)


def map_over_all(ground_truth: GroundTruth, lists: IndexArray) -> np.ndarray:
    """MAP as RecTools divides it, by all relevant items instead of those that fit into the list."""
    rows = [Batch(shown, ground_truth.evaluated, ground_truth) for shown in lists]
    values = [accuracy.average_precision(row.hits, row.n_relevant, reachable=False) for row in rows]
    return np.array([value.mean() for value in values])


def disagreement(
    ground_truth: GroundTruth, ours: dict[str, np.ndarray], theirs: dict[str, np.ndarray]
) -> dict[str, float]:
    """Largest absolute difference of each metric over all settings, definitions made equal first."""
    scaled = dict(theirs)
    scaled["popularity"] = scaled["popularity"] / ground_truth.n_active  # RecTools counts people
    return {key: float(np.abs(ours[key] - scaled[key]).max()) for key in scaled}


def start_peer(path: Path, ground_truth: GroundTruth, lists: IndexArray) -> subprocess.Popen[str]:
    """Hand the arrays over and start RecTools' side."""
    relevant, history = ground_truth.relevant, ground_truth.history
    space = ground_truth.spaces[ground_truth.variety_space]
    everything = np.arange(len(space.vectors))
    np.savez(
        path,
        lists=lists,
        users=ground_truth.evaluated,
        target_users=relevant.user_idx,
        target_items=relevant.item_idx,
        history_users=history.user_idx,
        history_items=history.item_idx,
        table=1.0 - space_similarity(space, everything, everything),
        n_items=len(everything),
    )
    script = str(Path(__file__).resolve().parent / "peers_rectools.py")
    command = [str(PEERS), "-W", "ignore", script, str(path)]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def ask(peer: subprocess.Popen[str], numbers: list[int]) -> dict[str, Any]:
    """Let RecTools measure some settings."""
    _pipe(peer.stdin).write(json.dumps(numbers) + "\n")
    _pipe(peer.stdin).flush()
    line = _pipe(peer.stdout).readline()
    if not line:
        sys.exit("RecTools' side ended early; its message is above.")
    answer: dict[str, Any] = json.loads(line)
    return answer


def _pipe(pipe: IO[str] | None) -> IO[str]:
    if pipe is None:
        raise ValueError("the peer was started without pipes")
    return pipe


if __name__ == "__main__":
    main()
