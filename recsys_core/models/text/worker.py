"""Encode a few texts in a process of its own, so that the calling process never loads torch.

``python -m recsys_core.models.text.worker ENCODER MAX_TOKENS`` reads a JSON list of texts from stdin and
writes a JSON list of vectors to stdout.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from recsys_core.errors import SettingError
from recsys_core.models.language_model.checkpoint import read_card
from recsys_core.models.text.cache import cached_vectors
from recsys_core.types import FloatArray

TIMEOUT = 120  # seconds
_ROOT = Path(__file__).resolve().parents[3]


def encode_like(folder: Path, texts: Sequence[str]) -> FloatArray:
    """Encode texts with the pretrained encoder that made a checkpoint's item vectors; cached on disk.

    Args:
        folder: the checkpoint.
        texts: n texts.

    Returns:
        (n, n_dimensions) float32 unit rows.

    Raises:
        CheckpointError: the checkpoint's card is missing or damaged.
        SettingError: the encoder cannot be loaded, or takes longer than ``TIMEOUT``.
    """
    card = read_card(folder)
    name = str(card["encoder"]["name"])
    max_tokens = int(card.get("hyperparameters", {}).get("max_tokens", 128))
    fingerprint = f"{card['encoder'].get('fingerprint', name)} words"
    return cached_vectors(fingerprint, texts, lambda: encode_in_worker(name, texts, max_tokens))


def encode_in_worker(encoder: str, texts: Sequence[str], max_tokens: int = 128) -> FloatArray:
    """(n, n_dimensions) float32 unit rows of n texts, encoded by a worker that ends with the answer.

    Raises:
        SettingError: the encoder cannot be loaded, or takes longer than ``TIMEOUT``.
    """
    command = [sys.executable, "-m", "recsys_core.models.text.worker", encoder, str(max_tokens)]
    try:
        done = subprocess.run(
            command, input=json.dumps(list(texts)), capture_output=True, text=True, cwd=_ROOT, timeout=TIMEOUT
        )
    except subprocess.TimeoutExpired as error:
        raise SettingError(
            f"The encoder '{encoder}' took longer than {TIMEOUT} seconds. Try again when the machine is "
            "less busy, or choose items instead of words."
        ) from error
    if done.returncode != 0:
        reason = (done.stderr.strip().splitlines() or ["it gave no reason"])[-1]
        raise SettingError(f"The words could not be encoded: {reason}")
    return np.asarray(json.loads(done.stdout.splitlines()[-1]), np.float32)


def main(arguments: Sequence[str]) -> int:
    """Run the worker; returns 2, with a message on stderr, when the encoder cannot be loaded."""
    from recsys_core.models.text.encoder import TextEncoder

    try:
        encoder = TextEncoder.load(arguments[0], max_tokens=int(arguments[1]))
    except SettingError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    vectors = encoder.encode(encoder.tokenize(json.load(sys.stdin)))
    sys.stdout.write(json.dumps(vectors.tolist()) + "\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
