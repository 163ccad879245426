"""How fast the service answers, beside a bare endpoint that checks the same body and returns the same bytes.

Both run at once, a process each, and get the same requests by turns, 200 a second, with every moment of
arrival fixed beforehand: a slow answer delays no later request, so waiting counts.
"""

from __future__ import annotations

import asyncio
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import numpy as np
import psutil

from benchmarks.report import Check, Report, arguments
from recsys_core.handoff import deciding, saved
from recsys_core.store import Store
from recsys_core.workbench import Workbench
from recsys_core.workbench.results import Limits

RATE = 200.0  # requests a second
SECONDS = 20.0
LISTS = 10_000
FLAT = 100_000  # requests over which memory is watched
PORTS = {"service": 8791, "bare": 8792}


def bodies(bench: Workbench) -> list[dict[str, Any]]:
    """Everybody's candidates as a request."""
    found = bench.candidates()
    ids = bench.dataset.item_ids
    return [
        {"ids": ids[found.items[user, :n]].tolist(), "scores": found.scores[user, :n].tolist()}
        for user, n in enumerate(found.counts.tolist())
    ]


@contextmanager
def served(kind: str, first: str = "") -> Iterator[tuple[subprocess.Popen[str], float]]:
    """A service in a process of its own, with the seconds from its start until it answers."""
    began = time.perf_counter()
    command = [sys.executable, "-m", "benchmarks.serving_processes", kind, str(PORTS[kind])]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdin is not None and process.stdout is not None
        process.stdin.write(first + "\n")
        process.stdin.flush()
        process.stdout.readline()
        url = f"http://127.0.0.1:{PORTS[kind]}/openapi.json"
        while True:
            try:
                httpx.get(url)
                break
            except httpx.HTTPError:
                if process.poll() is not None:
                    raise
                time.sleep(0.01)
        yield process, time.perf_counter() - began
    finally:
        process.terminate()
        process.wait(timeout=30)


