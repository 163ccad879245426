"""Keys, limits, measures, the OpenAPI description, and another decision that takes over."""

import asyncio
import sqlite3
from contextlib import closing

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from starlette.testclient import TestClient

from recsys_core.errors import HandoffError
from recsys_core.handoff import saved
from recsys_core.serving.app import create_app
from recsys_core.serving.guards import Guarding
from recsys_core.serving.served import prepare

CHECKS = [
    not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance,
]  # fmt: skip


@pytest.fixture
def schema(holder, monkeypatch):
    lists, described = holder.current.lists, type(holder.current.lists).of_newcomer

    def by_likes(likes, sentence, k):
        """A sentence takes the encoder seconds each: those that are made up stand for an item."""
        return described(lists, likes or ["F001"], "", k)

    monkeypatch.setattr(lists, "of_newcomer", by_likes)
    return schemathesis.openapi.from_asgi("/openapi.json", create_app(holder))


def walk(schema, examples, mode=GenerationMode.POSITIVE):
    """Call every operation with made-up requests that fit the description, or that do not."""
    seen = []
    for found in schema.get_all_operations():
        operation = found.ok()

        @settings(
            max_examples=examples, deadline=None, database=None, derandomize=True,
            suppress_health_check=list(HealthCheck),
        )  # fmt: skip
        @given(case=operation.as_strategy(generation_mode=mode))
        def call(case):
            case.call_and_validate(checks=CHECKS)

        call()
        seen.append(operation.label)
    return seen


def test_every_operation_keeps_to_its_description(schema):
    assert len(walk(schema, 12)) == 7


@pytest.mark.long
def test_every_operation_keeps_to_its_description_for_long(schema):
    walk(schema, 400)


@pytest.mark.long
def test_what_does_not_fit_the_description_is_refused_as_described(schema):
    assert len(walk(schema.include(method="POST"), 200, GenerationMode.NEGATIVE)) == 3


@pytest.mark.long
def test_somebody_new_by_a_sentence(holder):
    client = TestClient(create_app(holder))
    found = client.post("/recommend", json={"sentence": "quiet family dramas, no horror"})
    assert found.status_code == 200 and len(found.json()["items"]) == 10


def test_an_api_key_is_needed_where_one_is_set(holder):
    client = TestClient(create_app(holder, Guarding(key="secret")))
    assert client.get("/recommend/S001").status_code == 401
    assert client.get("/recommend/S001", headers={"X-API-Key": "wrong"}).status_code == 401
    assert client.get("/recommend/S001", headers={"X-API-Key": "secret"}).status_code == 200
    assert client.get("/health").json()["status"] == "ok"
    assert client.get("/metrics").status_code == 401


def test_too_much_and_too_often(holder):
    client = TestClient(create_app(holder, Guarding(bytes=100)))
    found = client.post("/rerank", json={"ids": ["F001"] * 50, "scores": [1] * 50})
    assert found.status_code == 413 and "at most 100 bytes" in found.json()["detail"][0]["remedy"]
    client = TestClient(create_app(holder, Guarding(rate=2.0)))
    answers = [client.get("/recommend/S001").status_code for _ in range(10)]
    assert answers[:4] == [200] * 4 and 429 in answers


def test_what_takes_too_long_is_given_up(holder):
    app = create_app(holder, Guarding(seconds=0.05))

    @app.get("/slow")
    async def slow():
        await asyncio.sleep(30)

    found = TestClient(app).get("/slow")
    assert found.status_code == 503 and "took too long" in found.json()["detail"][0]["msg"]


def test_what_the_framework_refuses_has_the_same_form(client):
    answers = {
        422: client.post("/rerank", content=b"\xff", headers={"content-type": "application/json"}),
        404: client.get("/nothing"),
        405: client.delete("/rerank"),
    }
    for status, answer in answers.items():
        assert answer.status_code == status
        assert set(answer.json()["detail"][0]) == {"loc", "msg", "remedy", "type"}
    assert answers[405].headers["allow"] == "POST"


def test_requests_are_counted_and_timed(holder):
    client = TestClient(create_app(holder))
    client.get("/recommend/S001")
    client.get("/recommend/nobody")
    text = client.get("/metrics").text
    assert 'equipoise_requests_total{path="/recommend/{user}",status="200"} 1.0' in text
    assert 'equipoise_requests_total{path="/recommend/{user}",status="404"} 1.0' in text
    assert 'equipoise_seconds_count{path="/recommend/{user}"} 2.0' in text


def test_another_approved_decision_takes_over_and_running_requests_keep_theirs(holder_of, approve, chosen):
    holder = holder_of("old")
    client = TestClient(create_app(holder))
    held = holder.current
    before = client.get("/recommend/S001").json()
    assert not holder.look()
    approve(holder.store, "new", chosen=chosen("dpp", 0.9))
    assert holder.look() and not holder.look()
    after = client.get("/recommend/S001").json()
    assert (before["decision"], after["decision"]) == ("old", "new")
    assert before["items"] != after["items"]
    assert held.lists.of_user(0, 10).items.tolist() != []
    assert client.get("/ready").json() == {"status": "ready", "decision": "new", "version": 2}
    assert "equipoise_swaps_total 1.0" in client.get("/metrics").text


def test_one_that_cannot_be_served_does_not_take_over(holder_of, approve, monkeypatch, chosen):
    holder = holder_of("old")
    found = approve(holder.store, "broken", chosen=chosen("mmr", 0.2))
    gone = found.record.model_copy(
        update={"fingerprints": found.record.fingerprints.model_copy(update={"bench": "other"}),
                "model": found.record.model.model_copy(update={"checkpoint": "/nowhere"})}
    )  # fmt: skip
    load = saved.load
    monkeypatch.setattr(saved, "load", lambda store, name: saved.Saved(load(store, name).decision, gone, ()))
    assert not holder.look() and holder.current.name == "old"
    assert not holder.look(), "it is not tried again"


def test_an_approval_written_into_the_database_by_hand_is_not_served(holder_of):
    holder = holder_of("old")
    record = holder.current.found.record
    saved.save(holder.store, "forged", record, "Ada")
    statement = (
        "UPDATE equipoise_decisions SET state = 'approved', changed_at = '2999' || substr(changed_at, 5) "
        "WHERE name = 'forged'"
    )
    with closing(sqlite3.connect(holder.path)) as connection, connection:
        assert connection.execute(statement).rowcount == 1
    assert not holder.look() and holder.current.name == "old"
    assert TestClient(create_app(holder)).get("/recommend/S001").json()["decision"] == "old"


def test_only_approved_decisions_are_served(holder_of, bench):
    holder = holder_of("old")
    record = holder.current.found.record
    saved.save(holder.store, "draft", record, "Ada")
    with pytest.raises(HandoffError, match="is not approved"):
        prepare(saved.load(holder.store, "draft"))
