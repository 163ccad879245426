"""Why a question about limits has no answer, one error each."""

from __future__ import annotations

from collections.abc import Iterable

from recsys_core.decisions.impact import FEWEST
from recsys_core.errors import SettingError
from recsys_core.messages import message


def no_accuracy() -> SettingError:
    """The error where relevance only shows nobody anything that they liked later."""
    return SettingError(
        message(
            "limits.no_accuracy",
            "No list at relevance only holds an item that was liked later: there is no accuracy to limit.",
        )
    )


def nobody_protected(by: str) -> SettingError:
    """The error where no group of a division can be measured."""
    return SettingError(
        message(
            "limits.nobody_protected",
            "No group by {by} can be protected: a group needs at least {fewest} people who are measured, and "
            "something that they liked in their lists. Divide people otherwise, or set no limit on groups.",
            by=by.replace("_", " "),
            fewest=FEWEST,
        )
    )


def unknown_objective(name: str, known: Iterable[str]) -> SettingError:
    """The error for an objective that is none of ``known``."""
    return SettingError(
        message(
            "limits.no_objective",
            "These data have no metric {name} to raise; choose one of {known}.",
            name=name,
            known=", ".join(known),
        )
    )


def unknown_groups(name: str, known: Iterable[str]) -> SettingError:
    """The error for a division of people that is none of ``known``."""
    return SettingError(
        message(
            "limits.no_groups",
            "People cannot be divided by {name} here; choose one of {known}.",
            name=name,
            known=", ".join(known) or "-",
        )
    )


def no_outcomes() -> SettingError:
    """Nobody knows what people liked later."""
    return SettingError(
        message(
            "errors.no_outcomes",
            "There are no outcomes, so no accuracy is known and nothing can be recommended or certified. "
            "Add a file of outcomes: later clicks or purchases, with user_id and item_id.",
        )
    )
