"""The table of strategies on a tiny catalogue, with the packaged encoder."""

import dataclasses
import json

import numpy as np
import pandas as pd
import pytest
import torch

from benchmarks.strategies import ORDER, summary, table
from benchmarks.strategy_rows import Case, tokens_encoded, trained, zero_shot
from recsys_core.data.dataset import Dataset
from recsys_core.models.text.encoder import TextEncoder
from recsys_core.training.language_model.config import STRATEGY_NAMES, TrainingConfig
from recsys_core.types import Interactions

CONFIG = TrainingConfig(
    dimensions=8,
    hidden=12,
    factors=3,
    distil_epochs=2,
    distil_batch=10,
    epochs=2,
    batch_users=16,
    wide_l2=5.0,
)


def build_dataset(categories):
    rng = np.random.default_rng(1)
    items = np.concatenate([rng.permutation(20)[:10] for _ in range(30)]).astype(np.int32)
    level = rng.integers(3, 6, len(items)).astype(np.int8)
    history = Interactions(
        np.repeat(np.arange(30, dtype=np.int32), 10),
        items,
        level.astype(np.float32),
        level,
        np.arange(300, dtype=float),
        30,
        20,
    )
    titles = [f"{'Crime of the night' if item % 2 else 'Love'} {item}" for item in range(20)]
    catalogue = pd.DataFrame(
        {
            "title": titles,
            "year": pd.array([1990] * 20, dtype="Int64"),
            "categories": categories,
            "creator": [""] * 20,
            "description": [""] * 20,
        }
    )
    ids = np.array([str(item) for item in range(20)])
    people = np.array([str(user) for user in range(30)])
    return Dataset("tiny", history, people, ids, catalogue, pd.DataFrame(index=range(30)), "Tiny")


@pytest.fixture(scope="module", autouse=True)
def own_cache(tmp_path_factory):
    """Keep the tests' text vectors out of the project's cache."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("recsys_core.config.cache_root", lambda: tmp_path_factory.getbasetemp() / "cache")
        yield


@pytest.fixture(scope="module")
def case(own_cache):
    categories = [("Crime",) if item % 2 else ("Romance", "Drama") for item in range(20)]
    return Case.of(build_dataset(categories), CONFIG)


class FittedError(Exception):
    """Raised when the fit is over, because later encodings do not count."""


def stop_after_fit(*_):
    raise FittedError


@pytest.fixture(scope="module", autouse=True)
def one_thread():
    """Small matrices are slower on many threads."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


def test_every_strategy_has_a_row():
    assert set(ORDER) == set(STRATEGY_NAMES)


def test_rows_hold_gains_and_costs_as_json_and_as_a_table(case):
    rows = [
        zero_shot(case),
        *(trained(case, dataclasses.replace(CONFIG, strategy=name)) for name in ("frozen", "lora")),
    ]
    before, frozen, tuned = rows
    assert before.language_model == frozen.language_model == 0 < tuned.language_model
    assert before.towers == 0 < frozen.towers == tuned.towers
    assert before.text_rank == pytest.approx(frozen.text_rank, rel=1e-3) != pytest.approx(tuned.text_rank)
    assert all(0 < row.ild <= 1 and 0 < row.text_ms and 0 < row.person_ms for row in rows)
    assert all(1 <= row.item_rank <= 20 for row in rows)
    report = summary(case, CONFIG, rows)
    details = json.loads(json.dumps(report.details, allow_nan=False))
    assert [row["strategy"] for row in details["strategies"]] == ["zero_shot", "frozen", "lora"]
    assert set(details["ndcg@10 / frozen"]) == {"zero_shot", "lora"}
    naive = 128 * len(case.history)
    assert report.checks[0].value == pytest.approx(naive / tuned.tokens)
    lines = table(rows)
    assert len({len(line) for line in lines}) == 1 and len(lines) == 4


@pytest.mark.parametrize("strategy", ["frozen", "bottleneck"])
def test_the_stated_tokens_are_those_the_encoder_encodes(case, monkeypatch, strategy):
    encoded = [sum(map(len, case.texts.tokens))]  # the catalogue, encoded with the case
    encode_batch = TextEncoder._encode_batch

    def counted(self, tokens):
        encoded.append(sum(map(len, tokens)))
        return encode_batch(self, tokens)

    config = dataclasses.replace(CONFIG, strategy=strategy)
    monkeypatch.setattr(TextEncoder, "_encode_batch", counted)
    monkeypatch.setattr("benchmarks.strategy_rows._restored", stop_after_fit)
    with pytest.raises(FittedError):
        trained(case, config)
    assert sum(encoded) == tokens_encoded(case, config)


def test_without_categories_the_distance_is_reported_as_not_run():
    bare = Case.of(build_dataset([()] * 20), CONFIG)
    rows = [zero_shot(bare), trained(bare, dataclasses.replace(CONFIG, strategy="frozen"))]
    report = summary(bare, CONFIG, rows)
    assert "genre ILD: Tiny has no categories" in report.details["not run"]
    json.dumps(report.details, allow_nan=False)
