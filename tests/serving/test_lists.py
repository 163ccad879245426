"""The lists that are served are those of the page, the bundle and rerank.py."""

import numpy as np
import pytest
from starlette.testclient import TestClient

from recsys_core.handoff.bundle.portable import rerank as portable
from recsys_core.serving.app import create_app
from recsys_core.workbench.rules import RuleRequest


def candidates(bench, user):
    """Ids and scores of a user's candidates."""
    found = bench.candidates()
    n = found.counts[user]
    return bench.dataset.item_ids[found.items[user, :n]].tolist(), found.scores[user, :n].tolist()


def test_everybody_gets_the_list_of_the_page_however_it_is_asked_for(client, bench, holder):
    setting = holder.current.found.record.setting
    categories = dict(zip(bench.dataset.item_ids, bench.dataset.items["categories"], strict=True))
    for row, user in enumerate(bench.user_ids):
        page = bench.ranking(user, setting.method, lambda_=setting.takes_over_at, k=setting.k)
        titles = dict(zip(bench.dataset.item_ids, bench.dataset.items["title"], strict=True))
        ids, scores = candidates(bench, row)
        served = client.get(f"/recommend/{user}").json()
        reranked = client.post("/rerank", json={"ids": ids, "scores": scores}).json()
        assert served["items"] == reranked["items"]
        assert [titles[one] for one in served["items"]] == page["title"].tolist()
        np.testing.assert_allclose(served["relevance"], page["relevance"], atol=1e-12)
        if row % 10 == 0:
            given = [list(categories[one]) for one in ids]
            others = {"ids": ids, "scores": scores, "categories": given}
            assert client.post("/rerank", json=others).json()["items"] == served["items"]
            positions = portable.rerank(scores, setting.k, setting.method, setting.lambda_, categories=given)
            assert [ids[at] for at in positions] == served["items"]


def test_order_and_scale_of_the_scores_do_not_matter(client, bench):
    ids, scores = candidates(bench, 3)
    first = client.post("/rerank", json={"ids": ids, "scores": scores}).json()["items"]
    order = np.random.default_rng(0).permutation(len(ids))
    body = {"ids": [ids[at] for at in order], "scores": [3 * scores[at] - 100 for at in order]}
    assert client.post("/rerank", json=body).json()["items"] == first


def test_a_batch_answers_in_order(client, bench):
    bodies = [dict(zip(("ids", "scores"), candidates(bench, user), strict=True)) for user in range(5)]
    lists = client.post("/rerank/batch", json={"requests": bodies}).json()["lists"]
    alone = [client.post("/rerank", json=body).json() for body in bodies]
    assert lists == alone


def test_rules_of_a_request_are_kept(client, bench):
    ids, scores = candidates(bench, 0)
    last, first = ids[-1], ids[0]
    rules = {"pins": [{"item": last, "place": 1}], "blocks": [first]}
    items = client.post("/rerank", json={"ids": ids, "scores": scores, "rules": rules}).json()["items"]
    assert items[0] == last and first not in items


def test_rules_of_the_decision_are_kept(holder_of, bench, chosen):
    pinned = str(bench.dataset.item_ids[5])
    client = TestClient(
        create_app(holder_of(chosen=chosen("mmr", 0.2), rules=RuleRequest(pins=((pinned, 2),))))
    )
    ids, scores = candidates(bench, 0)
    without = [(one, score) for one, score in zip(ids, scores, strict=True) if one != pinned]
    body = {"ids": [one for one, _ in without], "scores": [score for _, score in without]}
    assert client.post("/rerank", json=body).json()["items"][1] == pinned
    assert client.get(f"/recommend/{bench.user_ids[0]}").json()["items"][1] == pinned


