"""Does a decision still hold on new data or with a new model? One setting, fixed before they were seen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from recsys_core import __version__
from recsys_core.errors import HandoffError
from recsys_core.handoff import record as parts
from recsys_core.handoff.deciding import guardrails, limits_of
from recsys_core.handoff.record import Record
from recsys_core.messages import message
from recsys_core.store import Event, Store
from recsys_core.workbench import Workbench, shipping

LEVEL = 0.95
"""Of the intervals of a check: it asks one question of one setting, declared long before."""


@dataclass(frozen=True)
class Check:
    """What came of a check.

    Attributes:
        guardrails: every limit on the new data.
        users: people measured.
        data: title of the new data.
        content: fingerprint of the new data.
        model: name of the model.
        model_fingerprint: over its card.
    """

    guardrails: tuple[parts.Guardrail, ...]
    users: int
    data: str
    content: str
    model: str
    model_fingerprint: str

    @property
    def inside(self) -> bool:
        """Whether every limit is kept with certainty."""
        return all(one.inside for one in self.guardrails)

    @property
    def margin(self) -> float | None:
        """How far the bound nearest to its limit is inside it, as a share; negative beyond it."""
        found = [one for one in map(_margin, self.guardrails) if one is not None]
        return min(found) if len(found) == len(self.guardrails) else None

    @property
    def nearest(self) -> parts.Guardrail:
        """The limit that decides: the one with the least margin, or one without a bound."""

        def room(one: parts.Guardrail) -> float:
            margin = _margin(one)
            return -float("inf") if margin is None else margin

        return min(self.guardrails, key=room)

    def to_dict(self) -> dict[str, Any]:
        """The check as the history of the decision keeps it."""
        return {
            "inside": self.inside,
            "margin": self.margin,
            "level": LEVEL,
            "users": self.users,
            "data": self.data,
            "content": self.content,
            "model": self.model,
            "model_fingerprint": self.model_fingerprint,
            "equipoise": __version__,
            "guardrails": [one.model_dump(mode="json") for one in self.guardrails],
        }


def recheck(bench: Workbench, record: Record) -> Check:
    """Measure the decision's own λ on other data or another model.

    Args:
        bench: the new data with its model.
        record: the decision.

    Raises:
        HandoffError: these data would compare items by something else.
        SettingError: these data cannot serve the method or do not have what the limits name.
    """
    setting = record.setting
    if bench.space_names[0] != setting.space:
        raise HandoffError(
            message(
                "handoff.other_space",
                "The decision compares items by {wanted}, and {data} would compare them by {found}. Check it "
                "on data that have what it needs.",
                wanted=setting.space,
                data=bench.dataset.title,
                found=bench.space_names[0],
            )
        )
    found = shipping.certificate_at(
        bench, setting.method, limits_of(record), setting.lambda_, k=setting.k, level=LEVEL
    )
    return Check(
        tuple(guardrails(found)),
        found.figures.n_users,
        bench.dataset.title,
        bench.dataset.content,
        bench.model,
        shipping.model_fingerprint(bench),
    )


def keep(store: Store, name: str, check: Check, by: str) -> Event:
    """Add a check to the history of a decision.

    Raises:
        StoreError: as ``Store.record_check``.
    """
    return store.record_check(name, check.to_dict(), by)


def _margin(one: parts.Guardrail) -> float | None:
    if one.bound is None:
        return None
    return one.limit - one.bound if one.name == "worse_off" else one.bound - one.limit
