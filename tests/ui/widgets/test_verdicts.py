"""The verdicts that tiles, sentence and memo read are the certificate's own, in the visitor's words."""

import json
from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

from recsys_core.ui.shell.choice import Choice
from recsys_core.ui.text.words import Words
from recsys_core.ui.widgets import verdicts
from recsys_core.ui.widgets.group_names import group_name
from recsys_core.ui.widgets.slider.measure import GRID
from recsys_core.workbench import Workbench
from recsys_core.workbench.results import Guardrail, Interval, Limits

ENGLISH = Words()
ALL_LIMITS = Limits(0.05, 0.1, 0.2, "activity", 0.1)


@pytest.fixture(scope="module")
def bench():
    return Workbench.open("sample")


def judged(bench, reranker="mmr", limits=None, lang="en"):
    return verdicts.compute(bench, Choice("sample", reranker, limits=limits or Limits(), lang=lang))


# --- the state of a position --------------------------------------------------------------------------------


def test_a_position_is_recommended_by_its_setting_not_by_its_place(verdicts_on):
    found = verdicts_on({}, stretch=200, best=0.19)
    places = ((190, 0.19), (190, 0.1901), (200, 0.2), (201, 0.201))
    states = [found.state(row, lambda_) for row, lambda_ in places]
    assert states == ["recommended", "inside", "inside", "unproven"]


def test_another_method_than_the_proposed_one_has_no_recommended_position(verdicts_on):
    found = verdicts_on({}, stretch=200, best=0.19, method="msd", reranker="mmr")
    assert not found.is_proposed
    assert found.state(190, 0.19) == "inside"
    assert found.payload()["best"] is None


def test_where_nothing_was_found_relevance_only_is_recommended(verdicts_on):
    found = verdicts_on({}, stretch=3, best=0.0)
    assert [found.state(row, row / 1000) for row in (0, 3, 4)] == ["recommended", "inside", "unproven"]
    assert found.payload()["best"] == {"t": 0.0, "lambda": 0.0}


# --- the workbench's own ------------------------------------------------------------------------------------


@pytest.mark.parametrize("limits", [Limits(0.01), Limits(0.02), Limits(0.05, None), ALL_LIMITS])
@pytest.mark.parametrize("reranker", ["mmr", "msd", "none"])
def test_everything_is_the_certificates(bench, reranker, limits):
    found, certificate = judged(bench, reranker, limits), bench.advice.certificate(reranker, limits)
    assert found.found.to_dict() == bench.advice.recommend(limits).to_dict()
    assert found.stretch == certificate.stretch
    assert found.needed.tolist() == certificate.users_needed.tolist()
    assert found.is_proposed == (reranker == found.found.method)
    assert [limit.name for limit in found.guardrails] == list(
        dict.fromkeys(guardrail.name for guardrail in certificate.guardrails)
    )
    inside = np.logical_and.reduce([limit.inside for limit in found.guardrails])
    assert inside.tolist() == np.logical_and.reduce([one.inside for one in certificate.guardrails]).tolist()
    for limit in found.guardrails:
        assert not any(limit.fails(row) and limit.bound[row] <= limit.limit for row in range(GRID))


def test_a_limit_on_groups_speaks_of_the_group_nearest_to_it(bench):
    limits = Limits(0.05, None, None, "activity", 0.1)
    found, certificate = judged(bench, "mmr", limits), bench.advice.certificate("mmr", limits)
    of_groups = [guardrail for guardrail in certificate.guardrails if guardrail.name == "group"]
    assert len(of_groups) > 1
    (limit,) = [limit for limit in found.guardrails if limit.name == "group"]
    for row in (0, 300, 1000):
        worst = max(of_groups, key=lambda guardrail: -guardrail.bound[row])
        assert limit.bound[row] == -worst.bound[row]
    assert limit.group(1000).startswith("activity: ")
    assert found.guardrails[0].group(1000) == "", "a limit on everybody names nobody"


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_groups_are_called_what_impact_calls_them(bench, lang):
    effects = bench.impact.group_effects("mmr", 0.5)
    for by in bench.advice.groupings():
        limits = Limits(group_by=by, group_loss=0.5)
        found = verdicts._limits(bench.advice.certificate("mmr", limits), limits, Words(lang))
        names = {name for limit in found for name in limit.groups}
        assert names == {group_name(effect, Words(lang)) for effect in effects if effect.by == by}


@pytest.mark.parametrize(
    ("lang", "told"), [("en", "age: over 27, up to 39"), ("zh", "年龄：大于 27，不超过 39")]
)
def test_ranges_that_the_engine_cut_are_told_in_words(lang, told):
    bound = Interval(*np.full((3, GRID), -0.01))
    guardrail = Guardrail("group", "age over 27 to 39", bound, -0.04)
    certificate = SimpleNamespace(guardrails=[guardrail], nearest_group=np.zeros(GRID, int))
    (limit,) = verdicts._limits(certificate, Limits(group_by="age", group_loss=0.04), Words(lang))
    assert limit.group(500) == told


