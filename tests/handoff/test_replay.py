"""Replaying confirms what is the same, names what is not, and finds a changed byte."""

import json
import shutil
from pathlib import Path

import pytest

from recsys_core.errors import HandoffError
from recsys_core.handoff import decision_file
from recsys_core.handoff import replay as replaying
from recsys_core.handoff.bundle.export import export
from recsys_core.handoff.memo_file import parse, seal
from recsys_core.handoff.replay import replay
from recsys_core.workbench.results import Limits


@pytest.fixture
def written(autumn, tmp_path):
    """decision.json of the saved decision, with parts of the record replaced if given."""

    def write(**parts):
        record = autumn.record.model_copy(update=parts)
        file = decision_file.decision_file(autumn.decision, record, autumn.history)
        path = tmp_path / "decision.json"
        path.write_text(decision_file.render(file))
        return path

    return write


@pytest.fixture(autouse=True)
def opened_once(monkeypatch, bench):
    """Opening the sample again gives the workbench that the tests share."""
    opening = replaying.open_again

    def again(record, name, *, data=None, checkpoint=None):
        own = record.data.opened == "sample" and record.model.checkpoint is None
        if own and data is None and checkpoint is None:
            return bench
        return opening(record, name, data=data, checkpoint=checkpoint)

    monkeypatch.setattr(replaying, "open_again", again)


def test_every_figure_of_a_decision_is_confirmed(written):
    found = replay(written())
    assert found.is_confirmed and found.moved == () and found.causes == ()
    assert found.confirmed > 40


def test_a_bundle_is_confirmed(bench, autumn, tmp_path):
    found = replay(export(bench, autumn, tmp_path / "out"))
    assert (found.kind, found.is_confirmed) == ("bundle", True)
    (tmp_path / "out" / "manifest.json").unlink()
    with pytest.raises(HandoffError, match="no whole bundle"):
        replay(tmp_path / "out")


def test_a_figure_that_was_never_measured_is_named(written, autumn):
    accuracy = autumn.record.evidence.accuracy.model_copy(update={"value": 0.5})
    found = replay(written(evidence=autumn.record.evidence.model_copy(update={"accuracy": accuracy})))
    assert [one.field for one in found.moved] == ["evidence.accuracy.value"]
    assert found.moved[0].was == 0.5 and found.moved[0].now == autumn.record.evidence.accuracy.value


def test_other_code_is_named_and_alone_moves_nothing(written, autumn):
    prints = autumn.record.fingerprints.model_copy(update={"engine": "0" * 64})
    found = replay(written(fingerprints=prints))
    assert found.is_confirmed and found.causes == ("code",)


def test_other_data_are_named(written, people_file):
    found = replay(written(), data=str(people_file()))
    assert not found.is_confirmed and "data" in found.causes
    assert {"data.content", "fingerprints.after"} <= {one.field for one in found.moved}


def test_an_edited_file_is_found(written):
    path = written()
    path.write_text(path.read_text().replace('"k": 10', '"k": 11'))
    with pytest.raises(HandoffError, match="was changed after it was written"):
        replay(path)


def test_data_that_are_gone_are_told(written, autumn, people_file, tmp_path):
    gone = shutil.copy(people_file(), tmp_path / "gone.csv")
    data = autumn.record.data.model_copy(update={"opened": str(gone)})
    path = written(data=data)
    Path(gone).unlink()
    with pytest.raises(HandoffError, match=r"The data of decision “autumn” .* cannot be opened"):
        replay(path)


def test_a_model_that_is_gone_is_told(written, autumn, tmp_path):
    model = autumn.record.model.model_copy(update={"checkpoint": str(tmp_path / "nothing")})
    with pytest.raises(HandoffError, match="The model of decision “autumn” is gone"):
        replay(written(model=model))


# --- memos --------------------------------------------------------------------------------------------------


@pytest.fixture
def memo(bench, tmp_path):
    def write(**changes):
        found = bench.advice.recommend(Limits())
        figures = {
            "reranker": found.method, "position": found.certificate.position * 100,
            "lambda": found.certificate.lambda_, "k": 10, "limits": Limits().to_dict(),
            "level": bench.level, "claims": 1, "bench": bench.key,
            "protocol": bench.protocol_card(), "recommendation": found.to_dict(),
        }  # fmt: skip
        text = json.dumps(figures | changes)
        path = tmp_path / "memo.html"
        path.write_text(seal(f'<html><script type="application/json" id="equipoise">{text}</script></html>'))
        return path

    return write


def test_a_memo_is_confirmed_and_a_changed_byte_is_found(memo):
    path = memo()
    found = replay(path)
    assert found.is_confirmed and found.kind == "memo" and found.confirmed > 40 and found.causes == ()
    text = path.read_text()
    for at in (3, len(text) // 2, len(text) - 3):
        path.write_text(text[:at] + ("x" if text[at] != "x" else "y") + text[at + 1 :])
        with pytest.raises(HandoffError):
            replay(path)


def test_a_wrong_figure_in_a_memo_is_named(memo, bench):
    told = bench.advice.recommend(Limits()).to_dict()
    found = replay(memo(recommendation=told | {"cost": 0.5}))
    assert [one.field for one in found.moved] == ["recommendation.cost"]
    found = replay(memo(protocol=bench.protocol_card() | {"seed": 1}))
    assert "protocol" in found.causes and [one.field for one in found.moved] == ["protocol.seed"]


@pytest.mark.parametrize(
    "text", ["<html></html>", "", '<script type="application/json" id="equipoise">{</script>']
)
def test_what_is_no_memo(text):
    with pytest.raises(HandoffError, match="is no memo"):
        parse(seal(text), "memo.html")


def test_the_level_of_the_decision_is_used_whatever_was_declared_since(written, bench, monkeypatch):
    monkeypatch.setattr(type(bench.claims), "level", property(lambda self: 0.99))
    monkeypatch.setattr(type(bench.claims), "count", property(lambda self: 5))
    found = replay(written())
    assert found.is_confirmed and found.causes == ("claims",)
