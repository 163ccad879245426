import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from recsys_core.data import load
from recsys_core.data.features import item_texts
from recsys_core.errors import SettingError
from recsys_core.models.language_model import checkpoint
from recsys_core.models.text import worker

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="module")
def sample():
    dataset = load("sample")
    return dataset, checkpoint.find_checkpoint(dataset)


@pytest.mark.slow
def test_the_worker_gives_the_vectors_of_the_checkpoint(sample, tmp_path, monkeypatch):
    monkeypatch.setattr("recsys_core.config.cache_root", lambda: tmp_path)
    dataset, folder = sample
    texts = item_texts(dataset)[:3]
    vectors = worker.encode_like(folder, texts)
    stored, _ = checkpoint.read_items(folder)
    np.testing.assert_allclose(vectors, stored[:3], atol=2e-3)  # the checkpoint stores half precision
    monkeypatch.setattr(worker, "encode_in_worker", None)
    np.testing.assert_array_equal(worker.encode_like(folder, texts), vectors)  # from disk this time


def test_an_encoder_that_does_not_exist_raises_one_sentence():
    with pytest.raises(SettingError, match="words could not be encoded: The encoder"):
        worker.encode_in_worker("/no/such/folder", ["x"])


def test_a_worker_that_hangs_raises_one_sentence(monkeypatch):
    def hang(*_, **__):
        raise subprocess.TimeoutExpired("worker", 1)

    monkeypatch.setattr(subprocess, "run", hang)
    with pytest.raises(SettingError, match="took longer"):
        worker.encode_in_worker("minilm", ["x"])


def test_importing_the_worker_does_not_load_torch():
    code = "import sys, recsys_core.models.text.worker; print('torch' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
