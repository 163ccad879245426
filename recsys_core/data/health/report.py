"""The health report of a data set: its counts, and the findings of cleaning and of the checks."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from recsys_core.data.candidates.dataset import ScoredDataset
from recsys_core.data.candidates.report import candidate_counts
from recsys_core.data.dataset import Dataset
from recsys_core.data.finding import Finding
from recsys_core.data.health.checks import CHECKS, n_evaluated_users
from recsys_core.data.split import Split
from recsys_core.data.split import split as make_split
from recsys_core.metrics.similarity import gini


@dataclass(frozen=True)
class HealthReport:
    """Counts and findings.

    Attributes:
        name: the data set.
        counts: interactions, users, items, density, liked_share, evaluated_users, popularity_gini; of scored
            candidates those of ``candidates.report``.
        findings: those of cleaning, then those of the checks; empty for clean data.
    """

    name: str
    counts: dict[str, float]
    findings: tuple[Finding, ...]

    def to_dict(self) -> dict[str, object]:
        """The report as plain values in English, ready for JSON."""
        findings = [finding.to_dict() for finding in self.findings]
        return {"name": self.name, "counts": self.counts, "findings": findings}


def check_health(dataset: Dataset) -> HealthReport:
    """Report what cleaning found and what else would distort the figures of a data set."""
    if isinstance(dataset, ScoredDataset):
        return HealthReport(dataset.name, candidate_counts(dataset), dataset.cleaning)
    split = make_split(dataset)
    checked = (check(dataset, split) for check in CHECKS)
    findings = (*dataset.cleaning, *(finding for finding in checked if finding is not None))
    return HealthReport(dataset.name, _counts(dataset, split), findings)


def _counts(dataset: Dataset, split: Split) -> dict[str, float]:
    interactions = dataset.interactions
    return {
        "interactions": len(interactions),
        "users": interactions.n_users,
        "items": interactions.n_items,
        "density": len(interactions) / (interactions.n_users * interactions.n_items),
        "liked_share": float(interactions.liked.mean()),
        "evaluated_users": n_evaluated_users(split),
        "popularity_gini": gini(np.bincount(interactions.item_idx, minlength=interactions.n_items)),
    }
