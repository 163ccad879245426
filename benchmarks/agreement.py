"""Compare our accuracy measures with Cornac and LensKit on random lists.

    python -m benchmarks.agreement --json

Both run in an environment of their own, benchmarks/.venv-agreement (requirements-agreement.txt).
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
from scipy import sparse

from benchmarks.report import Check, Report, arguments
from recsys_core.metrics import accuracy
from recsys_core.metrics.hits import hits

HERE = Path(__file__).resolve().parent
PEERS = HERE / ".venv-agreement" / "bin" / "python"
N_USERS, N_ITEMS, K = 300, 80, 10


def main() -> None:
    """Compute both sides and print the report."""
    options = arguments(__doc__)
    if not PEERS.exists():
        sys.exit(f"No interpreter at {PEERS}: make it from benchmarks/requirements-agreement.txt.")
    rng = np.random.default_rng(20261124)
    lists = np.array([rng.choice(N_ITEMS, K, replace=False) for _ in range(N_USERS)])
    liked = [np.sort(rng.choice(N_ITEMS, rng.integers(1, 25), replace=False)) for _ in range(N_USERS)]
    offsets = np.concatenate([[0], np.cumsum([len(items) for items in liked])])
    columns = np.concatenate(liked)
    target = sparse.csr_matrix((np.ones(len(columns)), columns, offsets), shape=(N_USERS, N_ITEMS))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "arrays.npz"
        np.savez(path, lists=lists, offsets=offsets, liked=columns)
        command = [str(PEERS), "-W", "ignore", str(HERE / "peers_agreement.py"), str(path)]
        theirs = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    ours = measured(lists, target)
    report = Report(details={"ours": ours, **theirs})
    for library, values in theirs.items():
        for name, value in values.items():
            gap = abs(value - ours[DEFINED_AS.get((library, name), name)])
            report.add(Check(f"disagreement with {library}, {name}", gap, 1e-6, 1e-6, at_most=True))
    report.show(as_json=options.json)


# LensKit's recall divides by the relevant items that fit in the list; its NDCG discounts rank r by
# max(1, log2 r), as the original paper did, so ranks 1 and 2 count the same.
DEFINED_AS = {("lenskit", "recall"): "recall that fits", ("lenskit", "ndcg"): "ndcg with log2 r"}


def measured(lists: np.ndarray, target: sparse.csr_matrix) -> dict[str, float]:
    """Our means over users."""
    found, n_relevant = hits(lists, np.arange(len(lists)), target), np.diff(target.indptr)
    discount = 1.0 / np.maximum(1.0, np.log2(np.arange(1, K + 1)))
    values = {
        "precision": accuracy.precision(found),
        "recall": accuracy.recall(found, n_relevant),
        "f1": accuracy.f1(found, n_relevant),
        "ndcg": accuracy.ndcg(found, n_relevant),
        "mrr": accuracy.reciprocal_rank(found),
        "map": accuracy.average_precision(found, n_relevant),
        "hit_rate": accuracy.hit_rate(found),
        "recall that fits": found.sum(axis=1) / np.minimum(n_relevant, K),
        "ndcg with log2 r": found @ discount / np.cumsum(discount)[np.minimum(n_relevant, K) - 1],
    }
    return {name: float(np.mean(value)) for name, value in values.items()}


if __name__ == "__main__":
    main()
