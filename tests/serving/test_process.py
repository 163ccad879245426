"""The service as a process: it drops no request when another decision takes over or when it is stopped."""

import json
import signal
import socket
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit

import httpx
import pytest

from recsys_core.store import Store
from tests.served_process import PATIENCE, serving

AT_ONCE, RATE, AFTER = 8, 200, 200


@pytest.fixture
def state(tmp_path, monkeypatch):
    """A store of its own, also for the processes that a test starts."""
    monkeypatch.setenv("EQUIPOISE_STATE", str(tmp_path / "state"))
    return Store.open()


def test_a_decision_takes_over_under_traffic_and_no_request_is_dropped(state, approve, chosen, tmp_path):
    first, second = approve(state, "old"), None
    answers, failures, done = [], [], threading.Event()

    def ask(worker):
        """Requests at a fixed rate until the new decision has answered enough of them."""
        began = time.monotonic()
        with httpx.Client(base_url=service.address, timeout=60) as client:
            for number in range(RATE // AT_ONCE * PATIENCE):
                if done.is_set():
                    return
                time.sleep(max(0.0, began + number * AT_ONCE / RATE - time.monotonic()))
                user = f"S{1 + (worker + number * AT_ONCE) % 300:03d}"
                try:
                    found = client.get(f"/recommend/{user}")
                    found.raise_for_status()
                    answers.append((user, found.json()))
                except httpx.HTTPError as error:
                    failures.append(error)
                if sum(one["decision"] == "new" for _, one in answers[-AFTER:]) == AFTER:
                    done.set()

    with serving("old", tmp_path) as service, ThreadPoolExecutor(AT_ONCE) as pool:
        workers = [pool.submit(ask, worker) for worker in range(AT_ONCE)]
        second = approve(state, "new", chosen=chosen("dpp", 0.9))
        for worker in workers:
            worker.result()
        assert done.is_set() and failures == []
        metrics = httpx.get(f"{service.address}/metrics").text
        lines = [json.loads(line) for line in service.log().splitlines()]
    assert "equipoise_swaps_total 1.0" in metrics
    assert f'equipoise_requests_total{{path="/recommend/{{user}}",status="200"}} {len(answers)}.0' in metrics
    asked = [line for line in lines if line["message"] == "request" and line["path"] == "/recommend/{user}"]
    assert len(asked) == len(answers) and {line["status"] for line in asked} == {200}
    assert any(line["message"] == "decision 'new' takes over from 'old'" for line in lines)
    by_decision = {"old": {}, "new": {}}
    for user, one in answers:
        known = by_decision[one["decision"]].setdefault(user, one["items"])
        assert known == one["items"], "an answer is by one decision, never by a bit of both"
    assert by_decision["old"] and any(
        by_decision["old"].get(user, items) != items for user, items in by_decision["new"].items()
    )
    assert first.record.setting.method != second.record.setting.method


def test_a_running_request_is_answered_before_the_service_stops(state, approve, tmp_path):
    approve(state, "old")
    with serving("old", tmp_path) as service:
        body = json.dumps({"ids": ["F001", "F002", "F003"], "scores": [3, 2, 1]}).encode()
        port = urlsplit(service.address).port
        head = (
            "POST /rerank HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n"
            f"content-length: {len(body)}\r\nexpect: 100-continue\r\n\r\n"
        )
        with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) as running:
            running.sendall(head.encode())
            assert running.recv(1000).startswith(b"HTTP/1.1 100"), "the request has begun"
            service.process.send_signal(signal.SIGTERM)
            refused = False
            while not refused:  # nothing new is taken
                try:
                    socket.create_connection(("127.0.0.1", port), timeout=PATIENCE).close()
                except ConnectionError:
                    refused = True
            running.sendall(body)
            answer = b""
            while part := running.recv(65536):
                answer += part
        assert answer.startswith(b"HTTP/1.1 200") and b'"items":["F001"' in answer.replace(b" ", b"")
        assert service.process.wait(timeout=PATIENCE) in {0, -signal.SIGTERM}
