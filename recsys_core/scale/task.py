"""What a worker does with one shard: read its people, do the work, write one part."""

from __future__ import annotations

import resource
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from recsys_core.errors import SettingError
from recsys_core.rerank import REGISTRY, RerankInputs
from recsys_core.rerank.method import Reranker
from recsys_core.scale.catalogue import Catalogue, open_catalogue
from recsys_core.scale.people import People, read_people
from recsys_core.scale.shards import Shard
from recsys_core.scale.source import Source


@dataclass(frozen=True)
class Done:
    """One part.

    Attributes:
        number: of the shard.
        people: in it.
        seconds: that it took.
        processor: seconds of a processor that it took.
        megabytes: most memory that its process had until then, shared pages of files among it.
    """

    number: int
    people: int
    seconds: float
    processor: float
    megabytes: float


class Stopwatch:
    """Measures one shard, from its making on."""

    def __init__(self) -> None:
        self._began, self._processor = time.perf_counter(), time.process_time()

    def done(self, shard: Shard, people: int) -> Done:
        """What was done until now."""
        seconds, processor = time.perf_counter() - self._began, time.process_time() - self._processor
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        return Done(shard.number, people, seconds, processor, peak)


class Task(Protocol):
    """Work on shards, small enough to be sent to every worker."""

    def part(self, shard: Shard) -> str:
        """Name of the shard's part."""

    def describe(self) -> dict[str, Any]:
        """Everything that the parts depend on."""

    def run(self, shard: Shard, folder: Path) -> Done:
        """Write the part of a shard into ``folder``: whole, or not at all; another call writes the same."""


def find_reranker(name: str) -> Reranker:
    """The reranker called ``name``, if it can be streamed.

    Raises:
        SettingError: there is none, or it needs everybody's history.
    """
    if name not in REGISTRY:
        raise SettingError(f"There is no method {name!r}; choose one of {', '.join(REGISTRY)}.")
    reranker = REGISTRY[name]
    if {"aspects", "profile"} & reranker.needs:
        able = [one.name for one in REGISTRY.values() if not {"aspects", "profile"} & one.needs]
        raise SettingError(
            f"{reranker.title} needs everybody's history, which is not streamed. "
            f"Choose one of {', '.join(able)}."
        )
    return reranker


def read_inputs(
    source: Source, shard: Shard, vectors: Path
) -> Iterator[tuple[People, RerankInputs, Catalogue]]:
    """The people of a shard, ready to be reranked; what is computed about items is kept for all shards."""
    catalogue = open_catalogue(source, vectors)
    for people in read_people(source, shard, catalogue):
        yield people, inputs_of(people, catalogue), catalogue


def inputs_of(people: People, catalogue: Catalogue) -> RerankInputs:
    """Some people, ready to be reranked."""
    candidates = people.candidates
    return _tables(catalogue).with_people(candidates.relevance, candidates.items)


_KEPT: dict[int, RerankInputs] = {}


def _tables(catalogue: Catalogue) -> RerankInputs:
    """Inputs without people that hold the similarities of a catalogue, one a process."""
    if id(catalogue) not in _KEPT:
        _KEPT.clear()
        _KEPT[id(catalogue)] = RerankInputs(np.zeros((0, 1)), np.zeros((0, 1), np.int32), catalogue.space)
    return _KEPT[id(catalogue)]
