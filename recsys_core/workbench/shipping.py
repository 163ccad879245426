"""What a decision takes from the workbench: its figures at one λ, and everybody's lists, in chunks."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from recsys_core.data.meaning import Meaning
from recsys_core.data.read_settings import ReadSettings
from recsys_core.data.readers.columns import ColumnNames
from recsys_core.data.readers.text_format import TextFormat
from recsys_core.data.split_rule import SplitRule
from recsys_core.decisions.certificate import Certificate, certify
from recsys_core.decisions.figures import figures_of
from recsys_core.decisions.limits import Limits
from recsys_core.decisions.recommendation import Recommendation, recommend
from recsys_core.decisions.segments import Segmentation
from recsys_core.models.language_model.checkpoint import find_checkpoint, read_card
from recsys_core.rerank import rerank
from recsys_core.runtime.array_store import code_fingerprint
from recsys_core.types import FloatArray, IndexArray
from recsys_core.workbench.bench import Workbench
from recsys_core.workbench.rules import RuleRequest

USERS_AT_ONCE = 512
"""People whose lists are in memory at a time."""

_CODE = ("types.py", "data", "models", "rerank", "evaluation", "metrics", "stats", "decisions")


@dataclass(frozen=True, eq=False)
class ListChunk:
    """The lists of some consecutive people.

    Attributes:
        users: (n,) rows of ``Workbench.user_ids``.
        before: (n, k) item indices by relevance only, -1 where a person has fewer candidates.
        after: (n, k) item indices at the setting, likewise.
        items: (n, n_candidates) candidates, best first, padded with -1.
        relevance: (n, n_candidates) of the candidates.
    """

    users: IndexArray
    before: IndexArray
    after: IndexArray
    items: IndexArray
    relevance: FloatArray


def open_again(
    opened: str,
    checkpoint: str | None,
    columns: Mapping[str, str],
    split: SplitRule | None = None,
    settings: ReadSettings | None = None,
) -> Workbench:
    """The workbench that a decision was made with.

    Args:
        opened: name or path of the data.
        checkpoint: folder of the model, None for the one that ships.
        columns: columns of a file of one's own that were named, by role.
        split: how the data were split, if another way than theirs was named.
        settings: what was said about how the files are read.

    Raises:
        DataError: the data cannot be read.
        CheckpointError: the model is damaged or was made for other data.
    """
    folder = None if checkpoint is None else Path(checkpoint)
    names = ColumnNames(**columns) if columns else None
    said = settings or ReadSettings()
    text = said.text if said.text != TextFormat() else None
    meaning = said.meaning if said.meaning != Meaning() else None
    return Workbench.open(opened, checkpoint=folder, columns=names, split=split, text=text, meaning=meaning)


def split_in(protocol: Mapping[str, Any]) -> SplitRule | None:
    """The rule in a protocol card; None where it says nothing, which means per person in time."""
    held = protocol.get("split")
    return SplitRule.from_dict(held) if isinstance(held, dict) else None


def settings_in(protocol: Mapping[str, Any]) -> ReadSettings | None:
    """What a protocol card says about how the files are read; None where nobody said anything."""
    held = protocol.get("reading")
    return ReadSettings.from_dict(held) if isinstance(held, dict) else None


def lasting_name(opened: str) -> str:
    """What opens the same data from any folder: a path becomes absolute, a name stays."""
    path = Path(opened).expanduser()
    is_path = path.name != opened or path.is_file()
    return str(path.resolve()) if is_path and path.exists() else opened


def lists_of(
    bench: Workbench, reranker: str, lambda_: float, k: int, rules: RuleRequest | None = None
) -> Iterator[ListChunk]:
    """Everybody's lists before and after, a chunk of people at a time.

    Args:
        bench: the opened data.
        reranker: name of the method.
        lambda_: in [0, 1].
        k: length of the lists.
        rules: what the lists after must keep; those before are what the model alone would show.

    Raises:
        SettingError: the method does not exist, or somebody has no list that keeps the rules.
    """
    inputs, method = bench.rerank_inputs(), bench.rerankers[reranker]
    built = bench.rules.build(rules) if rules is not None and rules != RuleRequest() else None
    for first in range(0, inputs.n_users, USERS_AT_ONCE):
        users = np.arange(first, min(first + USERS_AT_ONCE, inputs.n_users))
        part = inputs.of_users(users)
        before = rerank(part, method, k, np.zeros(1))[:, 0]
        ruled = part if built is None else part.with_rules(built)
        after = rerank(ruled, method, k, np.array([lambda_]))[:, 0]
        yield ListChunk(users, before, after, part.items, part.relevance)


def sturdy_lambda(bench: Workbench, reranker: str, lambda_: float, *, k: int) -> float:
    """The λ in the middle of the stretch in which nobody's list differs from that at ``lambda_``.

    A recommended λ is one at which somebody's list changes: there two items score the same, and which of them
    is listed hangs on the last digit of the arithmetic. In the middle every correct implementation agrees.
    0 stays 0: relevance only.
    """
    if lambda_ == 0.0:
        return 0.0
    starts = bench.trade_off(reranker, k=k).paths.breakpoints
    later = starts[starts > lambda_]
    return (lambda_ + (float(later.min()) if len(later) else 1.0)) / 2


def certificate_at(
    bench: Workbench, reranker: str, limits: Limits, lambda_: float, *, k: int, level: float
) -> Certificate:
    """One λ against the limits on the test period, with intervals of ``level``; its only row is 0.

    Raises:
        SettingError: these data do not have what the limits name, or there is no accuracy to limit.
    """
    divided = _division(bench, limits, k)
    effects = bench.effects(reranker, k=k)
    return certify(figures_of(effects, at=np.array([lambda_]), level=level, divided=divided), limits)


def certificate_of(bench: Workbench, reranker: str, limits: Limits, *, k: int, level: float) -> Certificate:
    """Every position of a method against the limits, with intervals of ``level``.

    Raises:
        SettingError: as ``certificate_at``.
    """
    if level == bench.level:
        return bench.advice.certificate(reranker, limits, k=k)
    divided = _division(bench, limits, k)
    return certify(figures_of(bench.effects(reranker, k=k), level=level, divided=divided), limits)


def recommended_at(bench: Workbench, limits: Limits, *, k: int, level: float) -> Recommendation:
    """What is recommended with intervals of ``level``, whatever has been declared since.

    Raises:
        SettingError: as ``AdvicePart.recommend``.
    """
    found = bench.advice.recommend(limits, k=k)
    if found.certificate.figures.level == level:
        return found
    divided = _division(bench, limits, k)
    return recommend(
        found.proposals,
        lambda method: figures_of(bench.effects(method, k=k), level=level, divided=divided),
        limits,
    )


def named_checkpoint(bench: Workbench) -> str | None:
    """The folder of the model if it has to be named to open it again; None for the one that ships."""
    if bench.checkpoint is None or find_checkpoint(bench.dataset) == bench.checkpoint:
        return None
    return str(Path(bench.checkpoint).resolve())


def model_fingerprint(bench: Workbench) -> str:
    """Sixteen hex digits over the card of the model, which holds the checksums of its files; "" without."""
    if bench.checkpoint is None:
        return ""
    card = json.dumps(read_card(bench.checkpoint), sort_keys=True)
    return hashlib.sha256(card.encode()).hexdigest()[:16]


def engine_fingerprint() -> str:
    """Digits over all code that a figure or a list depends on."""
    return code_fingerprint(*_CODE)


def _division(bench: Workbench, limits: Limits, k: int) -> Segmentation | None:
    if limits.group_by is None:
        return None
    for division in bench.impact.segmentations():
        if division.by == limits.group_by:
            return division
    bench.advice.check(limits, k)  # says which divisions there are
    return None
