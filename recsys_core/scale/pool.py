"""A pool of processes on this machine, one shard a process at a time."""

from __future__ import annotations

import logging
import multiprocessing
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
from threadpoolctl import threadpool_limits

from recsys_core.errors import DataError
from recsys_core.runtime.threads import limit_threads, n_threads
from recsys_core.scale.shards import Shard
from recsys_core.scale.task import Done

RETRIES = 2  # of a pool that lost a worker
_QUEUED = 2  # shards a worker, so that none waits for the next

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Pool:
    """So many processes; 0: one a processor."""

    processes: int = 0

    def map(self, work: Callable[[Shard, Path], Done], shards: list[Shard], folder: Path) -> Iterator[Done]:
        """See ``run.Workers``. With one process, or one shard, the work is done in this one."""
        processes = min(self.processes or n_threads(), len(shards))
        if processes <= 1:
            for shard in shards:
                yield work(shard, folder)
            return
        left = {shard.number: shard for shard in shards}
        for _ in range(1 + RETRIES):
            try:
                for done in _in_processes(processes, work, list(left.values()), folder):
                    del left[done.number]
                    yield done
            except BrokenProcessPool:
                logger.warning("A worker was killed; %d shards are begun again.", len(left))
            else:
                return
        raise DataError(
            "Workers were killed again and again, most likely because memory ran out. Run the command again "
            "with fewer --workers: it goes on where it was."
        )


def _in_processes(
    processes: int, work: Callable[[Shard, Path], Done], shards: list[Shard], folder: Path
) -> Iterator[Done]:
    """What each shard gave, as it is done; one worker that dies takes the others with it.

    Raises:
        BrokenProcessPool: a worker died.
    """
    context = multiprocessing.get_context("spawn")  # forked threads of numba and Arrow would hang
    waiting = iter(shards)
    with ProcessPoolExecutor(processes, context, use_one_thread) as pool:
        running: set[Future[Done]] = set()
        try:
            for shard in waiting:
                running.add(pool.submit(work, shard, folder))
                if len(running) >= _QUEUED * processes:
                    done, running = wait(running, return_when=FIRST_COMPLETED)
                    yield from (one.result() for one in done)
            while running:
                done, running = wait(running, return_when=FIRST_COMPLETED)
                yield from (one.result() for one in done)
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


def use_one_thread() -> None:
    """Let this process use one thread: there is a process for each processor."""
    limit_threads(1)
    threadpool_limits(1)
    pa.set_cpu_count(1)
    pa.set_io_thread_count(1)
