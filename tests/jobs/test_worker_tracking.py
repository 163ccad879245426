"""A run is logged for TensorBoard, each part in a folder of its own."""

from recsys_core.jobs import worker
from recsys_core.jobs.presets import recipe
from recsys_core.protocol import MeasurementProtocol
from recsys_core.training.progress import Outlook, Progress


def test_each_part_is_tracked_in_the_folder_of_the_run(tmp_path, monkeypatch):
    def train(dataset, out, config, report, *, protocol, snapshots, outlook):
        assert protocol == MeasurementProtocol()
        report(Progress("training towers on train", 1, 1, 0.0, 0.5, 0.2))
        return out / "card.json"

    monkeypatch.setattr("recsys_core.training.language_model.train.train", train)
    pipeline, passed = worker.load_pipeline(), []
    for part in ("twin", "model"):
        out = tmp_path / "run" / part
        pipeline.train(
            None, out, recipe("quick", "frozen"), passed.append, tmp_path / "unfinished", Outlook()
        )
    assert [report.loss for report in passed] == [0.5, 0.5]
    for part in ("twin", "model"):
        assert list((tmp_path / "run" / "tensorboard" / part).rglob("*tfevents*"))