def test_a_method_by_taste_takes_a_user_or_a_profile(holder_of, bench, chosen):
    client = TestClient(create_app(holder_of(chosen=chosen("xquad", 0.5))))
    ids, scores = candidates(bench, 0)
    user = str(bench.user_ids[0])
    served = client.get(f"/recommend/{user}").json()["items"]
    by_user = client.post("/rerank", json={"ids": ids, "scores": scores, "user": user}).json()
    assert by_user["items"] == served
    bare = client.post("/rerank", json={"ids": ids, "scores": scores})
    assert bare.status_code == 422 and bare.json()["detail"][0]["remedy"] == "send user or profile"
    profile = {"Horror": 1.0}
    assert client.post("/rerank", json={"ids": ids, "scores": scores, "profile": profile}).status_code == 200


def test_somebody_new_is_recommended_what_the_page_shows(client, bench, holder):
    setting = holder.current.found.record.setting
    likes = [str(one) for one in bench.dataset.item_ids[[3, 14, 15]]]
    person = bench.people.new_person(likes, "", setting.method, k=setting.k)
    page = bench.dataset.item_ids[person.path.at(setting.lambda_)].tolist()
    assert client.post("/recommend", json={"likes": likes}).json()["items"] == page


def test_a_shorter_and_a_longer_list(client, bench):
    user = bench.user_ids[0]
    assert len(client.get(f"/recommend/{user}?k=3").json()["items"]) == 3
    ids = [str(one) for one in bench.dataset.item_ids[:4]]
    found = client.post("/rerank", json={"ids": ids, "scores": [1, 2, 3, 4], "k": 10}).json()
    assert sorted(found["items"]) == sorted(ids)


def test_ids_come_back_as_they_were_sent(client):
    body = {"ids": [7, "8", 9], "scores": [3, 2, 1], "categories": [["a"], ["b"], ["c"]]}
    assert client.post("/rerank", json=body).json()["items"] == [7, "8", 9]


# --- refusals -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "loc"),
    [
        ({"ids": ["F001", "nothing"], "scores": [1, 2]}, ["body", "ids", 1]),
        ({"ids": ["F001"], "scores": [1, 2]}, ["body"]),
        ({"ids": ["F001", "F001"], "scores": [1, 2]}, ["body"]),
        ({"ids": ["F001"], "scores": ["high"]}, ["body", "scores", 0]),
        ({"ids": [], "scores": []}, ["body", "ids"]),
        ({"ids": ["F001"], "scores": [1], "k": 0}, ["body", "k"]),
        ({"ids": ["F001"], "scores": [1], "colour": 1}, ["body", "colour"]),
        ({"ids": ["F001"], "scores": [1], "user": "nobody"}, ["body", "user"]),
        ({"ids": ["x"], "scores": [1], "vectors": [[1.0]]}, ["body", "categories"]),
        ({"ids": ["x"], "scores": [1], "categories": [["a"]], "rules": {}}, ["body", "rules"]),
        ({"ids": [str(n) for n in range(10_000)], "scores": [1] * 10_000}, ["body", "ids"]),
        ({"ids": ["F001"], "scores": [1], "rules": {"pins": [{"item": "no", "place": 1}]}}, ["body"]),
    ],
)
def test_a_field_that_does_not_fit_is_named_with_its_remedy(client, body, loc):
    found = client.post("/rerank", json=body)
    assert found.status_code == 422
    problem = found.json()["detail"][0]
    assert problem["loc"] == loc and problem["msg"] and problem["remedy"]


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1e999"])
def test_what_is_no_number_is_refused(client, number):
    text = '{"ids": ["F001"], "scores": [' + number + "]}"
    found = client.post("/rerank", content=text, headers={"content-type": "application/json"})
    assert found.status_code == 422 and found.json()["detail"][0]["remedy"]


def test_nobody_and_nothing(client):
    assert client.get("/recommend/nobody").status_code == 404
    assert client.post("/recommend", json={}).status_code == 422
    found = client.post("/recommend", json={"likes": ["nothing"]})
    assert found.json()["detail"][0]["loc"] == ["body", "likes", 0]
