"""A worker whose training takes a moment: the environment sets steps, pauses, failures, a step to wait at."""

import json
import os
import sys
import time
from pathlib import Path
from types import SimpleNamespace

from recsys_core.errors import RecsysError
from recsys_core.jobs import worker
from recsys_core.models.language_model.checkpoint import FORMAT
from recsys_core.training.progress import Progress


def train(dataset, out, config, report, unfinished, outlook):
    steps, pause = int(os.environ.get("QUICK_STEPS", "3")), float(os.environ.get("QUICK_PAUSE", "0"))
    trial = os.environ.get("QUICK_TRIAL", "")
    unfinished.mkdir(exist_ok=True)
    last_step = unfinished / "step.safetensors"
    for step in range(int(last_step.read_text()) + 1 if last_step.exists() else 1, steps + 1):
        time.sleep(pause)
        if trial == "refuse" and step == 2:
            raise RecsysError("The loss is nan in batch: towers, epoch 2, step 1 of 1.")
        if trial == "crash" and step == 2:
            os.abort()
        if trial == "slip" and step == 2:
            raise ZeroDivisionError("a programming error")
        metric = 0.1 + step / 100
        last_step.write_text(str(step))
        left = (steps - step) * pause + outlook.later
        paces = {"towers": outlook.paces.get("towers", 1.0) + 0.5}
        report(Progress("training towers on train", step, steps, left, 9.0 - step, metric, paces=paces))
        while os.environ.get("QUICK_HOLD") == f"{out.name}:{step}" and not (out.parent / "release").exists():
            time.sleep(0.02)
    out.mkdir()
    card = {"format": FORMAT, "data": {}, "files": {}, "hyperparameters": config.to_dict()}
    (out / "card.json").write_text(json.dumps(card))


def compare(dataset, checkpoints):
    return {"rows": [{"name": name} for name in checkpoints], "torch": "torch" in sys.modules}


def load_pipeline():
    known = {name: os.environ[f"QUICK_{name.upper()}"] for name in ("fingerprint", "content")}
    return worker.Pipeline(lambda name: SimpleNamespace(**known), train, compare)


if __name__ == "__main__":
    worker.main(Path(sys.argv[1]), load_pipeline)
