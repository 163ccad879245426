"""Make a decision record of a chosen setting."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from recsys_core import __version__
from recsys_core.errors import HandoffError
from recsys_core.handoff import record as parts
from recsys_core.handoff.list_hash import ListHash
from recsys_core.handoff.record import Record
from recsys_core.messages import message
from recsys_core.workbench import Workbench, shipping
from recsys_core.workbench.results import Certificate, Interval, Limits
from recsys_core.workbench.rules import RuleRequest

NOT_TO_SHIP = "random"


@dataclass(frozen=True)
class Chosen:
    """A setting as somebody chose it.

    Attributes:
        method: name of the reranker.
        lambda_: in [0, 1].
        position: on the slider, in [0, 1].
    """

    method: str
    lambda_: float
    position: float


def recommended(bench: Workbench, limits: Limits, k: int) -> Chosen:
    """The recommended setting; relevance only where nothing beyond it is certified.

    Raises:
        SettingError: as ``AdvicePart.recommend``.
    """
    found = bench.advice.recommend(limits, k=k)
    return Chosen(found.method, found.certificate.lambda_, found.certificate.position)


def record_of(
    bench: Workbench,
    opened: str,
    chosen: Chosen,
    limits: Limits,
    k: int,
    *,
    rules: RuleRequest | None = None,
    columns: Mapping[str, str] | None = None,
    level: float | None = None,
    report: Callable[[float], object] = lambda share: None,
) -> Record:
    """Measure a setting and write down everything that it rests on.

    Args:
        bench: the opened data; what has been declared is read already.
        opened: name or path that opens the data again.
        chosen: the setting.
        limits: the question.
        k: length of the lists.
        rules: what every list must keep; the figures are without them.
        columns: columns that were named when the data were opened.
        level: of the intervals; that of the declared questions by default.
        report: called with the share of people whose lists are made.

    Raises:
        HandoffError: the method is no method to ship.
        SettingError: these data cannot answer the question, or somebody has no list that keeps the rules.
    """
    if chosen.method == NOT_TO_SHIP:
        raise HandoffError(
            message(
                "handoff.random",
                "Lists shuffled at random are there to compare with, not to ship. Choose another method.",
            )
        )
    rules = rules or RuleRequest()
    level = level or bench.level  # read once: a question may be declared meanwhile
    found = shipping.recommended_at(bench, limits, k=k, level=level)
    here = shipping.certificate_at(bench, chosen.method, limits, chosen.lambda_, k=k, level=level)
    whole = found.certificate
    if chosen.method != found.method:
        whole = shipping.certificate_of(bench, chosen.method, limits, k=k, level=level)
    inside = whole.is_inside and chosen.lambda_ <= float(whole.lambdas[whole.stretch])
    declared = bench.claims.is_declared(limits, k)
    against = _against(found.method, found.certificate.lambda_, chosen, rules, declared, inside)
    lambda_ = shipping.sturdy_lambda(bench, chosen.method, chosen.lambda_, k=k)
    method, space = bench.rerankers[chosen.method], bench.rerank_inputs().space
    return Record(
        equipoise=__version__,
        data=_data(bench, opened, columns or {}),
        model=parts.Model(
            name=bench.model,
            checkpoint=shipping.named_checkpoint(bench),
            fingerprint=shipping.model_fingerprint(bench),
        ),
        setting=parts.Setting(
            method=chosen.method,
            title=method.title,
            parameter=method.parameter,
            position=round(100 * chosen.position, 6),
            lambda_=lambda_,
            takes_over_at=chosen.lambda_,
            k=k,
            space=bench.space_names[0],
            similarity=space.kind,
            rules=parts.Rules(
                pins=tuple(parts.Pin(item=item, place=place) for item, place in rules.pins),
                blocks=rules.blocks,
                at_most=rules.at_most,
                at_least=rules.at_least,
            ),
        ),
        limits=parts.Limits(**limits.to_dict()),
        evidence=parts.Evidence(
            declared=declared,
            claims=bench.claims.count,
            level=level,
            users=here.figures.n_users,
            accuracy=_figure(here.accuracy),
            gains={name: _figure(gain) for name, gain in here.gains.items()},
            guardrails=tuple(guardrails(here)),
            inside=inside,
            certified=_certified(whole),
            recommended=parts.Recommended(
                method=found.method,
                position=round(100 * found.certificate.position, 6),
                lambda_=found.certificate.lambda_,
                found=found.found,
            ),
        ),
        against_recommendation=bool(against),
        why_against=tuple(against),
        protocol=bench.protocol_card(),
        fingerprints=parts.Fingerprints(
            bench=bench.key,
            engine=shipping.engine_fingerprint(),
            **lists_fingerprints(bench, chosen.method, lambda_, k, rules, report),
        ),
    )


def rules_of(record: Record) -> RuleRequest:
    """The rules of a record as the workbench is asked for them."""
    rules = record.setting.rules
    pins = tuple((pin.item, pin.place) for pin in rules.pins)
    return RuleRequest(pins, rules.blocks, rules.at_most, rules.at_least)


def limits_of(record: Record) -> Limits:
    """The limits of a record as the workbench is asked for them."""
    return Limits(**record.limits.model_dump())


def lists_fingerprints(
    bench: Workbench,
    method: str,
    lambda_: float,
    k: int,
    rules: RuleRequest,
    report: Callable[[float], object] = lambda share: None,
) -> dict[str, str]:
    """SHA-256 over everybody's lists ``before`` and ``after``, by the data's own ids."""
    seal = ListHash(bench)
    for chunk in shipping.lists_of(bench, method, lambda_, k, rules):
        seal.add(chunk)
        report((int(chunk.users[-1]) + 1) / len(bench.user_ids))
    return seal.found()


def guardrails(certificate: Certificate, row: int = 0) -> list[parts.Guardrail]:
    """Every limit at one row of a certificate."""
    return [
        parts.Guardrail(
            name=one.name,
            group=one.group,
            figure=_figure(one.figure[row]),
            limit=one.limit,
            bound=_finite(float(one.bound[row])),
            inside=bool(one.inside[row]),
        )
        for one in certificate.guardrails
    ]


def _against(
    method: str, lambda_: float, chosen: Chosen, rules: RuleRequest, declared: bool, inside: bool
) -> list[Any]:
    """In what ways a setting goes against the recommendation."""
    same_lists = chosen.lambda_ == lambda_ == 0.0  # relevance only is the same for every method
    found = {
        "other_method": chosen.method != method and not same_lists,
        "other_position": chosen.method == method and chosen.lambda_ != lambda_,
        "rules": rules != RuleRequest(),
        "not_declared": not declared,
        "outside_limits": not inside,
    }
    return [name for name, holds in found.items() if holds]


def _data(bench: Workbench, opened: str, columns: Mapping[str, str]) -> parts.Data:
    dataset = bench.dataset
    return parts.Data(
        opened=opened,
        columns=dict(columns),
        title=dataset.title,
        simulated=dataset.simulated,
        fingerprint=dataset.fingerprint,
        content=dataset.content,
        users=len(dataset.user_ids),
        items=len(dataset.item_ids),
        interactions=len(dataset.interactions),
    )


def _certified(certificate: Certificate) -> parts.Certified:
    ended_by = tuple(one.group or one.name for one in certificate.blockers)
    if not certificate.is_inside:
        return parts.Certified(position=None, lambda_=None, ended_by=ended_by)
    return parts.Certified(
        position=round(100 * float(certificate.figures.positions[certificate.stretch]), 6),
        lambda_=float(certificate.lambdas[certificate.stretch]),
        ended_by=ended_by,
    )


def _figure(figure: Interval[float]) -> parts.Figure:
    value, low, high = (_finite(end) for end in (figure.value, figure.low, figure.high))
    return parts.Figure(value=value, low=low, high=high)


def _finite(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None
