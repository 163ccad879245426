"""What an engine with MMR of its own can do of a decision, and in which direction its λ runs."""

from __future__ import annotations

from recsys_core.handoff.deciding import limits_of
from recsys_core.handoff.record import Figure, Part, Record
from recsys_core.workbench import Workbench, shipping
from recsys_core.workbench.engine_pool import engine_pool

POOL = 200
"""Candidates that an engine reranks; fewer and its MMR has little to choose from."""


class MmrSetting(Part):
    """MMR as engines have it: relevance is the cosine of query and item, not scaled."""

    same_method: bool
    """Whether the decision itself is MMR; else this is the best MMR within its limits."""
    position: float
    lambda_: float
    """Ours: 0 relevance only, 1 diversity only; over relevance scaled to [0, 1]."""
    diversity: float
    """The same for cosines that are not scaled: 0 relevance only, 1 diversity only."""
    accuracy: Figure
    gain: Figure
    """Relative change of what the decision raises."""
    span: float
    """Typical distance between the best and the last cosine of a pool."""


def mmr_setting(bench: Workbench, record: Record) -> MmrSetting:
    """The decision as MMR; where it is another method, the best MMR within the same limits.

    Raises:
        SettingError: these data cannot answer the question of the limits.
    """
    limits, k, level = limits_of(record), record.setting.k, record.evidence.level
    same = record.setting.method == "mmr"
    if same:
        lambda_, position = record.setting.lambda_, record.setting.position
    else:
        found = shipping.certificate_of(bench, "mmr", limits, k=k, level=level)
        position = round(100 * found.position, 6)
        lambda_ = shipping.sturdy_lambda(bench, "mmr", found.lambda_, k=k)
    here = shipping.certificate_at(bench, "mmr", limits, lambda_, k=k, level=level)
    gain = here.gains[limits.objective]
    span = engine_pool(bench).typical_span(POOL)
    return MmrSetting(
        same_method=same,
        position=position,
        lambda_=lambda_,
        diversity=unscaled(lambda_, span),
        accuracy=Figure(value=here.accuracy.value, low=here.accuracy.low, high=here.accuracy.high),
        gain=Figure(value=gain.value, low=gain.low, high=gain.high),
        span=span,
    )


def unscaled(lambda_: float, span: float) -> float:
    """Our λ, over scores scaled to [0, 1], for an engine that does not scale.

    ``(1 - λ) (s - low) / span - λ · sim`` orders items as ``(1 - λ) s - λ span · sim`` does; divided by the
    sum of both weights that is an MMR over the scores themselves.

    >>> unscaled(0.5, 1.0), round(unscaled(0.5, 0.25), 3)
    (0.5, 0.2)
    """
    weight = lambda_ * span
    return weight / (1 - lambda_ + weight) if weight else 0.0
