"""Everybody's figures at the positions of a method's slider, a part a shard."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from recsys_core.data.candidates.halves import no_interactions
from recsys_core.decisions.impact import LOSES_MUCH
from recsys_core.evaluation.curves import Curve, measure
from recsys_core.evaluation.ground_truth import GroundTruth
from recsys_core.evaluation.paths import FALLBACK_POINTS, grid_paths
from recsys_core.evaluation.slider_scale import SliderScale
from recsys_core.scale.outcomes import ground_truth
from recsys_core.scale.shards import Shard
from recsys_core.scale.source import Source
from recsys_core.scale.sums import Sums
from recsys_core.scale.task import Done, Stopwatch, find_reranker, read_inputs
from recsys_core.types import BoolArray, Candidates, FloatArray

POSITIONS = 101
"""Positions of the slider that are measured."""

_TRIAL = 4000
"""People from whose lists the positions are laid out."""


@dataclass(frozen=True)
class CurvesTask:
    """Measure everybody, or a sample, at given settings.

    Attributes:
        source: the candidates.
        vectors: of the items, from ``catalogue.prepare_vectors``.
        method: name of the reranker.
        lambdas: the settings, ascending from 0.
        k: list length.
        share: of the people who are measured, drawn by a hash of their ids: in (0, 1], 1 for everybody.
    """

    source: Source
    vectors: Path
    method: str
    lambdas: tuple[float, ...]
    k: int
    share: float = 1.0

    @property
    def measures(self) -> tuple[str, str]:
        """Accuracy, and variety within a list."""
        return "kept" if self.source.outcomes is None else "ndcg", "ild"

    def part(self, shard: Shard) -> str:
        """The sums of a shard."""
        return f"sums-{shard.number:06}.npz"

    def describe(self) -> dict[str, Any]:
        """Method and settings."""
        return {
            "work": "curves",
            "method": self.method,
            "lambdas": list(self.lambdas),
            "k": self.k,
            "share": self.share,
        }

    def run(self, shard: Shard, folder: Path) -> Done:
        """Write the sums over a shard's people."""
        watch, lambdas, sums = Stopwatch(), np.array(self.lambdas), None
        reranker, shared = find_reranker(self.method), None
        for people, inputs, catalogue in read_inputs(self.source, shard, self.vectors):
            if sums is None:
                sums = Sums.nothing(len(self.measures), len(lambdas), len(catalogue.ids))
            sums.people[0] += len(people.ids)
            if self.share < 1.0:
                keep = drawn(people.ids, self.share)
                people, inputs = people.where(keep), inputs.of_users(np.flatnonzero(keep))
            if not len(people.ids):
                continue
            truth = ground_truth(self.source, people, catalogue, shared)
            _ = truth.distances  # kept for the next people
            shared = truth
            paths = grid_paths(inputs, reranker, self.k, lambdas)
            rows = paths.rows_at(lambdas)
            own = np.zeros(len(rows), np.bool_)
            own[truth.evaluated] = True
            sums.add_lists(paths.items[rows], own)
            if own.any():
                found = measure(truth, paths, only=self.measures)
                keys = [f"{name}@{self.k}" for name in self.measures]
                after = np.stack([found.per_list[key][rows[own]] for key in keys], axis=1)
                sums.add_figures(after[:, :, 0], after, LOSES_MUCH)
        if sums is None:
            sums = Sums.nothing(len(self.measures), len(lambdas), 0)
        sums.save(folder / self.part(shard), shard.number)
        return watch.done(shard, int(sums.people[0]))


def lay_out_positions(source: Source, vectors: Path, method: str, k: int, n: int = POSITIONS) -> FloatArray:
    """(n + 1,) λ of equal steps of the variety that a method reaches, ascending from 0, and λ = 1.

    They look at lists alone and at no outcome, so they are fixed before anything is tested. Some people of up
    to eight shards serve: others would move a position a little, and nothing else depends on them.
    """
    shards = source.shards()
    chosen = shards[:: max(1, len(shards) // 8)][:8]
    grid, variety, counted = np.linspace(0.0, 1.0, FALLBACK_POINTS), np.zeros(FALLBACK_POINTS), 0
    reranker, shared = find_reranker(method), None
    for shard in chosen:
        people, inputs, catalogue = next(read_inputs(source, shard, vectors), (None, None, None))
        if people is None or inputs is None or catalogue is None:
            continue  # everybody in it began in the shard before
        some = slice(0, _TRIAL // len(chosen))
        candidates = Candidates(people.candidates.items[some], people.candidates.scores[some])
        nobody = no_interactions(len(candidates.items), len(catalogue.ids))
        shared = (
            GroundTruth(nobody, nobody, {"vectors": catalogue.space}, candidates)
            if shared is None
            else shared.with_people(nobody, nobody, candidates)
        )
        _ = shared.distances
        found = measure(shared, grid_paths(inputs.of_users(some), reranker, k, grid), only=["ild"])
        variety += found.curve.sample(grid)[f"ild@{k}"] * len(found.users)
        counted += len(found.users)
    steps = SliderScale(Curve(grid, {"ild": variety / max(counted, 1)}), "ild").steps(n)
    return np.append(steps, 1.0)


def drawn(ids: pa.Array, share: float) -> BoolArray:
    """(n,) who belongs to a sample: the same people whatever shard they lie in."""
    numbers = ids.to_numpy(zero_copy_only=False)
    hashed = pd.util.hash_array(numbers) >> np.uint64(32)
    return np.asarray(hashed < share * 2.0**32)
