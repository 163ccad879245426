"""Limits in words: what they allow, whom they leave out, where they end what is certified."""

from __future__ import annotations

import numpy as np

from recsys_core.ui.text.joining import joined
from recsys_core.ui.text.words import Words
from recsys_core.ui.widgets.group_names import full_name
from recsys_core.workbench import Workbench
from recsys_core.workbench.results import Certificate, Limits, Recommendation


def limit_rows(limits: Limits, space: str, words: Words) -> list[list[str]]:
    """The limits as terms and texts; lists are varied in ``space``."""

    def percent(share: float) -> str:
        return words.short(share * 100) + "%"

    rows = [[words("limits.accuracy"), words("limits.at_most", share=percent(limits.accuracy_loss))]]
    if limits.coverage_fall is not None:
        fall = round(limits.coverage_fall * 100, 6)
        rows.append([words("limits.coverage"), words("limits.points_down", n=fall, points=words.short(fall))])
    if limits.group_loss is not None and limits.group_by is not None:
        by = words.known(f"segment.{limits.group_by}", limits.group_by.replace("_", " "))
        rows.append([words("limits.group", by=by), words("limits.at_most", share=percent(limits.group_loss))])
    if limits.worse_off is not None:
        rows.append([words("limits.worse_off"), words("limits.at_most", share=percent(limits.worse_off))])
    return [*rows, [words("limits.objective"), objective_text(limits.objective, space, words)]]


def objective_text(name: str, space: str, words: Words) -> str:
    """What is to rise, in words; variety is named with its space."""
    return words.known(f"limits.raise_{name}" if name != "ild" else f"limits.raise_ild_{space}", name)


def nothing_text(found: Recommendation, bench: Workbench, words: Words) -> str:
    """What is said where only relevance is certain to keep the limits, and what would change that."""
    certificate, following = found.certificate, found.certificate.following
    if found.found:
        return ""
    reached = certificate.figures.positions[certificate.stretch]
    if following is None or reached >= 0.01:  # whole positions are inside, and none of them raises anything
        return words("slider.basis_no_gain", users=words.count(certificate.figures.n_users))
    said = words("slider.basis_none", users=words.count(certificate.figures.n_users))
    needed = certificate.users_needed[following]
    if not np.isfinite(needed):
        return joined(said, words("slider.need_never"))
    values = {
        "needed": words.count(int(needed)),
        "method": words.known(f"reranker.{found.method}", bench.rerankers[found.method].title),
        "position": words.position(float(certificate.figures.positions[following])),
    }
    return joined(said, words("slider.need_first", **values))


def ends_text(certificate: Certificate, limits: Limits, words: Words) -> str:
    """Which limits or groups end the certified stretch."""
    names = [
        full_name(limits.group_by or "", one.group, words) if one.group else words(f"slider.ends_{one.name}")
        for one in certificate.blockers
    ]
    return words("slider.ends", what=words("slider.comma").join(names)) if names else ""


def left_out_text(certificate: Certificate, limits: Limits, words: Words) -> str:
    """Whom a limit on groups does not protect, with how many they are; "" where it protects everybody."""
    named = [
        words(
            "slider.left_out_alone" if not one.name
            else "slider.left_out_nothing" if one.n_users and not one.has_accuracy
            else "slider.left_out_small",
            n=one.n_users,
            group=full_name(limits.group_by or "", one.name, words),
        )
        for one in certificate.figures.left_out
    ]  # fmt: skip
    return words("slider.left_out", groups=words("slider.comma").join(named)) if named else ""