def test_other_limits_and_other_methods_are_called_exploratory(bench):
    proposed = bench.advice.recommend().method
    assert judged(bench, proposed).explored == ""
    assert judged(bench, "cover").explored == ENGLISH("slider.explored_method")
    assert judged(bench, proposed, Limits(0.05)).explored == ENGLISH("slider.explored_limits")
    assert judged(bench, "cover", lang="zh").explored == Words("zh")("slider.explored_method")


def test_what_ends_the_stretch_is_named(bench):
    found = judged(bench, bench.advice.recommend().method)
    blockers = found.found.certificate.blockers
    assert blockers and all(ENGLISH(f"slider.ends_{one.name}") in found.ends for one in blockers)
    loose = judged(bench, "none")
    assert loose.found is not None and loose.ends == ""  # it reaches the end


def test_drawing_does_not_wait_for_what_is_not_computed(bench):
    choice = Choice("sample", "mmr", limits=Limits(0.0377))
    assert verdicts.computed(bench, choice) is None
    found = verdicts.compute(bench, choice)
    assert verdicts.computed(bench, choice) is found


def test_data_that_were_opened_again_are_not_waited_for_for_ever(bench):
    choice = Choice("sample", "mmr")
    known = verdicts.compute(bench, choice)
    again = Workbench.open("sample")
    assert verdicts.computed(again, choice) is None
    assert verdicts.compute(again, choice) is known
    assert verdicts.computed(again, choice) is known


def test_limits_are_certain_only_while_they_count_as_declared(bench, monkeypatch):
    proposed = bench.advice.recommend().method
    assert judged(bench, proposed).explored == ""
    unread = replace(bench.claims._state, is_known=False)  # the database is down
    monkeypatch.setattr(bench.claims, "_state", unread)
    assert judged(bench, proposed).explored == ENGLISH("slider.explored_unread")
    monkeypatch.undo()
    assert judged(bench, proposed).explored == ""


def nothing_liked_is_found(tmp_path):
    """People whose later items nobody else has ever rated, while many others are popular."""
    rows = [f"u{user},i{(user * 7 + place * 3) % 40},5,{place}" for user in range(30) for place in range(8)]
    rows += [f"u{user},late{user}-{place},5,{9 + place}" for user in range(30) for place in range(3)]
    (tmp_path / "interactions.csv").write_text("\n".join(["user_id,item_id,rating,timestamp", *rows]))
    return Workbench.open(str(tmp_path))


def test_without_any_accuracy_nothing_is_judged(tmp_path):
    bench = nothing_liked_is_found(tmp_path)
    choice = Choice(str(tmp_path), "mmr")
    assert not verdicts.is_judged(bench, choice)
    assert verdicts.compute(bench, choice) is None


def test_with_accuracy_it_is_judged(bench):
    assert verdicts.is_judged(bench, Choice("sample", "mmr"))


def test_what_even_the_good_end_of_an_interval_breaks_is_outside(bench):
    limits = Limits(0.01, None, 0.05, "activity", 0.02)
    found, certificate = judged(bench, "msd", limits), bench.advice.certificate("msd", limits)
    by_name = {one.name: one for one in certificate.guardrails if one.name != "group"}
    accuracy, worse, group = found.guardrails
    assert accuracy.outside.tolist() == (by_name["accuracy"].figure.high < -0.01).tolist()
    assert worse.outside.tolist() == (by_name["worse_off"].figure.low > 0.05).tolist()
    assert accuracy.outside[-1] and worse.outside[-1] and not accuracy.outside[:50].any()
    for limit in (accuracy, worse, group):
        assert not (limit.outside & limit.inside).any()
    groups = [one.figure for one in certificate.guardrails if one.name == "group"]
    nearest = groups[certificate.nearest_group[-1]]
    assert group.best[-1] == -nearest.high[-1]


# --- what is sent -------------------------------------------------------------------------------------------


def test_the_payload_holds_all_that_the_browser_decides_by(bench):
    found = judged(bench, "mmr", ALL_LIMITS)
    sent = json.loads(verdicts.payload_json(found))
    assert sent["stretch"] == found.stretch and sent["methods"] == 8
    assert [limit["name"] for limit in sent["guardrails"]] == ["accuracy", "coverage", "worse_off", "group"]
    for limit, ours in zip(sent["guardrails"], found.guardrails, strict=True):
        np.testing.assert_allclose(np.cumsum(limit["bound"]) / 1e6, ours.bound, atol=0.51e-6)
        np.testing.assert_allclose(np.cumsum(limit["best"]) / 1e6, ours.best, atol=0.51e-6)
        assert limit["inside"] == ours.inside.astype(int).tolist()
        assert limit["outside"] == ours.outside.astype(int).tolist()
        assert len(limit["which"]) == (GRID if ours.groups else 0)
    needed = np.cumsum(sent["needed"]) / 1e6
    assert (needed < 0).tolist() == np.isinf(found.needed).tolist()
    assert needed[needed >= 0].tolist() == found.needed[needed >= 0].tolist()


def test_the_recommended_position_is_sent_with_its_exact_setting(bench):
    method = bench.advice.recommend().method
    best = bench.advice.recommend().certificate
    sent = judged(bench, method).payload()["best"]
    assert sent == {"t": best.position, "lambda": best.lambda_}


def test_before_the_verdict_is_known_nothing_is_sent():
    assert verdicts.payload_json(None) == b"null"