class Connections:
    """Connections to one service, opened as needed and used in turn: none stays idle and is closed.

    A client library takes as long for a request as the service does, on the same processors; these requests
    differ in nothing but their body.
    """

    def __init__(self, port: int) -> None:
        self._port = port
        self._idle: deque[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = deque()

    async def post(self, body: bytes) -> None:
        """Send a request and read the whole answer.

        Raises:
            ConnectionError: it was refused, or is no answer.
        """
        streams = (
            self._idle.popleft() if self._idle else await asyncio.open_connection("127.0.0.1", self._port)
        )
        head = (
            f"POST /rerank HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/json\r\n"
            f"content-length: {len(body)}\r\n\r\n"
        )
        streams[1].write(head.encode() + body)
        answered = await streams[0].readuntil(b"\r\n\r\n")
        length = re.search(rb"content-length: (\d+)", answered.lower())
        if not answered.startswith(b"HTTP/1.1 200") or length is None:
            raise ConnectionError(answered.decode())
        await streams[0].readexactly(int(length[1]))
        self._idle.append(streams)

    def close(self) -> None:
        """Close them all."""
        for _, writer in self._idle:
            writer.close()


async def latencies(payloads: list[bytes]) -> dict[str, np.ndarray]:
    """Seconds from the moment a request was due until it was answered, for both services in turn."""
    n = int(RATE * SECONDS)
    found: dict[str, list[float]] = {kind: [] for kind in PORTS}

    async def ask(open_to: Connections, kind: str, body: bytes, due: float) -> None:
        await open_to.post(body)
        found[kind].append(time.perf_counter() - due)

    for kind in ("service", "bare", "service", "bare"):
        open_to = Connections(PORTS[kind])  # new ones each turn: idle ones are closed
        await asyncio.gather(*(open_to.post(body) for body in payloads[:20]))
        start, tasks = time.perf_counter() + 0.1, []
        for at in range(n // 2):
            due = start + at / RATE
            await asyncio.sleep(max(0.0, due - time.perf_counter()))
            tasks.append(asyncio.create_task(ask(open_to, kind, payloads[at % len(payloads)], due)))
        await asyncio.gather(*tasks)
        open_to.close()
    return {kind: np.array(values) for kind, values in found.items()}


def wrong_lists(bench: Workbench, requests: list[dict[str, Any]], lists: np.ndarray) -> tuple[int, int]:
    """Lists that differ from the library's, and how many were asked for."""
    rng, wrong = np.random.default_rng(0), 0
    url = f"http://127.0.0.1:{PORTS['service']}/rerank/batch"
    ids = bench.dataset.item_ids
    with httpx.Client(timeout=60) as client:
        for first in range(0, LISTS, 50):
            users = [at % len(requests) for at in range(first, min(first + 50, LISTS))]
            batch, orders = [], []
            for user in users:
                order = rng.permutation(len(requests[user]["ids"]))
                orders.append(order)
                batch.append({key: [values[at] for at in order] for key, values in requests[user].items()})
            answer = client.post(url, json={"requests": batch}).raise_for_status().json()["lists"]
            for user, one in zip(users, answer, strict=True):
                wrong += one["items"] != [ids[item] for item in lists[user] if item >= 0]
    return wrong, LISTS


def memory(process: subprocess.Popen[str], requests: list[dict[str, Any]], n: int) -> dict[str, float]:
    """Megabytes after a tenth of the requests and after all of them."""
    url = f"http://127.0.0.1:{PORTS['service']}/rerank/batch"
    watched, found = psutil.Process(process.pid), {}
    with httpx.Client(timeout=60) as client:
        batches = [json.dumps({"requests": requests[at : at + 50]}).encode() for at in range(0, 200, 50)]
        for sent in range(0, n, 50):
            client.post(url, content=batches[sent // 50 % 4], headers={"content-type": "application/json"})
            if sent == n // 10:
                found["early"] = watched.memory_info().rss / 1e6
    found["late"] = watched.memory_info().rss / 1e6
    return found


def measure(data: str, n_requests: int) -> Report:
    """Both services in one run.

    Args:
        data: whose candidates are sent.
        n_requests: over which memory is watched.
    """
    report = Report()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["EQUIPOISE_STATE"] = str(Path(folder) / "state")
        bench = Workbench.open(data)
        chosen = deciding.recommended(bench, Limits(), 10)
        record = deciding.record_of(bench, data, chosen, Limits(), 10)
        store = Store.open()
        saved.save(store, "benchmark", record, "benchmark")
        store.approve("benchmark", "benchmark", version=1)
        requests = bodies(bench)
        payloads = [json.dumps(one).encode() for one in requests]
        lists = bench.trade_off(chosen.method, k=10).paths.at(record.setting.takes_over_at)
        with served("service"):  # whatever is compiled or stored on first use is there now
            pass
        with served("service") as (process, warm):
            url = f"http://127.0.0.1:{PORTS['service']}/rerank"
            answer = httpx.post(url, content=payloads[0], headers={"content-type": "application/json"}).text
            with served("bare", answer):
                seconds = asyncio.run(latencies(payloads))
            wrong, asked = wrong_lists(bench, requests, lists)
            megabytes = memory(process, requests, n_requests)
    p50, p99 = (
        {kind: 1000 * float(np.percentile(values, share)) for kind, values in seconds.items()}
        for share in (50, 99)
    )
    growth = megabytes["late"] - megabytes["early"]
    report.add(Check("p99 of the service, milliseconds", p99["service"], 20.0, 10.0, at_most=True))
    ratio = p99["service"] / p99["bare"]
    report.add(Check("p99 over that of the bare endpoint", ratio, 3.0, 2.0, at_most=True))
    report.add(Check(f"wrong lists of {asked}", float(wrong), 0.0, 0.0, at_most=True))
    report.add(Check("seconds from start to the first answer", warm, 5.0, 2.0, at_most=True))
    report.add(Check("megabytes more over the last nine tenths", growth, 50.0, 20.0, at_most=True))
    report.details = {
        "p50": p50,
        "p99": p99,
        "requests a second": RATE,
        "candidates": len(requests[0]["ids"]),
        "requests watched": n_requests,
        "megabytes": megabytes,
    }
    return report


def main() -> None:
    """Run the benchmark."""
    options = arguments(__doc__, quick="a fiftieth of the requests for memory", data="ml-100k")
    report = measure(options.data, FLAT // 50 if options.quick else FLAT)
    report.show(as_json=options.json)


if __name__ == "__main__":
    main()
