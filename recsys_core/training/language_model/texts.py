"""A catalogue's texts, encoded once by the pretrained encoder."""

from __future__ import annotations

from dataclasses import dataclass

from recsys_core.data.dataset import Dataset
from recsys_core.data.features import item_texts
from recsys_core.models.text.cache import cached_vectors
from recsys_core.models.text.encoder import TextEncoder
from recsys_core.training.language_model.config import TrainingConfig
from recsys_core.types import FloatArray


@dataclass(frozen=True)
class EncodedTexts:
    """All item texts, in item_idx order.

    Attributes:
        tokens: n_items token lists.
        vectors: (n_items, d) unit rows of the pretrained encoder.
        was_cached: whether the vectors were on disk.
    """

    tokens: list[list[int]]
    vectors: FloatArray
    was_cached: bool = False


def encode_catalogue(dataset: Dataset, encoder: TextEncoder) -> EncodedTexts:
    """Tokenize and encode all item texts; vectors come from the disk cache if they are there."""
    texts = item_texts(dataset)
    tokens = encoder.tokenize(texts)
    encoded: list[FloatArray] = []

    def encode() -> FloatArray:
        encoded.append(encoder.encode(tokens))
        return encoded[0]

    vectors = cached_vectors(encoder.fingerprint, texts, encode)
    return EncodedTexts(tokens, vectors, not encoded)


def load_encoder(config: TrainingConfig) -> TextEncoder:
    """The pretrained encoder of a configuration.

    Raises:
        SettingError: it cannot be loaded.
    """
    return TextEncoder.load(config.encoder, max_tokens=config.max_tokens)


def default_text_vectors(dataset: Dataset) -> FloatArray:
    """(n_items, n_dimensions) unit rows of the default configuration's encoder.

    Raises:
        SettingError: the encoder cannot be loaded.
    """
    return encode_catalogue(dataset, load_encoder(TrainingConfig())).vectors
