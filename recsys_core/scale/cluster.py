"""The same shards as Ray tasks, on one machine or many that see the same folders.

A task gets the names of files and gives back a few numbers: what is large stays on the shared disk, so
nothing of it passes through Ray's object store. A part takes its name when it is whole, so a task that is
lost with its worker or its machine is simply done again elsewhere.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import ray

from recsys_core.errors import DataError, RecsysError
from recsys_core.runtime.threads import n_threads
from recsys_core.scale.pool import use_one_thread
from recsys_core.scale.shards import Shard
from recsys_core.scale.task import Done

RETRIES = 4
"""Times a shard is done again when its worker or machine is lost."""
_QUEUED = 2  # shards a processor of the cluster, so that none waits for the next


@dataclass(frozen=True)
class Cluster:
    """The cluster of RAY_ADDRESS, or one on this machine with so many processes; 0: one a processor.

    A script that has called ``ray.init`` keeps that cluster.
    """

    processes: int = 0

    def map(self, work: Callable[[Shard, Path], Done], shards: list[Shard], folder: Path) -> Iterator[Done]:
        """See ``run.Workers``.

        Raises:
            DataError: a shard lost its worker again and again.
        """
        if not shards:
            return
        own = not ray.is_initialized()
        if own:
            _join(self.processes)
        try:
            yield from _map(work, shards, folder)
        finally:
            if own:
                ray.shutdown()


def _join(processes: int) -> None:
    address = os.environ.get("RAY_ADDRESS")
    if address:
        ray.init(address=address, log_to_driver=False, logging_level=logging.WARNING)
    else:
        ray.init(
            address="local",
            num_cpus=processes or n_threads(),
            include_dashboard=False,
            log_to_driver=False,
            logging_level=logging.WARNING,
        )


def _map(work: Callable[[Shard, Path], Done], shards: list[Shard], folder: Path) -> Iterator[Done]:
    def one(shard: Shard) -> Done:
        use_one_thread()
        return work(shard, folder)

    task = ray.remote(num_cpus=1, max_retries=RETRIES, retry_exceptions=False)(one)
    room = _QUEUED * max(1, int(ray.cluster_resources().get("CPU", 1)))
    running: list[ray.ObjectRef] = []
    for shard in shards:
        running.append(task.remote(shard))
        if len(running) >= room:
            yield from _finished(running)
    while running:
        yield from _finished(running)


def _finished(running: list[ray.ObjectRef]) -> Iterator[Done]:
    """Whoever is done first; taken out of ``running``."""
    done, left = ray.wait(running, num_returns=1)
    running[:] = left
    try:
        yield from ray.get(done)
    except ray.exceptions.RayTaskError as error:
        if isinstance(error.cause, (RecsysError, OSError)):
            raise error.cause from error
        raise
    except (ray.exceptions.WorkerCrashedError, ray.exceptions.OutOfMemoryError) as error:
        raise DataError(
            f"A worker was lost {RETRIES + 1} times over the same shard, most likely because memory ran out. "
            "Run the command again with fewer --workers: it goes on where it was."
        ) from error
