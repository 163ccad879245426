"""Turn texts into vectors with any Hugging Face encoder or decoder.

This is the only module of the package that imports torch; import it where it is used, not at the top of
others.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Literal

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from recsys_core.errors import SettingError
from recsys_core.models.text.installed import DEFAULT_ENCODER, installed_encoders, locate_encoder
from recsys_core.types import FloatArray, IndexArray

Pooling = Literal["mean", "cls", "last"]

BUCKET_TOKENS = 1024
"""Tokens per batch, padding included: few enough to stay in a processor's cache."""

_LAST_TOKEN = {
    "gpt2",
    "gpt_neo",
    "gpt_neox",
    "gptj",
    "opt",
    "bloom",
    "llama",
    "mistral",
    "qwen2",
    "qwen3",
    "gemma",
    "gemma2",
    "phi",
    "phi3",
    "xlnet",
}
_LEFT_PADDED = {"xlnet"}  # relative positions: padding on the left keeps the last token last, as in training


class TextEncoder(nn.Module):
    """A pretrained transformer with its tokenizer and a way to pool tokens into one vector.

    Args:
        transformer: a Hugging Face model whose output has ``last_hidden_state``.
        tokenizer: its tokenizer.
        pooling: "mean" over tokens, "cls" for the first, "last" for the last that is not padding.
        max_tokens: longer texts are truncated.
        fingerprint: identifies weights, pooling and max_tokens in caches.
    """

    def __init__(
        self,
        transformer: nn.Module,
        tokenizer: Any,
        *,
        pooling: Pooling,
        max_tokens: int = 128,
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
        cls, source: str = DEFAULT_ENCODER, *, pooling: Pooling | None = None, max_tokens: int = 128
    ) -> TextEncoder:
        """Load weights (safetensors only) and tokenizer; nothing is fetched for an encoder on this machine.

        Args:
            source: the name of an installed encoder, a folder, or a hub name.
            pooling: by default mean for encoders and the last token for decoders.
            max_tokens: longer texts are truncated.

        Raises:
            SettingError: the source does not exist, cannot be fetched, or is not a text model in safetensors.
        """
        from transformers import AutoModel, AutoTokenizer
        from transformers.utils import logging as transformers_logging

        transformers_logging.disable_progress_bar()  # it would break the training's own bar
        location = locate_encoder(source)
        options = {"local_files_only": location.local, "trust_remote_code": False}
        try:
            tokenizer = AutoTokenizer.from_pretrained(location.name, **options)
            transformer = AutoModel.from_pretrained(
                location.name, use_safetensors=True, dtype=torch.float32, **options
            )
        except (OSError, ValueError) as error:
            reason = str(error).splitlines()[0]
            raise SettingError(
                f"The encoder '{source}' cannot be loaded: {reason} Name a folder with a model in "
                f"safetensors, a hub name that can be reached, or one of {', '.join(installed_encoders())}."
            ) from error
        family = transformer.config.model_type
        if tokenizer.pad_token is None:
            tokenizer.pad_token = tokenizer.eos_token or tokenizer.unk_token
        tokenizer.padding_side = "left" if family in _LEFT_PADDED else "right"
        if getattr(transformer, "pooler", None) is not None:
            transformer.pooler = None  # its output is not used, and its parameters would get no gradient
        transformer.to(pick_device())
        chosen = pooling or ("last" if family in _LAST_TOKEN else "mean")
        identity = f"{location.weights_digest()} {chosen} {max_tokens}"
        fingerprint = hashlib.sha256(identity.encode()).hexdigest()[:16]
        return cls(
            transformer, tokenizer, pooling=chosen, max_tokens=max_tokens, fingerprint=fingerprint
        ).eval()

    @property
    def device(self) -> torch.device:
        """The device of the weights."""
        return next(self.transformer.parameters()).device

    def tokenize(self, texts: Sequence[str]) -> list[list[int]]:
        """Token ids of each text, truncated to max_tokens, unpadded. An empty text still has one token."""
        ids = self.tokenizer(list(texts), truncation=True, max_length=self.max_tokens)["input_ids"]
        return [tokens or [self.tokenizer.pad_token_id] for tokens in ids]

    def forward(self, tokens: Sequence[list[int]]) -> Tensor:
        """(len(tokens), dimensions) unit vectors, with gradient.

        Texts of similar length are padded together, because random batches of short texts are half padding.
        """
        buckets = list(length_buckets([len(text) for text in tokens], BUCKET_TOKENS))
        vectors = torch.cat([self._encode_batch([tokens[row] for row in rows]) for rows in buckets])
        return vectors[torch.from_numpy(np.argsort(np.concatenate(buckets))).to(vectors.device)]

    def _encode_batch(self, tokens: Sequence[list[int]]) -> Tensor:
        """Unit vectors of one batch, padded."""
        device = self.device
        batch = self.tokenizer.pad(
            {"input_ids": list(tokens)}, padding_side=self.tokenizer.padding_side, return_tensors="pt"
        )
        ids = batch["input_ids"].to(device)
        mask = batch["attention_mask"].to(device)
        with torch.autocast(device.type, torch.bfloat16, enabled=self.training and has_fast_bfloat16(device)):
            hidden = self.transformer(input_ids=ids, attention_mask=mask).last_hidden_state
        return functional.normalize(_pool(hidden.float(), mask, self.pooling), dim=-1)

    @torch.no_grad()
    def encode(self, tokens: Sequence[list[int]]) -> FloatArray:
        """(len(tokens), dimensions) float32 unit vectors, without gradient."""
        was_training = self.training
        self.eval()
        vectors = np.zeros((len(tokens), self.dimensions), np.float32)
        for rows in length_buckets([len(text) for text in tokens], BUCKET_TOKENS):
            vectors[rows] = self._encode_batch([tokens[row] for row in rows]).cpu().numpy()
        self.train(was_training)
        return vectors


def length_buckets(lengths: Sequence[int], batch_tokens: int) -> Iterator[IndexArray]:
    """Rows in batches of similar length, each at most ``batch_tokens`` long including its padding."""
    order = np.argsort(lengths, kind="stable")
    start = 0
    while start < len(order):
        stop = start + 1
        while stop < len(order) and (stop + 1 - start) * lengths[order[stop]] <= batch_tokens:
            stop += 1
        yield order[start:stop]
        start = stop


def pick_device() -> torch.device:
    """The first CUDA device, else the CPU. Apple's GPU lacks float64, which distillation needs."""
    return torch.device("cuda" if torch.cuda.is_available() else "cpu")


def has_fast_bfloat16(device: torch.device) -> bool:
    """Whether bfloat16 is faster than float32: on GPUs and CPUs with instructions for it."""
    if device.type == "cuda":
        return torch.cuda.is_bf16_supported()
    cpu = Path("/proc/cpuinfo")
    if device.type != "cpu" or not cpu.exists():
        return False
    flags = cpu.read_text(errors="replace")
    return "avx512_bf16" in flags or "amx_bf16" in flags


def _pool(hidden: Tensor, mask: Tensor, pooling: Pooling) -> Tensor:
    """(n, d) from (n, tokens, d) and its mask."""
    if pooling == "mean":
        weight = mask[..., None].to(hidden.dtype)
        return (hidden * weight).sum(1) / weight.sum(1).clamp(min=1.0)
    position = torch.arange(mask.shape[1], device=mask.device)
    real = (mask * (position + 1)).argmax(1) if pooling == "last" else mask.argmax(1)
    return hidden[torch.arange(len(hidden), device=mask.device), real]
